"""Object-centric logs (OCEL 2.0), in which an event may be of several objects at once.

- `content_of_ocel`: an object-centric log in the words of a definition.
- `READERS`: per end of a file name what reads it.

One module per form (`of_json`, `of_sqlite` with `database`, `of_xml`) makes the same `ObjectLog` (`model`); `events`,
`objects` and `links` say what that is in a chain.
"""

from ketenmonitor.intake.logs.ocel.content import READERS, content_of_ocel

__all__ = ["READERS", "content_of_ocel"]
