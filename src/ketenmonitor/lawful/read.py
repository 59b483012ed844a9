"""From a signed file to a `Register`; and a signature for one.

Comes in: a path, and whose signatures are believed. Goes out: a `Register`, or all that is wrong. The promise: what was read is what
was signed, to the byte; of a file with one fault nothing is permitted.

    purposes.toml        the register
    purposes.toml.sig    {"key": "<public key>", "signature": "<of exactly these bytes>"}, each in base64
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from ketenmonitor.errors import DefinitionError, PurposeError, StorageError
from ketenmonitor.keys import Signer, is_signed_by
from ketenmonitor.lawful.inquiries import check_inquiries, inquiries_of, periods_of
from ketenmonitor.lawful.processing import Processing, Purpose
from ketenmonitor.lawful.purposes import Pseudonyms, Register
from ketenmonitor.lawful.schema import SCHEMA, WORDINGS
from ketenmonitor.toml import (
    Document,
    Fault,
    Finding,
    check_references,
    check_shape,
    document_at,
    read_document,
    without,
)

SUFFIX = ".sig"
MOST_SIGNATURE = 4096  # bytes of that file


def faults_of_register(path: Path) -> tuple[Fault, ...]:
    """All faults of a register, in the order of its lines; whether it is signed is another question."""
    return _checked(document_at(path, WORDINGS))[1]


def read_register(path: Path, signers: Collection[str]) -> Register:
    """What a register permits. Raises DefinitionError for faults, and PurposeError when none of the signers (base64) signed it."""
    try:
        content = path.read_bytes()
    except (OSError, ValueError):
        raise PurposeError(
            f"{path}: the register of purposes cannot be read. Nothing is permitted until it can."
        ) from None
    _check_signature(path, content, signers)
    values, faults = _checked(read_document(str(path), content, WORDINGS))
    if faults:
        raise DefinitionError(faults)
    return _built(values, hashlib.sha256(content).hexdigest())


def sign_register(path: Path, signer: Signer) -> Path:
    """Write the signature of a sound register beside it. Raises DefinitionError for one with faults."""
    if faults := faults_of_register(path):
        raise DefinitionError(faults)
    place, beside = path.with_name(path.name + SUFFIX), path.with_name(path.name + SUFFIX + ".new")
    said = {"key": signer.public, "signature": signer.sign(path.read_bytes())}
    try:
        beside.write_text(json.dumps(said) + "\n", encoding="utf-8")
        os.replace(beside, place)
    except OSError as error:
        raise StorageError(f"{place}: cannot be written: {(error.strerror or 'it failed').lower()}.") from None
    return place


def _check_signature(path: Path, content: bytes, signers: Collection[str]) -> None:
    place = path.with_name(path.name + SUFFIX)
    try:
        with place.open("rb") as file:
            said = json.loads(file.read(MOST_SIGNATURE))
        key, signature = str(said["key"]), str(said["signature"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise PurposeError(
            f"{place}: there is no signature here that can be read. Make one with `ketenmonitor purposes sign`."
        ) from None
    if key not in signers:
        raise PurposeError(f"{path}: signed with a key that is not among those that are believed here.")
    if not is_signed_by(key, content, signature):
        raise PurposeError(f"{path}: the signature is not of this file: one of the two was changed. Sign it again.")


def _checked(document: Document) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    shape = list(check_shape(document.values, SCHEMA))
    values = without(document.values, shape)
    findings = [*shape, *check_references(values, SCHEMA), *_check_days(values), *_check_permissions(values)]
    findings += _check_processing(values)
    findings += check_inquiries(values)
    return values, document.in_order(findings)


def _check_days(values: dict[str, Any]) -> Iterator[Finding]:
    """That nothing ends before it begins, and no period is outside its purpose."""
    for name, purpose in values.get("purposes", {}).items():
        if _ends_before(purpose):
            yield Finding("ends-before", ("purposes", name, "until"))
    for table, index, entry in ((name, *one) for name in ("pseudonyms", "inquiries") for one in _entries(values, name)):
        around = values.get("purposes", {}).get(entry.get("purpose"), {})
        for number, period in enumerate(entry.get("periods", [])):
            place = (table, index, "periods", number)
            if _ends_before(period):
                yield Finding("ends-before", (*place, "until"))
            elif _is_outside(period, around):
                yield Finding("outside-purpose", place, {"begin": str(around["from"]), "until": str(around["until"])})


def _check_permissions(values: dict[str, Any]) -> Iterator[Finding]:
    """That one purpose and recipient have one entry, and no party holds what two should hold."""
    seen: dict[tuple[str, str], int] = {}
    for index, entry in _entries(values):
        place, services = ("pseudonyms", index), entry.get("key_services", [])
        about = (entry.get("purpose", ""), entry.get("recipient", ""))
        if all(about) and seen.setdefault(about, index) != index:
            yield Finding("permission-twice", place, {"other": f"pseudonyms[{seen[about] + 1}]"})
        if len(services) == 1:
            yield Finding("one-key-service", (*place, "key_services"))
        if about[1] and about[1] in services:
            yield Finding("recipient-has-key", (*place, "recipient"))
        names = [period.get("period") for period in entry.get("periods", []) if period]
        for number, name in enumerate(names):
            if name in names[:number]:
                yield Finding("period-twice", (*place, "periods", number, "period"), {"name": name})


def _check_processing(values: dict[str, Any]) -> Iterator[Finding]:
    """That each permission is for somebody."""
    for index, entry in enumerate(values.get("processing", [])):
        if entry and not {"roles", "organisations"} & entry.keys():
            yield Finding("for-nobody", ("processing", index))
        for name in ("chains", "roles", "organisations"):
            if entry and entry.get(name) == []:  # left out would mean something else
                yield Finding("empty", ("processing", index, name), {"example": '["one", "another"]'})


def _entries(values: dict[str, Any], table: str = "pseudonyms") -> Iterator[tuple[int, dict[str, Any]]]:
    """The permissions that could be read, each with its number."""
    return ((index, entry) for index, entry in enumerate(values.get(table, [])) if entry)


def _ends_before(said: Any) -> bool:
    return bool(said) and "from" in said and "until" in said and said["until"] < said["from"]


def _is_outside(said: Any, around: Any) -> bool:
    if not said or not {"from", "until"} <= said.keys() or not {"from", "until"} <= around.keys():
        return False
    return bool(said["from"] < around["from"] or said["until"] > around["until"])


def _built(values: dict[str, Any], digest: str) -> Register:
    purposes = {
        name: Purpose(name, said["title"], said["ground"], said["from"], said["until"])
        for name, said in values["purposes"].items()
    }
    entries = tuple(
        Pseudonyms(
            purposes[said["purpose"]], said["recipient"], frozenset(said["sources"]), tuple(said["key_services"]),
            said["identifiers_a_day"],
            periods_of(said["periods"]),
        )
        for said in values.get("pseudonyms", [])
    )  # fmt: skip
    processing = tuple(_processing(said, purposes) for said in values.get("processing", []))
    return Register(
        values["register"]["version"], digest, purposes, entries, processing, inquiries_of(values, purposes)
    )


def _processing(said: dict[str, Any], purposes: dict[str, Purpose]) -> Processing:
    chains = frozenset(said["chains"]) if "chains" in said else None
    roles, organisations = (frozenset(said.get(name, ())) for name in ("roles", "organisations"))
    subjects, categories, recipients = (tuple(said.get(name, ())) for name in ("subjects", "categories", "recipients"))
    return Processing(
        purposes[said["purpose"]], said["activity"], frozenset(said["operations"]), chains, roles, organisations,
        subjects, categories, recipients,
    )  # fmt: skip
