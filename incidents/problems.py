"""What may be wrong with a row or a field, each told in one sentence that says what to do.

As `geodata.sentences`, which says how these are written: in English, in the file of rejected rows
too, and recognised by screens in other languages. Nothing but texts stands in this module.
"""

from __future__ import annotations

# --- Fields ------------------------------------------------------------------------------------

TOO_MANY_CHARACTERS = "{column} has {count} characters; at most {most} are kept"
BROKEN_CHARACTER = "{column} holds a NUL or a broken character; remove it"
NO_CHOICE = "{column} {said!r} is not one of {codes}"
NO_FLAG = "{column} {said!r} must be yes or no"
NO_ISO_DAY = "{column} {said!r} is not a day written as YYYY-MM-DD, such as 2014-10-17"
NO_WHOLE_NUMBER = "{column} {said!r} is not a whole number"
NO_NUMBER = "{column} {said!r} is not a number with a decimal point"

# --- Rules of the record -----------------------------------------------------------------------

NO_ID = "incident_id is empty; give each incident a name that stays the same"
ID_TOO_LONG = "incident_id must be at most 200 characters without control characters"
ID_TWICE = "the same incident_id stands in row {row}; give each its own"
NO_TYPE = "event_type is empty; use one of {codes}"
NO_START = "date_start is empty; give the day (2014-10-17), or the first day it may have been"
END_BEFORE_START = "date_end {iso_day} is before date_start {other_iso_day}; swap them"
YEAR_NOT_POSSIBLE = "{column} {iso_day} lies in the future or before {year}; check the year"
HALF_A_POSITION = "lon and lat must be given together; fill in the missing one or empty both"
OFF_THE_EARTH = "lon {lon}, lat {lat} is no place on Earth; expected degrees, lon -180 to 180"
MISSING_POSITION = "lon 0, lat 0 is the mark of a missing position; leave both empty"
RADIUS_NOT_POSSIBLE = (
    "coordinate_uncertainty_m {given} must be a radius above zero in metres, and at most {most_m}; "
    "leave it empty where it is not known"
)
PEOPLE_NOT_POSSIBLE = "personnel_count {given} must be a whole number of people, zero or more"
TOLL_NOT_POSSIBLE = (
    "{column}: {given}, {second}, {third} must be whole numbers of people with low <= best <= high"
)
DEPTH_NOT_POSSIBLE = "{column} {given} must be a depth in km, zero or more"
DEPTHS_SWAPPED = "reported_depth_min_km {low} is above reported_depth_max_km {high}; swap them"
DEPTH_AT_SEA = "an event at sea has no depth on land; empty the depth and incursion_kind"
DIPLOMATIC_INCURSION = "a diplomatic record has no incursion_kind; empty it"

# --- Days and tolls in words -------------------------------------------------------------------

NO_DATE = (
    "{said!r} is no date; expected a day as YYYY-MM-DD (2014-10-17), 17 October 2014, a month as "
    "2014-10, or 1393/07/25"
)
NO_SUCH_DAY = "{said!r} is no day of the calendar ({error}); check it"
TWO_DAYS = (
    "{said!r} may be {first}.{last}. or {last}.{first}.; say which comes first in this file: "
    "--dates dmy (day first) or --dates mdy (month first)"
)
NO_TOLL = (
    "{said!r} is no number of people; expected one number of people, such as 3, 3-5, at least 3, "
    "about 20, two soldiers, dozens, none or unknown"
)
TOLL_TOO_LONG = (
    "{said!r}… has {count} characters; expected one number of people, such as 3, 3-5, at least 3, "
    "about 20, two soldiers, dozens, none or unknown"
)
TOLL_SWAPPED = "{said!r} runs from high to low; expected the smaller number first"

# --- Rows and shapes ---------------------------------------------------------------------------

OTHER_WIDTH = "{count} cells where the header has {most}; check its separators"
CELL_BESIDE = "a cell stands beside the columns of the header; name its column or empty it"
HALF_A_CHARACTER = "half of a surrogate pair, which is no character; remove or mend it"
NO_SHAPE = (
    "is no well-known text of a shape; write it as POINT (61.46 28.98), longitude first, or leave "
    "it empty"
)
SHAPE_KIND = (
    "its shape is a {given}; an incident is one point, a polygon or a multipolygon. Give one of "
    "these or none"
)
OUTLINE_NOT_VALID = "its outline is not valid ({error}); mend it"
NO_OUTLINE = "an area without an outline; mend it"
OUTLINE_OPEN = "an outline must have four positions or more and end where it begins"
OTHER_SYSTEM = "its coordinate system is {given}; give it as longitude and latitude (4326)"
NO_PAIR = "the position {given}, {second} is no pair of numbers; mend it"
NO_SUCH_PLACE = (
    "longitude {lon}, latitude {lat} is no place; expected -180 to 180 and -90 to 90, longitude "
    "first"
)
NO_SUCH_POINT = "longitude {lon}, latitude {lat} is no place; expected -180 to 180 and -90 to 90"
NO_SUCH_POINT_FROM = (
    "longitude {lon}, latitude {lat} is no place; expected -180 to 180 and -90 to 90 (from {given})"
)
RADIUS_TOO_WIDE = "footprint has a radius of {given} m; at most {most_m} are known"
NO_CLAIMS = "no claims ({error}); empty it"
NO_COLUMN = "no column {given}"

NO_OBJECT = "no object with names and values; make it one"
NO_FEATURE = "no GeoJSON feature; remove or mend it"
PROPERTIES_NO_OBJECT = "its properties are no object; mend them"
GEOMETRY_NO_OBJECT = "its geometry is no object; mend it or make it null"
NO_KIND_OF_SHAPE = "{given} is no type of geometry; expected Point, Polygon or MultiPolygon"
NO_LIST_OF_PAIRS = "{given} where a list of coordinates is expected; mend it"
NO_POSITION = "{given} is no position; expected [longitude, latitude] as numbers"
NO_KML_POSITION = "{said!r} is no position; expected longitude,latitude"
SEVERAL_POSITIONS = "a point with {count} positions; give it one"
OUTER_EDGES = "a polygon with {count} outer boundaries; give it one"
SHAPE_NOT_READ = "its shape cannot be read; mend it or remove it"
