"""Older commitments that a sentence says this paper keeps: "zoals toegezegd in het commissiedebat van 14 mei".

In: the passages of a paper. Out: `Fulfilment`s in reading order. Promise: only what the paper itself does now, said by who writes
it; what members ask, what is still to come and what is declared settled is not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ketenmonitor.register.extraction.overview.words import MONTHS
from ketenmonitor.register.extraction.passages import Segments
from ketenmonitor.register.extraction.text.cited import cited
from ketenmonitor.register.extraction.text.sentences import sentences
from ketenmonitor.register.grammar.moments import moments
from ketenmonitor.register.items import Fulfilment, Moment
from ketenmonitor.register.traced import Traced

_SPEAKING = ("answer", "body")
_ASKED = re.compile(r"\?\W*\d{0,2}\W*$|\b(?:deze|de)\s+leden\b[^.]*\b(?:vragen|lezen|constateren)\b", re.IGNORECASE)
# By these words a letter says what it does itself.
_DOES = re.compile(
    r"\b(?:hierbij|hiermee|bijgaand|bijgevoegd|(?:met|in|bij|door|via|middels)\s+(?:deze|dit|bijgaande|onderhavige)\b[^.;]{0,40}"
    r"|treft\s+u\b[^.;]{0,60}\baan\b|(?:bied|stuur|zend|doe|informeer|bericht|meld|reageer)\s+ik\s+(?:u|uw)\b"
    r"|(?:kom\s+ik|geef\s+ik|voldoe\s+ik)\b)",
    re.IGNORECASE,
)
# And by these that it had been promised.
_PROMISED = re.compile(
    r"\b(?:zoals|gelijk|als|conform\s+(?:mijn|de|het|een)|overeenkomstig\s+(?:mijn|de|een)|naar\s+aanleiding\s+van\s+(?:mijn|de|een)|ter\s+uitvoering\s+van\s+"
    r"(?:mijn|de|een)|in\s+vervolg\s+op\s+(?:mijn|de|een)|gestand\s+aan\s+(?:mijn|de|een)|(?:mijn|de|een|eerdere|deze|die)|waarmee\s+ik)\s+"
    r"(?:(?:eerdere?|gedane|mijn|ik|u|uw\s+kamer)\s+)*(?P<word>toezegging(?:en)?|toegezegd)\b",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:zal|zullen|nog|later|binnenkort|volgt|komend[e]?|uiterlijk)\b", re.IGNORECASE)
_DEBATE = re.compile(
    r"\b(?:(?:plenaire?|mondelinge?|schriftelijk|algemeen)\s+)?(?:commissie|tweeminuten|begrotings|hoofdlijnen|dertigleden|wetgevings|nota)?"
    r"(?:debat|overleg|vragenuur|behandeling|vragen)\b[^,.;()]{0,90}|\bbrief\s+van\b[^,.;()]{0,60}",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"(?<!\d)\d{{1,2}}(?:\s+(?:{MONTHS})\b(?:\s+(?P<year>20\d\d))?|[-/]\d{{1,2}}[-/]20\d\d)", re.IGNORECASE
)


def fulfilments(segments: Segments) -> tuple[Fulfilment, ...]:
    """The older commitments that a paper says it keeps."""
    return tuple(
        found
        for passage in segments.passages
        if passage.role in _SPEAKING
        for before, sentence in pairwise([Traced("", ()), *sentences(passage.text)])
        for found in _in(segments, sentence, before)
    )


def _in(segments: Segments, sentence: Traced, before: Traced) -> Iterator[Fulfilment]:
    words = sentence.text
    promised, does = _PROMISED.search(words), _DOES.search(words)
    if promised is None or does is None or _ASKED.search(words) or "afgedaan" in words:
        return
    pointing = re.search(r"\b(?:deze|die)\b", promised[0], re.IGNORECASE) and "toegezegd" in before.text
    about = before.text if pointing else words[: promised.start()] + words[_ends(words, promised.end()) :]
    if _LATER.search(words[does.start() : promised.start()]):
        return
    after = before if pointing else sentence[promised.end() :]
    said = _DEBATE.search(after.text)
    number = next((one.reference for one in cited(after, segments.paper)), None)
    yield Fulfilment(
        text=words,
        about=" ".join(about.split()).strip(" ,."),
        reference=number,
        moment=_day(after, segments),
        said_in=_debate(said[0]) if said else None,
        place=segments.paper.place(sentence),
        rule=f"promised before: {promised['word'].lower()}",
        confidence=0.9 if said or number else 0.7,
    )


def _debate(said: str) -> str:
    """The debate as the paper names it, up to its day."""
    day = _DAY.search(said)
    return " ".join((said[: day.end()] if day else said).split())


def _ends(words: str, begin: int) -> int:
    """Where the aside on the promise ends: at the next comma or full stop."""
    comma = re.search(r",\s|[.;]\s*$", words[begin:])
    return begin + comma.start() if comma else len(words)


def _day(after: Traced, segments: Segments) -> Moment | None:
    """The first day named after the promise: on it the promise was made, so without a year it is the last one before the paper."""
    named = _DAY.search(after.text)
    if named is None:
        return None
    said = after[named.start() : named.end()]
    past = (
        said
        if named["year"] or said.text[-4:].isdigit()
        else Traced.join([said, Traced(" jl.", (said.at[-1],) * 4)], "")
    )
    found = next((moment for moment, _ in moments(past, segments.paper.dated.date)), None)
    return replace(found, text=said.text) if found and found.precision == "day" else None
