"""The dashboard: the Streamlit app, the folium map, the charts, and the command line `sarhad`.

Only the app, its pages and `state` import streamlit; only `incident_map` imports folium; what
builds panels, symbols, charts and sentences is pure.
"""
