"""Read OCEL 2.0 in XML.

Comes in: a path. Goes out: an `ObjectLog`. The promise: every text is as it is written; a file that is broken is told
by its line, and what is XES or OCEL 1.0 by its name.
"""

from __future__ import annotations

from pathlib import Path

from ketenmonitor.intake.logs.ocel.model import Collected, ObjectLog, old_version
from ketenmonitor.logs.faults import LogError
from ketenmonitor.logs.markup import parse_markup

ENTRIES = {"events": "event", "objects": "object"}
TYPES = ("event-types", "object-types")
OF_XES = ("trace", "event", "extension", "classifier")


def read_xml(path: Path) -> ObjectLog:
    """The log in an XML file. Raises `LogError`."""
    reading = _Reading()
    with path.open("rb") as file:
        parse_markup(file.read, reading.start, reading.end, reading.text)
    if "events" not in reading.seen:
        raise _not_ocel("it has no <events>")
    return reading.read.log()


class _Reading:
    """One reading of one file; `_path` has the tags that are open, without prefix."""

    def __init__(self) -> None:
        self.read = Collected()
        self.seen: set[str] = set()
        self._path: list[str] = []
        self._skipped = 0  # the depth of an open tag of which nothing is read; 0 when there is none
        self._identifier: str | None = None  # of the open object
        self._value: tuple[str | None, str | None] | None = None  # name and time of the open attribute
        self._texts: list[str] = []

    def start(self, tag: str, given: list[str]) -> None:
        """A tag opens."""
        name = tag.rpartition(":")[2]
        self._path.append(name)
        if self._skipped:
            return
        told = dict(zip(given[::2], given[1::2], strict=True))
        depth = len(self._path)
        if depth <= 2:
            self._open_part(name, told)
        elif depth == 3:
            self._open_entry(name, told)
        elif depth == 4 and name in ("attributes", "objects"):
            pass
        elif depth == 5:
            self._open_relation_or_value(name, told)
        elif depth == 4 and "key" in told:
            raise old_version()
        else:
            self._skip("nested-value" if self._value else "unknown-part")

    def text(self, text: str) -> None:
        """Text between tags, in pieces."""
        if self._value and not self._skipped:
            self._texts.append(text)

    def end(self, _: str) -> None:
        """A tag closes."""
        depth = len(self._path)
        if self._skipped == depth:
            self._skipped = 0
        elif self._value and depth == 5:
            self._close_value(*self._value)
        self._path.pop()

    def _open_part(self, name: str, told: dict[str, str]) -> None:
        if len(self._path) == 1:
            if name != "log":
                raise _not_ocel("its top element is not <log>")
            return
        if name == "global" and told.get("scope") in ("log", "object"):
            raise old_version()
        if name in OF_XES:
            what = "it is XES, a log of cases"
            raise LogError(what, "A log of cases ends in .xes or .xes.gz", "Name it so")
        self.seen.add(name)
        if name in TYPES:  # they say nothing that the events and objects do not
            self._skip()
        elif name not in ENTRIES:
            self._skip("unknown-part")

    def _open_entry(self, name: str, told: dict[str, str]) -> None:
        if name != ENTRIES[self._path[1]]:
            self._skip("unknown-part")
        elif name == "event":
            self.read.events.append((told.get("id"), told.get("type"), told.get("time")))
        else:
            self._identifier = told.get("id")
            self.read.objects.append((self._identifier, told.get("type")))

    def _open_relation_or_value(self, name: str, told: dict[str, str]) -> None:
        if self._path[3] == "attributes" and name == "attribute":
            self._value = told.get("name"), told.get("time")
        elif self._path[3] == "objects" and "object-id" in told:
            relation = told["object-id"], told.get("qualifier")
            if self._path[1] == "events":
                self.read.event_objects.append((len(self.read.events) - 1, *relation))
            else:
                self.read.object_objects.append((self._identifier, *relation))
        else:
            self._skip("unknown-part")

    def _close_value(self, name: str | None, time: str | None) -> None:
        value = "".join(self._texts)
        if self._path[1] == "events":
            self.read.event_values.append((len(self.read.events) - 1, name, value))
        else:
            self.read.object_values.append((self._identifier, name, value, time))
        self._value = None
        self._texts.clear()

    def _skip(self, finding: str | None = None) -> None:
        self._skipped = len(self._path)
        if finding:
            self.read.findings[finding] += 1


def _not_ocel(what: str) -> LogError:
    right = "OCEL 2.0 in XML is a <log> with <events> and <objects>"
    return LogError(what, right, "Export it as OCEL 2.0")
