"""Commands that look in the logs of an organisation: who looked at whom, and whether lines are what the standards ask.

Every look asks leave as any look at data of cases does, and is in the log before anything is shown (in no processing log: rule L15).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from ketenmonitor.access import OF_LOGS
from ketenmonitor.cli.arguments import Home, Json, Lang, Language, Purpose, Reason
from ketenmonitor.cli.gate import permitted
from ketenmonitor.cli.logbook_tables import print_lines
from ketenmonitor.cli.output import INTERNAL, print_json, say
from ketenmonitor.errors import NotFoundError, UsageError
from ketenmonitor.logbook import LOGS, Finding, Logbook, findings_of, internal, is_begun_in, kind_of, wanted_of
from ketenmonitor.measures import moment_of
from ketenmonitor.measures.selection import one_of
from ketenmonitor.store import SETTINGS_FILE, case_names, open_home
from ketenmonitor.store import Home as Monitor


def add_to(app: typer.Typer) -> None:
    """The commands of `ketenmonitor log` that are about what stands in the logs."""
    app.command("query")(query)
    app.command("subject")(subject)
    app.command("check")(check)
    app.command("export")(export)


def query(
    home: Home,
    trace: Annotated[str | None, typer.Option(help="Of one question: 32 hexadecimal digits.")] = None,
    activity: Annotated[str | None, typer.Option(help="Of one activity: its address in the register.")] = None,
    subject: Annotated[str | None, typer.Option(help="Of one person or case: what `log subject` says.")] = None,
    since: Annotated[str | None, typer.Option(help="From this time on (ISO 8601).")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this time (ISO 8601), not included.")] = None,
    from_log: Annotated[
        bool, typer.Option("--from-log", help="Read all of the logs, not the index beside them.")
    ] = False,
    most: Annotated[int, typer.Option(min=1, help="How many lines are shown at most, the first ones.")] = 1000,
    purpose: Purpose = None,
    reason: Reason = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Show the lines of one question, activity or person: what was done, what was decided and who asked. Internal."""
    monitor = open_home(home)
    zone = monitor.definition(monitor.chains()[0]).zone
    between = moment_of("--since", since, zone), moment_of("--until", until, zone)
    is_former = bool(internal.FORMER.fullmatch(subject or ""))
    if not is_former:
        wanted_of(trace, activity, subject, *between)
    name = {"former": subject} if is_former else {"name": subject}
    permitted(monitor, OF_LOGS, None, purpose, reason=reason, activity=activity, trace=trace, **name)
    lines: list[dict[str, Any]] = []
    if is_begun_in(monitor) and not is_former:
        lines += Logbook(monitor).query(
            trace=trace, activity=activity, subject=subject, since=between[0], until=between[1], most=most + 1, from_log=from_log
        )  # fmt: skip
    if subject and not trace and not activity:
        lines = _with_internal(monitor, lines, subject, between)
    say(INTERNAL)
    if len(lines) > most:
        say(f"There are more than {most:,} lines. Ask a shorter time, or more lines with --most.")
    if json:
        print_json(lines[:most])
    else:
        print_lines(lines[:most], zone, lang)


def _with_internal(
    monitor: Monitor, lines: list[dict[str, Any]], name: str, between: tuple[int | None, int | None]
) -> list[dict[str, Any]]:
    """With what was logged while the monitor had no register of purposes, in order of time."""
    traces = {one["record"]["trace_id"] for one in lines}
    earlier = internal.lines_of(monitor, {name}, *between, apart=traces)
    return sorted([*earlier, *lines], key=_at_us)  # what was at the same moment stays in its order


def _at_us(line: dict[str, Any]) -> int:
    said = line["record"]
    return internal.at_us(said) if "at" in said else int(said.get("start_time", said.get("timestamp"))) * 1000


def subject(home: Home, chain: str) -> None:
    """Say what the logs call a person or case: its identifier is read from standard input, so that it is in no history."""
    monitor = open_home(home)
    one_of("chain", chain, monitor.chains())
    identifier = sys.stdin.readline().strip()
    if not identifier:
        raise UsageError("Nothing came on standard input. Right is one line with the identifier of a person or case.")
    name, *former = case_names(monitor, chain, identifier)
    typer.echo(name)
    if former and internal.has_former_names(monitor):  # of whom they are is for `log query`, for a purpose that fits
        say(f"There are lines of version 0.2.0 or before. They would call it: {former[0]}")


def check(
    place: Annotated[Path, typer.Argument(help="A file with a line for each record, of any system; or a monitor.")],
    part: Annotated[
        bool, typer.Option("--part", help="It is a part of a log: what lines refer to may be elsewhere.")
    ] = False,
) -> None:
    """Hold the lines of a log against Logboek Dataverwerkingen 1.0.0 or the Authorization Decision Log 1.0.0."""
    if (place / SETTINGS_FILE).is_file():
        faults = _check_home(open_home(place))
    elif place.is_file():
        faults = _check_file(place, not part)
    else:
        raise NotFoundError(f"{place}: no file and no monitor here. Name a file of lines, or the folder of a monitor.")
    if faults:
        say(f"{place}: {faults} fault{'s' if faults > 1 else ''}.")
        raise typer.Exit(1)


def export(
    home: Home,
    log: Annotated[str, typer.Argument(help=f"Which: {', '.join(LOGS)}.")],
    purpose: Purpose = None,
    reason: Reason = None,
) -> None:
    """Write a log whole to standard output, a line for each record, for another system or for `log check`. Internal."""
    one_of("log", log, LOGS)
    monitor = open_home(home)
    permitted(monitor, OF_LOGS, None, purpose, reason=reason, log=log)
    say(INTERNAL)
    for line in _lines(Logbook(monitor), log) if is_begun_in(monitor) else ():
        sys.stdout.write(line.decode() + "\n")


def _check_file(place: Path, is_whole: bool) -> int:
    with place.open("rb") as file:
        log = kind_of(next(file, b""))
        file.seek(0)
        lines = sum(1 for _ in file)
        file.seek(0)
        faults = _say(str(place), findings_of(file, log, is_whole=is_whole))
    if not faults:
        typer.echo(f"{place}: {lines} lines of the {log} log, no faults.")
    return faults


def _check_home(monitor: Monitor) -> int:
    """All three logs, and whether they are together. No line is shown."""
    if not is_begun_in(monitor):
        raise NotFoundError(f"{monitor.path}: there are no logs here. A monitor with a register of purposes has them.")
    logbook = Logbook(monitor)
    faults = 0
    for log in LOGS:
        faults += _say(f"log/{log}", findings_of(_lines(logbook, log), log))
        typer.echo(f"log/{log}: {logbook.logs[log].size()} records looked at.")
    for log, count in logbook.gone().items():
        say(
            f"log/{log}: {count} records that the audit log counts are not there, and were not erased. Run `ketenmonitor log verify`."
        )
        faults += count
    for trace in logbook.cut_off():
        typer.echo(f"trace {trace}: cut off before anything was answered; the audit log has no line of it.")
    return faults


def _say(place: str, found: Iterator[Finding]) -> int:
    """Say each as it is found; how many there were."""
    faults = 0
    for one in found:
        say(f"{place}: {one}")
        faults += 1
    return faults


def _lines(logbook: Logbook, log: str) -> Iterator[bytes]:
    return (record for _, record in logbook.logs[log].records() if record is not None)
