"""Commands that ask: a measure of a chain, or one chain case. These are internal: said so, and logged before they answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.casefile import conflicts as odd_links
from ketenmonitor.casefile import look_up, placeholders
from ketenmonitor.cli import figure_tables, plots, tables
from ketenmonitor.cli.arguments import Home, Json, Lang, Language, Purpose
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import INTERNAL, print_csv, print_json, say, working
from ketenmonitor.definition import Definition
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Figures, Selection, check_question, compare, condition_of, day_of, moment_of
from ketenmonitor.measures import measure as compute
from ketenmonitor.measures.selection import one_of
from ketenmonitor.store import View, open_home, open_view

FORMATS = ("table", "json", "csv")
Plot = Annotated[str | None, typer.Option(help="Also draw it: FILE.svg, FILE.png, or terminal (as text).")]
KnownAt = Annotated[str | None, typer.Option(help="What had been received at this time (ISO 8601).")]


def measure(
    home: Home,
    chain: str,
    measure: str,
    id: Annotated[str | None, typer.Argument(help="Which one; all of them when left out.")] = None,
    by: Annotated[list[str] | None, typer.Option(help="Break down by this attribute; may be repeated.")] = None,
    period: Annotated[str | None, typer.Option(help="month, quarter or year.")] = None,
    basis: Annotated[str, typer.Option(help="entry (by start) or exit (by end).")] = "entry",
    where: Annotated[list[str] | None, typer.Option(help="ATTR=VALUE; may be repeated.")] = None,
    theme: Annotated[str | None, typer.Option(help="A theme of the definition.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First local date (YYYY-MM-DD), included.")] = None,
    until: Annotated[str | None, typer.Option(help="Last local date (YYYY-MM-DD), included.")] = None,
    as_known_at: KnownAt = None,
    compare_to: Annotated[str | None, typer.Option(help="Show what moved since what was known at this time.")] = None,
    purpose: Purpose = None,
    format: Annotated[str, typer.Option(help="table, json or csv.")] = "table",
    plot: Plot = None,
    lang: Lang = Language.nl,
) -> None:
    """Compute a measure of a chain. Internal: not for publication."""
    one_of("format", format, FORMATS)
    plots.check(plot)
    view = _view(home, chain, as_known_at)
    conditions = tuple(condition_of("--where", text, view.definition) for text in where or ())
    groups, days = tuple(dict.fromkeys(by or ())), (day_of("--from", from_), day_of("--until", until))
    selection = Selection(groups, period, basis, conditions, theme, *days)
    check_question(view.definition, measure, id, selection)
    permitted(open_home(home), "measure", chain, purpose, measure=measure, id=id)
    with working(f"{measure} {id or ''}"):
        cases = Cases(view)
        figures = compute(cases, measure, id, selection)
        sheet = plots.sheet(cases, figures, selection, lang) if plot else None
        if compare_to is not None:
            then = _view(home, chain, compare_to, "--compare-to")
            figures = compare(figures, compute(Cases(then), measure, id, selection))
    say(INTERNAL)
    _print(figures, format, view.definition, lang, are_moves=compare_to is not None)
    if plot and sheet:
        plots.show(sheet, plot, lang, on_stdout=format == "table")


def _print(figures: Figures, format: str, definition: Definition, lang: str, *, are_moves: bool) -> None:
    if format == "json":
        print_json(list(figures.records))
    elif format == "csv":
        print_csv(list(figures.records))
    elif are_moves:
        figure_tables.print_moves(figures, lang)
    else:
        figure_tables.print_figures(figures, definition, lang)


def case(
    home: Home,
    chain: str,
    case_id: str,
    as_known_at: KnownAt = None,
    purpose: Purpose = None,
    reason: Annotated[
        str | None, typer.Option(help="Why you look at this case, in a sentence; it stands in the log.")
    ] = None,
    break_glass: Annotated[
        bool,
        typer.Option(
            "--break-glass",
            help="Open a case that is closed to you, for the reason that you give. Each of these comes before a reviewer.",
        ),
    ] = False,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Show one chain case over all partners. Internal: not for publication."""
    view = _view(home, chain, as_known_at)
    permitted(open_home(home), "break-glass" if break_glass else "case", chain, purpose, case=case_id, reason=reason)
    with working("case"):
        found = look_up(view, case_id)
    say(INTERNAL)
    if json:
        print_json(found)
    else:
        tables.print_case(found, view.definition, lang)


def conflicts(
    home: Home,
    chain: str,
    as_known_at: KnownAt = None,
    purpose: Purpose = None,
    format: Annotated[str, typer.Option(help="table, json or csv.")] = "table",
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """List the links that are odd, with what each contradicts and who delivered it: dangling, cyclic, to themselves, more
    than there may be, or of a placeholder. Internal."""
    one_of("format", format, FORMATS)
    view = _view(home, chain, as_known_at)
    permitted(open_home(home), "conflicts", chain, purpose)
    with working("conflicts"):
        found, stripped = odd_links(view, lang), placeholders(view)
    say(INTERNAL)
    if json or format == "json":
        print_json({"chain": chain, "conflicts": found, "placeholders": stripped})
    elif format == "csv":
        print_csv(found)
    else:
        tables.print_conflicts(found, stripped, lang)


def _view(home: Path, chain: str, as_known_at: str | None, option: str = "--as-known-at") -> View:
    monitor = open_home(home)
    return open_view(monitor, chain, moment_of(option, as_known_at, monitor.definition(chain).zone))
