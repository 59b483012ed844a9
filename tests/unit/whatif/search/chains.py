"""Small chains in which too few places keep a lead time over its norm."""

from __future__ import annotations

from datetime import date

from ketenmonitor.definition import definition_from_text
from ketenmonitor.whatif import Arrivals, Duration, Model, Places, Route, Step, Stood
from ketenmonitor.whatif.model import POINTS
from ketenmonitor.whatif.scenario import Sought
from ketenmonitor.whatif.search import Chain
from tests.chain import DEFINITION

START, BY = date(2026, 1, 1), date(2026, 4, 30)
EVERY_DAY = frozenset(range(7))


def chain(
    police: int, prosecution: int, *, delay: float = 1.0, by: date = BY, partners: tuple[str, ...] | None = None
) -> Chain:
    """Reports come at four a day; the police need two days of a place for each, the prosecution three."""
    days = Duration((round(delay * 86_400),) * (POINTS + 1))
    steps = (
        Step("aangifte", "politie", (Route("inzending", 1.0),), Places(police, 2 * 86_400, EVERY_DAY, True)),
        Step("inzending", "om", (Route("inschrijving", 1.0, days),)),
        Step("inschrijving", "om", (Route("besluit", 1.0),), Places(prosecution, 3 * 86_400, EVERY_DAY, True)),
        Step("besluit", "om", (Route(None, 1.0),)),
    )
    model = Model(
        "proef", "1", {one.id: one for one in steps}, (Arrivals("aangifte", 4.0, START),), trained_until=START
    )
    sought = Sought(("search",), "keten", by, partners, 10, 0.8)
    return Chain(definition_from_text(DEFINITION, "chain.toml"), model, Stood(), sought, START, 1)
