"""A small chain with visits drawn at random: what a simulation could bring forth, and the same as events of a monitor."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from ketenmonitor.definition import Definition, definition_from_text
from ketenmonitor.instants import day_number
from ketenmonitor.whatif import Arrivals, Model, Places, Played, Route, Step, Stood

DAY_S = 86_400
CHAIN = """
[chain]
id = "proef"
version = "1"
title = "Proefketen"
unit = "zaak"
timezone = "UTC"

[partners.een]
[partners.twee]

[objects.zaak]
partner = "een"
attributes = ["jong"]
[attributes.jong]
type = "boolean"

[activities.begin]
partner = "een"
object = "zaak"
[activities.verder]
partner = "een"
object = "zaak"
[activities.over]
partner = "twee"
object = "zaak"
[activities.klaar]
partner = "twee"
object = "zaak"
[activities.gestopt]
partner = "een"
object = "zaak"

[lead_times.keten]
from = ["begin"]
to = ["klaar"]
other_ends = ["gestopt"]
norm = { days = 60, share = 0.8 }
[lead_times.zelf]                   # an end that starts as well
from = ["verder", "over"]
to = ["over"]
[lead_times.jong]
from = ["begin"]
to = ["klaar"]
where = { jong = true }
norm = { days = 60, share = 0.8 }

[stocks.een]
partner = "een"
enters = ["begin", "verder"]
leaves = ["over", "gestopt"]
[stocks.twee]
partner = "twee"
enters = ["over"]
leaves = ["klaar", "gestopt"]
"""
STEPS = ("begin", "verder", "over", "klaar", "gestopt")
PARTNERS = ("een", "een", "twee", "twee", "een")
NEXT = ((1, 2, 4), (2, 1, 4), (1, 3), (), ())
ARRIVALS = Arrivals("begin", 2.0, date(2024, 1, 1), classes={"false": 0.8, "true": 0.2})


@dataclass(frozen=True)
class MadeUp:
    definition: Definition
    model: Model
    stood: Stood
    played: Played

    def events(self) -> list[tuple[str, str, str, str]]:
        """(event_id, activity, time, object_id) of every visit."""
        rows = zip(self.played.case, self.played.step, self.played.entered, strict=True)
        return [
            (f"e{n}", STEPS[step], datetime.fromtimestamp(at, UTC).isoformat(), f"z{case}")
            for n, (case, step, at) in enumerate(rows)
        ]


def model_of(**places: int) -> Model:
    """A model with these numbers of places at steps; routes are not used by who reads what was played."""
    steps = {
        name: Step(name, partner, (Route(None, 1.0),), Places(places[name], 3600.0) if name in places else None)
        for name, partner in zip(STEPS, PARTNERS, strict=True)
    }
    return Model("proef", "1", steps, (ARRIVALS,), class_attribute="jong")


def made_up(seed: int, start: date, until: date, n_stood: int = 40, n_new: int = 500) -> MadeUp:
    """Cases that stood there with one event each, and new ones; `until` is not included any more."""
    draw = random.Random(seed)
    definition = definition_from_text(CHAIN)
    start_s, until_s = day_number(start) * DAY_S, day_number(until) * DAY_S
    rows: list[tuple[int, int, int, int, int, int]] = []
    where = [draw.randrange(3) for _ in range(n_stood)]
    since = [start_s - draw.randrange(1, 90 * DAY_S) for _ in range(n_stood)]
    for case in range(n_stood + n_new):
        is_new = case >= n_stood
        at = draw.randrange(start_s, until_s) if is_new else since[case]
        rows += _walk(draw, case, 0 if is_new else where[case], at, start_s, until_s)
    mixed = {case: draw.random() for case in range(n_stood + n_new)}
    rows.sort(key=lambda row: mixed[row[0]])  # in no particular order, but for those of a case that take no time
    columns = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
    classes = np.array([draw.randrange(2) for _ in range(n_stood + n_new)], np.int64)
    began = tuple(
        tuple(at if STEPS[step] in figure.starts else -1 for step, at in zip(where, since, strict=True))
        for figure in definition.lead_times.values()
    )
    stocks = tuple(tuple(STEPS[step] in figure.enters for step in where) for figure in definition.stocks.values())
    stood = Stood(tuple(where), tuple(since), began, tuple(int(one) for one in classes[:n_stood]), stocks)
    return MadeUp(definition, model_of(verder=5), stood, Played(*columns, classes, start_s, until_s))


def _walk(
    draw: random.Random, case: int, step: int, at: int, start_s: int, until_s: int
) -> list[tuple[int, int, int, int, int, int]]:
    """The visits of one case: case, step, entered, began, left, following."""
    rows = []
    while True:
        if not NEXT[step]:
            rows.append((case, step, at, at, at, -1))
            return rows
        following = draw.choice(NEXT[step])
        lasts = draw.choice([0 if following > step else 1, DAY_S, draw.randrange(1, 50 * DAY_S)])
        left = max(at + lasts, start_s)
        began = draw.randrange(at, left + 1)
        if left >= until_s:
            rows.append((case, step, at, began if began < until_s else -1, -1, -1))
            return rows
        rows.append((case, step, at, began, left, following))
        step, at = following, left
