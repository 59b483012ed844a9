"""Commands of who answers citizens: what is held about somebody, requests with their terms, decisions, and the letter.

Pseudonyms are read from standard input or a file, one a line, and never from an argument: arguments stand in the history of a shell
and in the list of processes, which others on the machine can read.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.access import shown
from ketenmonitor.citizens import (
    FORMATS,
    Entry,
    Kind,
    Overview,
    Request,
    Step,
    add_request,
    as_data,
    check_subjects,
    office_of,
    overview,
    owner_of,
    request_as_data,
    request_of,
    requests_of,
    take_step,
)
from ketenmonitor.cli import citizen_tables
from ketenmonitor.cli.arguments import Home, Json, Lang, Language
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.output import INTERNAL, now_us, print_json, say, user_of_system, working
from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.instants import from_us
from ketenmonitor.measures.selection import one_of
from ketenmonitor.store import Home as Monitor
from ketenmonitor.store import case_name, case_names, open_home

app = typer.Typer(help="Requests of citizens: what is held about them, to correct, to delete.", no_args_is_help=True)
MOST_BYTES, MOST_SUBJECTS = 1 << 16, 100
OPERATION = "citizen"
Number = Annotated[int, typer.Argument(help="The number of the request.")]
Subjects = Annotated[
    Path | None,
    typer.Option(
        "--subjects", help="A file with the pseudonyms, one a line; standard input when left out. Never an argument."
    ),
]
Purpose = Annotated[str | None, typer.Option(help="The purpose for which you ask; it stands in the log.")]
STEPS = tuple(str(step) for step in Step if step not in (Step.RECEIVE, Step.LETTER))


@app.command("overview")
def show_overview(
    home: Home,
    chain: str,
    subjects: Subjects = None,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Show all that the partners of a chain hold about pseudonyms, with the names of items. Internal: for who answers."""
    monitor = open_home(home)
    monitor.definition(chain)
    found = _overview(monitor, "overview", chain, _read_subjects(subjects), purpose)
    say(INTERNAL)
    if json:
        print_json(as_data(found, for_citizen=False))
    else:
        citizen_tables.print_overview(found, lang)


@app.command("request")
def keep_request(
    home: Home,
    chain: str,
    kind: Annotated[str, typer.Option(help=f"What is asked: {', '.join(Kind)}.")],
    received: Annotated[str, typer.Option(help="The day on which it came in (YYYY-MM-DD): terms begin then.")],
    partner: Annotated[
        list[str] | None, typer.Option(help="Of which partner; may be repeated. All when left out.")
    ] = None,
    reference: Annotated[str, typer.Option(help="How your own system calls the letter that came in; no name.")] = "",
    subjects: Subjects = None,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Keep a request of a citizen, with the last day to answer at each partner by its law."""
    monitor, now = open_home(home), now_us()
    definition, office, day = monitor.definition(chain), office_of(monitor), _day(received)
    if day > _today(monitor, chain, now):
        raise UsageError("--received is in the future. Right is the day on which the request came in.")
    one_of("kind", kind, tuple(Kind))
    partners = tuple(dict.fromkeys(partner or definition.partners))
    for name in partners:
        one_of("partner", name, tuple(definition.partners))
    given = _read_subjects(subjects)
    shown(monitor, permitted(monitor, OPERATION, chain, purpose, case=given[0], step="request"), given[1:])
    keyed = tuple(case_name(monitor, chain, one) for one in given)
    regimes = {name: desk.regime for name, desk in office.desks.items() if name in partners}
    if missing := [name for name in partners if name not in regimes]:
        raise UsageError(
            f"citizens.toml says nothing of {', '.join(missing)}: add [partners.{missing[0]}], so that its term is known."
        )
    made = add_request(
        monitor, Kind(kind), chain, keyed, day, {p: regimes[p] for p in partners}, user_of_system(), now, reference
    )
    _print(monitor, (made,), json, lang)


@app.command("list")
def list_requests(
    home: Home,
    open_only: Annotated[bool, typer.Option("--open", help="Only what still has to be decided or done.")] = False,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """List the requests with their state and last day at each partner; what is late is shown as late."""
    monitor = open_home(home)
    found = [one for one in requests_of(monitor) if one.is_open or not open_only]
    _print(monitor, found, json, lang)


@app.command("decide")
def decide(
    home: Home,
    number: Number,
    step: Annotated[str, typer.Argument(help=f"One of: {', '.join(STEPS)}.")],
    partner: Annotated[
        list[str] | None, typer.Option(help="At which partner; may be repeated. All when left out.")
    ] = None,
    reason: Annotated[
        str, typer.Option(help="Why, in a sentence that can stand in a letter. No name, no number of a person.")
    ] = "",
    ground: Annotated[str, typer.Option(help="The ground of the law, for what is refused or withheld.")] = "",
    item: Annotated[
        list[str] | None, typer.Option(help="What to withhold or tell, as the overview names it; may be repeated.")
    ] = None,
    purpose: Purpose = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Take a step with a request: extend its term, decide, withhold items with a ground, or say that it is done."""
    one_of("step", step, STEPS)
    monitor, now, items = open_home(home), now_us(), tuple(item or ())
    found, office = request_of(monitor, number), office_of(monitor)
    if (step in (Step.WITHHOLD, Step.TELL)) != bool(items):
        raise UsageError("--item goes with withhold and tell, and these need one.")
    permitted(monitor, OPERATION, found.chain, purpose, step=step, request=str(number))
    partners = tuple(sorted({owner_of(one) for one in items})) if items else tuple(partner or found.parts)
    entry = Entry(Step(step), user_of_system(), now, partners, reason, ground, items)
    made = take_step(monitor, number, entry, _today(monitor, found.chain, now), office.regimes)
    _print(monitor, (made,), json, lang)


@app.command("letter")
def letter(
    home: Home,
    number: Number,
    out: Annotated[Path, typer.Argument(help="The file to write: .docx, .pdf or .json.")],
    subjects: Subjects = None,
    purpose: Purpose = None,
    lang: Lang = Language.nl,
) -> None:
    """Write the letter to the citizen. What is withheld is not in it, and it does not say whether anything is."""
    from ketenmonitor.citizens.letter import letter_file  # only here: it loads what makes documents

    monitor, now, format = open_home(home), now_us(), out.suffix.removeprefix(".")
    one_of("format", format, FORMATS)
    found, given, office = request_of(monitor, number), _read_subjects(subjects), office_of(monitor)
    content = letter_file(found, _overview(monitor, "letter", found.chain, given, purpose, found), format, lang)
    entry = Entry(Step.LETTER, user_of_system(), now, reason=f"{format} {lang}", digest=sha256(content).hexdigest())
    take_step(monitor, number, entry, _today(monitor, found.chain, now), office.regimes)
    _write_private(out, content)
    typer.echo(
        f"{out}: {len(content)} bytes. Read it before you send it: the monitor keeps its hash and not the letter."
    )
    for name in office.unverified:
        say(f"No jurist verified the articles and terms of {name}: see [[regimes]] in citizens.toml.")


def _overview(
    monitor: Monitor, command: str, chain: str, given: tuple[str, ...], purpose: str | None, asked: Request | None = None
) -> Overview:  # fmt: skip
    """The overview, after each look is in the log. Whether it is they who asked is said to nobody without leave."""
    first, *others = given
    leave = permitted(monitor, OPERATION, chain, purpose, case=first, step=command)
    if asked:
        check_subjects(asked, [case_names(monitor, chain, one) for one in given])
    shown(monitor, leave, others)
    with working("overview"):
        return overview(monitor, chain, given, now_us())


def _read_subjects(place: Path | None) -> tuple[str, ...]:
    """The pseudonyms in a file or on standard input. No message says what stood there."""
    if place is None and sys.stdin.isatty():
        say("Type the pseudonyms, one a line, and end with Ctrl-D.")
    try:
        with place.open("rb") if place else sys.stdin.buffer as file:
            text = file.read(MOST_BYTES + 1).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError("The pseudonyms cannot be read. Give a file that you may read: UTF-8, one a line.") from None
    given = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not given or len(given) > MOST_SUBJECTS or len(text) > MOST_BYTES:
        raise UsageError(
            f"Give at least one and at most {MOST_SUBJECTS} pseudonyms, one a line, in a file or on standard input."
        )
    return given


def _write_private(place: Path, content: bytes) -> None:
    """A new file that only its owner can read."""
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except FileExistsError:
        raise UsageError(f"{place}: there is such a file already. Remove it, or name another one.") from None
    except OSError as error:
        raise StorageError(f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}.") from None


def _print(monitor: Monitor, found: Iterable[Request], json: bool, lang: str) -> None:
    now = now_us()
    rows = [(one, _today(monitor, one.chain, now)) for one in found]
    if json:
        print_json({"requests": [request_as_data(one, today) for one, today in rows]})
    else:
        citizen_tables.print_requests(monitor, rows, lang)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("--received is not a day. Right is year, month and day, such as 2026-07-01.") from None


def _today(monitor: Monitor, chain: str, now: int) -> date:
    return from_us(now).astimezone(monitor.definition(chain).zone).date()
