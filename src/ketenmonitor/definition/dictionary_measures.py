"""The last part of the data dictionary: what is measured with a delivery.

Comes in: a `Definition` and a language. Goes out: blocks of Markdown. The promise: every measure, pause and theme of
the definition has a line, with the activities that it waits for.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketenmonitor.definition.dictionary_words import say
from ketenmonitor.definition.markdown import bullets, names
from ketenmonitor.definition.model import Condition, Definition, Handover, LeadTime, Pause, Stock, Term, Theme

Measure = LeadTime | Pause | Stock | Handover | Term | Theme


def measure_blocks(definition: Definition, language: str) -> list[str]:
    """A heading and a list for each sort of measure that the definition has."""
    sorts: dict[str, list[Measure]] = {
        "lead_times": [*definition.lead_times.values()],
        "pauses": [*definition.pauses.values()],
        "stocks": [*definition.stocks.values()],
        "handovers": [*definition.handovers.values()],
        "terms": [*definition.terms.values()],
        "themes": [*definition.themes.values()],
    }
    blocks = [f"## {say(language, 'measured')}"] if any(sorts.values()) else []
    for sort, measures in sorts.items():
        if measures:
            blocks += [f"### {say(language, sort)}", bullets(_line(measure, language) for measure in measures)]
    return blocks


def _line(measure: Measure, language: str) -> str:
    return f"`{measure.id}` {measure.title.in_language(language)}: " + "; ".join(_facts(measure, language))


def _facts(measure: Measure, language: str) -> Iterator[str]:
    """What a data engineer can check against the source."""
    match measure:
        case LeadTime() | Term():
            yield from _clock_facts(measure, language)
        case Pause():
            yield _from_to(measure.starts, measure.ends, language)
        case Stock():
            yield say(language, "in-and-out", enters=names(measure.enters), leaves=names(measure.leaves))
            yield say(language, "counted-per", object=measure.object)
            if measure.old_after_days is not None:
                yield say(language, "old", days=str(measure.old_after_days))
        case Handover():
            yield say(language, "handover", sent=measure.sent, received=measure.received)
        case Theme():
            yield _only_where(measure.where, language)


def _clock_facts(measure: LeadTime | Term, language: str) -> Iterator[str]:
    yield _from_to(measure.starts, measure.ends, language)
    if measure.other_ends:
        yield say(language, "other-ends", names=_either(measure.other_ends, language))
    yield say(language, "counted-per", object=measure.object)
    if isinstance(measure, Term):
        yield say(language, measure.counting, days=str(measure.days))
        yield from [say(language, "extended")] * measure.extend
        yield from [measure.basis] if measure.basis else []
        return
    if measure.where:
        yield _only_where(measure.where, language)
    if measure.norm:
        yield say(language, "norm", share=f"{measure.norm.share * 100:g}%", days=str(measure.norm.days))


def _from_to(starts: tuple[str, ...], ends: tuple[str, ...], language: str) -> str:
    return say(language, "from-to", starts=_either(starts, language), ends=_either(ends, language))


def _only_where(where: tuple[Condition, ...], language: str) -> str:
    asked = (f"`{condition.attribute}` = {_either(condition.values, language)}" for condition in where)
    return say(language, "only-where", where=", ".join(asked))


def _either(ids: tuple[str, ...], language: str) -> str:
    return names(ids, between=f" {say(language, 'or')} ")
