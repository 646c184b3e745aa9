"""Why a column of a file was taken for one of ours, or for none, each written once.

As `geodata.sentences`, which says how these are written: in English, in the terminal too, and
recognised by screens in other languages. Nothing but texts stands in this module.
"""

from __future__ import annotations

SAME_NAME = "same name"
KNOWN_AS = "known as"
KNOWN_WHATEVER = "known as, whatever {said!r} means"
NEARLY = "nearly {said!r}"
LOOKS_LIKE_SHAPES = "looks like well-known text"
LOOKS_LIKE_LINKS = "looks like links"
LOOKS_LIKE_DATES = "looks like dates"
LOOKS_LIKE_TYPES = "looks like types of event"
LOOKS_LIKE_DEGREES = "looks like degrees near the border"
AND_LINKS = "{guess}, and its values are links"
AND_DAYS = "{guess}, and its values are days"
NOT_DATES = "{guess}, but its values are not dates"
NOT_DEGREES = "{guess}, but its values are not degrees"
NOT_LINKS = "{guess}, but its values are not links"
NOT_ALL_DIFFERENT = "{guess}, but its values are not all different"
NOT_YES_OR_NO = "{guess}, but its values are not yes or no"
NOT_WORDS_OF = "{guess}, but its values are not words of {code}"
NOT_NUMBERS = "{guess}, but its values are not numbers"
LIKE_LONGITUDES = "{guess}, but its values look like longitudes"
LIKE_LATITUDES = "{guess}, but its values look like latitudes"
TAKEN_ALREADY = "may be {code} too, but {said!r} is taken for it"
COMPUTED_ANEW = "computed anew from the place"
IN_ANOTHER_UNIT = "may be {code}, but in another unit"
NOT_RECOGNISED = "not recognised"
REASON_OF_REJECTION = "reason of an earlier rejection"
EMPTY = "empty"
COPY_OF = "copy of {code}"
ADDED_BY_EXPORT = "added by the export"
BY_MAPPING_FILE = "by the mapping file"
BY_HAND = "by hand"
