"""What stands around the figures of a release: the page in other languages, its files, and what changed.

Comes in: values of parts. Goes out: the same, as links, tables and texts. The promise: addresses are relative, so that
a release reads the same wherever it stands.
"""

from __future__ import annotations

from ketenmonitor.release.parts import Changes, Download, Link
from ketenmonitor.release.tables import Cell, Row, Table
from ketenmonitor.wording import Language

PAGES = {"nl": "index.html", "en": "en.html"}  # the file of the page in each language
UNITS = ("bytes", "kB", "MB", "GB")


def other_languages(language: Language) -> tuple[Link, ...]:
    """The same page in each other language; a language is named in itself."""
    return tuple(
        Link(file, Language(code, language.rooms).say("language_name"), code)
        for code, file in PAGES.items()
        if code != language.code
    )


def changes_table(changes: Changes | None, language: Language) -> Table | None:
    """A row per figure that changed, old beside new; None when nothing did."""
    if changes is None or not changes.rows:
        return None
    rows = tuple(
        Row(one.figure, (Cell(one.period, is_text=True), one.old, one.new, Cell(one.cause, is_text=True)))
        for one in changes.rows
    )
    columns = tuple(language.say(f"change_{name}") for name in ("period", "old", "new", "cause"))
    return Table(language.say("changes_table"), language.say("figure"), columns, rows)


def size_of(count: int, language: Language) -> str:
    """A number of bytes for people: 345 bytes, 12,3 kB."""
    value, unit = float(count), 0
    while value >= 999.95 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{language.number(value, 1 if unit else 0)} {UNITS[unit]}"


def downloads_table(downloads: tuple[Download, ...], language: Language) -> Table | None:
    """The files of the release for paper, where a link cannot be followed: each with its address."""
    if not downloads:
        return None
    rows = tuple(
        Row(one.title, (Cell(one.address, is_text=True), Cell(one.kind, is_text=True), Cell(one.size)))
        for one in downloads
    )
    columns = tuple(language.say(f"download_{name}") for name in ("address", "kind", "size"))
    return Table(language.say("downloads_table"), language.say("download_title"), columns, rows)
