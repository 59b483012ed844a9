"""Commands of the register: read parliamentary papers and see what was asked, promised and done."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

import ketenmonitor
from ketenmonitor.cli import register_answers, register_decisions
from ketenmonitor.cli.arguments import Home, Json, Lang, Language
from ketenmonitor.cli.output import now_us, print_json, say, user_of_system, working
from ketenmonitor.cli.register_extracted import print_extracted
from ketenmonitor.cli.register_tables import print_list, print_point, print_read
from ketenmonitor.cli.releases import day_of
from ketenmonitor.errors import KetenmonitorError, UsageError
from ketenmonitor.instants import from_us

if TYPE_CHECKING:  # loading these takes a while, and other commands do without
    from ketenmonitor.register.overview import Row, Wish
    from ketenmonitor.register.records import Register

app = typer.Typer(help="The register of questions, motions and commitments.", no_args_is_help=True)
# Not checked here: one that is missing must not keep the others out.
Files = Annotated[list[Path], typer.Argument(help="Papers: PDF, DOCX, HTML, TXT or official XML.")]
On = Annotated[str | None, typer.Option("--on", help="How it stood on this day; without it, today.")]
Open = Annotated[bool, typer.Option("--open", help="Not done.")]
Late = Annotated[bool, typer.Option("--late", help="Its moment has passed.")]
Done = Annotated[bool, typer.Option("--done", help="Answered, declared settled, or carried out: which, is said.")]
Slipped = Annotated[bool, typer.Option("--slipped", help="Its moment went back.")]
Repeated = Annotated[bool, typer.Option("--repeated", help="Asked or promised more than once.")]
ThemeOf = Annotated[str | None, typer.Option("--theme", help="About this subject, such as zeden.")]
KindOf = Annotated[str | None, typer.Option("--kind", help="motion, commitment or question.")]
Search = Annotated[str, typer.Option(help="With these words, or beginnings of words.")]
Key = Annotated[str, typer.Argument(help="A key, as `register list` shows it.")]


@app.command("extract")
def extract(
    files: Files,
    all_: Annotated[bool, typer.Option("--all", help="Every row of every table, not only the first forty.")] = False,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Show what is found in papers, and keep nothing."""
    from ketenmonitor.register import extract as found_in
    from ketenmonitor.register import extraction_as_json, read

    papers, reasons = [], []
    for file in files:
        try:
            with working(file.name):
                papers.append(extraction_as_json(found_in(read(file))))
        except (KetenmonitorError, OSError) as error:
            reasons.append(_reason(file, error))
    if json:
        print_json({"papers": papers})
    else:
        print_extracted(papers, all_, lang)
    _refuse(reasons)


@app.command("read")
def read_papers(
    home: Home,
    files: Files,
    corrects: Annotated[
        int | None, typer.Option(help="The number of the paper of which this file is a mended one.")
    ] = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Read papers into the register. A home that is not there is made; a paper is in whole, or not at all."""
    from ketenmonitor.register.records import open_register

    register = open_register(home, make=True)
    results, refused = [], []
    for file in files:
        try:
            with working(file.name):
                results.append(_read_one(register, file, corrects))
        except (KetenmonitorError, OSError) as error:
            refused.append({"source": file.name, "reason": _reason(file, error)})
    if json:
        print_json({"papers": results, "refused": refused})
    else:
        print_read(results, lang)
    _refuse([] if json else [one["reason"] for one in refused])
    if refused:
        raise typer.Exit(1)


def _refuse(reasons: list[str]) -> None:
    """What could not be read, one reason a line on stderr, after what could."""
    for reason in reasons:
        say(reason)
    if reasons:
        raise typer.Exit(1)


def _read_one(register: Register, file: Path, corrects: int | None) -> dict[str, Any]:
    from ketenmonitor.register import extract as found_in
    from ketenmonitor.register import read
    from ketenmonitor.register.points_as_json import decision_as_json
    from ketenmonitor.register.records import add_paper, paper_of

    added = add_paper(register, found_in(read(file)), now_us(), user_of_system(), ketenmonitor.__version__, corrects)
    kept = paper_of(register, added.paper)
    return {
        "paper": added.paper, "source": file.name, "state": added.state, "kind": kept.kind,
        "date": kept.date.isoformat() if kept.date else None, "date_rule": kept.date_rule, "counts": dict(added.counts),
        "notes": [*kept.notes, *added.notes], "lost": [decision_as_json(one) for one in added.lost],
    }  # fmt: skip


def _reason(file: Path, error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{file}: cannot be read: {(error.strerror or 'it failed').lower()}."
    return str(error)


@app.command("list")
def list_points(
    home: Home,
    open_: Open = False,
    late: Late = False,
    done: Done = False,
    slipped: Slipped = False,
    repeated: Repeated = False,
    theme: ThemeOf = None,
    kind: KindOf = None,
    search: Search = "",
    on: On = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """List motions, commitments and questions, and how they stand on a day: those that are due first on top."""
    from ketenmonitor.register.known import known_on
    from ketenmonitor.register.points_as_json import decision_as_json, row_as_json
    from ketenmonitor.register.records import no_longer_found

    register, day = _register(home), _day(on)
    rows = _rows(home, register, day, _wish(home, open_, late, done, slipped, repeated, theme, kind, search))
    known = known_on(register, day)
    found = {
        "on": day.isoformat(),
        "read": {
            "papers": known.papers,
            "last": known.last.isoformat() if known.last else None,
            "undated": known.undated,
        },
        "points": [row_as_json(row) for row in rows],
        "no_longer_found": [decision_as_json(one) for one in no_longer_found(register)],
    }
    (print_json if json else partial(print_list, language=lang))(found)


@app.command("fill")
def fill(
    home: Home,
    out: Annotated[
        Path | None, typer.Option(help="The document to write; without it, HOME/stand-per-punt-DATE.docx.")
    ] = None,
    open_: Open = False,
    late: Late = False,
    done: Done = False,
    slipped: Slipped = False,
    repeated: Repeated = False,
    theme: ThemeOf = None,
    kind: KindOf = None,
    search: Search = "",
    on: On = None,
    lang: Lang = Language.nl,
) -> None:
    """Write a draft of "status per point" from the register alone, as a Word document: every cell has its source."""
    from ketenmonitor.register.known import known_on

    register, day = _register(home), _day(on)
    wish = _wish(home, open_, late, done, slipped, repeated, theme, kind, search)
    place = out or home / f"stand-per-punt-{day.isoformat()}.docx"
    register_answers.write_filled(_rows(home, register, day, wish), day, place, lang, known_on(register, day))


@app.command("show")
def show_point(home: Home, point: Key, on: On = None, json: Json = False, lang: Lang = Language.nl) -> None:
    """Show one point: every mention with page, line and sentence, what moved, and what persons decided."""
    from ketenmonitor.register.overview import row_of, themes_of
    from ketenmonitor.register.points_as_json import point_as_json
    from ketenmonitor.register.released import releases_in

    releases = releases_in(register_decisions.folders_of(home))
    found = point_as_json(row_of(_register(home), point, _day(on), themes_of(home), releases))
    (print_json if json else partial(print_point, language=lang))(found)


app.command("papers")(register_decisions.papers)
app.command("correct")(register_decisions.correct)
app.command("add")(register_decisions.add)
app.command("tie")(register_decisions.tie)
app.command("check")(register_answers.check)


def _register(home: Path) -> Register:
    from ketenmonitor.register.records import open_register

    return open_register(home)


def _wish(
    home: Path, open_: bool, late: bool, done: bool, slipped: bool, repeated: bool, theme: str | None, kind: str | None,
    search: str,
) -> Wish:  # fmt: skip
    from ketenmonitor.register.overview import Wish, theme_named, themes_of
    from ketenmonitor.register.records import Kind

    kinds = (Kind(_one_of(kind, ("motion", "commitment", "question"))),) if kind else ()
    about = theme_named(theme, themes_of(home)) if theme else None
    return Wish(kinds, open_, late, done, slipped, repeated, about, search)


def _rows(home: Path, register: Register, day: date, wish: Wish) -> tuple[Row, ...]:
    from ketenmonitor.register.overview import overview, themes_of
    from ketenmonitor.register.released import releases_in

    return overview(register, day, wish, themes_of(home), releases_in(register_decisions.folders_of(home)))


def _day(on: str | None) -> date:
    return day_of(on) if on else from_us(now_us()).astimezone(ZoneInfo("Europe/Amsterdam")).date()


def _one_of(said: str, right: tuple[str, ...]) -> str:
    if said not in right:
        raise UsageError(f"{said}: not known here. Right are: {', '.join(right)}.")
    return said
