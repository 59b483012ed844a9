"""Commands of an auditor: make a key that nobody has alone, and open what was asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketenmonitor.cli.arguments import Json, Lang, Language
from ketenmonitor.cli.decisions import is_as_signed, log_of_service
from ketenmonitor.cli.log import Believed, Checkpoints
from ketenmonitor.cli.output import now_us, print_json
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import word
from ketenmonitor.errors import UsageError
from ketenmonitor.keys import make_shares, passphrase_in

if TYPE_CHECKING:
    from ketenmonitor.inquiry.auditor.checking import Checked

app = typer.Typer(help="At the auditor of the hit/no-hit check: prove what was asked.", no_args_is_help=True)
Phrases = Annotated[
    list[Path] | None,
    typer.Option("--passphrase-file", help="The passphrase of each key file, in their order; else they are typed in."),
]


@app.command("setup")
def setup(
    shares: Annotated[list[Path], typer.Argument(help="Three new files, one for each of three people.")],
    passphrase_file: Phrases = None,
) -> None:
    """Make the key of an auditor in three shares, of which two open what was asked. Its public half goes into the register."""
    public = make_shares(shares, "receiving", _phrases(len(shares), passphrase_file))
    typer.echo(f"public: {public}")


@app.command("open")
def open_(
    config: Annotated[Path, typer.Argument(help="The configuration of the auditor (TOML).")],
    log: Annotated[Path, typer.Argument(help="The log of a holder: the folder log/decisions of its state.")],
    id: Annotated[list[str] | None, typer.Option("--id", help="The number of a question; may be repeated.")] = None,
    sample: Annotated[
        int | None, typer.Option(min=1, help="So many questions by lot; without this and --id all.")
    ] = None,
    canaries: Annotated[Path | None, typer.Option(help="Persons who were made up: lines of kind,identifier.")] = None,
    show_whom: Annotated[bool, typer.Option("--show", help="Print about whom was asked, and in which case.")] = False,
    believe: Believed = None,
    checkpoint: Checkpoints = None,
    passphrase_file: Phrases = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Verify the log, open escrows and prove what was asked, whether it was a hit, and whether that was claimed."""
    try:
        from ketenmonitor.inquiry import open_escrows
        from ketenmonitor.inquiry.auditor.config import read_config
    except ImportError:
        raise UsageError(
            "What opens escrows is not installed. Install the extra `inquiry` (pip install 'ketenmonitor[inquiry]')."
        ) from None
    log = log_of_service(log)
    is_sound = is_as_signed(log, believe or [], checkpoint or [])
    phrases = _phrases(len(read_config(config).keys), passphrase_file)
    found = open_escrows(config, log, phrases, id or (), sample, canaries, now_us() // 1_000_000)
    if json:
        print_json([_as_data(one, show_whom) for one in found])
    else:
        _show(found, show_whom, lang)
    if not is_sound or any(one.findings for one in found):
        raise typer.Exit(1)


def _phrases(count: int, files: list[Path] | None) -> list[bytes]:
    if files is None:
        return [str(typer.prompt(f"{number} / {count}", hide_input=True)).encode() for number in range(1, count + 1)]
    if len(files) != count:
        raise UsageError(
            f"There are {count} key files and {len(files)} files with a passphrase. Name one for each, in their order."
        )
    return [passphrase_in(one) for one in files]


def _as_data(one: Checked, show_whom: bool) -> dict[str, Any]:
    whom = {"identifier": one.contents.text, "reference": one.contents.reference} if show_whom and one.contents else {}
    return {**one.about, "is_hit": one.is_hit, "is_claimed": one.is_claimed, "findings": list(one.findings), **whom}


def _show(found: list[Checked], show_whom: bool, lang: str) -> None:
    table = blank_table("")
    names = (
        "at",
        "asker",
        "officer",
        "purpose",
        "ground",
        "hit",
        "claimed",
        "findings",
        *(("identifier", "case_reference") if show_whom else ()),
    )
    for name in names:
        table.add_column(word(name, lang))
    for one in found:
        hit = "?" if one.is_hit is None else word("yes" if one.is_hit else "no", lang)
        whom = (one.contents.text, one.contents.reference) if show_whom and one.contents else ()
        table.add_row(
            *(one.about[name] for name in ("at", "asker", "officer", "purpose", "ground")),
            hit, word("yes" if one.is_claimed else "no", lang), ", ".join(one.findings), *whom,
        )  # fmt: skip
    show(table)
