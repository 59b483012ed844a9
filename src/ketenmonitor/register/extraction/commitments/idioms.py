"""Undertakings that are said with an idiom or a noun rather than with one verb: money allotted, duties given, steps named.

In: a clause and its sentence. Out: the names of the cues (in `commitment_weights.toml`) that it gives. Promise: what is history,
a refusal or a possibility gives none of them; the idioms themselves stand in `commitment_patterns.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ketenmonitor.register.extraction.commitments.clauses import Clause
from ketenmonitor.register.extraction.commitments.subjects import OWN, SUBJECTS
from ketenmonitor.register.extraction.text.data import phrase

NOT_YET_SURE = ("can", "would", "past", "must")
SHORTEST = 6  # words of a clause that says something by itself
ENDS = re.compile(r"[.!;:]\W*\d{0,3}\W*$")
ASKED = re.compile(r"\b(?:gevraagd|verzocht)\b")
PHRASED = ("allots", "gives_right", "takes_up", "sets_on", "comes_up", "carried_on", "names_step")


@dataclass(frozen=True)
class _Idiom:
    """A cue: by whom and in which tense it is said with the phrases of its name; `on`: these may run on behind the clause."""

    cue: str
    subjects: tuple[str, ...]
    tenses: tuple[str, ...]
    on: bool = True
    phrases: str = ""


IDIOMS = (
    _Idiom("as_promised", OWN, (), on=False),
    _Idiom("raises_it", OWN, ("present", "none", "going"), on=False, phrases="raises"),
    _Idiom("has_agreed", (*OWN, "body"), ("perfect",), phrases="agreed"),
    _Idiom("prepares_rule", (), ("present", "being", "passive"), on=False, phrases="rule_made"),
    _Idiom("by_means", ("first person",), ("present",), phrases="means"),
    _Idiom("asks_for", ("first person",), ("present",)),
)


def idioms(clause: Clause, sentence: str) -> Iterator[str]:
    """The cues that a clause gives by its idioms."""
    if clause.tense not in NOT_YET_SURE:
        for name in PHRASED if clause.subject != "third" else ("gives_right",):
            if phrase(name).search(clause.text) and _now(clause, name):
                yield name
    for idiom in IDIOMS:
        fits = clause.subject in (idiom.subjects or SUBJECTS) and clause.tense in (idiom.tenses or (clause.tense,))
        reach = sentence[clause.begin :] if idiom.on else clause.text
        if fits and phrase(idiom.phrases or idiom.cue).search(reach):
            yield idiom.cue
    if _is_asked(clause, sentence):
        yield "has_ordered"
    if _reports(clause):
        yield "reports_regularly"
    if _set_for(clause, sentence):
        yield "set_for"
    if clause.subject in OWN:
        yield from _of_self(clause)


def _is_asked(clause: Clause, sentence: str) -> bool:
    """ "is gevraagd om": somebody was asked, by those who write."""
    said = clause.tense == "being" and clause.subject in ("body", "none") and ASKED.search(clause.text)
    return bool(said and phrase("is_asked").search(sentence[clause.begin :]))


def _reports(clause: Clause) -> bool:
    """Tells of something again and again."""
    said = clause.subject in (*OWN, "body") and clause.tense == "present" and "inform" in clause.deeds
    return bool(said and phrase("recurs").search(clause.text))


def _set_for(clause: Clause, sentence: str) -> bool:
    """Whatever its verb: a main clause in the present tense that names a moment; the moment must be to come to count enough."""
    tensed = clause.tense in ("present", "passive", "going") or (clause.tense == "none" and clause.begin == 0)
    said = tensed and clause.subject not in ("third", "chamber")
    long_enough = len(clause.text.split()) >= SHORTEST
    named = phrase("moment").search(phrase("long_run").sub("x", clause.text))
    passing = any(phrase(name).search(clause.text) for name in ("subordinate", "states")) or _heads(clause, sentence)
    return bool(said and long_enough and named and not passing)


def _heads(clause: Clause, sentence: str) -> bool:
    """A line without a finite verb and without a full stop names what follows, or says what it is: "Vastgesteld 6 oktober"."""
    return clause.tense == "none" and not ENDS.search(sentence)


def _of_self(clause: Clause) -> Iterator[str]:
    """What ministers say of themselves in the present tense."""
    if re.search(r"\bzeg(?:t|gen)?\b.*\btoe\b", clause.text):
        yield "says_promise"
    if clause.tense in ("present", "going") and phrase("goes_into").search(clause.text):
        yield "goes_into"
    if clause.tense == "present" and clause.deeds & {"inform"}:
        yield "shares"
    if clause.tense == "present" and phrase("prepares").search(clause.text):
        yield "prepares_self"


def _now(clause: Clause, name: str) -> bool:
    """What others set their hopes on counts where it is a rule.

    Of what "is" or "has been", only what is still to come up and what a step "is" tell of the future."""
    if name == "sets_on" and clause.subject != "first person":
        return bool(phrase("rules").search(clause.text))
    return name in ("comes_up", "names_step") or clause.tense not in ("perfect", "being")
