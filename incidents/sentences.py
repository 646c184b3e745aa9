"""The sentences that reading and measuring store with an incident, each written once.

As `geodata.sentences`, which says how they are written: English, part of the record, recognised by
screens in other languages. Nothing but texts stands in this module.
"""

from __future__ import annotations

# --- Where it was placed -----------------------------------------------------------------------

AT_SEA = "At sea: no place on land is given, and none is made up."
NO_PLACE_NAMED = "The report names no place."
REPORT_SAYS = "The report says {said!r}."
ONLY_PROVINCE = "Only {place} is known: no place to show."
AS_GIVEN = "Position as given by the source."
NO_RADIUS = "The source gives no uncertainty, so no depth is claimed."
FEW_DECIMALS = "Given to {count} decimals of a degree, which adds {km} km to the radius."
SWAPPED = (
    "Outside the border region, but inside it with longitude and latitude swapped ({lat}, {lon}); "
    "check the source."
)
FOOTPRINT_UNUSABLE = "Its footprint cannot be used here ({error})."
GIVEN_BY = "coordinates given by {source}"
A_SOURCE = "a source"
RADIUS_OF_CODE = "{source} {column} {code}: assumed within {km} km."
OUTLINE = "Outline as given by the source."
COARSENED = "Place coarsened to a fixed grid of {km} km."
CHOSEN_BY_HAND = "Chosen by hand among {count} places that it may be."
ENTERED_BY_HAND = "Position and radius given by the person who entered it."
LEFT_OPEN = "Left open by the person who entered it."

# --- A reported depth against what was measured ------------------------------------------------

ONE_DEPTH = "{low} km"
ONLY_REPORTED = "Reported: {depth}. Nothing but the report's own depth says where it was."
NO_DEPTH_MEASURED = (
    "Reported: {depth}. The nearest point of the border is one of its ends, or the place has no "
    "side, so no depth is measured."
)
COUNTED_FROM = "Reported: {depth}, counted from a {datum} whose place is not known."
MEASURED_WITHIN = "Measured from the place alone: 90 % within {depth} inside {country}."
MEASURED_AS_AREA = (
    "Measured from the place alone: as it is known only as an area, anything from {depth} inside "
    "{country}."
)
REPORTED = "Reported: {depth} inside {country}."
LIES_IN = "The place lies in {country}."
DEEPER = "All of it is deeper than reported."
SHALLOWER = "All of it is shallower than reported."
TOO_WIDE = "Too wide to confirm or to deny it."
MEET = "They meet."

# --- Why two records may be one event ----------------------------------------------------------

DAYS_APART = "dates are a day apart ({day} and {other_day}): night or time zone"
ONE_DAY = "dates meet ({day})"
DAYS_MEET = "dates meet ({day} to {other_day})"
PLACES_OVERLAP = "places overlap: {share} % of the smaller"
PLACES_APART = "against: places are {km} km apart"
SAME_TYPE = "same type ({event_type})"
TYPES_CONFUSED = "types that reports confuse ({event_type} and {other_type})"
OTHER_TYPE = "against: other type ({event_type} and {other_type})"
SAME_SIDE = "same acting side ({acting_side})"
OTHER_SIDE = "against: acting side {acting_side} and {other_side}"
BOTH_IN = "both in {country}"
OTHER_COUNTRY = "against: {country} and {other_country}"
BOTH_NAME = "both name {party}"
BOTH_NAME_BOTH = "both name {party} and {other_party}"
OTHER_PARTY = "against: {party} and {other_party}"
TOLLS_AGREE = "tolls {toll} and {other_toll} agree"
TOLLS_DIFFER = "against: tolls {toll} and {other_toll}"
SUMMARIES_ALIKE = "summaries alike ({share} of 100)"
SAME_ADDRESS = "same source address"
TITLES_ALIKE = "titles alike"
BOTH_REPEAT = "both repeat {origin}"

# --- What was not read of a file ---------------------------------------------------------------

QUOTES_KEPT = "Quotes are kept as plain signs: they enclose no cells here."
WITHOUT_VALUE = (
    "Sheet {said!r}: {count} formulas have no stored value and were read as empty (the first in "
    "{cell}); open and save the workbook to compute them."
)
MERGED = (
    "Sheet {said!r}: {count} merged areas; their value stands in the first cell only, the others "
    "were read as empty."
)
HIDDEN_SHEETS = "Hidden sheets were not read: {sheets}."
ONE_SHEET = "Only sheet {said!r} was read, not {sheets}; choose with --sheet."
LINKS = "{count} links to other files were not followed: {links}."
ICONS = "{count} icons from the network were not fetched."
PICTURES = "{count} pictures laid over the map were not read."
TRACKS = "{count} tracks were not read: an incident is no way."
ROUTES = "{count} routes were not read: an incident is no way."
VALID_UTF8 = "The shapefile does not say what its texts are in; they are valid UTF-8."
BYTES = "Column {said!r} holds bytes and was not read."

# --- What was not read of an article, and what is to be checked in a draft ---------------------

CHARACTERS_KEPT = "Only the first {count} characters were kept."
CHARACTERS_READ = (
    "Only the first {count} of {all} characters were read; split the text to read the rest."
)
PAGES_READ = "Only the first {count} of {all} pages were read."
PARTS_LEFT_OUT = "Parts that the page marks as comments, links or advertising were left out."
READ_UNTIL = "What follows character {count} was left out: readers' comments or further reading."
MOST_DRAFTED = "{all} incidents were told; the first {count} are drafted."
DAY_INFERRED = "The report gives no day for this; the day was inferred. Check it."
SIDE_INFERRED = (
    "The report does not say plainly who acted; the side was inferred from the kind of deed. Check "
    "it."
)
SEVERAL_DEPTHS = "The report gives several depths for this; none was taken. Check it."
DEPTH_AGAINST_SIDE = "The depth that is reported does not fit the side that acted."
DEPTH_OF_NOBODY = "The report tells a depth, but not which country's men or fire came so far."
CONTRADICTS = "{speaker} contradicts another account."
