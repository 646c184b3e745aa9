"""From a news report to draft incidents, every field with the words that it rests on.

Rules only, offline: `reading` makes sentences, `clauses` cuts them; `days`, `parties`, `persons`,
`counts`, `speakers`, `whereabouts` and `depths` (with `entering_depths`) spot what they say
(`eastern` and its like in Persian and Urdu, by the grammar of these); `events` finds the clauses
that tell of something done (by the words of `doings` and `state_doings`), `background`
says why others do not, `mishaps` finds crashes and hangings, `anchors` what their dates date,
`reckoning` which days these are, `dating` which of them is the event's, `families` of which kind it
is, `weaving` joins clauses to events, as far as `belonging` finds them to be of one and `standing`
says how a clause stands to those before, `undated` dates those without a day,
`outdated` drops background, `mentions` adds what is only mentioned, `drafts` fills the record
(`depth_fields`, `actors`, `siding`, `naming` and `targets` with who acted against whom), `placing`
puts it on the map. `overlooked` points at what may have been missed. A person accepts, mends or
rejects.
"""

from incidents.extraction.drafts import Draft, Evidence, UndatedError, extract
from incidents.extraction.overlooked import overlooked
from incidents.extraction.placing import drafts_placed
from incidents.extraction.reading import MAX_CHARACTERS, not_read

__all__ = [
    "MAX_CHARACTERS",
    "Draft",
    "Evidence",
    "UndatedError",
    "drafts_placed",
    "extract",
    "not_read",
    "overlooked",
]
