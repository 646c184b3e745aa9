"""What was done to a record, as the list of its versions names it, each written once.

As `geodata.sentences`, which says how these are written: in English, part of the store, and
recognised by screens in other languages. Nothing but texts stands in this module.
"""

from __future__ import annotations

ENTERED = "entered {name}"
EDITED = "edited {fields} of {name}"
EDITED_CLAIMS = "edited the claims of {name}"
RESTORED = "restored version {number} of {name}"
MERGED_INTO = "merged {name} into {other_name}"
SPLIT_OFF = "split {name} off {other_name}"
LINKED = "linked {name} and {other_name}"
UNDID = "undid batch {number}"
REDACTED = "redacted {fields} of {name}"
