"""Two phrases that name one moment or one year together: tussen X en Y, X of Y, van X tot Y, in Q3 en Q4 2026, 5 juni en 16
december 2025.

In: the phrases of a text in order. Out: groups of phrases that are one moment, with the year that is said once shared.
Promise: phrases are joined only by a word that says so and nothing else between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ketenmonitor.register.grammar.phrases import Phrase
from ketenmonitor.register.grammar.units import with_year
from ketenmonitor.register.grammar.words import pattern

_BETWEEN = pattern(r" ?(?:,? ?(?P<link>en/of|en|of|dan wel|danwel|tot en met|t/m|tot|-|/)) ?(?:met |in |begin |eind )?")
_LINKED = {"of", "en/of", "dan wel", "danwel", "-", "/", "tot", "tot en met", "t/m"}


def groups(folded: str, found: Iterable[Phrase], on: date | None) -> list[tuple[Phrase, ...]]:
    """The phrases, those that are one moment together."""
    out: list[tuple[Phrase, ...]] = []
    for phrase in found:
        last = out[-1][-1] if out else None
        link = _link(folded, last, phrase) if last else None
        if last is None or link is None:
            out.append((phrase,))
            continue
        first, second = _shared_year(last, phrase, on)
        if _one_moment(first, second, link):
            out[-1] = (*out[-1][:-1], first, second)
        else:
            out[-1] = (*out[-1][:-1], first)
            out.append((second,))
    return out


def _link(folded: str, first: Phrase, second: Phrase) -> str | None:
    if second.begin - first.end > 20:
        return None
    between = folded[first.end : second.begin]
    match = _BETWEEN.fullmatch(between)
    if match is not None:
        return match["link"]
    # "tot" and "tot en met" belong to the second phrase itself.
    said = {"before": "tot", "by": "tot en met"}.get(second.relation)
    own = folded[second.begin : second.begin + 3] in ("tot", "t/m")
    return said if said and own and not between.strip() else None


def _shared_year(first: Phrase, second: Phrase, on: date | None) -> tuple[Phrase, Phrase]:
    """The year that is said once holds for both: juni of juli 2026."""
    if first.named_year or first.tagged or first.unit.fixed or first.unit.kind == "year":
        return first, second
    later = second.unit.year
    if second.named_year and later is not None:
        turned = _month_of(first) > _month_of(second) > 0
        return replace(first, unit=replace(first.unit, year=later - turned), named_year=True), second
    if second.named_year or second.tagged or second.unit.fixed:
        return first, second
    year = with_year(first.unit, on).year
    if year is None:
        return first, second
    turned = _month_of(first) > _month_of(second) > 0
    return first, replace(second, unit=replace(second.unit, year=year + turned))


def _month_of(phrase: Phrase) -> int:
    return phrase.unit.first


def _one_moment(first: Phrase, second: Phrase, link: str) -> bool:
    if second.relation not in ("", "of", "in", "before", "by") or first.relation == "since":
        return False
    if first.relation == "between":
        return link == "en"
    if link == "en":
        return first.unit.kind == second.unit.kind != "day" and second.relation == "" and first.relation in ("in", "by")
    return link in _LINKED and first.relation in ("in", "of", "", "from", "around", "by", "between")


def whole(group: Sequence[Phrase]) -> tuple[int, int]:
    """Where a group begins and ends."""
    return group[0].begin, group[-1].end
