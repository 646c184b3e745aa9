"""The web application: the Streamlit script, the map's assets, and the security headers.

Started by `sarhad`, or by `streamlit run dashboard/app.py`.
"""

from importlib.resources import files

import streamlit as st

from dashboard import assets

app = st.App(
    str(files("dashboard") / "main.py"),
    routes=assets.routes(),
    middleware=assets.middleware(),
)
