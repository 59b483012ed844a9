"""From the sound values of a mapping file to a `Mapping`.

Comes in: values without faults, the definition, and where the file is. Goes out: a `Mapping`. The promise: paths are from the
folder of the mapping, so that it works from wherever it is called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.source.mapping.model import (
    NONE,
    Cell,
    EventRule,
    FigureRule,
    LinkRule,
    Mapping,
    Moment,
    ObjectRule,
    Pseudonyms,
    Source,
)
from ketenmonitor.source.mapping.rules import activities_of
from ketenmonitor.source.mapping.values import instant_of

Entry = dict[str, Any]
MOST_WITHDRAWN = 0.1
OUT = "deliveries"
OF_PSEUDONYMS = ("mode", "purpose", "recipient", "period", "recipient_key")


def build(path: Path, values: Entry, definition: Definition) -> Mapping:
    """The mapping that these values describe."""
    said, folder = values["delivery"], path.resolve().parent
    begin_us = instant_of(said["from"], values, definition)
    assert begin_us is not None, "checked before"
    partner, signing_key = said["partner"], said.get("signing_key")
    mode = values["pseudonyms"]["mode"]
    identifiers = values.get("identifiers", {})
    return Mapping(
        path=path,
        definition=definition,
        partner=partner,
        oin=said.get("oin") or definition.partners[partner].oin,
        contact=said.get("contact"),
        begin_us=begin_us,
        out=folder / said.get("out", OUT),
        state=folder / said["state"],
        signing_key=folder / signing_key if signing_key else None,
        most_withdrawn=float(said.get("most_withdrawn", MOST_WITHDRAWN)),
        pseudonyms=_pseudonyms(values["pseudonyms"], folder),
        kinds=_kinds(definition, identifiers, mode),
        placeholders={name: tuple(entry.get("placeholders", ())) for name, entry in identifiers.items()},
        sources={name: _source(name, entry, folder) for name, entry in values["sources"].items()},
        timezone=said.get("timezone", definition.timezone),
        events=tuple(_event(i, e, definition, partner) for i, e in _entries(values, "events")),
        links=tuple(_link(i, e) for i, e in _entries(values, "links")),
        objects=tuple(_object(i, e) for i, e in _entries(values, "objects")),
        figures=tuple(_figure(i, e) for i, e in _entries(values, "figures")),
    )


def _kinds(definition: Definition, identifiers: Entry, mode: str) -> dict[str, str]:
    """Per object type the kind of its identifiers: of the mapping, of the definition, else its own name."""
    said = {name: entry.get("kind") for name, entry in identifiers.items()} if mode != NONE else {}
    return {o.id: said.get(o.id) or o.identifier or o.id for o in definition.objects.values()}


def _entries(values: Entry, kind: str) -> list[tuple[str, Entry]]:
    return [(f"{kind}[{index}]", entry) for index, entry in enumerate(values.get(kind, []), start=1)]


def _pseudonyms(said: Entry, folder: Path) -> Pseudonyms:
    key = folder / said["key"] if "key" in said else None
    return Pseudonyms(key=key, **{name: said[name] for name in OF_PSEUDONYMS if name in said})


def _source(name: str, said: Entry, folder: Path) -> Source:
    file = folder / said["file"] if "file" in said else None
    return Source(name, **{**said, "file": file, "formats": tuple(said.get("formats", ()))})


def _cell(said: str | Entry) -> Cell:
    if isinstance(said, str):
        return Cell(column=said)
    return Cell(said.get("column"), said.get("value"), said.get("codes"), tuple(said.get("ignore", ())))


def _cells(entry: Entry) -> dict[str, Cell]:
    return {name: _cell(said) for name, said in entry.get("attributes", {}).items()}


def _moment(said: str | Entry) -> Moment:
    if isinstance(said, str):
        return Moment(said)
    column = said["column"] if "column" in said else said["date"]
    return Moment(column, said.get("clock"), tuple(said.get("formats", ())), said.get("timezone"))


def _event(place: str, entry: Entry, definition: Definition, partner: str) -> EventRule:
    types = [definition.activities[name].object for name in activities_of(entry, definition, partner)]
    said: str | dict[str, str] = entry["object"]
    return EventRule(
        place=place,
        source=entry["source"],
        activity=_cell(entry["activity"]),
        time=_moment(entry["time"]),
        objects=dict(said) if isinstance(said, dict) else dict.fromkeys(types, said),
        id=tuple(entry.get("id", ())),
        attributes=_cells(entry),
    )


def _link(place: str, entry: Entry) -> LinkRule:
    one, other = entry["from"], entry["to"]
    time = _moment(entry["time"]) if "time" in entry else None
    return LinkRule(place, entry["source"], one["type"], one["column"], other["type"], other["column"], time)


def _object(place: str, entry: Entry) -> ObjectRule:
    return ObjectRule(place, entry["source"], entry["type"], entry["object"], _cells(entry))


def _figure(place: str, entry: Entry) -> FigureRule:
    names = ("measure", "id", "field", "date", "period", "value")
    return FigureRule(
        place, entry["source"], {name: _cell(entry[name]) for name in names if name in entry}, _cells(entry)
    )
