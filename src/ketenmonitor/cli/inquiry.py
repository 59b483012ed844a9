"""The command of the hit/no-hit check with which somebody asks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketenmonitor.cli.arguments import Json, Lang, Language
from ketenmonitor.cli.output import now_us, print_json, say, user_of_system, visible
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import word
from ketenmonitor.errors import UsageError
from ketenmonitor.keys import passphrase

if TYPE_CHECKING:
    from ketenmonitor.inquiry import Result

NOT_INSTALLED = (
    "What asks and answers is not installed. Install the extra `inquiry` (pip install 'ketenmonitor[inquiry]')."
)


def ask(
    config: Annotated[Path, typer.Argument(help="The configuration of the asker (TOML).")],
    purpose: Annotated[str, typer.Option(help="The purpose, as in the register of purposes.")],
    ground: Annotated[str, typer.Option(help="The code of the legal ground, as in the register of purposes.")],
    kind: Annotated[str, typer.Option(help="The kind of identifier: bsn, skn, parketnummer, ...")] = "bsn",
    holder: Annotated[list[str] | None, typer.Option(help="The OIN of a holder; may be repeated. Else all.")] = None,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Ask holders whether they know a person. The identifier and the case are typed in, or lines of standard input."""
    try:
        from ketenmonitor.inquiry import Asker, Wanted, read_asker
    except ImportError:
        raise UsageError(NOT_INSTALLED) from None
    settings = read_asker(config)
    if unknown := [one for one in holder or () if one not in settings.holders]:
        raise UsageError(
            f"{config}: {len(unknown)} of these holders are not in it. It has: {', '.join(settings.holders)}."
        )
    identifier, case = typed(("identifier", "case_reference"), lang)
    with Asker(settings, passphrase()) as asker:
        found = asker.ask(Wanted(kind, identifier, case, user_of_system(), purpose, ground), holder, now_us())
    for one in found:
        if one.detail:
            say(one.detail)
    if json:
        print_json([one.as_data() for one in found])
    else:
        _show(found, lang)


def typed(names: Sequence[str], lang: str) -> list[str]:
    """What is about a person: never arguments, which others on this machine can read."""
    if sys.stdin.isatty():
        return [str(typer.prompt(word(name, lang), hide_input=True)) for name in names]
    lines = [line.strip() for line in sys.stdin.read().splitlines()]
    if len(lines) != len(names):
        raise UsageError(
            f"Standard input has not {len(names)} lines. Right are: {', '.join(word(name, 'en') for name in names)}."
        )
    return lines


def _show(found: list[Result], lang: str) -> None:
    table = blank_table("")
    for name in ("holder", "result", "contact", "reason"):
        table.add_column(word(name, lang))
    for one in found:
        table.add_row(visible(one.name), word(one.result, lang), visible("; ".join(one.contacts)), one.reason or "")
    show(table)
