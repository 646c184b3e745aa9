"""From a news report to draft incidents, every field with the words that it rests on.

Rules only, offline. A person accepts, mends or rejects. In the order of reading:

- `reading` makes sentences, `clauses` cuts them;
- what they say is spotted by `days`, `parties`, `persons`, `counts` (with `victims` and `figures`),
  `speakers`, `whereabouts` and `depths` (with `entering_depths` and `lengths`), in Persian and Urdu
  by `eastern_persons` and its like, by the grammar of these;
- what is done: `deeds` knows the words of `doings` and `state_doings`; `unreal`, `state_unreal` and
  `background` which of them tell of nothing done; `mishaps` crashes and hangings; `agents` and
  `dealings` who did it; `families` of which kind it is; `events` gathers it for each clause;
- when: `anchors` says what a date dates, `reckoning` which days it is, `dating` which of them is
  the event's;
- `weaving` joins clauses to events, as far as `belonging` finds them to be of one and `standing`
  how they stand to those before; `undated` dates those without a day, `outdated` drops background,
  `mentions` adds what is only mentioned;
- `drafts` fills the record: `losses`, `strength`, `depth_fields`, `accounts`, `actors`, `siding`,
  `state_sides`, `naming`, `targets`; `placing` puts it on the map;
- `overlooked` points at what may have been missed.
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
