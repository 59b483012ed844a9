"""A sound scenario for a shipped chain, faults to plant in it, and a small model of that chain made by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ketenmonitor.definition import Definition, read_definition, shipped_definition
from ketenmonitor.whatif import Arrivals, Assumption, Duration, Model, Places, Route, Step
from ketenmonitor.whatif.model import POINTS
from ketenmonitor.whatif.scenario import Scenario, scenario_from_text

HEAD = """[scenario]
title = "Proef"
from = 2026-01-01
until = 2030-12-31
"""
SOUND = """[[capacity]]
step = "verhoor"
places = 4
from = 2026-02-01
"""


@cache
def definition() -> Definition:
    return read_definition(shipped_definition("zeden"))


def scenario(*blocks: str, head: str = HEAD) -> Scenario:
    return scenario_from_text("scenario.toml", "".join((head, *blocks)).encode(), definition())


@dataclass(frozen=True)
class Planted:
    """A block of a file with one fault, on the line that begins with "!"; blocks do not disturb each other."""

    code: str
    block: str
    words: str

    @property
    def text(self) -> str:
        return self.block.replace("!", "", 1)

    @property
    def line(self) -> int:
        (at,) = (number for number, row in enumerate(self.block.splitlines(), start=1) if row.startswith("!"))
        return at


def fixed(days: float) -> Duration:
    return Duration((round(days * 86_400),) * (POINTS + 1))


def step(name: str, partner: str, to: str | None, days: float = 10, places: int | None = None) -> Step:
    there = Places(places, 86_400 * 5) if places is not None else None
    routes = (Route(to, 1.0, fixed(days) if places is None else None),) if to else (Route(None, 1.0),)
    return Step(name, partner, routes, there)


def model() -> Model:
    steps = [
        step("aangifte", "politie", "verhoor", places=10),
        replace(
            step("verhoor", "politie", "inzending", places=20),
            routes=(Route("inzending", 0.8), Route("sepot_politie", 0.2)),
        ),
        step("inzending", "om", "inschrijving"),
        step("inschrijving", "om", "dagvaarding", places=6),
        step("dagvaarding", "rechtspraak", "eindvonnis"),
        step("eindvonnis", "cjib", None),
        step("sepot_politie", "politie", None),
        replace(
            step("informatief_gesprek", "politie", None), routes=(Route(None, 1.0, stays=True),)
        ),  # it never happened
        step("tenuitvoerlegging", "cjib", None),  # neither did this, but nothing follows on it
    ]
    return Model(
        "zeden", "1", {one.id: one for one in steps},
        (Arrivals("aangifte", 2.0, date(2025, 1, 1), classes={"true": 0.2, "false": 0.8}),),
        (Assumption("A1", "places.aangifte", 10, "places"),),
        class_attribute="minderjarig", trained_from=date(2023, 1, 1), trained_until=date(2026, 1, 1),
    )  # fmt: skip
