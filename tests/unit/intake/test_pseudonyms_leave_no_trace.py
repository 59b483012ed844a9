"""Nothing that was written holds an identifier, what is left of it, a blind, a key or the passphrase."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ketenmonitor.intake.recipient import key_of
from ketenmonitor.intake.rotation import rotate
from ketenmonitor.pseudonyms import batches, suite
from tests.chain import NOW
from tests.keyservices import Asked, key_services
from tests.pseudonymous import PHRASE, Source, element, pseudonymised, receiving_home
from tests.traces import traces, ways_of
from tests.unit.intake.seen import on

ROOT = Path(__file__).parents[3]
WHO = [f"NL:bsn:99977755{n}" for n in range(8)]
EVENTS = [(f"e{n}", "aangifte", on(2 + n), who) for n, who in enumerate(WHO)]
# Receives each delivery that is named, whatever becomes of it; where a point is named before it, it dies or fails there.
PROGRAM = """
import os, signal, sys, traceback
from contextlib import contextmanager
from pathlib import Path
from ketenmonitor.cli import app
from ketenmonitor.intake import opening
from ketenmonitor.store import Vault, ledger

home, *named = sys.argv[1:]
point = ""
ids, changing, write, unblinded = Vault.ids, Vault.changing, ledger.write, opening.batches.unblinded

@contextmanager
def changed(vault):
    with changing(vault):
        yield
    if point == "killed after the vault":
        os.kill(os.getpid(), signal.SIGKILL)

def dying(vault, elements):
    found = ids(vault, elements)
    if point == "killed in the vault":
        os.kill(os.getpid(), signal.SIGKILL)
    if point == "failing in the vault":
        raise RuntimeError("a mistake of ours")
    return found

def failing(root, receipt):
    if point == "killed before the ledger":
        os.kill(os.getpid(), signal.SIGKILL)
    write(root, receipt)

def mistaken(elements, blinds):
    if point == "failing at the blinds":
        raise RuntimeError("a mistake of ours")
    return unblinded(elements, blinds)

Vault.ids, Vault.changing, ledger.write, opening.batches.unblinded = dying, changed, failing, mistaken
for point, path in zip(named[::2], named[1::2]):
    try:
        app(["receive", home, path, "--json"], standalone_mode=False)
    except BaseException:
        traceback.print_exc()
"""


class Planted:
    """A home that receives pseudonyms, and all the secrets that there are about them."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.home, self.source = receiving_home(folder, patch)
        self.secrets = {f"identifier {n}": who.encode() for n, who in enumerate(WHO)}
        self.secrets |= {f"number {n}": who[-9:].encode() for n, who in enumerate(WHO)}
        for kind in ("receiving", "vault"):
            self.secrets[f"{kind} key"] = key_of(self.home, kind).value
        self.secrets["passphrase"] = PHRASE.encode()
        self.know(self.source)

    def know(self, source: Source) -> None:
        for n, who in enumerate(WHO):
            self.secrets[f"element {n} of {source.period}"] = element(who, source.period)
            self.secrets[f"hash {n}"] = suite.hashed_to_group(who.encode())

    def delivery(self, name: str, source: Source | None = None, **said: Any) -> Path:
        """A delivery of which every blind and evaluation is known."""
        source = source or self.source
        elements, blinds = batches.blinded(WHO)
        for scalar in source.scalars():
            elements = batches.evaluated(elements, scalar)
        for n in range(len(WHO)):
            self.secrets[f"blind {n} of {name}"] = blinds[32 * n : 32 * n + 32]
            self.secrets[f"evaluation {n} of {name}"] = elements[32 * n : 32 * n + 32]
        rows = [source.row(name, 0, elements, blinds)]
        return pseudonymised(self.folder / "deliveries", source, name, rows=rows, events=EVENTS, **said)

    def receive(self, *named: tuple[str, Path]) -> bytes:
        """Everything that was said by a process that receives these; what it writes for a while goes to a folder of ours."""
        (self.folder / "tmp").mkdir(exist_ok=True)
        command = [sys.executable, "-c", PROGRAM, str(self.home.path), *(str(word) for pair in named for word in pair)]
        environment = {
            **os.environ,
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONFAULTHANDLER": "1",
            "KETENMONITOR_NOW": NOW,
        }
        done = subprocess.run(command, capture_output=True, cwd=ROOT, env=environment, check=False, timeout=300)
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    with pytest.MonkeyPatch.context() as patch:
        yield Planted(tmp_path_factory.mktemp("planted"), patch)


def test_nothing_is_found_whatever_became_of_deliveries(planted: Planted) -> None:
    good = planted.delivery("d1")
    half = planted.delivery("half")
    content = (half / "pseudonyms.parquet").read_bytes()
    (half / "pseudonyms.parquet").write_bytes(content[: len(content) // 2])
    bad = [
        half,
        planted.delivery("purpose", replace(planted.source, purpose="iets-anders")),
        planted.delivery("expired", replace(planted.source, exp=1_000)),
        planted.delivery("foreign", replace(planted.source, public="hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=")),
        planted.delivery("strange", definition_version="9"),
    ]
    said = [planted.receive((point, good)) for point in ("killed in the vault", "killed before the ledger")]
    failing = [(point, good) for point in ("failing in the vault", "failing at the blinds")]
    said.append(planted.receive(*failing, ("", good), *(("", one) for one in bad), ("", good)))
    statuses = b"".join(said)
    assert statuses.count(b'"accepted"') == 1
    assert statuses.count(b'"known"') == 1
    assert statuses.count(b'"refused"') == len(bad)
    assert statuses.count(b"RuntimeError: a mistake of ours") == 2
    with key_services(Asked()) as urls:
        rotate(planted.home, "proef", "2026", urls)
    planted.know(replace(planted.source, period="2026"))
    refused = sorted((planted.home.path / "refused").rglob("pseudonyms.parquet"))
    assert len(refused) == len(bad)
    assert traces([planted.home.path, planted.folder / "tmp"], said, planted.secrets) == []


def test_what_a_killed_process_leaves_is_looked_at_as_it_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal of the vault is on disk then, and was not yet taken in."""
    planted = Planted(tmp_path, monkeypatch)
    first = planted.receive(("killed after the vault", planted.delivery("d1")))
    left = sorted(path.name for path in (planted.home.chain_path("proef") / "vault").iterdir())
    assert "vault.sqlite-wal" in left
    assert traces([planted.home.path, tmp_path / "tmp"], [first], planted.secrets) == []


@pytest.mark.parametrize("form", range(11))
def test_what_is_looked_for_would_be_found(tmp_path: Path, form: int) -> None:
    """In every form, in a text, a table, a database and a message."""
    secret = bytes(range(40, 72))
    way = sorted(ways_of(secret))[form % len(ways_of(secret))]
    (tmp_path / "a.log").write_bytes(b"..." + way + b"...")
    assert traces([tmp_path], [], {"it": secret}) == [f"it in {tmp_path / 'a.log'}"]
    assert traces([], [b"Traceback: " + way], {"it": secret}) == ["it in text 0"]


def test_a_secret_in_a_compressed_table_or_a_database_would_be_found(tmp_path: Path) -> None:
    secret = b"een heel bijzonder geheim getal!"
    rows = pa.table({"value": [secret.decode()] * 1_000})
    pq.write_table(rows, tmp_path / "t.parquet", compression="zstd", use_dictionary=False)
    with sqlite3.connect(tmp_path / "v.sqlite") as database:
        database.execute("CREATE TABLE kept (value BLOB)")
        database.execute("INSERT INTO kept VALUES (?)", (secret,))
    found = traces([tmp_path], [], {"it": secret})
    assert any("its rows" in one for one in found)
    assert f"it in {tmp_path / 'v.sqlite'}" in found
