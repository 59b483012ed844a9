"""Made-up written answers to a budget debate, as a table and as the text that PDF tools make of it, with what is in them.

`drawn(seed)` gives the rows; `as_text(rows, seed)` lays them out on pages and gives them column after column, a cell cut by a page break
going on after the right-hand columns; `as_typst(rows)` sets the same table for a real PDF.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_ONSETS = "bl br dr fl gl gr kl kn kr pl pr sl sn sp st tr vl vr b d f g h k l m n p r s t v w z"
_NUCLEI = "a e i o u aa ee oo uu ei oe ie eu"
_CODAS = "k l m n p r s t d g nd rk st ng lm"
_COMMON = "de het een en van in op te dat met voor aan bij niet ook is zijn wordt zal kan om tot uit door over naar"
_HEADS, _VOWELS, _TAILS, _SMALL = (words.split() for words in (_ONSETS, _NUCLEI, _CODAS, _COMMON))
_PARTICLES = ("", "", "", "", "van ", "van der ", "de ", "van den ")


@dataclass(frozen=True)
class Row:
    """One row, as it was meant."""

    number: int
    section: str
    question: str
    answer: str
    asker: str
    offices: tuple[str, ...]
    refers_to: tuple[int, ...] = ()


def drawn(seed: int, members: int = 7) -> list[Row]:
    """Rows under headings of members, with numbers that are not in order and some that are missing."""
    dice = random.Random(seed)
    numbers = list(range(1, 1 + members * 7))
    for _ in range(len(numbers) // 4):
        one = dice.randrange(len(numbers) - 1)
        numbers[one], numbers[one + 1] = numbers[one + 1], numbers[one]
    numbers = [number for number in numbers if dice.random() > 0.05]
    rows: list[Row] = []
    for _ in range(members):
        name, particle = _word(dice, 2).capitalize(), dice.choice(_PARTICLES)
        if dice.random() < 0.2:
            name += "-" + _word(dice, 2).capitalize()
        initials = "".join(dice.choice("ABCDEFGHJKLM") + "." for _ in range(dice.randint(1, 3)))
        section = f"{(particle + name)[0].upper()}{(particle + name)[1:]} ({dice.choice(['WKL', 'Volkslijst', 'N44', 'Oost-West', 'BLP'])})"
        asker = f"{name}, {initials}" + (f" {particle.strip()}" if particle else "")
        for _ in range(dice.randint(3, 7)):
            if numbers:
                rows.append(_row(dice, numbers.pop(0), section, asker, [row.number for row in rows]))
    return rows


def _row(dice: random.Random, number: int, section: str, asker: str, earlier: list[int]) -> Row:
    offices = dice.choice([("MWenR",), ("SWenR",), ("MWenR", "SWenR"), ("StasJKL",)])
    question = ("Vraag: " if dice.random() < 0.08 else "") + " ".join(
        _sentence(dice, dice.choice("?.?.?")) for _ in range(dice.randint(0, 4))
    )
    question = (question + " " + _sentence(dice, "?" if dice.random() < 0.85 else ".")).strip()
    if earlier and dice.random() < 0.12:
        other = dice.choice(earlier)
        return Row(number, section, question, f"Zie het antwoord op vraag {other}.", asker, offices, (other,))
    parts = [
        " ".join(_sentence(dice, ".") for _ in range(dice.randint(1, 6))) for _ in range(dice.choice([1, 1, 2, 3, 5]))
    ]
    if dice.random() < 0.1:
        parts.insert(0, dice.choice(["Ja.", "Nee."]))
    return Row(number, section, question, "\n".join(parts), asker, offices)


def _word(dice: random.Random, syllables: int) -> str:
    return "".join(
        dice.choice(_HEADS) + dice.choice(_VOWELS) + dice.choice(_TAILS if at + 1 == syllables else ["", "", "r", "n"])
        for at in range(syllables)
    )


def _sentence(dice: random.Random, end: str) -> str:
    words = [
        dice.choice(_SMALL) if dice.random() < 0.5 else _word(dice, dice.choice([1, 2, 2, 3, 4]))
        for _ in range(dice.randint(4, 18))
    ]
    if dice.random() < 0.15:
        words.insert(dice.randint(1, len(words) - 1), str(dice.choice([3, 12, 45, 2026, 1500])))
    text = " ".join(words)
    return text[0].upper() + text[1:] + end


def _width(text: str) -> float:
    """Letters are not of the same width in print, so lines of a column are not of the same length."""
    return sum(
        {"i": 0.5, "l": 0.5, "j": 0.5, "t": 0.6, "f": 0.6, "r": 0.7, "m": 1.5, "w": 1.3}.get(letter, 1.0)
        for letter in text
    )


def _set(text: str, width: float) -> list[str]:
    lines: list[str] = []
    for part in text.split("\n"):
        held = ""
        for word in part.split():
            if held and _width(held + " " + word) > width:
                lines.append(held)
                held = word
            else:
                held = f"{held} {word}".strip()
        lines.append(held)
    return lines


def as_text(rows: list[Row], seed: int) -> str:
    """The table on pages, as PDF tools give it."""
    dice = random.Random(seed + 1)
    narrow, wide, side, height = dice.randint(24, 36), dice.randint(48, 66), dice.randint(8, 12), dice.randint(36, 56)
    out = [
        "Aan de Voorzitter",
        "",
        "Hierbij de antwoorden op de vragen uit de eerste termijn van de begroting. ",
        " Vraag ",
        "Nr. ",
        "",
        "Vraag Antwoord Kamer- ",
        "lid ",
    ]
    out += ["", "Bewinds-", "persoon ", ""]
    left, section, page = height - 12, "", 1
    for row in rows:
        cells = [_set(f"{row.number} {row.question}", narrow), _set(row.answer, wide)]
        mark = [] if dice.random() < 0.08 else _mark(row, side)
        if row.section != section:
            out += [f" {row.section} ", "", " "]
            section, left = row.section, left - 2
            if dice.random() < 0.5 and len(cells[0]) > 1:
                cells[0].insert(1, "")
        while True:
            fits = max(len(cells[0]), len(cells[1])) <= left
            taken = [cell if fits else cell[: max(left, 2)] for cell in cells]
            out += list(_row_lines(taken, mark, fits, dice))
            if fits:
                left -= max(map(len, cells)) + 1
                break
            cells, mark = [cell[max(left, 2) :] for cell in cells], []
            page, left = page + 1, height
            out += ["", "", f"{page} ", " ", ""] if dice.random() < 0.15 else []
            for cell in cells:
                if cell and cell[0]:
                    cell[0] = " " + cell[0]
                    break
        if left < 3:
            left, page = height, page + 1
    return "\n".join(out)


def _row_lines(cells: list[list[str]], mark: list[list[str]], fits: bool, dice: random.Random) -> Iterator[str]:
    for cell in cells:
        if not cell or not any(cell):
            continue
        if cell is cells[1] and len(cell) == 1 and mark and len(mark[0]) == 1 and fits:
            yield f"{cell[0]} {' '.join(line for part in mark for line in part)} "
            yield ""
            return
        yield from (f"{line} " if line else "" for line in cell)
        yield ""
    if fits and dice.random() < 0.8:
        yield from (" ", "")
    for part in mark:
        yield from (f"{line} " for line in part)
        yield ""


def _mark(row: Row, side: int) -> list[list[str]]:
    lines = _set(row.asker, side)
    offices = _set(", ".join(row.offices), side)
    if len(lines) == 1:
        # Both cells begin on the same line, and tools give them as one.
        return [[f"{lines[0]} {offices[0]}", *offices[1:]]]
    return [lines, offices]


def as_typst(rows: list[Row]) -> str:
    """The same table for a real PDF."""
    told = ['#set page(paper: "a4", margin: 2cm, numbering: "1")', "#set text(size: 10pt)", "Aan de Voorzitter", ""]
    told += ["Hierbij de antwoorden op de vragen uit de eerste termijn van de begroting.", ""]
    told.append(
        "#table(columns: (1.1cm, 5cm, 8cm, 2cm, 1.6cm), table.header[Vraag Nr.][Vraag][Antwoord][Kamer-lid][Bewinds-persoon],"
    )
    section = ""
    for row in rows:
        if row.section != section:
            told.append(f"table.cell(colspan: 5)[{row.section}],")
            section = row.section
        answer = row.answer.replace("\n", "\n\n")
        told.append(f"[{row.number}], [{row.question}], [{answer}], [{row.asker}], [{', '.join(row.offices)}],")
    return "\n".join([*told, ")"])
