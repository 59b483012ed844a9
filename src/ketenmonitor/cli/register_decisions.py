"""Commands by which a person decides: correct what was read, add what was not found, tie a point to a measure.

The promise: who gives the command, and when, is kept with what stood there before; nothing is written over.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketenmonitor.cli.arguments import Home, Json, Lang, Language
from ketenmonitor.cli.output import now_us, print_json, user_of_system
from ketenmonitor.cli.register_words import said as word
from ketenmonitor.cli.releases import day_of
from ketenmonitor.errors import UsageError

if TYPE_CHECKING:
    from ketenmonitor.register.records import Action, Register

Key = Annotated[str, typer.Argument(help="A key, as `register list` and `register show` show it.")]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", help='A field and its value: what="...", status=done, due="voor 1 mei 2027".'),
]
Note = Annotated[str, typer.Option(help="Why, for who reads it later.")]


def correct(
    home: Home,
    key: Key,
    set_: Set = None,
    confirm: Annotated[bool, typer.Option("--confirm", help="It is right as it stands.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="This is not an item.")] = False,
    same_as: Annotated[str | None, typer.Option(help="The key of a mention of the same point.")] = None,
    not_same_as: Annotated[str | None, typer.Option(help="The key of a mention of another point.")] = None,
    carried_out: Annotated[str | None, typer.Option(help="It was carried out, and this shows it.")] = None,
    day: Annotated[str | None, typer.Option(help="The day of that: 2026-07-01.")] = None,
    official: Annotated[
        list[str] | None, typer.Option(help="What the official register says: Nummer=TZ202601-001, Status=Openstaand.")
    ] = None,
    undo: Annotated[int | None, typer.Option(help="The number of a decision that holds no more.")] = None,
    note: Note = "",
) -> None:
    """Say what is right about an item; it stays so when the paper is read anew."""
    from ketenmonitor.register.records import Action, open_register

    on = day_of(day).isoformat() if day else None
    wanted: list[tuple[Action, dict[str, Any]]] = [
        *((Action.CONFIRM, {}) for _ in range(confirm)),
        *((Action.REJECT, {}) for _ in range(reject)),
        *((Action.MERGE, {"value": other}) for other in (same_as,) if other),
        *((Action.SPLIT, {"value": other}) for other in (not_same_as,) if other),
        *((Action.CARRIED_OUT, {"value": {"evidence": text, "on": on}}) for text in (carried_out,) if text),
        *((Action.OFFICIAL, {"value": {**fields_of(said), "on": on}}) for said in (official,) if said),
        *((Action.WITHDRAW, {"value": number}) for number in (undo,) if number is not None),
    ]
    register = open_register(home)
    wanted += [(Action.CORRECT, one) for one in _corrections(register, key, set_ or [])]
    if not wanted:
        raise UsageError("Say what to decide: --confirm, --reject, --set FIELD=VALUE, or another of `--help`.")
    _decide(register, key, wanted, note)


def _decide(register: Register, key: str, wanted: list[tuple[Action, dict[str, Any]]], note: str) -> None:
    from ketenmonitor.register.records import decide

    for action, what in wanted:
        made = decide(register, action, key, user_of_system(), now_us(), note=note, **what)
        typer.echo(f"{made.id}: {made.action} {key} {made.field or ''}".rstrip())


def _corrections(register: Register, key: str, said: list[str]) -> list[dict[str, Any]]:
    from ketenmonitor.register.records import item_of

    if not said:
        return []
    item = item_of(register, key)
    return [{"field": field, "value": _read(field, value, item.date)} for field, value in fields_of(said).items()]


def _read(field: str, value: Any, on: date | None) -> Any:
    """A moment is read as it would be in the paper, on the day of the paper."""
    if field != "due" or not isinstance(value, str):
        return value
    from ketenmonitor.register.grammar import moments
    from ketenmonitor.register.records import plain
    from ketenmonitor.register.traced import Traced

    found = moments(Traced.of(value), on)
    if len(found) != 1:
        raise UsageError(f'"{value}": this is not one moment. Right is such as "voor 1 mei 2027" or "eind 2026".')
    return plain(found[0][0])


def fields_of(said: list[str]) -> dict[str, Any]:
    """FIELD=VALUE, one by one; a value is JSON where it is that, else text. Raises UsageError."""
    found = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise UsageError(f'"{one}": not a field and its value. Right is such as status=done.')
        try:
            found[name] = json.loads(value)
        except json.JSONDecodeError:
            found[name] = value
    return found


def add(
    home: Home,
    paper: Annotated[int, typer.Argument(help="The number of the paper, as `register papers` shows it.")],
    kind: Annotated[str, typer.Argument(help="question, motion, commitment, settled or figure.")],
    sentence: Annotated[str, typer.Argument(help="The sentence, as it stands in the paper.")],
    set_: Set = None,
    note: Note = "",
) -> None:
    """Add an item that no rule found: the sentence must stand in the paper."""
    from ketenmonitor.register.records import Kind, add_item, open_register, paper_of

    if kind not in tuple(Kind):
        raise UsageError(f"{kind}: not known here. Right are: {', '.join(Kind)}.")
    register = open_register(home)
    on = paper_of(register, paper).date
    said = {field: _read(field, value, on) for field, value in fields_of(set_ or []).items()}
    made = add_item(register, paper, Kind(kind), sentence, user_of_system(), now_us(), note, **said)
    typer.echo(made.key)


def tie(
    home: Home,
    point: Key,
    chain: Annotated[str, typer.Option(help="The chain.")],
    measure: Annotated[str, typer.Option(help="The measure: stock, flow, lead-time, handover or term.")],
    id: Annotated[str, typer.Option(help="Which one, by its id in the definition.")],
    breakdown: Annotated[list[str] | None, typer.Option(help="An attribute that it is broken down by.")] = None,
    period: Annotated[str | None, typer.Option(help="month, quarter or year; without it, the whole.")] = None,
    field: Annotated[str | None, typer.Option(help="The column; without it, the first of the measure.")] = None,
    when: Annotated[
        str | None, typer.Option(help="Of a stated figure: its period or day, such as 2025 or 2025-12.")
    ] = None,
    before: Annotated[
        str | None, typer.Option(help="Of a stated change: the period or day that it is a change of.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="It is not tied to this any more.")] = False,
    note: Note = "",
) -> None:
    """Tie a point or a stated figure to a measure of the monitor, so that releases answer or check it."""
    from ketenmonitor.register.answering import check_measure
    from ketenmonitor.register.records import Action, open_register

    check_measure(measure)
    value = {
        "chain": chain, "measure": measure, "id": id, "by": breakdown or [], "period": period, "field": field,
        "when": when, "before": before,
    }  # fmt: skip
    _decide(open_register(home), point, [(Action.UNTIE if undo else Action.TIE, {"value": value})], note)


def papers(home: Home, json: Json = False, lang: Lang = Language.nl) -> None:
    """List the papers, with their numbers and what was found in them."""
    from ketenmonitor.register.records import open_register
    from ketenmonitor.register.records import papers as all_papers

    found: list[dict[str, Any]] = [
        {
            "paper": one.id, "source": one.source, "kind": one.kind, "date": one.date.isoformat() if one.date else None,
            "date_rule": one.date_rule, "counts": dict(one.counts), "notes": list(one.notes), "readings": one.readings,
        }
        for one in all_papers(open_register(home))
    ]  # fmt: skip
    if json:
        print_json({"papers": found})
        return
    for one in found:
        counts = ", ".join(f"{word(kind, lang)}: {n}" for kind, n in one["counts"].items())
        typer.echo(
            f"{one['paper']}: {one['source']}. {word(one['kind'], lang)}. {one['date'] or word('no_date', lang)}. {counts}"
        )


def folders_of(home: Path) -> list[Path]:
    """The releases that the monitor beside a register made; none where there is a register alone."""
    from ketenmonitor.publishing import kept_releases
    from ketenmonitor.store import SETTINGS_FILE, open_home

    if not (home / SETTINGS_FILE).is_file():
        return []
    monitor = open_home(home)
    return [kept.folder for chain in monitor.chains() for kept in kept_releases(monitor.releases_path(chain))]
