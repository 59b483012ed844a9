"""What is added to a cue of a commitment, or taken off: each modifier by its name in `commitment_weights.toml`.

In: a clause, its sentence, the rule by which it may be a commitment, the day of the paper. Out: the modifiers that apply.
Promise: a moment that was over on that day is no moment to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ketenmonitor.register.extraction.commitments.clauses import Clause
from ketenmonitor.register.extraction.commitments.outcomes import to_come
from ketenmonitor.register.extraction.commitments.subjects import OWN, THIRD
from ketenmonitor.register.extraction.text.data import phrase, words
from ketenmonitor.register.grammar.moments import moments
from ketenmonitor.register.items import Moment
from ketenmonitor.register.traced import Traced

REACHES_ON = ("strives", "intends", "promised_before", "has_ordered", "has_agreed", "asks_for")
# Cues that have their tense already: "is voornemens", "heb ik afgesproken".
TIMELESS = (
    "intends",
    "promised_before",
    "has_ordered",
    "wants",
    "has_agreed",
    "allots",
    "comes_up",
    "names_step",
    "as_promised",
    "result_by",
    "may_from",
)
SELF_SAID = ("shall_self", "says_promise", "informs_chamber", "acts_self", "researches_self")
OUTCOMES = ("result_by", "sees_to_it", "gives_order", "adopts", "may_from", "others_hear", "amount_set")
ANEW = ("deed_done", "acts_body")
# Cues that carry their deed themselves, whatever the verb.
CARRIED = (
    "intends",
    "shall_self",
    "promised_before",
    "as_promised",
    "raises_it",
    "comes_about",
    "comes_up",
    "gives_right",
    "allots",
    "takes_up",
    "set_for",
    "prepares_self",
    "by_means",
    *OUTCOMES,
)
# Cues of what others will have, and of what will be so for everybody.
FOR_OTHERS = ("gives_right", "may_from", "others_hear", "amount_set")
FROM_NOW = ("set_for", "may_from", "result_by")
GOES_ON = ("researches_self", "researches_body", "research_done", "looks_into")
REFORMS = frozenset(words("reforms"))
EFFORT = re.compile(
    r"\b(?:zet(?:ten)?|inzetten)\b.{0,12}\b(?:mij|me|ons|zich)\b|\bzet(?:ten)?\b.*\b(?:hier|daar)\b.*\bop in\b",
    re.IGNORECASE,
)
AGENT = re.compile(rf"\bdoor (?:{THIRD})(?![\w-])", re.IGNORECASE)
CABINET_ITSELF = re.compile(r"\b(?:kabinet|regering)$", re.IGNORECASE)
STAYS = re.compile(r"\bblij(?:ft|ven|f)\b")
# "zal moeten worden": a norm, said of the future.
OUGHT = re.compile(r"\bmoeten\b")
UNTIL = re.compile(r"\btot\b(?! (?:nu|nog|dusver|dusverre|op heden))", re.IGNORECASE)
INSIDE_QUOTES = re.compile(r"[‘“«„][^’”»]*$")


def modifiers(clause: Clause, sentence: str, rule: str, on: date | None) -> Iterator[str]:
    """The names of the modifiers that apply to this clause under this rule."""
    text = clause.text
    reach = sentence[clause.begin :] if rule in REACHES_ON or text.rstrip().endswith(":") else text
    yield from (
        name for kind, name in (("recurs", "recurring"), ("deliverable", "deliverable")) if phrase(kind).search(reach)
    )
    if phrase("negated").search(text) and rule != "may_from":
        yield "negated"
    yield from (name for name in ("refers", "habit") if phrase(name).search(text))
    if phrase("always").search(text) and not (rule in FROM_NOW and to_come(text, on)):
        yield "always"
    reported = rule == "may_from" and phrase("running").search(sentence)
    if (reported or phrase("running").search(text)) and not (
        rule in GOES_ON and phrase("open_question").search(sentence)
    ):
        yield "running"
    over = (clause.tense in ("past", "perfect") and rule not in FROM_NOW) or done(clause)
    ahead = (rule in REACHES_ON or not over) and _ahead(reach, on)
    if ahead:
        yield "moment_ahead"
    if phrase("after").search(text):
        yield "after_event"
    yield from _tense(clause, rule, ahead)
    yield from _of_sentence(clause, sentence, rule)
    yield from _of_deed(clause, rule)
    if clause.begin > 0 and phrase("subordinate").search(text):
        yield "subordinate"


def _of_sentence(clause: Clause, sentence: str, rule: str) -> Iterator[str]:
    """What the sentence around the clause says of how it is meant."""
    if phrase("here").search(sentence) and rule not in ("promised_before", "as_promised"):
        yield "here_and_now"
    if phrase("condition").search(sentence) or phrase("condition").match(clause.text):
        yield "conditional"
    if phrase("norm").search(sentence[: clause.begin + 4]) and rule not in SELF_SAID:
        yield "must"
    comes_of_it = phrase("consequence").search(sentence[: clause.end])
    if comes_of_it and clause.subject not in (*OWN, "chamber") and rule != "informs_chamber":
        yield "consequence"
    if INSIDE_QUOTES.search(sentence[: clause.begin + 2]) or phrase("asked_of").search(clause.text):
        yield "quoted"


def _of_deed(clause: Clause, rule: str) -> Iterator[str]:
    """What the one who acts and the verbs take off or add."""
    if (clause.subject == "third" and rule not in FOR_OTHERS) or AGENT.search(clause.text):
        yield "third"
    if clause.deeds == {"vague"} and rule not in CARRIED:
        yield "vague"
    if rule in ("deed_done", "acts_body", "acts_cabinet") and REFORMS & set(clause.verbs):
        yield "reforms"
    if rule == "acts_cabinet" and CABINET_ITSELF.search(clause.who or ""):
        yield "cabinet_itself"
    if EFFORT.search(clause.text) and rule.startswith("changes"):
        yield "effort"
    if rule in ANEW and clause.deeds & {"concrete", "change"} and phrase("anew").search(clause.text):
        yield "anew"
    if rule not in ("shall_self", "acts_self", "raises_it", "as_promised") and _stays(clause.text):
        yield "stays"


def _stays(text: str) -> bool:
    """Running policy stays as it is; what stays until a day is an undertaking."""
    return bool(STAYS.search(text)) and not UNTIL.search(text)


def _tense(clause: Clause, rule: str, ahead: bool) -> Iterator[str]:
    """What the tense takes off; a norm with a moment is as good as an order."""
    if rule in TIMELESS:
        return
    if clause.tense in ("can", "want", "would", "past", "perfect") or (clause.tense == "must" and not ahead):
        yield clause.tense
    elif clause.tense == "shall" and OUGHT.search(clause.text) and not ahead:
        yield "must"
    elif done(clause) and rule != "strives":
        yield "perfect"


def done(clause: Clause) -> bool:
    """ "is verzonden": done, though the auxiliary is in the present tense."""
    return (
        clause.tense == "being"
        and not phrase("underway").search(clause.text)
        and bool(phrase("done").search(clause.text))
    )


def _ahead(text: str, on: date | None) -> bool:
    """Whether the text names a moment that is not yet over on the day of the paper."""
    if not phrase("moment").search(text):
        return False
    found = [moment for moment, _ in moments(Traced.of(text), on) if not phrase("recurs").search(moment.text)]
    return (
        on is None
        or not found
        or any(moment.relation != "past" and (moment.latest or on) >= on and not _begun(moment, on) for moment in found)
    )


def _begun(moment: Moment, on: date) -> bool:
    """ "vanaf 2025", said in 2026: open at the end, but no moment to come."""
    first = moment.earliest
    this_year = moment.precision == "year" and first is not None and first.year == on.year
    return moment.latest is None and first is not None and first < on and not this_year
