"""What each role may do with a store, asked of the store itself and not of a page."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from geodata.borders import load_border
from geodata.gazetteer import load_gazetteer
from geodata.geocoder import Geocoder
from incidents.access import ROLES, User
from incidents.editing import Editor
from incidents.errors import AccessError
from incidents.pipeline import import_file
from incidents.record import Claim, EventType, Incident
from incidents.store import Batch, Store

TEXT = "incident_id,date,type,place,country\na-1,2014-10-17,incursion,Taftan,Pakistan\n"
ANNA, EDDA, ADA = User("anna", "viewer"), User("edda", "editor"), User("ada", "admin")


@pytest.fixture(scope="module")
def geocoder():
    return Geocoder(load_border(), load_gazetteer())


@pytest.fixture
def store(store_place, write_csv, geocoder):
    with closing(Store.open(store_place)) as opened:
        import_file(write_csv(TEXT), opened, geocoder=geocoder)
        yield opened


def content(store):
    return store.change_counter(), store.version_count(), store.last_root()


def add(store, name="b-1", **batch):
    day = date(2015, 1, 2)
    incident = Incident(name, day, day, EventType.OTHER)
    return store.add([incident], geometries=[None], batch=Batch("d", "f.csv", "0", **batch))


WRITING = {
    "add": lambda store, _geocoder, _file: add(store),
    "import": lambda store, geocoder, file: import_file(file, store, geocoder=geocoder),
    "edit": lambda store, geocoder, _file: Editor(store, geocoder).edit("a-1", {"summary": "x"}),
    "reject": lambda store, geocoder, _file: Editor(store, geocoder).set_status("a-1", "rejected"),
    "claims": lambda store, geocoder, _file: Editor(store, geocoder).set_claims(
        "a-1", [Claim(claim_id="1", text="x")]
    ),
    "undo": lambda store, geocoder, _file: Editor(store, geocoder).undo(1),
}
FOR_ADMINS = {
    "redact": lambda store, _geocoder, _file: store.redact(
        "a-1", fields=["place"], why="a family lives there"
    ),
    "replace": lambda store, _geocoder, file: copied_into(store, file),
}


def copied_into(store, file):
    with closing(Store.open(file.with_name("other.gpkg"))) as other:
        add(other)
        other.copy_to(store)


@pytest.mark.parametrize("name", [*WRITING, *FOR_ADMINS])
def test_a_viewer_reads_everything_and_stores_nothing(store, geocoder, write_csv, name):
    seen = store.as_user(ANNA)
    before = content(store)
    assert seen.get("a-1") == store.get("a-1")
    assert seen.table().equals(store.table())
    file = write_csv(TEXT.replace("a-1", "c-1"), "more.csv")
    assert import_file(file, seen, geocoder=geocoder, dry_run=True).added.new == 1
    with pytest.raises(AccessError, match="anna is a viewer here and may not"):
        (WRITING | FOR_ADMINS)[name](seen, geocoder, file)
    assert content(store) == before


@pytest.mark.parametrize(("user", "name"), [*product((EDDA, ADA), WRITING)])
def test_editors_and_admins_write_and_their_name_stands_in_it(
    store, geocoder, write_csv, user, name
):
    file = write_csv(TEXT.replace("a-1", "c-1"), "more.csv")
    WRITING[name](store.as_user(user), geocoder, file)
    newest = store.batches(1)[0]
    assert newest.created_by == user.name
    assert newest.versions == 1


@pytest.mark.parametrize("name", FOR_ADMINS)
def test_what_takes_away_for_good_needs_an_admin(store, geocoder, write_csv, name):
    file = write_csv(TEXT, "more.csv")
    before = content(store)
    with pytest.raises(AccessError, match=r"edda is an editor here .*; admins may\."):
        FOR_ADMINS[name](store.as_user(EDDA), geocoder, file)
    assert content(store) == before
    FOR_ADMINS[name](store.as_user(ADA), geocoder, file)
    assert content(store) != before


def test_a_redaction_names_the_admin_and_nobody_else(store):
    store.as_user(ADA).redact("a-1", fields=["place"], why="a family lives there", by="somebody")
    assert store.batches(1)[0].created_by == "ada"


def test_nobody_stores_in_the_name_of_another(store, geocoder):
    seen = store.as_user(EDDA)
    add(seen, by="ada")
    assert store.get("b-1").created_by == "edda"
    Editor(seen, geocoder, by="ada").edit("b-1", {"summary": "x"})
    assert {v.created_by for v in store.history("b-1")} == {"edda"}
    with pytest.raises(AccessError, match="edda"):
        seen.as_user(ADA)


def test_one_persons_role_is_not_anothers(store):
    viewers, editors = store.as_user(ANNA), store.as_user(EDDA)
    add(editors)
    with pytest.raises(AccessError):
        add(viewers, "b-2")
    add(store, "b-3", by="a script")
    assert store.get("b-3").created_by == "a script"


def test_closing_a_persons_store_leaves_it_open_for_the_others(store):
    seen = store.as_user(ANNA)
    seen.close()
    del seen
    assert store.get("a-1") is not None


def test_a_sign_in_that_has_ended_reads_but_stores_nothing(store):
    ended = datetime.now(UTC) - timedelta(seconds=1)
    seen = store.as_user(User("ada", "admin", until=ended))
    assert seen.get("a-1") is not None
    with pytest.raises(AccessError, match="the sign-in has ended"):
        add(seen)
    later = datetime.now(UTC) + timedelta(hours=1)
    add(store.as_user(User("ada", "admin", until=later)))


def test_each_role_may_what_those_before_it_may():
    allowed = {role: [one for one in ROLES if User("x", role).may(one)] for role in ROLES}
    assert allowed == {
        "viewer": ["viewer"],
        "editor": ["viewer", "editor"],
        "admin": ["viewer", "editor", "admin"],
    }
