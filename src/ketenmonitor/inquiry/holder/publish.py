"""From the extract of a holder to its list: for each period of which there is a key, who is known, as tags.

    kind,identifier,contact,state[,canary]
    bsn,999990007,recherche,active
    bsn,999990019,recherche,gatekeeper          not listed: behind the gatekeeper (Wpg, article 14)

Comes in: a CSV file that the holder makes of its own records. Goes out: lists for the mirror, and an index for claims. The promise: what
the extract says is behind the gatekeeper is in neither; an extract that does not say of each row is refused; a row of which the
identifier is not right is set apart and counted; nothing that is written or said has an identifier.
"""

from __future__ import annotations

import csv
import hmac
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.hosting import ZONE
from ketenmonitor.inquiry.holder.config import Config
from ketenmonitor.inquiry.holder.index import ROW, Rows, write_index
from ketenmonitor.inquiry.holder.keys import Key, PeriodKeys
from ketenmonitor.inquiry.holder.service import Node
from ketenmonitor.inquiry.listed import Listed, tag_of, write_list
from ketenmonitor.inquiry.question import new_id
from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import keyed, verifiable
from ketenmonitor.pseudonyms.batches import cores
from ketenmonitor.source.identifiers import normalised

COLUMNS = ("kind", "identifier", "contact", "state")
LISTED, GATEKEEPER = (
    ("active", "comparison"),
    "gatekeeper",
)  # Wpg 8: in use, and after a year for comparison only; 14: removed
PADDING = b"ketenmonitor|v1|padding"
YES = ("true", "1", "yes")
A_TURN = 250


@dataclass(frozen=True, slots=True)
class Person:
    """An identifier of the extract, and what a hit on it leads to."""

    text: str = field(repr=False)
    contact: str
    is_canary: bool


@dataclass(frozen=True)
class Published:
    """What became of an extract for one purpose and period. `apart`: rows that are not listed, by reason."""

    purpose: str
    period: str
    public: str
    persons: int
    listed: int
    apart: Mapping[str, int]


def subject_of(secret: Secret, text: str) -> str:
    """What the log of a holder calls a person: the same for the same identifier, and nothing to who has not its key."""
    return hmac.digest(secret.value, f"ketenmonitor|v1|subject|{text}".encode(), "sha256").hex()[:40]


def publish(
    extract: Path, node: Node, keys: PeriodKeys, secrets: tuple[Secret, Secret], now: datetime,
    done: Callable[[int, int], None] = lambda made, of: None,
) -> list[Published]:  # fmt: skip
    """Lists for all purposes, of today's period and those to come. `secrets`: for signing and for hashing."""
    config, register, day = node.config, node.register(), now.astimezone(ZONE).date()
    apart: Counter[str] = Counter()
    persons = list(_persons(extract, config, apart))
    due = [
        (entry.purpose.id, period.name)
        for entry in register.inquiries
        for period in entry.periods.values()
        if entry.holder == config.oin and day <= period.until and keys.has(period.name)
    ]
    if not due:
        raise UsageError(
            f"{config.periods}: there is no key for a period of today or later in which this holder may be asked. Make one with "
            "`ketenmonitor key new evaluating`, named as the period is in the register."
        )
    found = []
    for number, (purpose, period) in enumerate(due):
        about = Listed(
            jti=new_id(), iss=config.oin, aud=config.oin, iat=int(now.timestamp()), purpose=purpose, period=period,
            public=b64encode(keys.of(purpose, period).public).decode(), count=0, sha256="0" * 64,
        )  # fmt: skip
        found.append(_published(persons, node, keys.of(purpose, period), about, secrets, dict(apart)))
        done(number + 1, len(due))
    return found


def _published(
    persons: list[Person], node: Node, key: Key, about: Listed, secrets: tuple[Secret, Secret], apart: dict[str, int]
) -> Published:
    rows, names = _rows(persons, key, secrets[1])
    purpose, period = about.purpose, about.period
    write_index(
        node.config.folder, purpose, period, rows, names
    )  # first, so that nobody has a hit that cannot be claimed
    seed = hmac.digest(key.value, PADDING, "sha256")
    made, text = write_list(node.config.mirror, np.ascontiguousarray(rows["tag"]), about, secrets[0], seed)
    node.published(made, text)
    return Published(purpose, period, made.public, len(np.unique(rows["tag"])), made.count, apart)


def _rows(persons: list[Person], key: Key, hashing: Secret) -> tuple[Rows, list[str]]:
    names = sorted({one.contact for one in persons})
    numbers = {name: n for n, name in enumerate(names)}

    def made(part: list[Person]) -> Rows:
        outputs = [verifiable.output_by(key.value, one.text.encode()) for one in part]
        rows = [
            (tag_of(out), tag_of(out[8:]), subject_of(hashing, one.text).encode(), numbers[one.contact], one.is_canary)
            for one, out in zip(part, outputs, strict=True)
        ]
        return np.array(rows, dtype=ROW)

    parts = [persons[at : at + A_TURN] for at in range(0, len(persons), A_TURN)]
    with ThreadPoolExecutor(cores()) as pool:
        return np.concatenate([np.empty(0, dtype=ROW), *pool.map(made, parts)]), names


def _persons(extract: Path, config: Config, apart: Counter[str]) -> Iterator[Person]:
    try:
        with extract.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
                raise StorageError(
                    f"{extract}: the column {missing[0]} is missing. Right is {', '.join(COLUMNS)}, and canary if you like."
                )
            for row in rows:
                if found := _person(row, f"{extract}:{rows.line_num}", config, apart):
                    yield found
    except (OSError, UnicodeDecodeError, csv.Error):
        raise StorageError(f"{extract}: this is not an extract that can be read. Give a CSV file in UTF-8.") from None


def _person(row: dict[str, str], where: str, config: Config, apart: Counter[str]) -> Person | None:
    state, contact = (row["state"] or "").strip(), (row["contact"] or "").strip()
    if state == GATEKEEPER:
        apart["behind-gatekeeper"] += 1
        return None
    if state not in LISTED:
        raise StorageError(
            f"{where}: the state is none. Right is {', '.join(LISTED)}, or {GATEKEEPER} for what may not be listed."
        )
    if contact not in config.contacts:
        raise StorageError(f"{where}: there is no such contact point. Add it to [contacts] of the configuration.")
    kind = (row["kind"] or "").strip()
    value, why = normalised(kind, row["identifier"])
    if value is None or not kind or ":" in kind:
        apart[why or "kind-malformed"] += 1
        return None
    return Person(keyed.text_of(kind, value), contact, (row.get("canary") or "").strip().lower() in YES)
