"""Deliveries with pseudonyms, made as a source and two key services would: for who tests what a recipient does with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ketenmonitor.intake.recipient import recipient_of, vault_of
from ketenmonitor.keys import Secret, Signer, make_key, sealed
from ketenmonitor.pseudonyms import batches, keyed, suite
from ketenmonitor.pseudonyms.envelopes import BLINDS, EVALUATION, Claims, sealed_for
from ketenmonitor.store import Home
from tests.chain import DEFINITION, NOW, deliver, home_of, instant

PHRASE = "een zin die lang genoeg is"
RECIPIENT, POLITIE, FIRST, SECOND = (f"0000009900000000000{n}" for n in range(1, 5))
PURPOSE, PERIOD = "ketenmonitor-proef", "2025"
WITH_OIN = DEFINITION.replace("[partners.politie]\n", f'[partners.politie]\noin = "{POLITIE}"\n')
AT = instant(NOW) // 1_000_000
MASTERS = (Secret("evaluating", None, b"\x01" * 32), Secret("evaluating", None, b"\x02" * 32))


@dataclass(frozen=True)
class Source:
    """Who makes a delivery, for what: any of it may be wrong on purpose."""

    public: str
    sub: str = POLITIE
    aud: str = RECIPIENT
    purpose: str = PURPOSE
    period: str = PERIOD
    keyed_for: str = ""  # the period of the key that was really used
    exp: int = AT + 90 * 86_400
    size: int = 10_000
    run: str = "r"  # ids of batches and envelopes begin so
    texts: dict[str, str] = field(default_factory=dict)

    def scalars(self) -> list[bytes]:
        period = self.keyed_for or self.period
        return [keyed.scalar_for(keyed.mac_of(m), RECIPIENT, self.purpose, period) for m in MASTERS]

    def rows(self, identifiers: list[str]) -> list[dict[str, Any]]:
        """The rows of pseudonyms.parquet for identifiers, in this order."""
        found = []
        for first in range(0, len(identifiers), self.size):
            part = identifiers[first : first + self.size]
            elements, blinds = batches.blinded(part)
            for scalar in self.scalars():
                elements = batches.evaluated(elements, scalar)
            found.append(self.row(f"{self.run}{first}", first, elements, blinds))
        return found

    def row(self, name: str, first: int, elements: bytes, blinds: bytes, **wrong: Any) -> dict[str, Any]:
        n = len(elements) // 32
        said = Claims(
            EVALUATION, SECOND, self.aud, self.sub, self.purpose, self.period, name, n, AT, self.exp, f"{name}e"
        )
        evaluations = sealed_for(self.public, elements, replace(said, **wrong))
        blinding = sealed_for(self.public, blinds, replace(said, typ=BLINDS, iss=self.sub, jti=f"{name}b"))
        return {"batch": name, "first": first, "count": n, "evaluations": evaluations, "blinds": blinding}


def receiving_home(folder: Path, monkeypatch: pytest.MonkeyPatch, definition: str = WITH_OIN) -> tuple[Home, Source]:
    """A monitor that takes pseudonyms, and a source that makes them for it."""
    monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
    monkeypatch.setattr(sealed, "COST", {"n": 2, "r": 8, "p": 1})  # guessing the passphrase of a test may be cheap
    home = home_of(folder, definition)
    return home, with_pseudonyms(home)


def with_pseudonyms(home: Home, chain: str = "proef", purpose: str = PURPOSE) -> Source:
    keys = home.path / "keys"
    secret = make_key(keys / "receiving.key", "receiving", PHRASE.encode())
    make_key(keys / "vault.key", "vault", PHRASE.encode())
    told(home, f'[pseudonyms.{chain}]\nrecipient = "{RECIPIENT}"\npurpose = "{purpose}"\nperiod = "{PERIOD}"\n')
    assert secret.public
    return Source(secret.public, purpose=purpose)


def told(home: Home, text: str) -> None:
    """Add to the settings of a monitor."""
    with (home.path / "monitor.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}")


def pseudonymised(
    folder: Path, source: Source, delivery_id: str = "d1", partner: str = "politie", rows: Any = None, **said: Any
) -> Path:
    """A delivery as `tests.chain.deliver` writes it, of which every identifier has become a token. `rows`: others on purpose."""
    numbers: dict[str, int] = {}

    def token(identifier: str) -> str:
        return f"t{numbers.setdefault(identifier, len(numbers))}" if identifier else ""

    def tokens(row: Any) -> Any:
        if isinstance(row, tuple):
            return (*row[:3], token(row[3]))
        return {k: token(v) if k in ("object_id", "from_id", "to_id") else v for k, v in row.items()}

    kinds = ("events", "links", "objects")
    place = deliver(
        folder, delivery_id, partner, **{k: [tokens(r) for r in v] if k in kinds else v for k, v in said.items()}
    )
    source = replace(source, run=f"{delivery_id}-{partner}-")
    add_pseudonyms(place, source.rows(list(numbers)) if rows is None else rows)
    return place


def add_pseudonyms(
    place: Path, rows: Iterable[dict[str, Any]], other_types: dict[str, Any] | None = None, without: str = ""
) -> None:
    """Write pseudonyms.parquet into a delivery, and name it in the manifest. Columns may be others on purpose."""
    texts = dict.fromkeys(("batch", "evaluations", "blinds"), pa.string())
    names = {"batch": texts["batch"], "first": pa.int64(), "count": pa.int64(), **texts, **(other_types or {})}
    schema = pa.schema([(name, kind) for name, kind in names.items() if name != without])
    table = pa.Table.from_pylist(list(rows), schema)
    pq.write_table(table, place / "pseudonyms.parquet", use_dictionary=False)
    said = json.loads((place / "delivery.json").read_text(encoding="utf-8"))
    hashed = hashlib.sha256((place / "pseudonyms.parquet").read_bytes()).hexdigest()
    said["files"]["pseudonyms.parquet"] = {"rows": table.num_rows, "sha256": hashed}
    (place / "delivery.json").write_text(json.dumps(said), encoding="utf-8")


def signed(place: Path, signer: Signer) -> Path:
    """The same delivery, signed."""
    said = {"key": signer.public, "signature": signer.sign((place / "delivery.json").read_bytes())}
    (place / "delivery.sig").write_text(json.dumps(said) + "\n", encoding="utf-8")
    return place


def element(text: str, period: str) -> bytes:
    """What is left of an identifier when both services and the blind are done with it."""
    found = suite.hashed_to_group(text.encode())
    for master in MASTERS:
        found = suite.multiplied(found, keyed.scalar_for(keyed.mac_of(master), RECIPIENT, PURPOSE, period))
    return found


def ids_of(home: Home, texts: list[str]) -> list[str]:
    """The ids that the vault has for identifiers, in the period that it is at."""
    recipient = recipient_of(home, "proef")
    assert recipient
    with vault_of(home, recipient) as vault:
        return vault.ids([element(text, vault.about.period) for text in texts])
