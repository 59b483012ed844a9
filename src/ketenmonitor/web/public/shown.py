"""A release as pages: its own page in parts with an address each, from the values that were sealed with it.

Comes in: the files of a release. Goes out: what a template shows. The promise: every word and number stands so in a sealed
file; here they are only put on pages.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

# What a part is called in an address, and in the release. Addresses are Dutch.
PARTS = {
    "keten": "part-chain", "doorlooptijd": "part-lead_times", "voorraad": "part-stocks", "overdracht": "part-handovers",
    "termijnen": "part-terms", "gepubliceerd": "part-published",
}  # fmt: skip
# Parts without figures of their own.
TEXTS = ("veranderd", "begrippen", "downloads")
# Of which measures a part shows the tables.
MEASURES = {
    "doorlooptijd": ("lead-time", "lead-time-curve"), "voorraad": ("stock", "flow"), "overdracht": ("handover",),
    "termijnen": ("term",), "keten": (), "gepubliceerd": (),
}  # fmt: skip
WIDTHS = 6  # of the arrows of a map
SHADES = (0.05, 0.2, 0.4, 0.6)  # of what is old, where a darker one begins


@dataclass(frozen=True)
class Part:
    """A part of a release: a chapter with figures. `blocks`: its figures; those of one figure share an address."""

    name: str
    said: dict[str, Any]
    values: dict[str, Any]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        return list(self.said["blocks"])

    @property
    def figures(self) -> dict[str, str]:
        """The title of each figure by its name; empty where all figures stand together."""
        named: dict[str, str] = {}
        for block in self.blocks:
            named.setdefault(block["figure"], block["title"])
        return {} if "" in named else named

    def of(self, figure: str) -> list[dict[str, Any]]:
        """The blocks of one figure."""
        return [block for block in self.blocks if block["figure"] == figure]

    @property
    def tables(self) -> list[dict[str, Any]]:
        """The tables with these figures, broken down and by period."""
        return [table for table in self.values["tables"] if table["measure"] in MEASURES[self.name]]


def values_of(content: bytes) -> dict[str, Any]:
    """What a release says of itself, from its file of values."""
    found: dict[str, Any] = json.loads(content)
    return found


def parts_of(values: dict[str, Any]) -> dict[str, Part]:
    """The parts that this release has, in the order of its page, by their names in addresses."""
    names = {id: name for name, id in PARTS.items()}
    return {names[s["id"]]: Part(names[s["id"]], s, values) for s in values["sections"] if s["id"] in names}


@dataclass(frozen=True)
class Stop:
    """A partner on the map, what it holds, what goes to the next one, and what goes elsewhere."""

    station: dict[str, Any]
    onward: tuple[dict[str, Any], ...]
    elsewhere: tuple[dict[str, Any], ...]
    is_last: bool


def stops_of(values: dict[str, Any]) -> tuple[Stop, ...]:
    """The map from left to right; nothing for a release without one."""
    drawn = values["map"]
    if drawn is None:
        return ()
    stations, passings = drawn["stations"], [_passing(one, drawn) for one in drawn["passings"]]
    stops = []
    for n, station in enumerate(stations):
        mine = [one for one in passings if one["start"] == n]
        onward = tuple(one for one in mine if one["end"] == n + 1)
        elsewhere = tuple(one for one in mine if one["end"] != n + 1)
        held = [{**one, "shade": _shade(one["old_share"])} for one in station["held"]]
        stops.append(Stop({**station, "held": held}, onward, elsewhere, n + 1 == len(stations)))
    return tuple(stops)


def _passing(passing: dict[str, Any], drawn: dict[str, Any]) -> dict[str, Any]:
    """A hand-over with the name of who receives it, and how wide its arrow is: by what was sent."""
    most = max((one["sent"] or 0 for one in drawn["passings"]), default=0)
    width = 1 + round((passing["sent"] or 0) / most * (WIDTHS - 1)) if most else 1
    return {**passing, "to": drawn["stations"][passing["end"]]["name"], "width": width}


def _shade(old_share: float | None) -> int:
    """How dark a stock is drawn: from 0, nothing old or nothing known of it."""
    return 0 if old_share is None else sum(old_share >= limit for limit in SHADES)
