"""Who undertakes a commitment, and what in short: never the one who is only told of it.

In: the clause of a commitment, its passage and its paper. Out: the one who acts in the words of the paper, else the minister who
speaks (to whom the question was put, or who signed the letter; unnamed, a member of the government); and the act as a short description.
"""

from __future__ import annotations

import re

from ketenmonitor.register.extraction.commitments.clauses import Clause
from ketenmonitor.register.extraction.commitments.subjects import BODY, CABINET
from ketenmonitor.register.extraction.passages import Passage, Segments

LONGEST_SIGNATURE = 300  # characters
LONGEST = 40  # words of a short description
SIGNED = re.compile(
    r"\bDe ((?:[Mm]inister|[Ss]taatssecretaris) (?:van|voor) [A-Z][\w-]*(?:(?:,| en)? [A-Z][\w-]*){0,4}?)(?:,\s*$|,?\s+"
    r"(?:[A-Z]\.|(?:drs|mr|dr|ir|prof)\.|[A-Z][a-zë]+(?: (?:van|de|der|den|ten|ter|[A-Z][\w-]+))+\s*(?:$|De )))"
)
OPENS = re.compile(
    r"^\W*(?:De [Mm]inister|De [Ss]taatssecretaris|Hoogachtend|Met vriendelijke groet|Namens|Mede namens)"
)
AGENT = re.compile(rf"\bdoor (?P<who>{CABINET}|{BODY})(?![\w-])(?!\s\w*ge\w+[dtn]e\b)", re.IGNORECASE)
ACTIVE_OF_WHAT = ("shall_other",)
# By these rules the subject is given something: it undertakes nothing.
RECEIVED = ("gives_right", "others_hear", "may_from", "amount_set")
# Whoever writes to Parliament and is not named is a member of the government: this says no more than that.
SPEAKER = "bewindspersoon"
GETS = re.compile(r"\b(?:krijgt|krijgen|ontvangt|ontvangen)\b")
BECOMES = re.compile(r"\bworden\b")
# Another one who acts, by a name: "Het Europees Parlement zal stemmen".
NAMED = re.compile(
    r"^\W*(?:(?:en|maar|dat)\s)?(?P<who>(?:De|Het|de|het)(?:\s[A-Z][\w-]+)+)\s(?:zal|zullen|gaat|gaan)\b"
)
SHORTEST = 12  # words of a description that was cut; what is shorter lacks its object
JOINS = re.compile(r"^\W*(?:(?:en|maar|dat|terwijl|waarna|zodat|omdat)\b,?\s+)+", re.IGNORECASE)
# A clause that begins like this lacks what it is about, which stands before it in the sentence.
LACKS = re.compile(
    r"^\W*(?:en |die |waar\w+ |welke |om |te |(?:is|zijn|zal|zullen|wordt|worden|kan|kunnen|moet|heeft|hebben)\b)",
    re.IGNORECASE,
)
NOTE = re.compile(r"(?<=[.!?)”’»])\d{1,3}$|\[\d{1,3}\]$")
BORDER = re.compile(r"[,;:]\s|\s(?=(?:en|of|om|waarbij|zodat|waardoor|waarmee)\s)")


def signed_by(segments: Segments) -> tuple[str, ...]:
    """Who signed the paper, by office."""
    found: dict[str, None] = {}
    for passage in segments.passages:
        text = passage.text.text
        if len(text) <= LONGEST_SIGNATURE and OPENS.match(text):
            found.update(dict.fromkeys(match[1] for match in SIGNED.finditer(text)))
    return tuple(found)


def who(segments: Segments, passage: Passage, clause: Clause, rule: str, signed: tuple[str, ...]) -> str | None:
    """Who undertakes it: as the clause says, else who speaks; None where the paper does not say."""
    undergoes = rule in RECEIVED or _undergoes(clause, rule)
    if clause.who and clause.subject in ("cabinet", "body") and not undergoes:
        return clause.who
    agent = AGENT.search(clause.text) if undergoes or clause.subject == "none" else None
    if agent and clause.tense in ("passive", "shall", "must", "can"):
        return agent["who"]
    other = NAMED.match(clause.text) if clause.subject in ("none", "third") and rule in ACTIVE_OF_WHAT else None
    if other and not undergoes:
        return other["who"]
    asked = segments.questions[passage.question].addressee if passage.question is not None else ()
    return ", ".join(asked or signed) or SPEAKER


def _undergoes(clause: Clause, rule: str) -> bool:
    """Whether the subject has it done to it: "de dienst wordt versterkt", "is gevraagd om"."""
    if clause.tense == "passive" or (clause.tense == "being" and rule == "has_ordered"):
        return True
    if GETS.search(clause.text) and rule != "informs_chamber":
        return True
    return clause.tense in ("shall", "must", "can") and BECOMES.search(clause.text) is not None


def what(sentence: str, clause: Clause) -> str:
    """The act in short: the clause with what completes it, without the words that join it to what stands before."""
    whole, said = _plain(sentence), _plain(sentence[clause.begin :])
    relative = re.match(r"\W*(?:die|dat|welke)\s", sentence[clause.begin :]) and sentence[
        : clause.begin
    ].rstrip().endswith(",")
    if (LACKS.match(said) or relative) and clause.subject in ("none", "chamber", "pronoun"):
        return _cut(whole, len(whole) - len(said) + 40)
    return _cut(JOINS.sub("", said), max(len(_plain(clause.text)) - 30, 40))


def _plain(text: str) -> str:
    """On one line, without the number of a footnote and the full stop."""
    line = re.sub(r"\s+", " ", text).strip()
    return NOTE.sub("", NOTE.sub("", line).strip(" ,;:")).strip(" ,;:.")


def _cut(text: str, least: int) -> str:
    """Not longer than can be read at a glance, cut where a clause ends, but not before `least`."""
    if len(text.split()) <= LONGEST:
        return text
    ends = [match.start() for match in BORDER.finditer(text) if match.start() >= least]
    fits = [end for end in ends if SHORTEST <= len(text[:end].split()) <= LONGEST]
    return text[: max(fits)].strip(" ,;:") if fits else " ".join(text.split()[:LONGEST])
