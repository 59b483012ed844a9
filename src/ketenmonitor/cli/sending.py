"""Commands of a partner that go over the line: have pseudonyms made, and send deliveries."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ketenmonitor.cli.arguments import Json, Lang, Language
from ketenmonitor.cli.output import counting, now_us, print_json, say, working
from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number, word
from ketenmonitor.errors import ServiceError, UsageError
from ketenmonitor.keys import Signer, open_key, passphrase

if TYPE_CHECKING:
    from ketenmonitor.source.outbox import Letter

Mapping = Annotated[Path, typer.Option(help="The mapping that `pack` was given.", exists=True, dir_okay=False)]
SECOND_US = 1_000_000


def pseudonymise(
    delivery: Annotated[Path, typer.Argument(help="A folder as `pack` leaves it.")],
    mapping: Mapping,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Have both key services make pseudonyms for a delivery, and sign it. Can be stopped, and goes on where it was."""
    _check_installed()
    from ketenmonitor.source.addresses import read_addresses
    from ketenmonitor.source.pseudonymising import pseudonymise as run
    from ketenmonitor.source.services import Service

    addresses = read_addresses(mapping)
    signer = Signer(open_key(addresses.signing_key, "signing", passphrase())) if addresses.signing_key else None
    with ExitStack() as open_ones, counting(delivery.name) as done:
        one, other = (open_ones.enter_context(Service(road)) for road in addresses.to_evaluate())
        made = run(delivery, (one, other), signer, now_us() // SECOND_US, done)
    if json:
        print_json(asdict(made))
        return
    table = blank_table("")
    for name in ("delivery_id", "identifiers", "batches", "asked"):
        table.add_column(word(name, lang), justify="left" if name == "delivery_id" else "right")
    table.add_row(made.delivery_id, *(number(n, lang) for n in (made.identifiers, made.batches, made.asked)))
    show(table)


def send(
    delivery: Annotated[list[Path], typer.Argument(help="Folders or .zip files, in the order in which they follow.")],
    mapping: Mapping,
    json: Json = False,
    lang: Lang = Language.nl,
) -> None:
    """Send deliveries, and wait for what becomes of them. Can be stopped, and goes on where it was."""
    _check_installed()
    from ketenmonitor.source.addresses import read_addresses
    from ketenmonitor.source.outgoing import checked
    from ketenmonitor.source.sending import send as run
    from ketenmonitor.source.services import Service

    addresses = read_addresses(mapping)
    names = [checked(folder)["delivery_id"] for folder in delivery]
    said: list[dict[str, Any]] = []
    with Service(addresses.to_receive()) as receiver:
        for folder in delivery:
            try:
                with working(folder.name):
                    letter = run(folder, addresses.state, receiver)
                _tell_pack(addresses.state, letter)
                said.append(_as_json(letter))
            except ServiceError as error:
                said += [_not_sent(one, str(error)) for one in names[len(said) :]]
                break
    _report(said, json, lang)


def _tell_pack(state: Path, letter: Letter) -> None:
    """What was accepted is where the next delivery of `pack` begins."""
    from ketenmonitor.source import pack

    if letter.status in ("accepted", "known") and pack.pending(state) == letter.delivery_id:
        pack.confirmed(state, letter.delivery_id)


def _as_json(letter: Letter) -> dict[str, Any]:
    from ketenmonitor.source.sending import reasons_of

    said = {"delivery_id": letter.delivery_id, "status": letter.status, "reasons": list(reasons_of(letter))}
    findings = letter.answer.get("findings")
    return {**said, "findings": findings} if findings else said  # rows that were set apart, by reason


def _not_sent(delivery_id: str, why: str) -> dict[str, Any]:
    return {"delivery_id": delivery_id, "status": "unanswered", "reasons": [why]}


def _report(said: list[dict[str, Any]], json: bool, lang: str) -> None:
    if json:
        print_json({"deliveries": said})
    else:
        table = blank_table("")
        for name in ("delivery_id", "status"):
            table.add_column(word(name, lang))
        for one in said:
            table.add_row(one["delivery_id"], one["status"])
        show(table)
        for one in said:
            for reason in one["reasons"]:
                say(f"{one['delivery_id']}: {reason}")
            for reason, n in one.get("findings", {}).items():
                say(f"{one['delivery_id']}: {reason}: {n}")
    if any(one["status"] not in ("accepted", "known") for one in said):
        raise typer.Exit(1)


def _check_installed() -> None:
    try:
        import httpx  # noqa: F401  # what goes over the line is an extra: packing needs no network
    except ImportError:
        raise UsageError(
            "What goes over the line is not installed. Install the extra `source` (pip install 'ketenmonitor[source]')."
        ) from None
