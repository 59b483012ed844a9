"""Read and check `delivery.json`: what a partner says of a delivery.

Comes in: the bytes of the manifest. Goes out: `Said`, with instants, or all reasons why it cannot be taken. The
promise: every fault of the manifest is found at once, in sentences that say what would be right.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketenmonitor.definition import Definition
from ketenmonitor.instants import parse_instant
from ketenmonitor.source import KINDS_OF_FILE

NAME, SIGNATURE = "delivery.json", "delivery.sig"
PSEUDONYMS = "pseudonyms"  # the file with which the identifiers of the others are opened
REQUIRED = ("delivery_id", "partner", "chain", "definition_version", "kind", "delivered_until", "made_at", "files")
OPTIONAL = ("follows", "delivered_from", "contact")
KINDS = ("increment", "full")
FORMS = ("parquet", "csv")


@dataclass(frozen=True)
class File:
    """A data file as the manifest describes it."""

    name: str
    rows: int
    sha256: str

    @property
    def kind(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class Said:
    """A manifest without faults of its own; times are instants."""

    delivery_id: str
    partner: str
    chain: str
    definition_version: str
    kind: str
    follows: str | None
    delivered_from_us: int | None
    delivered_until_us: int
    made_at: str
    contact: str | None
    files: tuple[File, ...]


def parse(text: bytes) -> tuple[dict[str, Any], list[str]]:
    """The manifest as a dictionary, and the reasons why it is none."""
    try:
        said = json.loads(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        return {}, [f"{NAME}: not UTF-8 at byte {error.start + 1}. Write it as UTF-8 JSON."]
    except json.JSONDecodeError as error:
        return {}, [f"{NAME} line {error.lineno}: not JSON ({error.msg}). Write it as one JSON object."]
    except RecursionError:
        return {}, [f"{NAME}: nested too deeply. Right is one object with {', '.join(REQUIRED)}."]
    if not _is_text(said):
        return {}, [f"{NAME}: holds half of a character (a lone surrogate). Write its texts as UTF-8."]
    if not isinstance(said, dict):
        return {}, [f"{NAME}: holds no JSON object. Right is one object with {', '.join(REQUIRED)}."]
    return said, []


def _is_text(said: object) -> bool:
    """Whether all texts can be written again: JSON can name halves of characters that are none by themselves."""
    try:
        json.dumps(said, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def check(said: dict[str, Any], definition: Definition) -> tuple[Said | None, list[str]]:
    """What the manifest says, or every reason why that cannot be so for this chain."""
    reasons = [f"{NAME}: {name} is missing. Add it." for name in REQUIRED if said.get(name) in (None, "")]
    reasons += [
        f"{NAME}: {name} is not a field. Fields are: {', '.join((*REQUIRED, *OPTIONAL))}. Remove or rename it."
        for name in said
        if name not in (*REQUIRED, *OPTIONAL)
    ]
    texts = [name for name in (*REQUIRED, *OPTIONAL) if name != "files"]
    reasons += [
        f"{NAME}: {name} is not a text. Right is a text between quotes."
        for name in texts
        if said.get(name) is not None and not isinstance(said[name], str)
    ]
    if reasons:
        return None, reasons
    reasons += _of_names(said, definition)
    instants, wrong_times = _instants(said, definition)
    files, wrong_files = _files(said["files"])
    reasons += wrong_times + wrong_files
    if reasons:
        return None, reasons
    return Said(
        **{name: str(said[name]) for name in REQUIRED if name not in (*instants, "files")},
        follows=said.get("follows"),
        contact=said.get("contact"),
        delivered_from_us=instants["delivered_from"],
        delivered_until_us=instants["delivered_until"],
        files=files,
    ), []


def of_version(said: dict[str, Any], adopted: tuple[str, ...]) -> list[str]:
    """Why the version of the definition by which a delivery was made cannot be taken: who runs the monitor can mend that too."""
    if not isinstance(version := said.get("definition_version"), str) or version in ("", *adopted):
        return []
    return [
        f"{NAME}: definition_version was never adopted here. Adopted versions are: {', '.join(adopted)}. "
        "Make the delivery by one of these, or have the new version adopted first."
    ]


def _of_names(said: dict[str, Any], definition: Definition) -> list[str]:
    reasons = []
    if said["partner"] not in definition.partners:
        reasons.append(f"{NAME}: partner is not one of this chain. Partners are: {', '.join(definition.partners)}.")
    if said["kind"] not in KINDS:
        reasons.append(f"{NAME}: kind is not known. Right is one of: {', '.join(KINDS)}.")
    return reasons


def _instants(said: dict[str, Any], definition: Definition) -> tuple[dict[str, Any], list[str]]:
    instants: dict[str, Any] = {}
    reasons = []
    for name in ("delivered_from", "delivered_until"):
        try:
            instants[name] = None if said.get(name) is None else parse_instant(said[name], definition.zone)
        except (ValueError, OverflowError):
            reasons.append(f"{NAME}: {name} is not a time. Right is ISO 8601, such as 2026-01-01T00:00:00+01:00.")
    try:
        parse_instant(said["made_at"], definition.zone)
    except (ValueError, OverflowError):
        reasons.append(f"{NAME}: made_at is not a time. Right is ISO 8601, such as 2026-01-01T00:00:00+01:00.")
    start, end = instants.get("delivered_from"), instants.get("delivered_until")
    if start is not None and end is not None and start > end:
        reasons.append(f"{NAME}: delivered_from lies after delivered_until. Right is the other way round.")
    if start is None and said["kind"] == "full" and not reasons:
        reasons.append(f"{NAME}: a full delivery needs delivered_from. Say from when everything that happened is in.")
    return instants, reasons


def _files(said: object) -> tuple[tuple[File, ...], list[str]]:
    if not isinstance(said, dict):
        return (), [f'{NAME}: files is not an object. Right is {{"events.parquet": {{"rows": 10, "sha256": "..."}}}}.']
    files, reasons = [], []
    for name, facts in said.items():
        kind, _, form = name.partition(".")
        forms = FORMS[:1] if kind == PSEUDONYMS else FORMS
        if kind not in KINDS_OF_FILE or form not in forms or Path(name).name != name:
            reasons.append(
                f"{NAME}: a file is named that cannot be taken. Names are: {', '.join(KINDS_OF_FILE)}, "
                f"each with .{' or .'.join(FORMS)} ({PSEUDONYMS} with .{FORMS[0]} only)."
            )
        elif (
            not isinstance(facts, dict)
            or type(facts.get("rows")) is not int
            or not isinstance(facts.get("sha256"), str)
        ):
            reasons.append(f'{NAME}: {name} needs its number of "rows" and its "sha256". Add both.')
        else:
            files.append(File(name, facts["rows"], facts["sha256"].lower()))
    kinds = [file.kind for file in files]
    reasons += [
        f"{NAME}: {kind} comes in two files. Send it in one." for kind in sorted(set(kinds)) if kinds.count(kind) > 1
    ]
    return tuple(files), reasons
