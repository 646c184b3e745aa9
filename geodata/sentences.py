"""The sentences that are stored with a place, each written once.

They say in English how a place was found, why not, and what is doubtful. They are part of the
record and are exported; a screen in another language recognises them by these templates. A template
that ends with a full stop is a sentence; the others are parts of sentences, or names of places.

`{said!r}` is what a report says, quoted by `repr`; any other field is a name, a number that is
already written, or another of these templates filled in. Nothing but texts stands in this module.
"""

from __future__ import annotations

# --- What a place's radius rests on ------------------------------------------------------------

RADIUS_BECAUSE = "Radius: {reason}."
BY_POPULATION = "assumed {km} km for a place of {count} inhabitants"
POPULATION_UNKNOWN = "assumed {km} km for a place of unknown population"
ROUND_COORDINATES = "{reason}, and {km} km for coordinates in whole arc-minutes"
OTHER_ENTRY = "{reason}, and the {km} km to its other entry"
SHARE_OF_DISTRICT = (
    "assumed {km} km around its seat {seat}, the circle of an equal share of {name}'s {area} km² "
    "({count} tehsils),"
)
GATE_ON_THE_LINE = (
    "not surveyed: point of the line on the straight way between {one} and {other} ({km} km "
    "apart); the gate is assumed within half of that way of it, plus the line's own error "
    "({error_km} km)"
)
GIVEN_IN_FILE = "as given in the file"
OF_A_POST = "assumed 1 km for a post or building"
OF_A_MOUNTAIN = "assumed 5 km for a mountain or pass"
OF_WATER = "a stream's or lake's point stands for all of it: assumed 10 km"
OF_AN_AREA = "assumed 15 km for an area without known bounds"
OF_AN_ADMINISTRATIVE_AREA = "assumed 25 km for an administrative area"
HALF_THE_BOX = "half the diagonal of its bounding box in OpenStreetMap"

# --- What a candidate is -----------------------------------------------------------------------

ANYWHERE_IN = "Anywhere in the {kind}, taken as the circle around it ({km} km) within its country."
ANYWHERE_IN_AS = "Anywhere in the {kind}, taken as {reason} within its country."
AREA_AROUND = "The report speaks of the area around it: assumed within {km} km."
NAME_NOTE = "Note on the name: {note}."
ALONG_DISTRICT = (
    "Anywhere along the border of {name}, on either side: assumed within {km} km of the line."
)
PILLARS = (
    "Pillars are placed by interpolating between the few whose place was reported: km {start} to "
    "{end} along the border, on either side; assumed within {km} km of the line."
)
PILLARS_NARROWED = (
    "Pillars are placed by interpolating between the few whose place was reported: km {start} to "
    "{end} along the border, as far as {name} reaches, on either side; assumed within {km} km of "
    "the line."
)
READ_AS = "Read as {notation}; radius {m} m from the digits given."
ONLY_DEPTH = "Anywhere along the whole border: nothing but the depth is known."
OFFSET = "Radius {km} km: anchor within {anchor_km} km, distance to {length_km} km."
OFFSET_WITH_HEADING = (
    "Radius {km} km: anchor within {anchor_km} km, distance to {length_km} km, heading to "
    "{degrees}° either side."
)
MIDWAY = (
    "{said!r}: within {km} km of the middle, half of the {away_km} km between them and the larger "
    "one's radius."
)
BOTH_FACTS = "What both facts allow."
LIES_WITHIN = "It lies within {place}."

# --- How a candidate is called -----------------------------------------------------------------

PROVINCE = "{name} province"
COUNTY = "{name} county"
DISTRICT = "{name} district"
TEHSIL = "{name} tehsil"
STRETCH = "{name} stretch of the border"
PILLAR = "border pillar {numbers}"
FROM_THE_BORDER = "{depth} from the border"
DISTANCE_FROM = "{length} from {place}"
TOWARDS = "{length} {heading} of {place}"
DUE_TOWARDS = "{length} due {heading} of {place}"
WITHIN_OF = "within {km} km of {place}"
BETWEEN = "between {place} and {other_place}"
THE_DISTRICT = "the district {name}"

# --- What a place was taken from -----------------------------------------------------------------

PILLARS_COMPILED = "numbered pillars as reported (compiled)"
FROM_THE_LINE = "derived from the line and {name}"
READ_OFF_MAPS = "read off maps and rounded up"
AREA_BY = "area: {name}"
AS_IT_WAS_GIVEN = "as given, {notation}"
CONTRIBUTORS = "© OpenStreetMap contributors"
CONTRIBUTORS_UNDER = "© OpenStreetMap contributors ({name})"

# --- Where a depth does not fit ----------------------------------------------------------------

METRES = "{low} to {high} m"
KILOMETRES = "{low} to {high} km"
PLACE_EXCLUDED = (
    "The place as it was found and {fact} exclude each other; the place is drawn as it was found."
)
DEPTH_EXCLUDED = (
    "No place known as this lies {depth} inside {country}, the line's error allowed for; the place "
    "is drawn without the reported depth."
)

# --- How a phrase was read ---------------------------------------------------------------------

TOO_LONG = "The locality is {count} characters long and was not read."
SAID_AT_SEA = "{said!r} is at sea: it is not put on a place on land."
NOTHING_GIVEN = "No locality, pillar or district is given; add one of them."
DEPTH_DECIDES = "The reported depth decides between places of one name."
PILLAR_NOT_READ = (
    "The border pillar {said!r} cannot be read; expected a number such as 206 or a range such as "
    "104-106."
)
PILLAR_NOT_KNOWN = (
    "Pillar {number} is not between the known pillars {first} and {last}; expected a number near "
    "them. Check the number."
)
TOO_FAR_AWAY = "{length} from {said!r} is too far to say where; it is not used."
TOO_FAR_APART = "{said!r}: they lie too far apart to say where."
ANOTHER_DISTRICT = "The phrase names {place}, the record {names}; {names} is used."
ONLY_COUNTRY = "Only the country is known; name a locality, pillar or district."
NAMES_NO_PLACE = "{said!r} names no place on the border; only the country is known."
ONLY_ELSEWHERE = (
    "No {said!r} is known in {country}; there is one in {countries}. Check the country."
)
NO_PLACE = "No place {said!r} is in the gazetteer."
NO_PLACE_IN = "No place {said!r} in {country} is in the gazetteer."
NO_DISTRICT = "No district {said!r} is in the gazetteer."
NO_DISTRICT_IN = "No district {said!r} in {country} is in the gazetteer."
NAMES_ALIKE = "Names like it: {names}."
WITHOUT_COORDINATES = "{said!r} is known from reports, but no coordinates are at hand ({note})."
WITHOUT_COORDINATES_IN = (
    "{said!r} in {country} is known from reports, but no coordinates are at hand ({note})."
)
UNLOCATED = "unlocated"
ALSO_A_WORD = "{said!r} also means {word}. Name the county if the place is meant."
A_SOLDIER = "a soldier"
ONE_WITHOUT_COORDINATES = "There is one in {countries} whose coordinates are not known."
TAKEN_AS_WHOLE = "{said!r} is taken as the whole of {name}: {note}."
NAME_WITHIN = "{said!r} is in no gazetteer; the name {inner!r} in it is."
ANOTHER_NAME = "{said!r} is another name of {name}."
SOUNDS_LIKE = "{said!r} sounds like {form!r}."
SPELT_LIKE = "{said!r} is spelt almost like {form!r}, and the other facts agree."
FACTS_EXCLUDED = "{names} and {place} exclude each other; {place} is used: check the source."
OUTSIDE_DISTRICT = "It lies outside the circle around {names}, the district that was given: check."
SEVERAL = "{said!r} may be any of: {choices}. Name the country or the district."
CHOICE_IN = "{choice} in {country}"
CHOICE_AT = "{choice} at {lon} E {lat} N"
CHOICE_AWAY = "{choice}, {km} km from the first"
CHOICE_UNPLACED = "one in {country} whose coordinates are not known"
NO_FIGURE = "{said!r} gives no figure; no depth is taken from it."
NEITHER_DEPTH_NOR_DISTANCE = (
    "{said!r} is neither a depth nor a distance from a place; it is not used."
)
NO_DISTANCE = "{said!r} says no distance; it is not used."

# --- Coordinates -------------------------------------------------------------------------------

DECIMAL_DEGREES = "decimal degrees"
DEGREES_MINUTES = "degrees and minutes"
DEGREES_MINUTES_SECONDS = "degrees, minutes, seconds"
EXCHANGED = (
    "Outside the border region, but inside it with longitude and latitude exchanged ({lon} E {lat} "
    "N); check the source."
)
OUTSIDE_REGION = "Outside the border region ({lon} E {lat} N)."
SOUTHERN_BAND = "A band before N is in the southern half of the earth."
LONGITUDE_FIRST = "Read as longitude, latitude: the first number cannot be a latitude."
OFF_THE_EARTH = (
    "{said!r} gives latitude {lat} and longitude {lon}; expected a latitude up to 90 and a "
    "longitude up to 180. Check the numbers and their order."
)
ODD_DIGITS = "{said!r} has an odd number of digits; expected as many east as north. Check it."
NO_MGRS_SQUARE = "{said!r} is no square of the MGRS grid; check its zone and letters."
NO_UTM_ZONE = "{said!r} names the UTM zone {number}; expected 1 to 60 (here 40 to 42)."
OUTSIDE_UTM_ZONE = "{said!r} lies outside of its UTM zone; check the numbers."
TWO_LATITUDES = "{said!r} names two latitudes; expected one of each. Check it."
TWO_LONGITUDES = "{said!r} names two longitudes; expected one of each. Check it."
TOO_MANY_MINUTES = "{said!r} has {number} minutes; expected less than 60. Check it."
TOO_MANY_SECONDS = "{said!r} has {number} seconds; expected less than 60. Check it."
MINUTES_BESIDES = "{said!r} has decimals in its degrees and minutes besides. Check it."
