"""Moments without a day: vague words, what comes back, and events or papers on which something hangs.

In: folded text. Out: what was found, with its relation and the event as anchor. Promise: never a day; the words are kept, so a
person reads what was said. The words stand in `moments.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from ketenmonitor.register.grammar.words import any_of, pattern


def _tables() -> dict[str, Any]:
    file = resources.files("ketenmonitor.register.grammar") / "moments.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


WORDS = _tables()
_PARTS = {
    name.upper(): any_of(WORDS[name])
    for name in ("vague", "coming", "terms", "again", "times", "events", "papers", "first", "annual", "done")
} | {
    "NEXT": r"(?:(?:eerst)?volgende|komende|aankomende|aanstaande|eerstkomende|daaropvolgende|volgend|komend)",
    "THE": r"(?:de|het|een|mijn|onze|uw|haar|zijn)",
    "HANG": r"(?:uiterlijk bij|uiterlijk in|uiterlijk tijdens|gelijktijdig met|voorafgaand aan|in aanloop naar"
    r"|na afloop van|bij|tijdens|na|voor|rond)",
}
_UNDATED = pattern(
    r"(?<![\w-])(?:(?P<vague>(?:<VAGUE>)(?<!\.)(?!\w)|t\.z\.t\.|z\.s\.m\.)"
    r"|(?P<coming>(?:(?:in|gedurende|voor|binnen) )?(?:(?:de|het|een) )?(?:aan|eerst)?komende? (?:<COMING>)(?!\w))"
    r"|(?P<term>(?:(?:in|gedurende|binnen|nog|aan|voor|tegen) ){0,2}(?:het )?(?:einde? van )?(?:deze|de|de huidige|de lopende|dit) (?:<TERMS>)(?!\w))"
    r"|(?P<again>(?:<AGAIN>)(?!\w)|(?:<TIMES>) ?(?:keer|maal|x) (?:per|in het) (?:jaar|half ?jaar|kwartaal|maand|week)(?!\w))"
    r"|(?P<next>(?P<p1>in|via|met|<HANG>) <THE> <NEXT> (?P<w1>[\w-]{3,40}))"
    r"|(?P<event>(?P<p2><HANG>) <THE> (?:\w{3,14} )?(?P<w2>\w{0,24}(?:<EVENTS>))(?!\w))"
    r"|(?P<this>(?P<p3>in|bij|met|via|middels) (?:dit|deze) (?P<w3>\w{0,14}(?:<ANNUAL>))(?!\w))"
    r"|(?P<then>(?P<p4>na|zodra|nadat|bij) (?:<THE> )?(?:<FIRST>)"
    r"(?: van (?:(?:<THE>|deze|dit) )?(?P<w4>[\w-]{2,40}(?: van (?:(?:de|het) )?[\w-]{2,40}){0,2}))?)(?!\w)"
    r"|(?P<annual>(?P<p5>in|via|met|<HANG>) (?:<THE> )?(?P<w5>\w{0,14}(?:<ANNUAL>))(?!\w))"
    r"|(?P<once>(?:zodra|nadat) (?:[\w-]{1,30} ){1,8}(?:is|zijn|heeft|hebben)(?: (?:<DONE>))?(?!\w))"
    r")",
    **_PARTS,
)
# "na de komende zomer": a unit of the calendar, read elsewhere.
_UNITS = re.compile(
    r"(?:jaar|jaren|maand|maanden|week|weken|dag|dagen|kwartaal|zomer|voorjaar|najaar|herfst|winter|reces|tijd|periode|helft)$|\d"
)
_PAPER = pattern(r"(?:<PAPERS>)$", **_PARTS)
# A paper in front of "van juni 2026": what hangs on it comes in that month.
TO_COME = pattern(
    r"(?<![\w-])(?:(?:in|via|met|bij|uiterlijk in|uiterlijk bij) )?(?:(?:<THE>|deze|dit) )?(?:<NEXT> |(?:eerste|tweede|1e|2e) )?"
    r"(?P<paper>[\w-]{0,30}(?:<PAPERS>))(?: [\w-]{2,20})?,? \(?\Z",
    **_PARTS,
)
_RELATIONS = {
    "na": "after",
    "zodra": "after",
    "nadat": "after",
    "na afloop van": "after",
    "voor": "before",
    "voorafgaand aan": "before",
}


@dataclass(frozen=True)
class Undated:
    """A moment without days at its place."""

    begin: int
    end: int
    relation: str
    precision: str
    rule: str
    anchor: str | None = None


def undated(folded: str) -> Iterator[Undated]:
    """Each moment without days in the text."""
    for match in _UNDATED.finditer(folded):
        place = match.start(), match.end()
        if match["again"]:
            yield Undated(*place, "none", "none", "again and again")
        elif match["vague"] or match["coming"] or match["term"]:
            yield Undated(*place, "none", "none", "vague" if match["vague"] else "a time without an end that is known")
        elif (found := _hanging(match)) is not None:
            yield found


def _hanging(match: re.Match[str]) -> Undated | None:
    """What hangs on an event or a paper."""
    if match["once"]:
        return Undated(match.start(), match.end(), "after", "event", "after event", match["once"])
    what = match["w1"] or match["w2"] or match["w3"] or match["w4"] or match["w5"] or match[0].split(" ")[-1]
    said = match["p1"] or match["p2"] or match["p3"] or match["p4"] or match["p5"]
    if match["next"] and _UNITS.search(what):
        return None
    relation = "by" if said.startswith("uiterlijk") else _RELATIONS.get(said, "in")
    kind = "document" if _PAPER.search(what) else "event"
    return Undated(match.start(), match.end(), relation, kind, f"{relation} {kind}", what)
