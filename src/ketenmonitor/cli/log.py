"""Commands on logs that show tampering: sign, prove, verify, and be a witness of another's log."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketenmonitor.cli.arguments import Json, Purpose, Reason
from ketenmonitor.cli.gate import permitted_record
from ketenmonitor.cli.output import now_us, print_json, say
from ketenmonitor.errors import NotFoundError, StorageError, TransparencyError, UsageError
from ketenmonitor.keys import Signer, open_key, passphrase
from ketenmonitor.transparency import LOG as OF_LOG
from ketenmonitor.transparency import (
    WITNESS,
    Key,
    Log,
    Note,
    Verdict,
    believed,
    checked_proof,
    consistency_text,
    inclusion_text,
    kept_note,
    key_of,
    logs_in,
    read_note,
    said_in,
)
from ketenmonitor.transparency import keep as keep_note
from ketenmonitor.transparency import verify as verify_log
from ketenmonitor.transparency import witness as ask_witness

app = typer.Typer(help="Logs that show tampering: sign, prove, verify, and be a witness.", no_args_is_help=True)
Place = Annotated[Path, typer.Argument(help="The folder of a log, or of a monitor: then all its logs.")]
OneLog = Annotated[Path, typer.Argument(metavar="LOG", help="The folder of a log.")]
KeyFile = Annotated[Path, typer.Option("--key", help="A key file of the kind signing.")]
Believed = Annotated[
    list[str] | None,
    typer.Option(
        "--believe",
        help="The key of a log or a witness, as `log checkpoint` and `log witness` show it, or a file with it; may be repeated.",
    ),
]
Checkpoints = Annotated[
    list[Path] | None, typer.Option("--checkpoint", help="A checkpoint that somebody else kept; may be repeated.")
]


@app.command()
def checkpoint(
    place: Place,
    key: KeyFile,
    out: Annotated[Path | None, typer.Option("--out", help="A folder for copies, to give to others.")] = None,
) -> None:
    """Sign what each log holds now, and keep that in it. Give the copies away: what nobody else has, proves nothing."""
    signer = Signer(open_key(key, "signing", passphrase()))
    for folder in logs_in(place):
        log = Log(folder)
        text = log.checkpoint(signer)
        if out:
            _write(out / f"{folder.name}.checkpoint", text)
        typer.echo(f"{folder.name}: {log.size()} records signed")
        typer.echo(f"  {Key(log.origin, OF_LOG, signer.public)}")


@app.command()
def proof(
    log: OneLog,
    number: Annotated[int | None, typer.Argument(help="A record: prove that it is in the log.")] = None,
    since: Annotated[
        int | None, typer.Option("--since", help="Prove that the log begins with what it was at this size.")
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option("--checkpoint", help="The checkpoint to prove it under; else the last one of the log."),
    ] = None,
    purpose: Purpose = None,
    reason: Reason = None,
) -> None:
    """Print a proof: that a record is in the log (with that record), or that the log grew from an earlier one.

    A record says who asked about whom: of a log of a monitor one is shown as `log query` shows it, for a purpose that fits.
    """
    if (number is None) == (since is None):
        raise UsageError("Say what to prove: the NUMBER of a record, or --since SIZE of an earlier checkpoint.")
    if number is not None:
        permitted_record(log, number, purpose, reason)
    note = _note(checkpoint) if checkpoint else kept_note(log)
    if note is None:
        raise NotFoundError(f"{log}: nothing was signed yet. Sign what the log holds with `log checkpoint`.")
    opened = Log(log)
    if number is not None:
        typer.echo(inclusion_text(opened, number, note), nl=False)
    else:
        typer.echo(consistency_text(opened, since or 0, note), nl=False)


@app.command()
def verify(
    place: Annotated[Path, typer.Argument(help="A log, a monitor with logs, or the file of a proof.")],
    believe: Believed = None,
    checkpoint: Checkpoints = None,
    show: Annotated[bool, typer.Option("--show", help="Of a proof: print the record.")] = False,
    json: Json = False,
) -> None:
    """Report everything that was changed, left out, cut off or put back in a log; or what a proof proves."""
    keys = [read_key(text) for text in believe or []]
    if place.is_file():
        _show_proof(place, keys, show)
        return
    verdicts = [(folder, verify_log(folder, keys, checkpoint or [])) for folder in logs_in(place)]
    _each_is_used(checkpoint or [], {verdict.origin for _, verdict in verdicts})
    if json:
        print_json({"logs": [_as_json(folder, verdict) for folder, verdict in verdicts]})
    else:
        for folder, verdict in verdicts:
            _show(folder, verdict, bool(keys))
    if any(verdict.findings for _, verdict in verdicts):
        raise typer.Exit(1)


@app.command()
def witness(
    state: Annotated[Path, typer.Argument(help="The folder in which you keep what you saw of logs.")],
    checkpoint: Annotated[Path, typer.Argument(help="What the log signed.")],
    believe: Annotated[
        str, typer.Option("--believe", help="The key of the log, as `log checkpoint` shows it, or a file with it.")
    ],
    key: KeyFile,
    name: Annotated[str, typer.Option("--name", help="Your name as a witness: an address of yours, without scheme.")],
    proof: Annotated[
        Path | None, typer.Option("--proof", help="That it follows from the last one (`log proof --since`).")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="A file for the cosigned checkpoint; else it is printed.")
    ] = None,
) -> None:
    """Check that a log of another only grew since you last saw it, and cosign that. A fork or a roll-back is refused."""
    signer = Signer(open_key(key, "signing", passphrase()))
    own = Key(name, WITNESS, signer.public)
    key_of(str(own))  # that the name serves
    of_log, told = read_key(believe), _read(proof) if proof else None
    text = ask_witness(state, _read(checkpoint), told, of_log, (name, signer), now_us() // 1_000_000)
    if out:
        _write(out, text)
    else:
        typer.echo(text, nl=False)
    say(f"Cosigned as {own}")


@app.command()
def keep(
    log: OneLog,
    checkpoint: Annotated[Path, typer.Argument(help="What a witness gave back.")],
    believe: Annotated[
        str, typer.Option("--believe", help="The key of the witness, as `log witness` shows it, or a file with it.")
    ],
) -> None:
    """Keep in a log what a witness signed, with the checkpoint that is there."""
    note, last = _note(checkpoint), kept_note(log)
    _, signed = believed(note, [read_key(believe)])
    if last is None or last.text != note.text:
        raise TransparencyError(f"{checkpoint}: this is not the last checkpoint of this log. Nothing was kept.")
    keep_note(log, note)
    typer.echo(f"{log.name}: kept, cosigned by {signed[0].key.name}")


def _each_is_used(checkpoints: list[Path], origins: set[str]) -> None:
    """A checkpoint that somebody names is compared with a log, or it is said that it is not."""
    for place in checkpoints:
        said = said_in(_note(place))
        if said is None or said.origin not in origins:
            raise TransparencyError(
                f"{place}: this is the checkpoint of none of these logs. Name the log that it is of."
            )


def _show(folder: Path, verdict: Verdict, is_believed: bool) -> None:
    for finding in verdict.findings:
        say(f"{folder.name}: {finding}")
    newest = max((one.checkpoint.size for one in verdict.checkpoints), default=0)
    count = len(verdict.findings)
    typer.echo(
        f"{folder.name}: {verdict.size} records, {verdict.erased} erased; {len(verdict.checkpoints)} checkpoints, the newest of {newest}: "
        f"{f'{count} findings' if count else 'as it was signed' if is_believed and newest else 'in order'}"
    )
    if not is_believed:
        say("Nobody's signature was looked at: name whose keys you believe with --believe.")


def _as_json(folder: Path, verdict: Verdict) -> dict[str, object]:
    return {
        "log": folder.name,
        "origin": verdict.origin,
        "records": verdict.size,
        "erased": verdict.erased,
        "unconfirmed_bytes": verdict.unconfirmed,
        "checkpoints": [
            {"size": one.checkpoint.size, "signed": [{"name": s.key.name, "at": s.at} for s in one.signed]}
            for one in verdict.checkpoints
        ],
        "findings": [{"code": finding.code, "where": finding.where} for finding in verdict.findings],
    }


def _show_proof(place: Path, keys: list[Key], show: bool) -> None:
    proven = checked_proof(_read(place), keys)
    names = ", ".join(f"{signed.key.name}{'' if signed.at is None else ' (witness)'}" for signed in proven.signed)
    typer.echo(
        f"Record {proven.number} is in the log of {proven.checkpoint.size} records {proven.checkpoint.origin}, signed by {names}"
    )
    if show:
        typer.echo(proven.record)


def read_key(said: str) -> Key:
    """A key, typed or in a file."""
    try:
        is_file = Path(said).is_file()
    except OSError:  # too long for a name
        is_file = False
    return key_of(_read(Path(said)) if is_file else said)


def _note(place: Path) -> Note:
    note = read_note(_read(place))
    if note is None:
        raise TransparencyError(f"{place}: this is not a checkpoint.")
    return note


def _read(place: Path) -> str:
    try:
        return place.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise StorageError(f"{place}: cannot be read. Name a file that this user may read.") from None


def _write(place: Path, text: str) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}.") from None
