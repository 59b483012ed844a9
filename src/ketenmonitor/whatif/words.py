"""A scenario in words: what it is, what it changes, and where it gets stuck.

Comes in: a scenario or an outcome, the definition of its chain, a language. Goes out: texts. The promise: every value is said with the
titles of the chain, and what is not there with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from ketenmonitor.definition import Definition
from ketenmonitor.whatif.model import Assumption
from ketenmonitor.whatif.outcome import TIGHT, Band, Figure, Outcome, Tight
from ketenmonitor.whatif.scenario import ArrivalsChange, CapacityChange, NewRoute, Priority, Scenario
from ketenmonitor.whatif.search import Searched
from ketenmonitor.wording import Language, language_of

ROOM = "ketenmonitor.whatif"


def language(code: str) -> Language:
    """The words of scenarios."""
    return language_of(code, ROOM)


def asked_of(scenario: Scenario, definition: Definition, said: Language) -> list[str]:
    """A line for each thing that a scenario changes or seeks."""
    return [
        *(_capacity(one, definition, said) for one in scenario.capacity),
        *(_arrivals(one, definition, said) for one in scenario.arrivals),
        *(
            said.say(
                "whatif_closed",
                where=where(one.partner, one.step, definition, said),
                when=_when(one.from_day, one.until_day, said),
            )
            for one in scenario.closed
        ),
        *(_route(one, definition, said) for one in scenario.routes),
        *(_priority(one, definition, said) for one in scenario.priorities),
        *_others(scenario, definition, said),
    ]


def _others(scenario: Scenario, definition: Definition, said: Language) -> Iterator[str]:
    for one in scenario.other_assumptions:
        yield said.say("whatif_assumption", named=one.named, value=plain(one.value, said))
    if sought := scenario.search:
        title = definition.lead_times[sought.lead_time].title.in_language(said.code)
        yield said.say("whatif_search", lead_time=title, by=said.date(sought.by))


def where(partner: str | None, step: str | None, definition: Definition, said: Language) -> str:
    """A step or a partner by its title."""
    if step is not None:
        return f"“{definition.activities[step].title.in_language(said.code)}”"
    return definition.partners[partner].title.in_language(said.code) if partner else ""


def _when(from_day: date | None, until_day: date | None, said: Language) -> str:
    parts = [said.say("whatif_from", day=said.date(from_day))] if from_day else []
    if until_day:
        parts.append(said.say("whatif_until", day=said.date(until_day - timedelta(days=1))))
    return " ".join(parts)


def plain(value: float, said: Language) -> str:
    """A number with as many decimals as it needs, four digits at most."""
    decimals = 0 if value == round(value) or abs(value) >= 1000 else 1 if abs(value) >= 100 else 2
    return said.number(value, 4 if 0 < abs(value) < 0.1 else 3 if 0 < abs(value) < 1 else decimals)


def signed(value: float, said: Language, decimals: int = 0) -> str:
    """A number with its sign."""
    text = said.number(abs(value), decimals)
    is_none = all(sign in "0.," for sign in text)
    return text if is_none else f"{'+' if value > 0 else '-'}{text}"


def _capacity(one: CapacityChange, definition: Definition, said: Language) -> str:
    name, value = next(
        (name, value) for name in ("places", "per_cent", "a_month") if (value := getattr(one, name)) is not None
    )
    change = signed(value, said, 0 if value == round(value) else 1)
    place = where(one.partner, one.step, definition, said)
    when = _when(one.from_day, one.until_day, said)
    return said.say(f"whatif_capacity_{name}", where=place, change=change, when=when).strip()


def _arrivals(one: ArrivalsChange, definition: Definition, said: Language) -> str:
    what = where(None, one.at, definition, said) if one.at else said.say("whatif_arrivals_all")
    change = signed(one.per_cent, said, 0 if one.per_cent == round(one.per_cent) else 1)
    return said.say("whatif_arrivals", what=what, change=change, when=_when(one.from_day, one.until_day, said)).strip()


def _route(one: NewRoute, definition: Definition, said: Language) -> str:
    step, to = (definition.activities[name].title.in_language(said.code) if name else "" for name in (one.step, one.to))
    name = "whatif_route" if one.to else "whatif_route_none"
    when = _when(one.from_day, one.until_day, said)
    text = said.say(name, step=step, to=to, share=said.share(one.share), when=when).strip()
    return text + (said.say("whatif_route_days", days=said.in_days(one.days)) if one.days is not None else "")


def _priority(one: Priority, definition: Definition, said: Language) -> str:
    attribute = definition.attributes[one.attribute].title.in_language(said.code)
    place, when = where(one.partner, one.step, definition, said), _when(one.from_day, None, said)
    yes_no = {"true": said.say("whatif_yes"), "false": said.say("whatif_no")}
    values = said.list_of(yes_no.get(value, value) for value in one.values)
    return said.say("whatif_priority", where=place, attribute=attribute, values=values, when=when).strip()


def bottleneck_of(outcome: Outcome, definition: Definition, said: Language) -> list[str]:
    """Where it gets stuck without the measure, and where next with it."""
    tight = [one.baseline for one in outcome.bottlenecks if one.baseline and one.baseline.use >= TIGHT]
    lines = []
    if tight:
        step, n = Counter(one.step for one in tight).most_common(1)[0]
        uses = [one.use for one in tight if one.step == step]
        first = next(one for one in tight if one.step == step)
        said_of = _place(first, definition, said) | {"use": said.share(sum(uses) / len(uses))}
        lines.append(said.say("whatif_bottleneck_without", **said_of, n=n, all=len(outcome.months)))
    shift = outcome.next_bottleneck
    if shift and shift.scenario:
        values = _place(shift.scenario, definition, said) | {"use": said.share(shift.scenario.use)}
        queue, month = said.number(shift.scenario.queue), said.period(shift.period)
        return [*lines, said.say("whatif_bottleneck_next", **values, queue=queue, month=month)]
    return (
        [*lines, said.say("whatif_bottleneck_same")]
        if tight
        else [said.say("whatif_bottleneck_none", use=said.share(TIGHT))]
    )


def _place(tight: Tight, definition: Definition, said: Language) -> dict[str, str]:
    return {
        "step": definition.activities[tight.step].title.in_language(said.code),
        "partner": definition.partners[tight.partner].title.in_language(said.code),
    }


def searched_of(found: Searched, definition: Definition, said: Language) -> list[str]:
    """What it would take, and how far capacity alone can bring it."""
    shares = {name: sum(getattr(found, name)) / len(getattr(found, name)) for name in ("without", "at_most")}
    norm = said.target(found.sought.norm_share)
    title = definition.lead_times[found.sought.lead_time].title.in_language(said.code)
    months = f"{said.period(found.months[0])} – {said.period(found.months[-1])}" if found.months else "-"
    head = said.say(
        "whatif_search_head", lead_time=title, months=months, norm=norm, without=said.share(shares["without"])
    )
    if not found.is_possible:
        return [head, said.say("whatif_search_impossible", at_most=said.share(shares["at_most"]))]
    lines = [head]
    for name in ("in_mean", "sure"):
        one = getattr(found, name)
        if one is None:
            lines.append(
                said.say(
                    f"whatif_search_{name}",
                    places=said.say("whatif_search_spent" if found.is_spent else "whatif_search_none"),
                )
            )
            continue
        places = [_more(step, n, one.a_month[step], definition, said) for step, n in one.more.items() if n]
        text = said.list_of(places) if places else said.say("whatif_search_nothing")
        lines.append(said.say(f"whatif_search_{name}", places=text))
        if not one.is_proven and places:
            lines.append(said.say("whatif_search_unproven"))
    return lines


def _more(step: str, n: int, a_month: float, definition: Definition, said: Language) -> str:
    title = definition.activities[step].title.in_language(said.code)
    return said.say("whatif_search_more", n=said.number(n), step=title, a_month=said.number(a_month))


def value_of(figure: Figure | None, side: str, said: Language) -> str:
    """The mean of one side, or why there is none."""
    band: Band | None = getattr(figure, side) if figure else None
    if figure is None or band is None:
        return said.say(f"whatif_missing_{figure.missing if figure else 'not-applicable'}")
    return said.share(band.mean) if figure.unit == "share" else _amount(band.mean, figure.unit, said)


def difference_of(figure: Figure | None, said: Language) -> str:
    """The difference with its band, or a dash."""
    if figure is None or figure.difference is None:
        return "-"
    factor, decimals = {"share": (100, 1), "days": (1, 1)}.get(figure.unit, (1, 0))
    mean, low, high = (
        signed(getattr(figure.difference, name) * factor, said, decimals) for name in ("mean", "low", "high")
    )
    text = f"{mean} ({low} … {high})"
    return said.say("whatif_points", n=text) if figure.unit == "share" else text


def better_of(figure: Figure | None, said: Language) -> str:
    """In which share of the replications it gets better."""
    return "-" if figure is None or figure.better is None else said.share(figure.better)


def _amount(value: float, unit: str, said: Language) -> str:
    return said.number(value, 1) if unit == "days" else said.number(value)


def assumption_row(one: Assumption, said: Language) -> list[str]:
    """Number, name, value, unit, interval, what was seen, source."""
    value = plain(one.value, said)
    return [
        one.number,
        one.name,
        value if one.is_bounded else said.say("whatif_at_least", n=value),
        said.say(f"whatif_unit_{one.unit}"),
        _between(one.low, one.high, said),
        _between(one.seen_low, one.seen_high, said),
        said.say("whatif_adjusted") if one.adjusted else said.say(f"whatif_source_{one.source}"),
    ]


def _between(low: float | None, high: float | None, said: Language) -> str:
    if low is None and high is None:
        return "-"
    return " … ".join("" if end is None else plain(end, said) for end in (low, high))
