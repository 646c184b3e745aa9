"""The filter rail: counts, spans of days, chips, undo, and an address that opens the same view."""

from datetime import date

import pytest
from app_pages import app_on

from dashboard import state


@pytest.fixture(scope="module")
def store_path(tmp_path_factory):
    return tmp_path_factory.mktemp("rail") / "store.gpkg"


@pytest.fixture
def app(store_path, monkeypatch):
    """The app on the bundled incidents; what the tests do changes none of them."""
    with app_on(store_path, monkeypatch) as opened_app:
        yield opened_app


def opened(app, **query):
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def told(app):
    return "\n".join(element.proto.body for element in app.get("html"))


def shown(app):
    return int(told(app).split('<span class="sr-number">')[1].split(" of ")[0])


def choices(app, part):
    """The choices of a list, each with its count."""
    pairs = (
        text.rsplit(state.COUNT_MARK, 1) for text in app.multiselect(state.KEY_OF[part]).options
    )
    return {name: int(count) for name, count in pairs}


def test_choices_carry_the_number_that_the_rest_of_the_filter_leaves(app):
    opened(app)
    actors = choices(app, "actors")
    assert sum(actors.values()) <= 123
    assert list(actors.values()) == sorted(actors.values(), reverse=True)
    assert choices(app, "certainties").keys() == {
        "Across at 95 %", "On one side at 95 %", "Undetermined", "No side",
    }  # fmt: skip
    assert sum(choices(app, "certainties").values()) == 123

    app.multiselect(state.DISTRICT_KEY).select("Panjgur").run()
    left = shown(app)
    assert left == choices(app, "districts")["Panjgur"]
    assert choices(app, "districts").keys() > {"Panjgur", "Saravan"}, "others can still be added"
    assert sum(choices(app, "certainties").values()) == left
    most = next(iter(choices(app, "actors").items()))
    app.multiselect(state.ACTOR_KEY).select(most[0]).run()
    assert shown(app) == most[1]


def test_an_address_opens_every_part_and_is_written_back_as_it_was(app):
    query = {
        "from": "2007-01-01",
        "to": "2025-12-31",
        "type": "cross_border_fire,incursion",
        "side": "PAK",
        "district": "Chagai,Panjgur",
        "certainty": "across,undetermined",
        "depth_from": "-5.5",
        "depth_to": "200",
        "conflict": "1",
    }
    opened(app, **query)
    assert dict(app.query_params) == query
    assert app.multiselect(state.DISTRICT_KEY).value == ["Chagai", "Panjgur"]
    assert app.number_input(state.DEPTH_FROM_KEY).value == -5.5
    assert app.checkbox(state.CONFLICT_KEY).value
    assert 0 < shown(app) < 123
    more = app.expander[0]
    assert more.label == "More, 4 set"
    assert more.proto.expanded


def test_parts_are_taken_away_one_by_one_undone_and_reset(app):
    opened(app, district="Panjgur", km_from="100", km_to="560.5")
    narrow = shown(app)
    assert app.button("open_districts").label.startswith("Panjgur")
    assert "100 to 560\\.5" in app.button("open_chainage_from_km").label
    app.button("open_chainage_from_km").click().run()
    assert "km_from" not in app.query_params
    assert app.number_input(state.KM_TO_KEY).value is None
    wide = shown(app)
    assert wide > narrow

    app.button("undo_filter").click().run()
    assert shown(app) == narrow
    assert app.query_params["km_to"] == "560.5"
    assert app.button("undo_filter").disabled

    app.button("reset_filter").click().run()
    assert shown(app) == 123
    assert app.button("reset_filter").disabled
    app.button("undo_filter").click().run()
    assert shown(app) == narrow


def test_spans_of_days_come_from_the_data_and_are_left_again(app):
    opened(app)
    assert app.button("preset_month").label == "October 2014"
    assert app.button("preset_year").label == "2014"
    app.button("preset_month").click().run()
    assert app.date_input(state.FROM_KEY).value == date(2014, 10, 1)
    assert app.date_input(state.TO_KEY).value == date(2014, 10, 31)
    assert app.query_params["from"] == "2014-10-01"
    assert 0 < shown(app) < 123
    app.button("preset_month").click().run()
    assert shown(app) == 123


def test_a_stretch_says_how_many_have_no_place_along_the_border(app):
    opened(app, km_from="0")
    assert "that lie along no known stretch are left out" in told(app)
    left_out = int(told(app).split(" that lie along no known stretch")[0].rsplit(">", 1)[1])
    assert left_out + shown(app) == 123


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"km_from": "north"}, "not a number of kilometres"),
        ({"certainty": "sure"}, "is not one of across"),
        ({"depth_from": "3", "depth_to": "1"}, "swap them"),
        ({"conflict": "true"}, "only 1 is known here"),
    ],
)
def test_what_an_address_cannot_mean_is_said(app, query, sentence):
    opened(app, **query)
    assert sentence in told(app)


def test_an_unheard_of_actor_finds_nothing_and_that_is_said(app):
    hostile = "<img src=x> **nobody**"
    opened(app, actor=hostile)
    assert shown(app) == 0
    assert "No incident has the actor &#x27;&lt;img src=x&gt; **nobody**&#x27;" in told(app)
    assert app.multiselect(state.ACTOR_KEY).value == [hostile]
    app.button("open_actors").click().run()
    assert shown(app) == 123


def test_numbers_out_of_order_are_said_and_not_swapped(app):
    opened(app)
    app.number_input(state.DEPTH_FROM_KEY).set_value(5.0)
    app.number_input(state.DEPTH_TO_KEY).set_value(-5.0).run()
    assert not app.exception
    assert "depth_from 5.0 lies after depth_to -5.0; swap them" in told(app)
    assert "depth_to" not in app.query_params
