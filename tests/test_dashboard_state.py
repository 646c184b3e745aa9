"""The session: what charts ask for comes into the widgets, and what a stale choice means."""

from streamlit.testing.v1 import AppTest

TIMEOUT_S = 60


def page():
    from datetime import date  # noqa: PLC0415 - the function is a script of its own

    import streamlit as st  # noqa: PLC0415

    from dashboard import state  # noqa: PLC0415

    state.init()
    state.keep_widgets()
    st.number_input("from", key=state.KM_FROM_KEY, value=None)
    st.multiselect("side", ["PAK", "IRN"], key=state.COUNTRY_KEY)
    if st.button("during the run", key="now"):
        state.set_stretch(100.04, None)
        state.set_depth(-2.3456, 7.0)
        st.rerun()
    st.button(
        "in a callback",
        key="callback",
        on_click=state.set_dates,
        args=(date(2014, 10, 1), date(2014, 10, 31)),
    )
    state.remember_names(state.COUNTRY_KEY, {"Pakistan": "PAK", "Iran": "IRN"})
    chosen, problem = state.filter_from_widgets()
    state.publish(chosen)
    st.text(problem or "")


def test_charts_set_ranges_during_a_run_and_from_callbacks():
    app = AppTest.from_function(page, default_timeout=TIMEOUT_S).run()
    app.button("now").click().run()
    assert not app.exception
    assert dict(app.query_params) == {"km_from": "100", "depth_from": "-2.35", "depth_to": "7"}
    app.button("callback").click().run()
    assert app.query_params["from"] == "2014-10-01"
    assert app.query_params["to"] == "2014-10-31"
    assert app.query_params["km_from"] == "100"


def test_a_choice_that_comes_with_an_old_count_is_its_value():
    app = AppTest.from_function(page, default_timeout=TIMEOUT_S).run()
    app.session_state["filter_country"] = ["Pakistan\u200340", "IRN"]
    app.run()
    assert not app.exception
    assert dict(app.query_params) == {"side": "IRN,PAK"}
