"""Officers who claim less or more often than their peers: the shadow that silent hits cast at a holder.

Comes in: the log of a node. Goes out: a row for each officer. The promise: an officer is compared with all others of the same purpose, by
an exact test that says how unlikely it is by chance alone; it is a reason to look, and no more: who asks about other people has other
answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import Any

LEAST_QUESTIONS = 20  # of which something can be said
UNLIKELY = 0.01  # for all officers together (Bonferroni)


@dataclass(frozen=True)
class Officer:
    """`of_peers`: which part of their questions the others claimed; `chance`: of so few or so many claims, were this one like them."""

    asker: str
    officer: str
    purpose: str
    questions: int
    claims: int
    of_peers: float | None
    chance: float | None
    departs: str | None


def officers(lines: Iterable[Mapping[str, Any]]) -> list[Officer]:
    """Each officer and purpose, the least likely first."""
    asked: Counter[tuple[str, str, str]] = Counter()
    claimed: Counter[tuple[str, str, str]] = Counter()
    seen: set[tuple[str, str]] = (
        set()
    )  # what was killed between its line and its answer is asked again, and claimed again
    for line in lines:
        name = (str(line.get("asker")), str(line.get("officer")), str(line.get("purpose")))
        decision = str(line.get("decision"))
        one = (decision, str(line.get("id" if decision == "permit" else "asked")))
        if decision in ("permit", "disclose") and one not in seen:
            seen.add(one)
            (asked if decision == "permit" else claimed)[name] += 1
    compared = sum(1 for count in asked.values() if count >= LEAST_QUESTIONS)
    rows = [_row(name, asked, claimed, compared) for name in asked]
    return sorted(rows, key=lambda one: (one.chance is None, one.chance, one.asker, one.officer, one.purpose))


def _row(
    name: tuple[str, str, str],
    asked: Counter[tuple[str, str, str]],
    claimed: Counter[tuple[str, str, str]],
    compared: int,
) -> Officer:
    peers = [other for other in asked if other[2] == name[2] and other != name]
    n, k = asked[name], claimed[name]
    of_peers = sum(asked[other] for other in peers)
    if n < LEAST_QUESTIONS or of_peers < LEAST_QUESTIONS:
        return Officer(*name, n, k, None, None, None)
    claims = sum(claimed[other] for other in peers)
    share = (claims + 0.5) / (of_peers + 1)  # never 0 or 1
    fewer, more = (
        sum(_binomial(n, i, share) for i in range(k + 1)),
        sum(_binomial(n, i, share) for i in range(k, n + 1)),
    )
    chance = min(1.0, 2 * min(fewer, more))
    departs = None if chance >= UNLIKELY / max(compared, 1) else "fewer" if fewer < more else "more"
    return Officer(*name, n, k, claims / of_peers, chance, departs)


def _binomial(n: int, k: int, p: float) -> float:
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(ways + k * log(p) + (n - k) * log1p(-p))
