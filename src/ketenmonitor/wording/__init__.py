"""What figures say in words, in Dutch or English: for tables on a terminal, charts, pages and documents alike.

- `Language`, `language_of`, `REASONS`: words, numbers, dates and reasons in Dutch or English; `Record`: what they are about.
- `NOT_KNOWN_ANY_MORE`: the codes of figures of a moment of which something left since, after its term.
- `Speaker`: who says things of one chain in one language.
- `effects_of`: what missing and odd links do to the figures; `EFFECTS` is the word above them.

It draws nothing, so that a table on a terminal does not have to load what draws.
"""

from ketenmonitor.wording.effects import EFFECTS, effects_of
from ketenmonitor.wording.language import NOT_KNOWN_ANY_MORE, REASONS, Language, Record, language_of
from ketenmonitor.wording.said import Speaker

__all__ = ["EFFECTS", "NOT_KNOWN_ANY_MORE", "REASONS", "Language", "Record", "Speaker", "effects_of", "language_of"]
