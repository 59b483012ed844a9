"""A small made-up register: two letters about harbours and a set of questions, with something open, late, slipped and declared settled."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

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
from ketenmonitor.register.paper import Dated, Paper, Place, Repair
from ketenmonitor.register.records import Action, Register, add_paper, decide, items, open_register
from ketenmonitor.register.traced import Traced

TODAY = date.today()
FIRST, SECOND = TODAY - timedelta(days=400), TODAY - timedelta(days=30)
SOON, PAST = TODAY + timedelta(days=45), TODAY - timedelta(days=60)
CLERK = "local:een-griffier"
READ_US = 1_700_000_000_000_000
EVALUATION = "De minister van Verkeer stuurt de evaluatie van de havens vóór de zomer naar de Kamer."
INSPECTION = "Ook laat hij onderzoeken hoe de inspectie van sluizen sneller kan."
LEVIES = "Over de heffingen wordt u na afloop van het jaar geïnformeerd."
MOTION = "Met de motie-De Wit (ABC) over veilige loodsen (Kamerstuk 99 123, nr. 45) wordt een meldpunt ingericht."
SETTLED = "Hiermee is de motie-De Wit over veilige loodsen (Kamerstuk 99 123, nr. 45) afgedaan."
FIGURE = "Het aantal meldingen steeg met 8 % in het afgelopen jaar."
LATER = "De minister van Verkeer stuurt de evaluatie van de havens nu in het najaar naar de Kamer."
ASKED = "Hoeveel sluizen zijn in het afgelopen jaar geïnspecteerd, en waarom niet alle?"
ANSWER = "Er zijn 31 sluizen geïnspecteerd."
UNANSWERED = "Wanneer ontvangt de Kamer het rapport over de loodsen?"
LETTER = f"""Aan de voorziƩer van de Kamer

{EVALUATION}
{INSPECTION.replace("hoe de", "hoe" + chr(10) + "de")}
\x0c{LEVIES} {MOTION}
{FIGURE}
"""
LATER_LETTER = f"Voortgang havens\n\n{LATER}\n{SETTLED}\n"
QUESTIONS = f"Vragen van het lid Jansma (XYZ)\n1 {ASKED}\n{ANSWER}\n2 {UNANSWERED}\n"


def paper_of(source: str, raw: str, day: date | None) -> Paper:
    """A made-up paper whose one broken letter was mended."""
    lines, at, breaks = [], 0, tuple(i for i, c in enumerate(raw) if c == "\x0c")
    for line in raw.split("\n"):
        traced = Traced.of(line, at)
        if "Ʃ" in line:
            where = line.index("Ʃ")
            traced = traced[:where] + Traced("tt", (at + where, at + where)) + traced[where + 1 :]
        lines.append(traced.strip("\x0c"))
        at += len(line) + 1
    repairs = (Repair("Ʃ", "tt", 1, "voorzitter", False),) if "Ʃ" in raw else ()
    return Paper(
        source,
        hashlib.sha256(raw.encode()).hexdigest(),
        "txt",
        raw,
        tuple(lines),
        breaks,
        repairs,
        (),
        Dated(day, "letter-date", 0.95),
    )


def place_in(paper: Paper, sentence: str) -> Place:
    """Where a sentence stands, whatever its line ends."""
    begin = paper.raw.replace("\n", " ").index(sentence)
    line = paper.line_of(begin)
    page = 1 + sum(at <= begin for at in paper.page_breaks) if paper.page_breaks else None
    return Place(line, begin, begin + len(sentence), page)


def promise(
    paper: Paper, text: str, what: str, due: Moment | None = None, kind: str = "inform", sure: float = 0.9
) -> Commitment:
    """A commitment of the minister."""
    who = "de minister van Verkeer"
    return Commitment(who, what, text, due, kind, "open", place_in(paper, text), "promise-verb", sure)


def extractions() -> tuple[Extraction, ...]:
    """What was found in the three papers."""
    letter, later = paper_of("brief-havens.txt", LETTER, FIRST), paper_of("voortgang.txt", LATER_LETTER, SECOND)
    questions = paper_of("vragen.txt", QUESTIONS, SECOND)
    number = Reference("kamerstuk", "Kamerstuk 99 123, nr. 45", None, "99123", 45)
    motion = Motion(
        "motie-De Wit",
        "ABC",
        "over veilige loodsen",
        number,
        "in progress",
        MOTION,
        place_in(letter, MOTION),
        "motion-named",
        0.92,
    )
    before = Moment(
        "vóór de zomer", "before", None, PAST, "recess", "before-summer", None, ("het zomerreces begint op deze dag",)
    )
    autumn = Moment("in het najaar", "in", SOON - timedelta(days=80), SOON, "season", "season-named")
    year = Moment("na afloop van het jaar", "after", TODAY + timedelta(days=200), None, "year", "after-year")
    first = Extraction(
        letter, "policy_letter", motions=(motion,),
        commitments=(
            promise(letter, EVALUATION, "evaluatie van de havens naar de Kamer sturen", before),
            promise(letter, INSPECTION, "onderzoek naar snellere inspectie van sluizen", None, "research", 0.62),
            promise(letter, LEVIES, "informeren over de heffingen", year),
        ),
        figures=(StatedFigure(8.0, "%", "afgelopen jaar", FIGURE, place_in(letter, FIGURE), "change-in-percent", 0.8, "meldingen"),),
    )  # fmt: skip
    settled = Settled(
        "motion", "motie-De Wit over veilige loodsen", number, SETTLED, place_in(later, SETTLED), None, "hereby", 0.97
    )
    second = Extraction(
        later, "progress_annex", settled=(settled,),
        commitments=(replace(promise(later, LATER, "evaluatie van de havens naar de Kamer sturen", autumn), confidence=0.7),),
    )  # fmt: skip
    asked = [
        Question(text, answer, place_in(questions, text), "numbered", 0.99, number=n, asker="E. Jansma", party="XYZ",
                 addressee=("de minister van Verkeer",))
        for n, (text, answer) in enumerate(((ASKED, ANSWER), (UNANSWERED, None)), start=1)
    ]  # fmt: skip
    return first, second, Extraction(questions, "question_sets", questions=tuple(asked))


def filled_register(home: Path) -> Register:
    """The register of a home, with the three papers in it."""
    register = open_register(home, make=True)
    for extraction in extractions():
        add_paper(register, extraction, READ_US, "tests", "tests")
    decide(register, Action.MERGE, key_of(register, EVALUATION), CLERK, READ_US, value=key_of(register, LATER))
    return register


@cache
def known_key() -> str:
    """The key of the first commitment: the same in every register that has these papers."""
    with tempfile.TemporaryDirectory() as folder:
        return key_of(filled_register(Path(folder)), EVALUATION)


def key_of(register: Register, text: str) -> str:
    """The key of the item with this sentence."""
    [found] = [one.key for one in items(register, rejected=True) if one.text == text]
    return found
