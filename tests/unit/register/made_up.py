"""Papers that nobody wrote, and what is found in them, made by hand: the store and the matching know no other papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

from ketenmonitor.register.items import (
    Commitment,
    Extraction,
    Moment,
    Motion,
    Question,
    Reference,
    Settled,
    StatedFigure,
)
from ketenmonitor.register.paper import Dated, Paper, Place
from ketenmonitor.register.reading.text import traced_lines
from ketenmonitor.register.records import Added, Register, add_paper
from ketenmonitor.register.traced import Traced

NOW_US = 1_780_000_000_000_000


def paper(text: str, day: date | None = date(2026, 1, 20), name: str = "brief.txt") -> Paper:
    text = f"{text}\n\nKenmerk {name}"  # no two papers have the same bytes
    return Paper(
        name,
        sha256(text.encode(errors="surrogatepass")).hexdigest(),
        "txt",
        text,
        traced_lines(text),
        dated=Dated(day, "head-of-letter", 0.9),
    )


def place(paper: Paper, sentence: str) -> Place:
    return paper.place(Traced.of(sentence, paper.raw.index(sentence)))


def moment(text: str, earliest: date | None, latest: date | None, **said: object) -> Moment:
    return replace(Moment(text, "before", earliest, latest, "day", "test"), **said)  # type: ignore[arg-type]  # fields


def commitment(
    paper: Paper, sentence: str, due: Moment | None = None, status: str = "open", what: str = ""
) -> Commitment:
    return Commitment(
        "minister van Molens",
        what or sentence,
        sentence,
        due,
        "inform",
        status,
        place(paper, sentence),
        "first-person",
        0.9,
    )


def motion(
    paper: Paper,
    sentence: str,
    name: str,
    topic: str | None = None,
    number: int | None = None,
    status: str = "mentioned",
) -> Motion:
    reference = Reference("kamerstuk", f"31 999, nr. {number}", dossier="31999", number=number) if number else None
    return Motion(name, None, topic, reference, status, sentence, place(paper, sentence), "motie-van", 0.9)


def settled(paper: Paper, sentence: str, kind: str, name: str, number: int | None = None) -> Settled:
    reference = Reference("kamerstuk", f"31 999, nr. {number}", dossier="31999", number=number) if number else None
    return Settled(kind, name, reference, sentence, place(paper, sentence), None, "hiermee", 0.9)


def question(paper: Paper, text: str, answer: str | None, index: int, set: int = 1, **said: object) -> Question:
    made = Question(text, answer, place(paper, text), "number", 0.95, set=set, index=index)
    return replace(made, **said)  # type: ignore[arg-type]  # the fields of a question


def figure(paper: Paper, sentence: str, value: float, unit: str, **said: object) -> StatedFigure:
    made = StatedFigure(value, unit, None, sentence, place(paper, sentence), "number-and-unit", 0.9)
    return replace(made, **said)  # type: ignore[arg-type]  # the fields of a figure


def letter(*sentences: str, day: date | None = date(2026, 1, 20), name: str = "brief.txt") -> Extraction:
    """A letter in which each sentence is a commitment."""
    made = paper("\n".join(["Geachte voorzitter,", *sentences, "Hoogachtend,"]), day, name)
    return Extraction(made, "policy_letter", commitments=tuple(commitment(made, one) for one in sentences))


def keep(register: Register, found: Extraction, at_us: int = NOW_US, corrects: int | None = None) -> Added:
    return add_paper(register, found, at_us, "anna", "1", corrects)
