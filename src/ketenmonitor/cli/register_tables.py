"""The register on the terminal, for people: Dutch by default.

A moment is shown as the paper says it, with the interval that it stands for; a missing value as a dash, never as a date.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ketenmonitor.cli.output import visible
from ketenmonitor.cli.register_words import said, told
from ketenmonitor.cli.terminal import blank_table, show

LONGEST_TITLE = 90
# From this width on what is said beside a point has columns of its own.
WIDE, WIDEST = 140, 240
# So many columns a narrow terminal can hold; where there are more, a cell that is longer than this has a line of its own.
MOST_NARROW, SHORT = 5, 40
# What is not plain without its name where a row is told on one line.
NAMED = ("page", "line", "confidence", "difference", "stated")
CHECKED = ("verdict", "stated", "compared", "difference", "why", "source", "sentence", "key")
Point = dict[str, Any]


def print_read(results: list[dict[str, Any]], language: str) -> None:
    """What became of each file."""
    for one in results:
        kind = said("unknown_kind" if one["kind"] == "unknown" else one["kind"], language)
        when = one["date"] or said("no_date", language)
        counts = ", ".join(f"{said(kind, language)}: {n}" for kind, n in one["counts"].items()) or said(
            "none", language
        )
        _line(
            f"{one['source']}: {said(one['state'], language)}. {kind}. {when} ({told(one['date_rule'], language)}). {counts}."
        )
        for note in one["notes"]:
            _line(f"    {told(note, language)}")
        for lost in one["lost"]:
            _line(f"    {said('lost', language)}: {lost['who']}, {lost['action']}: {lost['text']}")


def print_list(found: dict[str, Any], language: str) -> None:
    """One row a point."""
    table = blank_table(f"{said('on', language)} {found['on']} · {len(found['points'])} {said('points', language)}")
    is_wide = width() >= WIDE
    for name in (
        ("key", "kind", "about", "due", "state", *BESIDE, "times") if is_wide else ("key", "about", "due", "state")
    ):
        table.add_column(said(name, language), overflow="fold", no_wrap=name == "key")
    for point in found["points"]:
        table.add_row(*map(visible, (_point if is_wide else _narrow_point)(point, language)))
    show(table)
    _line(read_until(found["read"], language))
    for lost in found["no_longer_found"]:
        _line(f"{said('lost', language)}: {lost['key']}, {lost['who']}, {lost['action']}: {lost['text']}")


def _point(point: Point, language: str) -> tuple[str, ...]:
    return (
        point["id"], said(point["kind"], language), short(point["title"]), moment(point["due"], language),
        state(point, language), *(shown(point, language) for shown in BESIDE.values()), str(point["times"]),
    )  # fmt: skip


def _narrow_point(point: Point, language: str) -> tuple[str, ...]:
    """The same in fewer columns: what is nowhere said takes no room."""
    times = f" ({point['times']}\N{MULTIPLICATION SIGN})" if point["times"] > 1 else ""
    beside = ((name, shown(point, language)) for name, shown in BESIDE.items())
    told_beside = [f"{said(name, language)}: {text}" for name, text in beside if text != said("none", language)]
    return (
        point["id"], f"{said(point['kind'], language)}{times}: {short(point['title'])}", moment(point["due"], language),
        "\n".join([state(point, language), *told_beside]),
    )  # fmt: skip


def read_until(read: dict[str, Any], language: str) -> str:
    """How far the papers go: what came after them is not known."""
    from ketenmonitor.release import page_language

    last = page_language(language).date(date.fromisoformat(read["last"])) if read["last"] else said("no_date", language)
    return said("read_until", language).format(papers=read["papers"], last=last)


def print_checks(found: dict[str, Any], are_all_shown: bool, language: str) -> None:
    """One row a verdict; then how many figures have which, and why those that are not comparable are not."""
    silent = [one for one in found["checks"] if one["verdict"] == "not-comparable"]
    shown = [_check(one, language) for one in found["checks"] if are_all_shown or one not in silent]
    _rows("verdict", CHECKED, shown, language)
    if not shown:
        _line(f"{said('verdict', language)}: {said('none', language)}")
    counts = "; ".join(f"{said(verdict, language)}: {n}" for verdict, n in found["counts"].items())
    _line(f"{said('figures', language)}: {found['figures']}. {counts}.")
    reasons = (told(one["why"], language).partition(";")[0].partition(":")[0] for one in silent)
    for why, n in Counter(reasons).most_common():
        _line(f"    {said('not-comparable', language)}, {n}: {why}")
    _line(f"{said('untied', language)}: {found['untied']}")


def _check(one: dict[str, Any], language: str) -> tuple[str, ...]:
    other = "" if one["other"] is None else f"{one['other']:.10g}: "
    difference = (
        said("none", language) if one["difference"] is None else f"{one['difference']:+.4g} (± {one['tolerance']:.4g})"
    )
    return (
        said(one["verdict"], language), f"{one['stated']:.10g} {one['unit']}", f"{other}{told(one['compared'], language)}", difference,
        told(one["why"], language), f"{one['source']}, {said('line', language)} {one['line']}", one["text"], one["key"],
    )  # fmt: skip


def print_point(point: Point, language: str) -> None:
    """One point: how it stands, every mention with its place, why they are one, what moved and who decided what."""
    _line(f"{point['id']} · {said(point['kind'], language)} · {point['title']}")
    _line(f"{said('on', language)} {point['on']}: {state(point, language)} · {moment(point['due'], language)}")
    for name, shown in BESIDE.items():
        _line(f"{said(name, language)}: {shown(point, language)}")
    for one in point["answers"]:
        tied = one["tied_to"]
        where = f"{one['address']} ({one['value']})" if one["release"] else told(one["why"], language)
        _line(f"{said('answered_by', language)}: {tied['chain']} {tied['measure']} {tied['id']}: {where}")
    if point["official"]:
        _line(f"{said('official', language)}: " + ", ".join(f"{k}: {v}" for k, v in point["official"].items()))
    _rows("mentions", ("source", "date", "page", "line", "key", "rule", "sentence"), [
        (m["source"], m["date"], m["page"], m["line"], m["key"], f"{told(m['rule'], language)} {m['confidence']:.2f}", m["text"])
        for m in point["mentions"]
    ], language)  # fmt: skip
    _rows("moments", ("source", "date", "due", "assumed"), [
        (m["said"]["source"], m["said"]["date"], moment(m, language), "; ".join(told(one, language) for one in m.get("assumptions") or ()))
        for m in point["moments"]
    ], language)  # fmt: skip
    _rows("possibly", ("source", "date", "page", "line", "rule", "confidence", "sentence", "why"), [
        (f["source"], f["date"], f["page"], f["line"], told(f["rule"], language), f"{f['confidence']:.2f}", f["text"], _reasons(f, language))
        for f in point["possibly_fulfilled_by"]
    ], language)  # fmt: skip
    _rows("links", ("key", "key", "rule", "confidence", "why"), [
        (k["one"], k["other"], told(k["rule"], language), f"{k['score']:.2f}", _reasons(k, language)) for k in point["links"]
    ], language)  # fmt: skip
    _rows("history", ("who", "what", "key", "before", "sentence"), [
        (d["who"], f"{d['action']} {d['field'] or ''} {'' if d['value'] is None else d['value']}", d["key"], d["before"], d["note"])
        for d in point["decisions"]
    ], language)  # fmt: skip


def _reasons(one: dict[str, Any], language: str) -> str:
    return ", ".join(told(reason, language) for reason in one["reasons"])


def moment(due: dict[str, Any] | None, language: str) -> str:
    """A moment as it is said, and the interval."""
    if not due:
        return said("none", language)
    first, last = due.get("earliest"), due.get("latest")
    if not first and not last:
        interval = said("no-moment", language)
    elif first and last:
        interval = first if first == last else f"{first} – {last}"
    else:
        interval = f"{said('until', language)} {last}" if last else f"{said('from', language)} {first}"
    return f"{due.get('text') or ''} ({interval})"


def state(point: Point, language: str) -> str:
    """The state, and how late it is."""
    word = said("due_now" if point["state"] == "due" else point["state"], language)
    late = f"{word}, {point['days_late']} {said('days', language)}" if point["days_late"] else word
    return f"{late}; {said(point['reported']['status'], language)}" if point["reported"] else late


def slipped(point: Point, language: str) -> str:
    """From when to when, and how many days."""
    found = [
        f"{slip['from'].get('latest') or slip['from'].get('earliest')} → {slip['to'].get('latest') or slip['to'].get('earliest')}"
        f" ({slip['days']:+d} {said('days', language)})"
        for slip in point["slips"]
    ]
    return "; ".join(found) or said("none", language)


def _declared(point: Point, language: str) -> str:
    found = [f"{one['source']}, {said('line', language)} {one['line']}" for one in point["declared_settled"]]
    return "; ".join(found) or said("none", language)


def _carried_out(point: Point, language: str) -> str:
    found = [f"{said(one['kind'], language)}: {one['what']} {one['on'] or ''}".strip() for one in point["carried_out"]]
    return "; ".join(found) or said("none", language)


BESIDE = {"declared": _declared, "carried_out": _carried_out, "slipped": slipped}


def width() -> int:
    """How wide a table may be: piped output has no width of its own."""
    console = Console()
    return console.width if console.is_terminal else WIDEST


def short(text: str) -> str:
    """The beginning of a text, whole words."""
    if len(text) <= LONGEST_TITLE:
        return text
    return text[:LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _rows(title: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]], language: str) -> None:
    if not rows:
        return
    if len(heads) > MOST_NARROW and width() < WIDE:
        _blocks(title, heads, rows, language)
        return
    table = blank_table(said(title, language))
    for head in heads:
        table.add_column(said(head, language), overflow="fold", no_wrap=head == "key")
    for row in rows:
        table.add_row(*(said("none", language) if cell is None else visible(str(cell)) for cell in row))
    show(table)


def _blocks(title: str, heads: tuple[str, ...], rows: list[tuple[Any, ...]], language: str) -> None:
    """Rows that are too wide for the terminal: what is short on one line, what is long below it, and nothing of what is not there."""
    console = Console(highlight=False)
    console.print(said(title, language), style="bold", markup=False)
    for row in rows:
        cells = [(head, str(cell)) for head, cell in zip(heads, row, strict=True) if cell not in (None, "")]
        short_ones = [
            f"{said(head, language)} {cell}" if head in NAMED else cell for head, cell in cells if len(cell) <= SHORT
        ]
        long_ones = [f"{said(head, language)}: {cell}" for head, cell in cells if len(cell) > SHORT]
        for indent, line in ((2, " · ".join(short_ones)), *((4, one) for one in long_ones)):
            console.print(Padding(Text(visible(line)), (0, 0, 0, indent), expand=False))


def _line(text: str) -> None:
    import typer

    typer.echo(visible(text))
