"""A paper made to be slow: twice as much of it takes about twice the time, whatever it repeats."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ketenmonitor.register import extract, read

OPENING = "Geachte voorzitter,\n\nHierbij stuur ik u de brief over de keten van 3 maart 2026.\n\n"
MOST = 3.2  # twice as much takes four times as long where the time grows with the square
REPEATED = {
    "numbers": "1 2 ",
    "shares": "5% ",
    "full stops": ".",
    "white space": " ",
    "a motion": "Ik informeer uw Kamer voor de zomer van 2026 over de motie van het lid Jansen. ",
    "abbreviations": "nr. 1, ",
}


@pytest.mark.parametrize("what", REPEATED)
def test_twice_as_much_takes_about_twice_the_time(tmp_path: Path, what: str) -> None:
    once, twice = (min(_seconds(tmp_path, REPEATED[what], size) for _ in range(2)) for size in (12_000, 24_000))
    assert twice <= MOST * max(once, 0.05)


def _seconds(folder: Path, repeated: str, size: int) -> float:
    paper = folder / "paper.txt"
    paper.write_text(OPENING + repeated * (size // len(repeated)) + "\n")
    begin = time.process_time()
    extract(read(paper))
    return time.process_time() - begin
