"""The register for other programs: calendars, feed readers, and who works with the official open data of Parliament.

- `Entry`, `Term`, `Source`, `Standing`: one point of the register, as every export says it.
- `calendar_of`: what comes due -> iCalendar (RFC 5545).
- `feed_of`: what comes due soon or is late -> Atom (RFC 4287).
- `official_of`: points -> documents with the field names of `Toezegging` and `Zaak`; `official_json`, `official_csv`: as files.
"""

from ketenmonitor.register.exports.calendar import calendar_of
from ketenmonitor.register.exports.entry import Entry, Source, Standing, Term
from ketenmonitor.register.exports.feed import feed_of
from ketenmonitor.register.exports.official import official_csv, official_json, official_of

__all__ = [
    "Entry",
    "Source",
    "Standing",
    "Term",
    "calendar_of",
    "feed_of",
    "official_csv",
    "official_json",
    "official_of",
]
