"""A point: one motion, commitment or question over all papers, with every place where it is mentioned.

Comes in: the items of a register. Goes out: `Point`s. The promise: each mention is in one point; what a person merged or split stays
so, whatever the rules say; the strongest links go first, and none joins what a person keeps apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product

from ketenmonitor.errors import NotFoundError
from ketenmonitor.register.matching.link import Link
from ketenmonitor.register.matching.links import links_of
from ketenmonitor.register.matching.names import references_of, sort_of
from ketenmonitor.register.matching.words import words_of
from ketenmonitor.register.records import Action, Decision, Item, Kind, Register, items, state_of
from ketenmonitor.register.records.keys import folded

# A title of fewer words that say something does not tell a reader what a point is about.
TELLING = 5
POINTED = (Kind.QUESTION, Kind.MOTION, Kind.COMMITMENT, Kind.SETTLED)


@dataclass(frozen=True)
class Point:
    """One motion, commitment or question. `id`: the key of its first mention; any key of a mention leads to it.

    `mentions`: the earliest paper first, those without a date last; `links`: why they are one, the person's first.
    """

    id: str
    kind: Kind
    mentions: tuple[Item, ...]
    links: tuple[Link, ...] = ()

    @property
    def papers(self) -> tuple[int, ...]:
        """The papers that mention it, the earliest first."""
        return tuple(dict.fromkeys(one.paper for one in self.mentions))

    @property
    def first(self) -> date | None:
        """The day of the first paper that has a date."""
        return next((one.date for one in self.mentions if one.date), None)

    @property
    def title(self) -> str:
        """What it is about, short: its name with its topic, or its sentence; of the mention that says most if the first says little."""
        titles = [title for one in self.mentions if (title := title_of(one))] or [self.id]
        first, most = titles[0], max(titles, key=lambda title: len(words_of(title)))
        return first if len(words_of(first)) >= TELLING else most

    @property
    def times(self) -> int:
        """How often it was asked, put or promised. What stands there in the same words is said once more, not anew: a question
        printed again with its answer, or the text of a motion repeated."""
        said = [one for one in self.mentions if one.kind is not Kind.SETTLED] or list(self.mentions)
        if self.kind is Kind.MOTION:
            return len({one.paper for one in said})
        return len({(_asked_by(one), folded(one.text)) for one in said})


def _asked_by(item: Item) -> str:
    return folded(str(item.body.get("asker") or "")) if item.kind is Kind.QUESTION else str(item.paper)


def title_of(item: Item) -> str:
    """What one item is about."""
    if item.kind is Kind.MOTION:
        name, topic = str(item.body.get("name") or ""), str(item.body.get("topic") or "")
        return name if not topic or folded(topic) in folded(name) else f"{name}: {topic}" if name else topic
    return str(item.body.get("what") or item.body.get("name") or item.text)


def points(register: Register) -> tuple[Point, ...]:
    """All points of a register, motions, commitments and questions, in the order of their first mention."""
    return _points(register, state_of(register))


@lru_cache(maxsize=4)
def _points(register: Register, _state: tuple[int, int]) -> tuple[Point, ...]:
    """Kept as long as nothing changes: what is said of two items depends on all the others."""
    return points_of(items(register, *POINTED))


def point_of(register: Register, key: str) -> Point:
    """The point that has a mention with this key. Raises NotFoundError."""
    for one in points(register):
        if any(mention.key == key for mention in one.mentions):
            return one
    raise NotFoundError(f"{key}: no point has this key. `ketenmonitor register list HOME` shows the keys.")


def points_of(found: Sequence[Item]) -> tuple[Point, ...]:
    """Points of items, by their links and by what persons merged and split."""
    by_key = {one.key: one for one in found}
    merged, apart = _by_persons(found)
    groups = {one.key: _Group({one.key}, set(references_of(one))) for one in found}
    used: dict[str, list[Link]] = defaultdict(list)
    for link in (*merged, *sorted(links_of(found), key=lambda link: (-link.score, link.one, link.other))):
        if link.one not in by_key or link.other not in by_key:
            continue
        mine, theirs = groups[link.one], groups[link.other]
        if mine is not theirs:
            if _is_kept_apart(mine, theirs, link, apart):
                continue
            mine.keys |= theirs.keys
            mine.references |= theirs.references
            groups.update(dict.fromkeys(theirs.keys, mine))
        used[link.one].append(link)
    each = {id(group): group for group in groups.values()}.values()
    made = [_point([by_key[key] for key in group.keys], used) for group in each]
    return tuple(sorted(made, key=lambda point: _order(point.mentions[0])))


@dataclass
class _Group:
    """Mentions that are one point, as far as was seen, and their official names."""

    keys: set[str]
    references: set[str]


def _is_kept_apart(mine: _Group, theirs: _Group, link: Link, apart: set[frozenset[str]]) -> bool:
    """By a person; or, where none said otherwise, because each has official names, and none in common."""
    if link.rule != "person" and mine.references and theirs.references and not mine.references & theirs.references:
        return True
    return bool(apart) and any(frozenset(pair) in apart for pair in product(mine.keys, theirs.keys))


def _by_persons(found: Iterable[Item]) -> tuple[list[Link], set[frozenset[str]]]:
    """What persons merged, and what they keep apart: of each pair the last word counts."""
    last: dict[frozenset[str], Decision] = {}
    said = [d for one in found for d in one.decisions if d.action in (Action.MERGE, Action.SPLIT)]
    for decided in sorted(said, key=lambda one: one.id):
        last[frozenset((decided.key, str(decided.value)))] = decided
    merged = [Link(d.key, str(d.value), "person", 1.0, (d.who,)) for d in last.values() if d.action is Action.MERGE]
    return merged, {pair for pair, decided in last.items() if decided.action is Action.SPLIT}


def _point(mentions: list[Item], used: dict[str, list[Link]]) -> Point:
    mentions = sorted(mentions, key=_order)
    links = tuple(link for one in mentions for link in used.get(one.key, ()))
    # The key of a mention, not of a declaration that something else was done, where there is one.
    named = next((one for one in mentions if one.kind is not Kind.SETTLED), mentions[0])
    return Point(named.key, sort_of(mentions[0]), tuple(mentions), links)


def _order(item: Item) -> tuple[bool, date, int, int, str]:
    return item.date is None, item.date or date.min, item.paper, item.spot.line or 0, item.key
