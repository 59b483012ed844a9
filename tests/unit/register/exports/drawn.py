"""Made-up points: a commitment with an interval, one with an open end, one without a day, a motion and a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ketenmonitor.register.exports import Entry, Source, Standing, Term

LETTER = Source(
    "brief-havens.txt", "De Kamer ontvangt de evaluatie in het derde kwartaal van 2031.", 14, 2, 320, 384, date(2031, 2, 3),
    "https://monitor.example/register/stukken/1?punt=T-1#zin",
)  # fmt: skip
TERM = Term(
    "in het derde kwartaal van 2031",
    "in",
    date(2031, 7, 1),
    date(2031, 9, 30),
    "quarter",
    "quarter-named",
    None,
    ("kalenderkwartaal",),
)
COMMITMENT = Entry(
    "T-1", "commitment", "evaluatie havens", LETTER.sentence, Standing("open"), TERM, "de minister van Verkeer", theme="havens",
    made=date(2031, 2, 3), sources=(LETTER,), reference={"identifier": "TZ203102-009"}, repeats=("T-9",), rule="inform",
    confidence=0.9, address="https://monitor.example/register/punten/T-1",
)  # fmt: skip
OPEN_END = replace(
    COMMITMENT, key="T-2", title="wet op de kades",
    term=Term("na de zomer van 2032", "after", date(2032, 9, 1), None, "season", "after-season"),
)  # fmt: skip
NO_DAY = replace(COMMITMENT, key="T-3", title="overleg", term=Term("op korte termijn", rule="vague"))
MOTION = Entry(
    "M-1", "motion", "motie De Wit over loodsen", "Hiermee is de motie afgedaan.",
    Standing("open", "done", replace(LETTER, sentence="Hiermee is de motie afgedaan.")), None, "De Wit", "ABC",
    reference={"session": "2030/31", "dossier": "99123-XII", "number": 45}, sources=(LETTER,), address="https://monitor.example/m",
)  # fmt: skip
QUESTION = Entry(
    "V-1", "question", "Sluizen", "=Hoeveel sluizen zijn er?", Standing("open"), who="E. Jansma", party="XYZ",
    addressees=("de minister van Verkeer",),
)  # fmt: skip
ALL = (COMMITMENT, OPEN_END, NO_DAY, MOTION, QUESTION)


def say(name: str, **values: Any) -> str:
    """Words that show what was asked for."""
    return " ".join([name, *(f"{key}={value}" for key, value in values.items())])
