"""What is found in papers on the terminal, for people: Dutch by default.

Comes in: an extraction as JSON has it, with the notes of the reader. Goes out: per paper its kind, its date and how that is known, counts,
notes, and tables. The promise: a table that is cut short says how many rows it leaves out; rules stand beside what they found where
the terminal is wide enough.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ketenmonitor.cli.output import visible
from ketenmonitor.cli.register_tables import WIDE, moment, short, width
from ketenmonitor.cli.register_words import said, told
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number

MOST = 40
NARROW = ("asker", "answer", "who", "status", "reference", "kind", "period", "value", "said_in")
Found = dict[str, Any]
Cells = Callable[[Found, str], tuple[str, ...]]


def print_extracted(papers: list[Found], all_: bool, language: str) -> None:
    """Each paper, one after the other."""
    for paper in papers:
        _head(paper, language)
        for name, columns, cells in TABLES:
            _table(paper[name], name, columns, cells, None if all_ else MOST, language)


def _head(paper: Found, language: str) -> None:
    from ketenmonitor.release import page_language

    console = Console(highlight=False)
    kind = said("unknown_kind" if paper["kind"] == "unknown" else paper["kind"], language)
    day = (
        page_language(language).date(date.fromisoformat(paper["date"])) if paper["date"] else said("no_date", language)
    )
    console.print(visible(paper["source"]), style="bold", markup=False, soft_wrap=True)
    counts = ", ".join(f"{said(name, language)}: {len(paper[name])}" for name, _, _ in TABLES if paper[name])
    for line in (
        f"{said('kind', language)}: {kind}",
        f"{said('date', language)}: {day} ({told(paper['date_rule'], language)})",
        counts or said("nothing", language),
        *(f"{said('note', language)}: {told(note, language)}" for note in paper["notes"]),
    ):
        console.print(Padding(Text(visible(line)), (0, 0, 0, 2), expand=False))
    console.print()


def _table(
    rows: list[Found], title: str, columns: tuple[str, ...], cells: Cells, most: int | None, language: str
) -> None:
    if not rows:
        return
    is_wide = width() >= WIDE
    table = blank_table(f"{said(title, language)}: {number(len(rows), language)}")
    # One that is nowhere said takes no room.
    shown = [cells(row, language) for row in rows[:most]]
    kept = [at for at in range(len(columns)) if any(row[at] for row in shown)]
    for at in kept:
        is_short = columns[at] in ("number", "line")
        # What a row is about gets the room: a long name must not take it.
        most_wide = width() // 5 if columns[at] in NARROW else None
        table.add_column(
            said(columns[at], language), justify="right" if is_short else "left", no_wrap=is_short, overflow="fold", max_width=most_wide
        )  # fmt: skip
    if is_wide:
        table.add_column(said("rule", language), overflow="fold")
    for row, filled in zip(rows, shown, strict=False):
        sure = number(round(row["confidence"], 2), language)
        rule = [_plain(f"{told(row['rule'], language)} ({sure})")] if is_wide else []
        table.add_row(*(_plain(filled[at]) or said("none", language) for at in kept), *rule)
    show(table)
    if len(rows) > len(shown):
        Console(highlight=False).print(said("more", language).format(n=len(rows) - len(shown)))
    Console().print()


def _plain(text: str) -> str:
    """Text on one line, in which nothing steers the terminal."""
    return visible(" ".join(text.split()))


def _question(one: Found, language: str) -> tuple[str, ...]:
    own = one["number"] if one["number"] is not None else one["index"]
    name = f"{one['set']}.{own}" if one["set"] is not None else str(own or "")
    return name, one["asker"] or one["party"] or "", short(one["question"]), _answered(one, language), str(one["line"])


def _answered(one: Found, language: str) -> str:
    points = [*map(str, one["refers_to"]), *one["refers_elsewhere"]]
    answer = said("put_off" if one["put_off"] and not one["answer"] else "yes" if one["answer"] else "no", language)
    return f"{answer}; {said('see', language)} {', '.join(points)}" if points else answer


def _motion(one: Found, language: str) -> tuple[str, ...]:
    status = said(f"motion_{one['status']}", language)
    topic = one["topic"] if one["topic"] and one["topic"] not in one["name"] else ""
    return short(one["name"]), short(topic), _reference(one), status, str(one["line"])


def _commitment(one: Found, language: str) -> tuple[str, ...]:
    due = {"text": one["due_text"], "earliest": one["due_earliest"], "latest": one["due_latest"]}
    when = moment(due, language) if one["due_text"] else ""
    return one["who"] or "", short(one["what"]), when, said(f"commitment_{one['status']}", language), str(one["line"])


def _settled(one: Found, language: str) -> tuple[str, ...]:
    return said(one["kind"], language), short(one["name"]), _reference(one), str(one["line"])


def _fulfilment(one: Found, language: str) -> tuple[str, ...]:
    return short(one["about"]), one["said_in"] or _reference(one), one["said_on"] or "", str(one["line"])


def _figure(one: Found, language: str) -> tuple[str, ...]:
    value = int(one["value"]) if float(one["value"]).is_integer() else one["value"]
    sign = "+" if one["change"] == "relative" and value > 0 else ""
    return (
        f"{sign}{number(value, language)} {one['unit']}",
        short(one["about"] or ""),
        one["period"] or "",
        str(one["line"]),
    )


def _reference(one: Found) -> str:
    named = one["reference"] or {}
    is_numbered = named.get("dossier") and named.get("number") is not None
    return f"{named['dossier']}, nr. {named['number']}" if is_numbered else str(named.get("text") or "")


TABLES: tuple[tuple[str, tuple[str, ...], Cells], ...] = (
    ("questions", ("number", "asker", "question_text", "answer", "line"), _question),
    ("motions", ("motion", "topic", "reference", "status", "line"), _motion),
    ("commitments", ("who", "what", "due", "status", "line"), _commitment),
    ("settled", ("kind", "about", "reference", "line"), _settled),
    ("fulfilments", ("about", "said_in", "said_on", "line"), _fulfilment),
    ("figures", ("value", "about", "period", "line"), _figure),
)
