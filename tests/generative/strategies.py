"""Hypothesis strategies: chains, their deliveries, and questions about them.

Comes in: nothing. Goes out: `chains()` draws a definition with deliveries, `questions()` what may be asked of it. The
promise: whatever is drawn is sound, small enough to read once it has shrunk, and knows every kind there is (the tests
beside this module say which).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.generative.definitions import VALUES, definitions
from tests.generative.deliveries import deliveries
from tests.generative.toml_text import to_toml
from tests.oracles import MEASURES, OF_THE_CHAIN, knowledge, times

Table = dict[str, Any]

__all__ = ["Chain", "Question", "chains", "definitions", "deliveries", "limited", "questions", "selections"]


@dataclass(frozen=True)
class Chain:
    """A definition file and everything received for it, in order."""

    definition_toml: str
    deliveries: list[Table]

    @property
    def definition(self) -> Table:
        return tomllib.loads(self.definition_toml)


@dataclass(frozen=True)
class Question:
    """What to ask of a chain: the arguments of `tests.oracles.measure`."""

    measure: str
    id: str | None
    selection: Table
    as_known_at_us: int | None


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """A small chain and what its partners delivered."""
    definition_toml = draw(definitions())
    return Chain(definition_toml, draw(deliveries(tomllib.loads(definition_toml))))


@st.composite
def limited(draw: st.DrawFn) -> Chain:
    """A chain in which whatever can be linked has a low limit, so that deliveries take objects over it and back again."""
    chain = draw(chains().filter(lambda one: any(delivery.get("links") for delivery in one.deliveries)))
    definition = chain.definition
    for kind in dict.fromkeys(end for link in definition["links"] for end in (link["from"], link["to"])):
        definition["objects"][kind]["most_links"] = draw(st.integers(1, 3))
    return Chain(to_toml(definition), chain.deliveries)


@st.composite
def questions(draw: st.DrawFn, chain: Chain) -> Question:
    """Anything that may be asked of a chain, as known at any moment."""
    definition = chain.definition
    asked = [(name, one) for name, (table, _) in MEASURES.items() for one in definition.get(table, {})]
    asked += [("linkage", one) for one in definition.get("handovers", {})]
    name, one = draw(st.sampled_from([*asked, *((name, None) for name in ("linkage", *OF_THE_CHAIN))]))
    moments = [delivery["received_at_us"] for delivery in chain.deliveries]
    known = draw(st.sampled_from([*[None] * len(moments), *moments, moments[0] - 1])) if moments else None
    is_whole = name == "linkage" and one is None
    selection = {} if is_whole else draw(selections(definition, name, days_of(chain)))
    return Question(name, one, selection, known)


@st.composite
def selections(draw: st.DrawFn, definition: Table, name: str, days: list[str]) -> Table:
    """Breakdown, period, basis, conditions, theme and dates."""
    attributes = list(definition.get("attributes", {}))
    periods = ["month", "quarter", "year", *([] if name == "flow" else [None] * 4)]
    found: Table = {"period": draw(st.sampled_from(periods))}
    if attributes:
        found["by"] = draw(st.lists(st.sampled_from(attributes), max_size=2, unique=True))
        if draw(st.integers(0, 3)) == 3:
            one = draw(st.sampled_from(attributes))
            found["where"] = {one: draw(st.sampled_from(VALUES[one]))}
    if definition.get("themes"):
        found["theme"] = draw(st.sampled_from([None, None, *definition["themes"]]))
    if name == "lead-time" or name in OF_THE_CHAIN:
        found["basis"] = draw(st.sampled_from(["entry", "entry", "exit"]))
    if draw(st.integers(0, 3)) == 3 and days:
        found["from"], found["until"] = sorted(draw(st.tuples(st.sampled_from(days), st.sampled_from(days))))
        found.pop(draw(st.sampled_from(["from", "until", "neither"])), None)
    return found


def days_of(chain: Chain) -> list[str]:
    """The local dates of all events, known or not: what `from` and `until` are drawn from."""
    known = knowledge.know(chain.definition, chain.deliveries)
    days = {event.day for event in known.events} | {times.day_of(until) for _, until in known.coverage.values()}
    return [times.to_date(day).isoformat() for day in sorted(days)]
