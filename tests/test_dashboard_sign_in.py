"""Signing in: from what a provider claims to a role, and what each role is shown."""

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from app_pages import html_of, new_app, open_page
from browsers import WAIT_MS, free_port, serious_violations, served, settled
from streamlit import config

from dashboard.settings import EMPTY_VARIABLE, SIGN_IN_VARIABLE, STORE_VARIABLE
from dashboard.sign_in import SignIn
from incidents.errors import AccessError
from incidents.store import Store

PROVIDER = Path(__file__).parent / "identity_provider.py"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
AUTH = {
    "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "sarhad",
    "client_secret": "s",
    "server_metadata_url": "http://127.0.0.1:9/.well-known/openid-configuration",
}
ACCESS = {
    "admins": ["ada@example.org"],
    "editor_groups": ["/desk/editors"],
    "viewers": ["Anna@Example.org"],
    "contact": "the data desk",
}


def settings(**access):
    return SignIn.from_secrets({"auth": AUTH, "access": {**ACCESS, **access}})


def claims(email="anna@example.org", *, hours_ago=1.0, now=NOW, **more):
    issued = (now - timedelta(hours=hours_ago)).timestamp()
    return {
        "is_logged_in": True, "sub": "id-1", "email": email, "email_verified": True, "iat": issued,
        **more,
    }  # fmt: skip


def role_of(sign_in, **claimed):
    user = sign_in.admit(claims(**claimed), NOW).user
    return user and user.role


def test_nobody_signs_in_where_nothing_is_set_up():
    assert SignIn.from_secrets({}) is None
    assert SignIn.from_secrets({"another_app": {"key": "x"}}) is None


def test_lists_and_groups_give_the_highest_role_and_nothing_gives_none():
    sign_in = settings()
    assert role_of(sign_in, email="ada@example.org") == "admin"
    assert role_of(sign_in, email="ANNA@example.org") == "viewer"
    assert role_of(sign_in, email="anna@example.org", groups=["/desk/editors", "x"]) == "editor"
    assert role_of(sign_in, email="other@example.org", groups="/desk/editors") == "editor"
    assert role_of(sign_in, email="other@example.org") is None
    assert role_of(sign_in, email="other@example.org", groups=["/desk", "editors"]) is None
    assert sign_in.admit(claims("other@example.org"), NOW).why_not == "no role"


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_the_provider_has_not_checked_counts_for_nothing(verified):
    sign_in = settings()
    stranger = claims("ada@example.org", email_verified=verified)
    assert sign_in.admit(stranger, NOW).why_not == "no role"
    member = {**stranger, "groups": ["/desk/editors"]}
    assert sign_in.admit(member, NOW).user.name == "id-1"


def test_another_claim_may_name_the_person_and_is_taken_as_it_stands():
    sign_in = settings(person_claim="oid", admins=["7f-A"], groups_claim="https://x.org/roles")
    assert sign_in.admit(claims(oid="7f-A"), NOW).user.name == "7f-A"
    assert sign_in.admit(claims(oid="7f-a"), NOW).user is None
    assert sign_in.admit(claims(oid=["7f-A"]), NOW).user is None
    editor = sign_in.admit(claims(**{"oid": "9", "https://x.org/roles": ["/desk/editors"]}), NOW)
    assert (editor.user.name, editor.user.role) == ("9", "editor")


@pytest.mark.parametrize(
    "issued", [None, "now", True, float("nan"), float("inf"), -1, 0, 10**400, NOW.timestamp() + 999]
)
def test_without_a_moment_that_makes_sense_a_sign_in_is_over(issued):
    assert settings().admit(claims() | {"iat": issued}, NOW).why_not == "ended"


def test_a_sign_in_ends_after_its_hours_and_the_store_knows_when():
    sign_in = settings(session_hours=2)
    assert sign_in.admit(claims(hours_ago=1.99), NOW).user.until == NOW + timedelta(hours=0.01)
    assert sign_in.admit(claims(hours_ago=2), NOW).why_not == "ended"
    assert settings().admit(claims(hours_ago=11.9), NOW).user is not None
    assert settings().admit(claims(hours_ago=12), NOW).why_not == "ended"


def test_a_stranger_is_no_user_whatever_else_is_claimed():
    for logged_in in ({}, {"is_logged_in": False}, {"is_logged_in": "yes"}):
        claimed = {**claims("ada@example.org"), "is_logged_in": None, **logged_in}
        assert settings().admit(claimed, NOW).why_not == "not signed in"


@pytest.mark.parametrize(
    ("secrets", "told"),
    [
        ({"access": ACCESS}, "names no provider"),
        ({"auth": AUTH}, "gives nobody a role"),
        ({"auth": {"cookie_secret": "x"}, "access": ACCESS}, "names no provider"),
        ({"auth": {**AUTH, "cookie_secret": "short"}, "access": ACCESS}, "cookie_secret in"),
        ({"auth": "x", "access": "y"}, "names no provider"),
        ({"auth": AUTH, "access": {**ACCESS, "admin": ["x"]}}, r"knows no admin; use .*admins"),
        ({"auth": AUTH, "access": {**ACCESS, "admins": "ada@example.org"}}, "admins is not a list"),
        ({"auth": AUTH, "access": {**ACCESS, "viewers": ["a", 1]}}, "viewers is not a list"),
        ({"auth": AUTH, "access": {**ACCESS, "session_hours": 0}}, "session_hours"),
        ({"auth": AUTH, "access": {**ACCESS, "session_hours": True}}, "session_hours"),
        ({"auth": AUTH, "access": {**ACCESS, "session_hours": 1000}}, "session_hours"),
        ({"auth": AUTH, "access": {**ACCESS, "groups_claim": ""}}, "groups_claim"),
    ],
)
def test_what_is_set_up_by_half_lets_nobody_in_and_says_what_is_wrong(secrets, told):
    with pytest.raises(AccessError, match=told):
        SignIn.from_secrets(secrets)


def test_a_sign_in_can_be_made_a_condition():
    with pytest.raises(AccessError, match="names no provider"):
        SignIn.from_secrets({}, required=True)


def test_each_provider_can_be_chosen():
    named = {**{k: AUTH[k] for k in ("redirect_uri", "cookie_secret")}, "client_kwargs": {}}
    both = {"desk": {"client_id": "a"}, "other": {"client_id": "b"}}
    read = SignIn.from_secrets({"auth": {**named, **both}, "access": ACCESS})
    assert read.providers == ("desk", "other")
    assert settings().providers == ("default",)


# --- The pages ---------------------------------------------------------------------------------


@pytest.fixture
def app(tmp_path, monkeypatch):
    """The app behind a sign-in."""
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path / "store.gpkg"))
    st.cache_resource.clear()
    opened = new_app()
    opened.secrets["auth"], opened.secrets["access"] = AUTH, ACCESS
    yield opened
    st.cache_resource.clear()


def signed_in(app, email, **more):
    app.user.update(claims(email, hours_ago=0.1, now=datetime.now(UTC), **more))
    return app


def keys_of(app):
    return {button.key for button in app.button}


def shows_data(app):
    return bool(app.get("bidi_component") or app.dataframe or app.checkbox or "123" in html_of(app))


def test_a_stranger_sees_the_door_and_nothing_of_the_data(app, tmp_path):
    app.query_params["incident"] = "2014-10-17a"
    for page in ("map", "incidents", "import", "method", "review"):
        open_page(app, page)
        assert keys_of(app) == {"sign_in_default"}
        assert "Nothing is shown without signing in" in html_of(app)
        assert not shows_data(app)
    assert not (tmp_path / "store.gpkg").exists(), "the store was opened for nobody"


def test_whoever_has_no_role_is_told_whom_to_ask(app):
    signed_in(app, "<b>other@example.org</b>").run()
    assert not app.exception
    told = html_of(app)
    assert "&lt;b&gt;other@example.org&lt;/b&gt; is signed in, but has no role here" in told
    assert "Ask the data desk" in told
    assert keys_of(app) == {"sign_out"}
    assert not shows_data(app)


def test_a_sign_in_that_has_ended_shows_the_door_again(app):
    signed_in(app, "ada@example.org").run()
    assert shows_data(app)
    app.user["iat"] = time.time() - 13 * 3600
    app.run()
    assert "The sign-in has ended" in html_of(app)
    assert not shows_data(app)


def test_a_viewer_sees_everything_and_no_way_to_change_it(app):
    signed_in(app, "anna@example.org").run()
    assert not app.exception
    assert shows_data(app)
    assert "anna@example.org" in html_of(app)
    assert "may read" in html_of(app)
    open_page(app, "import")
    assert "anna@example.org may read here, not change anything" in html_of(app)
    assert not app.file_uploader
    assert keys_of(app) == {"sign_out"}


@pytest.mark.parametrize("page", ["record", "new-incident", "review"])
def test_no_page_offers_a_viewer_a_form_or_a_button_that_changes_anything(app, page):
    app.query_params["incident"] = "2014-10-17a"
    signed_in(app, "anna@example.org")
    open_page(app, page)
    assert keys_of(app) - {"review_previous", "review_next"} == {"sign_out"}
    assert not [*app.text_input, *app.text_area, *app.file_uploader]


@pytest.mark.parametrize(
    ("email", "offered"), [("edda@example.org", False), ("ada@example.org", True)]
)
def test_only_admins_are_offered_to_redact(app, email, offered):
    app.query_params["incident"] = "2014-10-17a"
    signed_in(app, email, groups=["/desk/editors"])
    open_page(app, "record")
    app.segmented_control(key="record_view_6").set_value("history").run()
    assert not app.exception
    assert ("redact" in keys_of(app)) == offered


def test_what_an_editor_imports_and_takes_back_stands_under_their_name(app, tmp_path):
    signed_in(app, "edda@example.org", groups=["/desk/editors"])
    open_page(app, "import")
    app.file_uploader(key="upload").set_value(
        ("odd.csv", b"Date,Was\n2015-01-02,Shots at a post\n", "text/csv")
    )
    app.run()
    app.button(key="store_upload").click().run()
    app.button(key="undo_last").click().run()
    assert not app.exception
    with closing(Store.open(tmp_path / "store.gpkg", read_only=True)) as store:
        newest = store.batches(2)
    assert [b.created_by for b in newest] == ["edda@example.org"] * 2
    assert newest[0].what.startswith("undid batch")


def test_a_role_that_is_taken_away_ends_at_the_next_click(app):
    signed_in(app, "edda@example.org", groups=["/desk/editors"])
    open_page(app, "import")
    assert app.file_uploader
    app.user["groups"] = []
    app.run()
    assert "has no role here" in html_of(app)
    assert not app.file_uploader


def test_a_sign_in_set_up_by_half_shows_nothing(app):
    app.secrets["access"] = {"admin": ["ada@example.org"]}
    signed_in(app, "ada@example.org").run()
    assert not app.exception
    assert "[access] knows no admin" in html_of(app)
    assert not shows_data(app)


def test_where_a_sign_in_is_a_condition_a_missing_file_opens_nothing(app, monkeypatch):
    monkeypatch.setenv(SIGN_IN_VARIABLE, "1")
    app.secrets.clear()
    app.run()
    assert not app.exception
    assert "names no provider" in html_of(app)
    assert not shows_data(app)


def test_a_file_of_secrets_that_cannot_be_read_opens_nothing(app, tmp_path):
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\n", "utf-8")
    app.secrets.clear()
    usual = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(broken)])
    try:
        app.run()
    finally:
        config.set_option("secrets.files", usual)
    assert not app.exception
    assert "cannot be read" in html_of(app)
    assert not shows_data(app)


# --- In a browser, with a provider of our own --------------------------------------------------


@pytest.fixture(scope="module")
def behind_a_sign_in(tmp_path_factory):
    """A dashboard whose people sign in with a provider that believes whatever they say."""
    folder = tmp_path_factory.mktemp("behind")
    port = free_port()
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        f"""
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{AUTH["cookie_secret"]}"
client_id = "sarhad"
client_secret = "s"
server_metadata_url = "http://127.0.0.1:{port}/.well-known/openid-configuration"

[access]
admins = ["ada@example.org"]
editor_groups = ["/desk/editors"]
viewers = ["anna@example.org"]
session_hours = 1
contact = "the data desk"
""",
        "utf-8",
    )
    provider = subprocess.Popen([sys.executable, str(PROVIDER), str(port)])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))  # where Streamlit looks for the secrets
        patch.setenv(EMPTY_VARIABLE, "1")
        patch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "1")
        with served(folder / "store.gpkg") as address:
            yield address, folder / "store.gpkg"
    provider.terminate()
    provider.wait(timeout=20)


def enter(page, address, person):
    page.goto(address)
    page.get_by_role("button", name="Sign in").click(timeout=WAIT_MS)
    page.get_by_role("link", name=person, exact=True).click(timeout=WAIT_MS)


def wait_for_account(page, *words):
    for one in words:
        page.locator(".st-key-account").get_by_text(one).wait_for(timeout=3 * WAIT_MS)


def status(address, method="GET", **how):
    request = urllib.request.Request(address, method=method, **how)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.fixture
def person(browser):
    """A browser window of its own; what it asks stays on this computer."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_door_keeps_nobody_out_who_may_come_in(browser, behind_a_sign_in, theme):
    context = browser.new_context(color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    page.goto(behind_a_sign_in[0])
    page.get_by_role("button", name="Sign in").wait_for(timeout=WAIT_MS)
    settled(page)
    assert serious_violations(page) == []
    enter(page, behind_a_sign_in[0], "nobody")
    page.get_by_text("has no role here").wait_for(timeout=WAIT_MS)
    settled(page)
    assert serious_violations(page) == []
    context.close()


@pytest.mark.browser
def test_one_signs_in_with_the_provider_and_out_again(person, behind_a_sign_in):
    address, _ = behind_a_sign_in
    enter(person, address, "edda")
    wait_for_account(person, "edda@example.org", "may edit")
    person.wait_for_selector(".st-key-pages", timeout=WAIT_MS)
    person.get_by_role("button", name="Sign out").click()
    person.get_by_text("Nothing is shown without signing in").wait_for(timeout=WAIT_MS)
    person.goto(f"{address}/incidents")
    person.get_by_text("Nothing is shown without signing in").wait_for(timeout=WAIT_MS)
    assert person.locator(".st-key-pages").count() == 0


@pytest.mark.browser
def test_a_link_that_was_opened_before_the_sign_in_opens_after_it(person, behind_a_sign_in):
    address, _ = behind_a_sign_in
    enter(person, f"{address}/incidents?from=2014-10-01&to=2014-10-31&q=Mirjaveh", "anna")
    wait_for_account(person, "anna@example.org")
    person.wait_for_url(re.compile("/incidents"), timeout=WAIT_MS)
    settled(person)
    for part in ("from=2014-10-01", "to=2014-10-31", "q=Mirjaveh"):
        assert part in person.url
    assert person.get_by_label("Words").input_value() == "Mirjaveh"
    person.goto(address)
    wait_for_account(person, "anna@example.org")
    assert "2014" not in person.url


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nobody", "nobody@example.org is signed in, but has no role here"),
        ("liar", "id-of-liar is signed in, but has no role here"),
    ],
)
def test_whoever_has_no_role_sees_nothing(person, behind_a_sign_in, name, told):
    enter(person, behind_a_sign_in[0], name)
    person.get_by_text(told).wait_for(timeout=WAIT_MS)
    assert "Ask the data desk" in person.locator(".st-key-door").inner_text()
    assert person.locator(".st-key-pages").count() == 0


@pytest.mark.browser
def test_an_open_page_closes_when_the_sign_in_ends(person, behind_a_sign_in):
    enter(person, behind_a_sign_in[0], "brief")
    wait_for_account(person, "anna@example.org")
    person.get_by_text("The sign-in has ended").wait_for(timeout=3 * WAIT_MS)
    person.locator(".st-key-pages").wait_for(state="detached", timeout=WAIT_MS)
    assert person.locator("iframe").count() == 0


@pytest.mark.browser
def test_files_come_and_go_only_with_a_sign_in_and_only_up_to_the_limit(
    person, browser, behind_a_sign_in, tmp_path
):
    address, store = behind_a_sign_in
    enter(person, address, "edda")
    wait_for_account(person, "edda@example.org")
    file = tmp_path / "odd.csv"
    file.write_text("Date,Was\n2015-01-02,Shots at a post\nsoon,x\n", "utf-8")
    person.goto(f"{address}/import")
    upload = '[data-testid="stFileUploader"] input'
    person.wait_for_selector(upload, state="attached", timeout=WAIT_MS)
    with person.expect_request("**/_stcore/upload_file/**") as sent:
        person.set_input_files(upload, str(file))
    assert sent.value.response().status == 204
    person.get_by_role("button", name="Store 1 incident").click(timeout=WAIT_MS)
    person.get_by_text("Stored: 1 new").wait_for(timeout=WAIT_MS)
    with closing(Store.open(store, read_only=True)) as opened:
        assert opened.batches(1)[0].created_by == "edda@example.org"

    again = {
        "method": "PUT",
        "headers": {"X-Xsrftoken": sent.value.headers["x-xsrftoken"]},
        "multipart": {
            "file": {"name": "b.csv", "mimeType": "text/csv", "buffer": b"x" * 1_200_000}
        },
    }
    assert person.request.fetch(sent.value.url, **again).status == 413
    again["multipart"]["file"]["buffer"] = b"x"
    assert person.request.fetch(sent.value.url, **again).status == 204

    with person.expect_download() as taken:
        person.get_by_role("button", name="Download these rows to mend them").click()
    assert "soon" in Path(taken.value.path()).read_text("utf-8")
    link = taken.value.url
    assert person.request.get(link).status == 200
    cookies = [c for c in person.context.cookies() if not c["name"].startswith("_streamlit_user")]
    stranger = browser.new_context()
    stranger.add_cookies(cookies)
    assert stranger.request.get(link).status == 403
    assert stranger.request.fetch(sent.value.url, **again).status == 403
    forged = {"name": "_streamlit_user", "value": "eyJpc19sb2dnZWRfaW4iOnRydWV9", "url": address}
    stranger.add_cookies([forged])
    assert stranger.request.get(link).status == 403
    stranger.close()


@pytest.mark.browser
def test_what_the_server_answers_to_a_stranger(behind_a_sign_in):
    address, _ = behind_a_sign_in
    for path in (
        "/_stcore/metrics", "/_stcore/metrics/", "/_stcore/metrics?families=session_events",
        "/_stcore/%6detrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp",
        "/_stcore/script-health-check",
    ):  # fmt: skip
        assert status(address + path) == 404, path
        assert status(address + path, "OPTIONS") == 404, path
    assert status(f"{address}/media/x.csv") == 403
    assert status(f"{address}/_stcore/upload_file/a/b", "PUT", data=b"x") == 403
    assert status(f"{address}/_stcore/upload_file/a/b", "DELETE") == 403
    assert status(f"{address}/_stcore/health") == 200
