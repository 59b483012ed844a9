"""The way of a log by commands: signed, proven, witnessed by another, verified by anybody; and what they say when it is not right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.errors import KetenmonitorError, NotFoundError, StorageError, TransparencyError, UsageError
from ketenmonitor.keys import make_key
from ketenmonitor.transparency import Log
from tests.unit.transparency.made import ORIGIN, WITNESS_NAME, records

PHRASE = "een zin om mee te testen"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with two logs, and keys of who runs it and of a witness."""
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
    for name in ("operator.key", "witness.key"):
        make_key(tmp_path / name, "signing", PHRASE.encode())
    Log(tmp_path / "home" / "log" / "processing", ORIGIN).confirm(records(0, 12))
    Log(tmp_path / "home" / "log" / "audit", "monitor.example/audit").confirm(records(0, 3))
    return tmp_path


def run(*words: object, status: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, ["log", *(str(word) for word in words)], catch_exceptions=False)
    assert done.exit_code == status, done.output
    return done.stdout, done.stderr


def signed(folder: Path) -> str:
    """Both logs signed, copies in `given`; the key of the first as it is shown."""
    out, _ = run("checkpoint", folder / "home", "--key", folder / "operator.key", "--out", folder / "given")
    (key,) = re.findall(rf"{ORIGIN}\+\S+", out)
    return str(key)


def cosigned(folder: Path, key: str, *more: object) -> str:
    """What the witness makes of what was given to it; its key as it is shown."""
    given, out = folder / "given" / "processing.checkpoint", folder / "cosigned"
    own = ("--key", folder / "witness.key", "--name", WITNESS_NAME, "--out", out)
    _, said = run("witness", folder / "state", given, "--believe", key, *own, *more)
    (found,) = re.findall(rf"{WITNESS_NAME}\+\S+", said)
    return str(found)


def test_signing_a_home_signs_each_of_its_logs(folder: Path) -> None:
    out, _ = run("checkpoint", folder / "home", "--key", folder / "operator.key", "--out", folder / "given")
    assert re.findall(r"^(\w+): (\d+) records signed$", out, re.M) == [("audit", "3"), ("processing", "12")]
    assert {place.name for place in (folder / "given").iterdir()} == {"audit.checkpoint", "processing.checkpoint"}


def test_a_log_goes_from_its_owner_to_a_witness_to_who_verifies(folder: Path) -> None:
    log = folder / "home" / "log" / "processing"
    key = signed(folder)
    witness = cosigned(folder, key)
    run("keep", log, folder / "cosigned", "--believe", witness)
    Log(log).confirm(records(12, 30))
    signed(folder)
    proof, _ = run("proof", log, "--since", 12)
    (folder / "proof").write_text(proof)
    cosigned(folder, key, "--proof", folder / "proof")
    (folder / "witness.vkey").write_text(f"{witness}\n")
    keys = ("--believe", key, "--believe", folder / "witness.vkey")
    out, said = run("verify", log, *keys, "--checkpoint", folder / "cosigned")
    assert out == "processing: 30 records, 0 erased; 3 checkpoints, the newest of 30: as it was signed\n"
    assert said == ""


def test_who_has_a_proof_and_keys_verifies_a_record(folder: Path) -> None:
    log = folder / "home" / "log" / "processing"
    key = signed(folder)
    witness = cosigned(folder, key)
    proof, _ = run("proof", log, 5, "--checkpoint", folder / "cosigned")
    (folder / "record.tlog-proof").write_text(proof)
    out, _ = run("verify", folder / "record.tlog-proof", "--believe", key, "--believe", witness)
    assert out == f"Record 5 is in the log of 12 records {ORIGIN}, signed by {ORIGIN}, {WITNESS_NAME} (witness)\n"
    out, _ = run("verify", folder / "record.tlog-proof", "--believe", key, "--show")
    assert out.splitlines()[1].encode() == records(5, 6)[0]
    with pytest.raises(TransparencyError, match="not signed by any key"):
        run("verify", folder / "record.tlog-proof")


def test_what_is_wrong_is_said_and_the_status_is_one(folder: Path) -> None:
    key = signed(folder)
    place = folder / "home" / "log" / "processing" / "records" / "00000000"
    place.write_bytes(place.read_bytes().replace(b'"record 5"', b'"record 6"'))
    out, said = run("verify", folder / "home", "--believe", key, status=1)
    assert said.startswith("audit: checkpoint-unsigned")
    assert "processing: record-edited: record 5. A record is not the one" in said
    assert "processing: 12 records, 0 erased; 1 checkpoints, the newest of 12: 1 findings" in out
    out, _ = run("verify", folder / "home" / "log" / "processing", "--believe", key, "--json", status=1)
    (log,) = json.loads(out)["logs"]
    assert log["findings"] == [{"code": "record-edited", "where": "record 5"}]
    assert (log["records"], log["erased"], log["origin"]) == (12, 0, ORIGIN)
    assert log["checkpoints"] == [{"signed": [{"at": None, "name": ORIGIN}], "size": 12}]


def test_without_keys_it_says_that_nobody_is_believed(folder: Path) -> None:
    signed(folder)
    out, said = run("verify", folder / "home")
    assert out.count("in order") == 2
    assert said.count("Nobody's signature was looked at") == 2


def test_a_checkpoint_that_fits_no_log_is_not_passed_over_in_silence(folder: Path) -> None:
    """Who names a checkpoint wants it compared."""
    key = signed(folder)
    log = folder / "home" / "log" / "processing"
    with pytest.raises(TransparencyError, match="of none of these logs"):
        run("verify", log, "--believe", key, "--checkpoint", folder / "given" / "audit.checkpoint")
    with pytest.raises(StorageError, match="cannot be read"):
        run("verify", log, "--believe", key, "--checkpoint", folder / "none")


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        (("proof", "{log}"), UsageError, "Say what to prove"),
        (("proof", "{log}", "1", "--since", "1"), UsageError, "Say what to prove"),
        (("proof", "{log}", "1"), NotFoundError, "nothing was signed yet"),
        (("proof", "{log}", "1", "--checkpoint", "{log}/origin"), TransparencyError, "not a checkpoint"),
        (("verify", "{none}"), NotFoundError, "no log here"),
        (("verify", "{log}", "--believe", "none"), UsageError, "not the key"),
        (("keep", "{log}", "{log}/none", "--believe", "none"), StorageError, "cannot be read"),
        (
            ("witness", "{none}", "{log}/none", "--believe", "x", "--key", "{key}", "--name", "a b"),
            UsageError,
            "not the key",
        ),
    ],
)
def test_what_cannot_be_done_says_why(
    folder: Path, words: tuple[str, ...], error: type[KetenmonitorError], said: str
) -> None:
    places = {"log": folder / "home" / "log" / "processing", "none": folder / "none", "key": folder / "witness.key"}
    with pytest.raises(error, match=said):
        run(*(word.format(**places) for word in words))


def test_only_what_is_under_the_last_checkpoint_is_kept(folder: Path) -> None:
    log = folder / "home" / "log" / "processing"
    key = signed(folder)
    witness = cosigned(folder, key)
    Log(log).confirm([b"more"])
    signed(folder)
    with pytest.raises(TransparencyError, match="not the last checkpoint"):
        run("keep", log, folder / "cosigned", "--believe", witness)


def test_a_witness_prints_what_it_cosigned_when_no_file_is_named(folder: Path) -> None:
    key = signed(folder)
    given = folder / "given" / "processing.checkpoint"
    out, _ = run(
        "witness", folder / "state", given, "--believe", key, "--key", folder / "witness.key", "--name", WITNESS_NAME
    )
    assert out.startswith(given.read_text())
    assert out.splitlines()[-1].startswith(f"— {WITNESS_NAME} ")
