"""The register as a list: every point with how it stands on a day, and what can be asked of the list.

Comes in: a `Register`, a day, a `Wish`. Goes out: `Row`s. The promise: the list is the register's own; nothing is left out that the
wish does not leave out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.register.answering import Answer, answers_of, evidence_of
from ketenmonitor.register.matching import Fulfilment, Point, point_of, points, possibly_fulfilled
from ketenmonitor.register.records import Kind, Register
from ketenmonitor.register.records.keys import folded
from ketenmonitor.register.released import Release
from ketenmonitor.register.standing import DONE, Standing, State, standing

OWN_THEMES = "register-themes.toml"
NOT_DONE = tuple(state for state in State if state not in DONE)
LATE = (State.LATE, State.SOFT_LATE)


@dataclass(frozen=True)
class Theme:
    """A subject: what it is called by language, and the folded words of which a point has at least one."""

    id: str
    titles: Mapping[str, str]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """What is asked of the list; an empty wish is all. States that are asked together: any of them will do."""

    kinds: tuple[Kind, ...] = ()
    open: bool = False
    late: bool = False
    done: bool = False
    slipped: bool = False
    repeated: bool = False
    theme: Theme | None = None
    words: str = ""
    paper: int | None = None
    party: str | None = None


@dataclass(frozen=True)
class Row:
    """A point and how it stands; `themes`: the ids of those it is about; `answers`: releases that answer what it is tied to;
    `fulfilments`: sentences of later papers that may fulfil it."""

    point: Point
    standing: Standing
    themes: tuple[str, ...]
    answers: tuple[Answer, ...] = ()
    fulfilments: tuple[Fulfilment, ...] = ()


def overview(
    register: Register,
    on: date,
    wish: Wish | None = None,
    themes: Mapping[str, Theme] | None = None,
    releases: Sequence[Release] = (),
) -> tuple[Row, ...]:
    """The points that existed on a day, as wished, those that are due first on top, those without a moment last.

    `releases`: of the monitor beside the register, so that a point that is tied to a measure has its answer.
    """
    wish, known = wish or Wish(), shipped_themes() if themes is None else themes
    fulfilled = possibly_fulfilled(register)
    there = (one for one in points(register) if one.first is None or one.first <= on)
    found = (_row(point, on, known, releases, fulfilled) for point in there)
    return tuple(sorted((row for row in found if _is_wished(row, wish)), key=_when))


def row_of(
    register: Register, key: str, on: date, themes: Mapping[str, Theme] | None = None, releases: Sequence[Release] = ()
) -> Row:
    """The point with this key among its mentions. Raises NotFoundError."""
    known = shipped_themes() if themes is None else themes
    return _row(point_of(register, key), on, known, releases, possibly_fulfilled(register))


def _row(
    point: Point,
    on: date,
    themes: Mapping[str, Theme],
    releases: Sequence[Release],
    fulfilled: Mapping[str, tuple[Fulfilment, ...]],
) -> Row:
    """What was published, or said, after the day counts for nothing."""
    point = _as_known(point, on)
    answers = answers_of(point, [one for one in releases if one.as_of <= on])
    later = tuple(one for one in fulfilled.get(point.id, ()) if one.date <= on)
    return Row(point, standing(point, on, evidence_of(answers)), _themes_of(point, themes), answers, later)


def _as_known(point: Point, on: date) -> Point:
    """The point without what later papers say of it; whole where only later papers do."""
    mentions = tuple(one for one in point.mentions if one.date is None or one.date <= on)
    if not mentions or len(mentions) == len(point.mentions):
        return point
    keys = {one.key for one in mentions}
    return replace(point, mentions=mentions, links=tuple(one for one in point.links if {one.one, one.other} <= keys))


def themes_of(home: Path | None = None) -> dict[str, Theme]:
    """The themes that are known in a home: shipped ones and its own. Raises StorageError for a file that is not right."""
    known = dict(shipped_themes())
    place = home / OWN_THEMES if home else None
    if place and place.is_file():
        try:
            known |= _themes(tomllib.loads(place.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError):
            raise StorageError(
                f'{place}: not themes. Right is a table a theme, such as [fietsen], with nl = "Fietsen" and words = ["fiets"].'
            ) from None
    return known


def theme_named(name: str, themes: Mapping[str, Theme]) -> Theme:
    """The theme of this id. Raises UsageError."""
    if name not in themes:
        raise UsageError(f"{name}: there is no theme of this name. Themes are: {', '.join(sorted(themes))}.")
    return themes[name]


@lru_cache(maxsize=1)
def shipped_themes() -> Mapping[str, Theme]:
    """The themes that come with the monitor."""
    return _themes(tomllib.loads(files("ketenmonitor.register").joinpath("themes.toml").read_text(encoding="utf-8")))


def _themes(said: Mapping[str, Any]) -> dict[str, Theme]:
    return {
        id: Theme(id, {code: str(one.get(code, id)) for code in ("nl", "en")}, tuple(folded(w) for w in one["words"]))
        for id, one in said.items()
    }


def _themes_of(point: Point, themes: Mapping[str, Theme]) -> tuple[str, ...]:
    text = _subject(point)
    return tuple(id for id, theme in themes.items() if _has_one(theme.words, text))


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    return folded(text)


def _subject(point: Point) -> str:
    """What a point is about, as text in which words are looked up: not who said it."""
    named = ("question", "topic", "name", "what", "section")
    said = (str(one.body.get(field) or "") for one in point.mentions for field in named)
    return f" {_folded(' '.join([*said, *(one.text for one in point.mentions)]))}"


def _persons(point: Point) -> str:
    named = ("asker", "party", "who")
    return f" {_folded(' '.join(str(one.body.get(field) or '') for one in point.mentions for field in named))}"


@lru_cache(maxsize=500_000)
def _has_one(words: tuple[str, ...], text: str) -> bool:
    return any(f" {word}" in text for word in words)


def _is_wished(row: Row, wish: Wish) -> bool:
    point = row.point
    states = (*(NOT_DONE if wish.open else ()), *(LATE if wish.late else ()), *(DONE if wish.done else ()))
    text = _subject(point)
    return (
        (not wish.kinds or point.kind in wish.kinds)
        and (not states or row.standing.state in states)
        and (not wish.slipped or any(slip.days > 0 for slip in row.standing.slips))
        and (not wish.repeated or point.times > 1)
        and (wish.theme is None or _has_one(wish.theme.words, text))
        and all(f" {word}" in text + _persons(point) for word in folded(wish.words).split())
        and (wish.paper is None or wish.paper in point.papers)
        and (
            wish.party is None
            or any(folded(wish.party) == folded(str(m.body.get("party") or "")) for m in point.mentions)
        )
    )


def _when(row: Row) -> tuple[bool, date, date, int, int, str]:
    """By what is due; then in the order of the papers."""
    moment = row.standing.moment
    day = (moment.latest or moment.earliest) if moment else None
    first = row.point.mentions[0]
    return day is None, day or date.max, first.date or date.max, first.paper, first.spot.line or 0, row.point.id
