"""What speaks for and against a clause being a commitment: each cue and modifier by its name in `commitment_weights.toml`.

In: a clause of a sentence. Out: the best cue and the score. The weights stand in the data file, each with its reason; here
stands only when each applies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ketenmonitor.register.extraction.commitments.clauses import Clause
from ketenmonitor.register.extraction.commitments.idioms import idioms
from ketenmonitor.register.extraction.commitments.modifiers import INSIDE_QUOTES, done, modifiers
from ketenmonitor.register.extraction.commitments.outcomes import outcomes
from ketenmonitor.register.extraction.commitments.subjects import OFFICE, OWN
from ketenmonitor.register.extraction.text.data import phrase, table

TO_ME = re.compile(r"\b(?:mij|ons)\b.*\btoegezegd", re.IGNORECASE)
QUOTED_TITLE = re.compile(r"[‘“«„\"][^’”»\"]*[’”»\"]")
GOES_OVER = re.compile(r"\bga(?:at|an)? (?:over|om|uit)\b")
HAS = re.compile(r"\b(?:heeft|hebben|had|hadden|beloofden?)\b", re.IGNORECASE)
OF_THE_CABINET = re.compile(rf"\b(?:ik|wij|we|kabinet|regering|{OFFICE})\b", re.IGNORECASE)
# What a moment alone makes of a clause: named only where nothing else is.
LAST_RESORT = ("set_for", "result_by")
INFINITIVE_LAST = re.compile(r"\b(?!een\b|geen\b|zijn\b|hebben\b|blijven\b)[a-zë]{3,}en\W*$")


@dataclass(frozen=True)
class Judgement:
    """The rule that speaks most for this clause, what else was weighed, and the sum."""

    rule: str
    weighed: tuple[str, ...]
    score: float


def judged(clause: Clause, sentence: str, on: date | None) -> Judgement | None:
    """How much this clause is a commitment; None where nothing speaks for it."""
    weights = weights_by_name()
    cues = {*_cues(clause, sentence), *outcomes(clause, sentence, on)}
    if (
        not cues
        or phrase("title").match(sentence)
        or phrase("opinion").search(sentence[clause.begin :][: len(clause.text) + 5])
    ):
        return None
    found = [Judgement(rule, tuple(modifiers(clause, sentence, rule, on)), weights[rule]) for rule in sorted(cues)]
    summed = [replace(one, score=round(one.score + sum(weights[name] for name in one.weighed), 3)) for one in found]
    enough = weights["threshold"]
    return max(summed, key=lambda one: (one.score >= enough, one.rule not in LAST_RESORT, one.score, weights[one.rule]))


@cache
def weights_by_name() -> dict[str, float]:
    """Each weight by its name, and the threshold."""
    read = table("commitment_weights")
    weights = {name: float(row["weight"]) for part in ("cue", "modifier") for name, row in read[part].items()}
    return {**weights, "threshold": float(read["threshold"])}


def _cues(clause: Clause, sentence: str) -> Iterator[str]:
    text = clause.text
    if phrase("promises").search(text):
        yield "says_promise"
    if phrase("promised").search(text) and (not _of_others(clause) or TO_ME.search(text)):
        yield "promised_before"
    if _informs(clause, sentence):
        yield "informs_chamber"
    if phrase("returns").search(text):
        yield "returns_to_it"
    if clause.tense == "perfect" and clause.subject in OWN and phrase("ordered").search(sentence[clause.begin :]):
        yield "has_ordered"
    if phrase("intends").search(text) and _may_intend(clause):
        yield "intends"
    if clause.tense == "want" and clause.subject in (*OWN, "body") and clause.deeds - {"vague", "plain"}:
        yield "wants"
    if clause.tense == "shall" or (clause.tense == "going" and _whole(clause)):
        yield from _shall(clause)
    if _steps(clause, sentence):
        yield "law_step"
    yield from _present(clause)
    yield from idioms(clause, sentence)
    for kind in ("looks", "comes", "strives", "prepares"):
        if phrase(kind).search(text):
            yield {"looks": "looks_into", "comes": "comes_about"}.get(kind, kind)


def _of_others(clause: Clause) -> bool:
    """A promise of somebody else: another one, or one who is not known, "has promised" it."""
    if clause.subject == "none" and HAS.search(clause.text):
        return not OF_THE_CABINET.search(clause.text)
    return clause.subject in ("third", "body")


def _informs(clause: Clause, sentence: str) -> bool:
    """Whether the Chamber will hear something; not where it has heard it already."""
    tells = "inform" in clause.deeds or phrase("tells").search(clause.text)
    # The title of a report may be cut at its colon: then its clause begins inside quotes.
    titled = INSIDE_QUOTES.search(sentence[: clause.begin]) or clause.text.startswith("en ")
    bare = QUOTED_TITLE.sub("x", sentence if titled else clause.text)
    told = clause.tense in ("past", "perfect", "would") or done(clause) or phrase("told").search(bare)
    return bool(phrase("chamber").search(clause.text) and tells and not told)


def _may_intend(clause: Clause) -> bool:
    """Somebody of whom it counts; readiness ("bereid") only of those who are named."""
    who = (*OWN, "body") if "bereid" in clause.text else (*OWN, "body", "none")
    if "doel gesteld" in clause.text:
        return clause.subject in OWN
    return (clause.tense in ("being", "none", "present") or "te zijn" in clause.text) and clause.subject in who


def _steps(clause: Clause, sentence: str) -> bool:
    """A bill, named in this clause or before it, goes a step further."""
    moves = clause.tense not in ("none", "being", "past", "perfect") and phrase("law_step").search(clause.text)
    return bool(moves and phrase("law").search(sentence[: clause.end]) and not phrase("told").search(clause.text))


def _whole(clause: Clause) -> bool:
    """Whether one of the verbs stands in its infinitive, as it does after "gaat"."""
    acts = clause.subject in (*OWN, "body")
    if acts and not GOES_OVER.search(clause.text) and INFINITIVE_LAST.search(clause.text):
        return True
    said = any(re.search(rf"\b{verb}\b", clause.text, re.IGNORECASE) for verb in clause.verbs)
    return said and bool(clause.deeds - {"vague", "plain"})


def _shall(clause: Clause) -> Iterator[str]:
    if clause.subject in OWN:
        yield "shall_self"
    elif clause.subject == "body":
        yield "shall_body"
    elif re.search(r"\bworden\b", clause.text) and (
        phrase("participle").search(clause.text) or clause.deeds - {"vague", "plain"}
    ):
        yield "shall_be_done"
    elif phrase("happens").search(clause.text):
        yield "shall_happen"
    else:
        yield "shall_other"


def _present(clause: Clause) -> Iterator[str]:
    """Cues of the present tense, active and passive."""
    deeds, own, body = clause.deeds, clause.subject in OWN, clause.subject == "body"
    if clause.tense in ("passive", "can", "must") and ("worden" in clause.text or clause.tense == "passive"):
        if "research" in deeds:
            yield "research_done"
        elif deeds & {"concrete", "change", "plain"}:
            yield "deed_done"
        return
    if phrase("looks").search(clause.text) and (own or body):
        yield "researches_self" if own else "researches_body"
    if phrase("set_to_work").search(clause.text) and own:
        yield "acts_self"
    if clause.tense in ("being", "perfect", "past"):
        return
    for kind, name in (("research", "researches"), ("concrete", "acts"), ("change", "changes")):
        if kind in deeds and own:
            yield name + ("_cabinet" if clause.subject == "cabinet" and kind != "research" else "_self")
        elif kind in deeds and body:
            yield name + "_body"
