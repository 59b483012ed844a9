"""Every command is either about data of cases, and then asks leave for a purpose, or is said here not to be, and why not.

A command that is in neither table fails: whoever adds one decides which it is.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
import typer
from typer.testing import CliRunner, Result

from ketenmonitor.access import OPERATIONS
from ketenmonitor.cli import app
from ketenmonitor.definition import shipped_definition
from ketenmonitor.errors import PurposeError, StorageError
from ketenmonitor.logbook import Audit, Logbook, is_begun_in
from ketenmonitor.store import Home
from ketenmonitor.transparency import Log
from tests.chain import deliver, instant
from tests.unit.access.worlds import (
    BROKEN,
    ELSEWHERE,
    FAR,
    FITS,
    OVER,
    PLANTED,
    ROLES,
    WITHOUT_REGISTER,
    everything_but_the_log,
    signer,
    taken_apart,
    world,
)
from tests.unit.citizens.homes import asked_for
from tests.unit.web.sites import LATE

CASE = f"{PLANTED}-m1"
NOW = "2024-06-01T00:00:00+02:00"


@dataclass(frozen=True)
class Command:
    """What is typed, for which operation, and what it shows (`shows`) or by what rule of its own it stops (`stops`) when it may."""

    operation: str
    typed: Callable[[Home, Path], list[object]]
    shows: str = ""
    stops: str = ""


def on_home(*words: object) -> Callable[[Home, Path], list[object]]:
    return lambda home, folder: [home.path if word == "HOME" else word for word in words]


def receiving(home: Home, folder: Path) -> list[object]:
    rows = [("a99", "aangifte", "2024-02-05T10:00:00+01:00", f"{PLANTED}-m99")]
    span = {"delivered_from": FAR["delivered_until"], "delivered_until": "2024-03-01T00:00:00+01:00"}
    return ["receive", home.path, deliver(folder, "p2", events=rows, made_at=LATE, **span)]


def importing(home: Home, folder: Path) -> list[object]:
    place = folder / "log.csv"
    with place.open("w", newline="", encoding="utf-8") as file:
        rows = [("case", "activity", "time"), (f"{PLANTED}-m1", "aangifte", "2024-01-05T10:00:00+01:00")]
        csv.writer(file).writerows(rows)
    columns = ("--case-column", "case", "--activity-column", "activity", "--time-column", "time")
    return ["import-log", home.path, "proef", place, *columns]


def releasing(home: Home, folder: Path) -> list[object]:
    return ["release", home.path, "proef", "--as-of", "2024-03-03", "--out", folder / "out"]


def demonstrating(home: Home, folder: Path) -> list[object]:
    """A home that is there already and has the chain of the demonstration."""
    text = shipped_definition("zeden").read_text(encoding="utf-8")
    place = home.chain_path("zeden") / "definitions" / "0001.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return ["demo", "--home", home.path]


def linking(home: Home, folder: Path) -> list[object]:
    made = folder / "persons"
    if not made.exists():
        CliRunner().invoke(app, ["synth-persons", str(made), "--persons", "20"])
    files = sorted(made.glob("[ab].*"))
    return ["link-records", *files, "--settings", made / "settings.toml", "--out", folder / "out", "--home", home.path]


def proving(home: Home, folder: Path) -> list[object]:
    """A record of somebody who looked, in a log that was signed; where there are logs."""
    log = home.path / "log" / "audit"
    if is_begun_in(home) and (home.path / "logbook.toml").exists():
        Logbook(home).confirm([], None, Audit(instant(NOW), f"wie-{PLANTED}", "case", "permitted"))
        Log(log).checkpoint(signer())
    return ["log", "proof", log, 0]


def asking_what_if(home: Home, folder: Path) -> list[object]:
    place = folder / "scenario.toml"
    place.write_text(
        '[scenario]\ntitle = "Meer aangiften"\nuntil = 2024-03-31\nreplications = 2\n[[arrivals]]\nper_cent = 50\n',
        encoding="utf-8",
    )
    return ["whatif", home.path, "proef", place, "--out", folder / "out", "--json"]


def about_citizen(*words: object) -> Callable[[Home, Path], list[object]]:
    """A command that reads who it is about from a file; there is a request of them already."""

    def typed(home: Home, folder: Path) -> list[object]:
        place = folder / "subjects"
        place.write_text(f"{CASE}\n", encoding="utf-8")
        given = {"HOME": home.path, "OUT": folder / "out.json", "FILE": place}
        return ["citizen", *(given.get(str(word), word) for word in words)]

    return typed


def about_somebody_else(home: Home, folder: Path) -> list[object]:
    """A letter about who did not make the request: that it is not theirs is said of a person as well."""
    place = folder / "other"
    place.write_text(f"{PLANTED}-m2\n", encoding="utf-8")
    return ["citizen", "letter", home.path, 1, folder / "out.json", "--subjects", place]


COMMANDS: dict[str, list[Command]] = {
    "measure": [Command("measure", on_home("measure", "HOME", "proef", "stock", "--format", "csv"), shows="politie")],
    "case": [
        Command("case", on_home("case", "HOME", "proef", CASE, "--json"), shows="aangifte"),
        Command(
            "break-glass",
            on_home("case", "HOME", "proef", CASE, "--break-glass", "--reason", "spoed", "--json"),
            shows="aangifte",
        ),
    ],
    "forecast": [Command("measure", on_home("forecast", "HOME", "proef", "--json"), stops="a forecast needs")],
    "calibrate": [Command("whatif", on_home("calibrate", "HOME", "proef", "--json"), shows='"kind": "calibration"')],
    "whatif": [Command("whatif", asking_what_if, shows='"kind": "scenario"')],
    "conflicts": [Command("conflicts", on_home("conflicts", "HOME", "proef", "--json"), shows=f"{PLANTED}-z0")],
    "quarantine list": [Command("deliveries", on_home("quarantine", "list", "HOME", "--json"), shows="inzending")],
    "quarantine retry": [Command("receive", on_home("quarantine", "retry", "HOME", "--json"), shows="deliveries")],
    "receive": [Command("receive", receiving, shows="p2")],
    "import-log": [Command("receive", importing, shows="politie")],
    "rotate": [Command("rotate", on_home("rotate", "HOME", "proef", "--to", "2027"), stops="no pseudonyms are taken")],
    "release": [
        Command("publish", releasing, shows="bestanden"),
        Command("publish", on_home("release", "HOME", "proef", "--audit"), stops="Nothing was published"),
        Command("publish", on_home("release", "HOME", "--verify", "nowhere"), stops="there is no release here"),
    ],
    "draft make": [Command("publish", on_home("draft", "make", "HOME", "proef", "--as-of", "2024-03-03"), shows="made")],
    "draft list": [Command("publish", on_home("draft", "list", "HOME", "--json"), shows="drafts")],
    **{
        f"draft {name}": [Command("publish", on_home("draft", name, "HOME", "proef", "1", *more), stops="no draft")]
        for name, more in {"audit": (), "resume": (), "approve": (), "publish": (), "reject": ("--reason", "niet goed")}.items()
    },
    "citizen overview": [
        Command("citizen", about_citizen("overview", "HOME", "proef", "--subjects", "FILE", "--json"), shows="melding")
    ],
    "citizen request": [
        Command(
            "citizen",
            about_citizen("request", "HOME", "proef", "--kind", "access", "--received", "2024-05-01", "--subjects", "FILE", "--json"),
            shows='"request": 2',
        )
    ],
    "citizen decide": [Command("citizen", about_citizen("decide", "HOME", 1, "grant", "--reason", "terecht", "--json"), shows='"request": 1')],
    "citizen letter": [
        Command("citizen", about_citizen("letter", "HOME", 1, "OUT", "--subjects", "FILE"), shows="bytes"),
        Command("citizen", about_somebody_else, stops="not the pseudonyms of request 1"),
    ],
    "retention plan": [Command("retention", on_home("retention", "plan", "HOME", "proef"), stops="retention")],
    "retention apply": [Command("retention", on_home("retention", "apply", "HOME", "proef", "--plan", "x"), stops="retention")],
    "retention request": [
        Command("retention", on_home("retention", "request", "HOME", "proef", "melding", CASE, "--reason", "een bezwaar"), shows="Request 1")
    ],
    "retention decide": [
        Command("retention", on_home("retention", "decide", "HOME", "proef", 1, "--grant", "--reason", "terecht"), stops="no request 1")
    ],
    "retention show": [Command("retention", on_home("retention", "show", "HOME", "proef", 1, CASE), stops="no request 1")],
    "log query": [Command("logs", on_home("log", "query", "HOME", "--subject", "0" * 64, "--json"), shows='"log": "audit"')],
    "log export": [Command("logs", on_home("log", "export", "HOME", "audit"), shows='"operation":"logs"')],
    "log proof": [Command("logs", proving, shows="c2sp.org/tlog-proof@v1")],
    "misuse rank": [Command("misuse", on_home("misuse", "rank", "HOME", "--json"), shows="unexplained")],
    "misuse sample": [Command("misuse", on_home("misuse", "sample", "HOME", "--json"), shows="unexplained")],
    "misuse queue": [Command("misuse", on_home("misuse", "queue", "HOME"), stops="no reviewer here")],
    "misuse decide": [Command("misuse", on_home("misuse", "decide", "HOME", 1, "ask", "--reason", "x"), stops="no reviewer here")],
    "link-records": [Command("link-records", linking, shows="Koppeling van personen")],
    "demo": [Command("measure", demonstrating, stops="no figure can be given")],
}  # fmt: skip

AT_SOURCE = "runs at the source, on its own extracts: there is no monitor"
OF_LOGS = "says numbers and hashes of a log; of a proof the record that stands in the file that is given"
PAPERS = "is about parliamentary papers, in which no case is"
OTHERS = {
    "new": "makes an empty monitor", "status": "says how far deliveries go, and counts whole chains", "serve": "answers as every route does",
    "inbox": "counts what waits, by delivery", "password": "has no monitor", "keyservice": "has no monitor, and a register of its own",
    "synth": "makes up a chain", "synth-persons": "makes up persons", "pack": AT_SOURCE, "pseudonymise": AT_SOURCE, "send": AT_SOURCE,
    "definition check": "reads a definition", "definition show": "reads a definition",
    "definition adopt": "changes what a chain is; computes again what questions read, and shows none of it",
    "pseudonyms setup": "makes keys", "pseudonyms show": "says how many identifiers there are, and none",
    "citizen list": "lists requests by number, and names nobody",
    "retention check": "reads a table of retention", "retention adopt": "reads a table of retention",
    "retention requests": "lists requests by number, and names nobody",
    "paperwork": "is made of definitions and registers, in which no case is",
    **{
        f"node {name}": "has no monitor, and a log of its own"
        for name in ("check", "publish", "serve", "officers", "disclosures")
    },
    "log lines": "is for logs of services, and refuses those of a monitor", "ask": "has no monitor, and logs of its own",
    **{f"escrow {name}": "has no monitor: is for an auditor, of the logs of others" for name in ("setup", "open")},
    "misuse synth": "makes up a year of looks",
    "purposes check": "reads a register", "purposes sign": "reads a register", "purposes setup": "reads a register",
    "key new": "makes a key", "key show": "reads a key",
    "log check": "says numbers of lines, and by which rule they are wrong", "log subject": "says what the logs call a person, to who knows who it is",
    **{f"log {name}": OF_LOGS for name in ("checkpoint", "verify", "witness", "keep")},
    **{
        f"register {name}": PAPERS
        for name in ("extract", "read", "list", "fill", "show", "papers", "correct", "add", "tie", "check")
    },
}  # fmt: skip


def with_request(home: Home) -> Home:
    """The same home, with who answers citizens and a request of one."""
    asked_for(home, subject=CASE)
    return home


EACH = [
    pytest.param(one, id=f"{name}-{n}" if n else name) for name, some in COMMANDS.items() for n, one in enumerate(some)
]
WITHOUT_PURPOSE = {"none": None, "unknown": "bestaat-niet", "over": OVER, "for-something-else": ELSEWHERE}


def leaves(group: Any, before: tuple[str, ...] = ()) -> Iterator[str]:
    for name, found in group.commands.items():
        if isinstance(found, click.Group) or hasattr(found, "commands"):
            yield from leaves(found, (*before, name))
        else:
            yield " ".join((*before, name))


def unlisted(commands: Any) -> set[str]:
    """The commands that nobody said anything of, or that are said and not there."""
    return set(leaves(commands)) ^ {*COMMANDS, *OTHERS}


def test_every_command_is_about_data_of_cases_or_not() -> None:
    assert unlisted(typer.main.get_command(app)) == set()
    assert not COMMANDS.keys() & OTHERS.keys()
    assert all(" " in why for why in OTHERS.values()), "each says why"
    assert {one.operation for some in COMMANDS.values() for one in some} <= OPERATIONS.keys()


def test_who_adds_a_command_has_to_say_which_it_is() -> None:
    group: Any = typer.main.get_command(app)
    more = {"peek": None, "draft": SimpleNamespace(commands={**group.commands["draft"].commands, "look": None})}
    assert unlisted(SimpleNamespace(commands={**group.commands, **more})) == {"peek", "draft look"}


def given(command: Command, home: Home, folder: Path, purpose: str | None) -> Result:
    words = [*command.typed(home, folder), *(("--purpose", purpose) if purpose else ())]
    return CliRunner().invoke(app, [str(word) for word in words], env={"KETENMONITOR_NOW": NOW})


def assert_refused(result: Result, kind: type[Exception] | tuple[type[Exception], ...]) -> None:
    assert isinstance(result.exception, kind), result.exception
    assert result.stdout == ""
    assert PLANTED not in f"{result.output} {result.exception}"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that refusals leave as it is."""
    return with_request(world(tmp_path_factory.mktemp("kept")))


@pytest.fixture(scope="module")
def without_role(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """Homes in which this account has all roles but one."""
    roles = {role: [one for one in ROLES if one != role] for role in ROLES}
    return {role: with_request(world(tmp_path_factory.mktemp(role), others)) for role, others in roles.items()}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    return {what: taken_apart(with_request(world(tmp_path_factory.mktemp(what))), what) for what in BROKEN}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """Homes that did not turn purposes on, and whose log cannot be written."""
    made = {what: with_request(world(tmp_path_factory.mktemp(what), purposes=False)) for what in WITHOUT_REGISTER}
    return {what: taken_apart(home, what) for what, home in made.items()}


@pytest.mark.parametrize("command", EACH)
def test_with_a_purpose_that_fits_and_a_role_it_answers(command: Command, tmp_path: Path) -> None:
    result = given(command, with_request(world(tmp_path)), tmp_path, FITS)
    assert not isinstance(result.exception, PurposeError), result.exception
    if command.shows:
        assert command.shows in result.stdout, (result.exception, result.output)
    else:
        assert result.exit_code
        assert command.stops in f"{result.exception} {result.output}"


@pytest.mark.parametrize("purpose", WITHOUT_PURPOSE.values(), ids=WITHOUT_PURPOSE.keys())
@pytest.mark.parametrize("command", EACH)
def test_without_a_purpose_that_fits_it_refuses(
    command: Command, purpose: str | None, tmp_path: Path, kept: Home
) -> None:
    assert_nothing_done(command, kept, tmp_path, purpose, PurposeError)


@pytest.mark.parametrize("command", EACH)
def test_without_the_role_it_refuses(command: Command, tmp_path: Path, without_role: dict[str, Home]) -> None:
    role = next(role for role, operations in ROLES.items() if command.operation in operations)
    assert_nothing_done(command, without_role[role], tmp_path, FITS, PurposeError)


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("command", EACH)
def test_without_what_it_rests_on_it_refuses(
    command: Command, what: str, tmp_path: Path, broken: dict[str, Home]
) -> None:
    assert_nothing_done(command, broken[what], tmp_path, FITS, (StorageError, PurposeError))


@pytest.mark.parametrize("what", WITHOUT_REGISTER)
@pytest.mark.parametrize("command", EACH)
def test_in_a_monitor_without_purposes_it_needs_none_and_its_log_all_the_same(
    command: Command, what: str, tmp_path: Path, plain: dict[str, Home]
) -> None:
    result = given(command, plain[what], tmp_path, None)
    assert_refused(result, StorageError)


def assert_nothing_done(
    command: Command, home: Home, folder: Path, purpose: str | None, kind: type[Exception] | tuple[type[Exception], ...]
) -> None:
    command.typed(home, folder)  # what it reads is there before
    before = everything_but_the_log(home)
    assert_refused(given(command, home, folder, purpose), kind)
    assert everything_but_the_log(home) == before
    assert not (folder / "out").exists()
