"""Names and words in a workbook: of sheets, of tables, of columns, and what a code is called.

Comes in: titles and codes. Goes out: names that a spreadsheet accepts, each only once whatever the case of its letters,
and a word for each text of a column. The promise: two codes never get the same word, so a sheet says as much as the file
for machines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ketenmonitor.release.dataset import Column, State, Value
from ketenmonitor.release.formats.words import SPECIAL
from ketenmonitor.wording import Language

LONGEST_SHEET_NAME = 31
LONGEST_HEAD = 200
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = ("history",)  # Excel keeps this name of a sheet for itself
PREFIX = "t_"  # so that a name of a table is never an address, such as AB12


def names_of_sheets(titles: Sequence[str]) -> list[str]:
    """At most 31 characters; the second of a name ends with (2)."""
    taken = set(RESERVED)
    names = []
    for number, title in enumerate(titles, start=1):
        whole = " ".join(NOT_IN_SHEET_NAME.sub(" ", title).split()).strip("' ") or str(number)
        name = _cut(whole, "")
        count = 1
        while name.casefold() in taken:
            count += 1
            name = _cut(whole, f" ({count})")
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(name: str, end: str) -> str:
    """What fits: a spreadsheet counts a character outside the first 65,536 of Unicode as two."""
    while len((name + end).encode("utf-16-le")) // 2 > LONGEST_SHEET_NAME:
        name = name[:-1]
    return name.strip("' ") + end


def names_of_tables(ids: Iterable[str]) -> list[str]:
    """Letters, digits and underscores; numbers for all where two would be the same."""
    names = [PREFIX + id.replace("-", "_") for id in ids]
    return names if len(set(names)) == len(names) else [f"{PREFIX}{n}" for n, _ in enumerate(names, start=1)]


def heads(columns: Sequence[Column], spoken: Language) -> list[str]:
    """What stands above each column: its title, or its name where that does not fit."""
    titles = [column.title.in_language(spoken.code) for column in columns]
    names = [column.name for column in columns]
    fitting = [t if len(t) <= LONGEST_HEAD else name for t, name in zip(titles, names, strict=True)]
    return told_apart(fitting, names)


def labels(column: Column, cells: Iterable[Value], spoken: Language) -> dict[str, str]:
    """What is written for each text in a column: the words of its code, with the code behind them if need be."""
    texts = list(dict.fromkeys(cell for cell in cells if isinstance(cell, str)))
    words = {code: title.in_language(spoken.code) for code, title in column.words}
    if column.is_key:
        words = {code: spoken.say(word) for code, word in SPECIAL.items()} | words
    said = [spoken.say(text) if isinstance(text, State) else words.get(text, text) for text in texts]
    return dict(zip(texts, told_apart(said, [str(text) for text in texts]), strict=True))


def told_apart(words: Sequence[str], codes: Sequence[str]) -> list[str]:
    """The words, with the code behind those that read alike; only the codes if that does not tell them apart.

    The codes are unique. Upper and lower case read alike: a spreadsheet does not tell them apart in names.
    """
    seen = Counter(word.casefold() for word in words)
    said = [
        word if seen[word.casefold()] == 1 or word == code else f"{word} ({code})"
        for word, code in zip(words, codes, strict=True)
    ]
    return said if len({word.casefold() for word in said}) == len(said) else list(codes)
