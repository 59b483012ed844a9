"""The rules of the NL GOV profile for CloudEvents 1.1, and what an event has to say besides to be one of a chain.

Comes in: the body of a request. Goes out: what it says, or all faults at once, each with the name of the attribute. The promise: no
fault holds a value of the event.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.v1.event import CloudEvent
from pydantic import ValidationError

from ketenmonitor.instants import to_us
from ketenmonitor.web.api.event_shapes import Gegevens

SOURCE = re.compile(r"urn:nld:oin:(\d{20})(:[A-Za-z0-9][A-Za-z0-9()+,.:=@;$_!*'%/?#-]*)?")
TYPE = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9_-]*){2,}")
VERSION = re.compile(r"v[1-9][0-9]*")
EXTENSION = re.compile("[a-z0-9]{1,20}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})")
MARK = "nl.ketenmonitor.volledig-tot.v1"
OURS = "ketenmonitor"
KNOWN = (
    "specversion",
    "id",
    "source",
    "type",
    "time",
    "subject",
    "datacontenttype",
    "dataschema",
    "data",
    "data_base64",
)
LONGEST_ID = 200
Fault = tuple[str, str]


@dataclass(frozen=True)
class Said:
    """An event without faults of its own. `chain`, `activity`: as `data` or else `type` names them."""

    source: str
    oin: str
    id: str
    digest: str
    registered_us: int
    chain: str
    activity: str | None
    data: Gegevens


class Faulty(Exception):
    """An event with faults."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


def said_in(body: bytes) -> Said:
    """What an event says. Raises Faulty with all faults."""
    said = _object(body)
    digest = sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    said = {name: value for name, value in said.items() if value is not None}  # so JSON writes what is not there
    faults = list(_of_envelope(said))
    data, more = _data(said.get("data"))
    faults += more
    source, names = SOURCE.fullmatch(str(said.get("source"))), str(said.get("type")).split(".")
    if data is None or source is None or faults:
        raise Faulty(faults)
    is_mark = said["type"] == MARK
    named = names[1:3] if len(names) > 3 and names[1] != OURS else []
    chain = data.keten or (named[0] if named else None)
    activity = None if is_mark else data.activiteit or (named[1] if named else None)
    faults = list(_of_data(data, chain, activity))
    if faults or chain is None:
        raise Faulty(faults)
    return Said(said["source"], source[1], said["id"], digest, to_us(_moment(said["time"])), chain, activity, data)


def _object(body: bytes) -> dict[str, Any]:
    """The JSON object of a body, in which each name stands once."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError
        return dict(pairs)

    def no_number(_: str) -> Any:
        raise ValueError

    try:
        found = json.loads(body.decode("utf-8"), object_pairs_hook=once, parse_constant=no_number)
        json.dumps(found, ensure_ascii=False).encode()  # JSON can name halves of characters
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Faulty([("", "Right is one JSON object in UTF-8, with each name once and not nested deeply.")])
    return found


def _of_envelope(said: dict[str, Any]) -> Iterator[Fault]:
    """The attributes beside `data`."""
    wrong = _by_standard(said)
    for name in ("specversion", "id", "source", "type", "subject", "dataschema"):
        if name in wrong:
            yield (
                name,
                f"This is not as CloudEvents 1.0 has it. Right is {'1.0' if name == 'specversion' else 'a text'}.",
            )
    text = {name: value if isinstance(value, str) else "" for name, value in said.items()}
    if "id" not in wrong and len(text["id"]) > LONGEST_ID:
        yield "id", f"Right is a text of at most {LONGEST_ID} characters."
    if "source" not in wrong and not SOURCE.fullmatch(text["source"]):
        yield (
            "source",
            "Right is urn:nld:oin: with the OIN of 20 digits, and :systeem: with a name when there are several.",
        )
    if "type" not in wrong and not _is_type(text["type"]):
        yield (
            "type",
            "Right is a reverse domain name in small letters that ends with one version, such as nl.keten.activiteit.v1.",
        )
    if _moment(said.get("time")) is None:
        yield "time", "Right is when it was registered, by RFC 3339 with an offset, such as 2026-03-17T09:30:02Z."
    if text.get("datacontenttype", "application/json").partition(";")[0].strip() != "application/json":
        yield "datacontenttype", "Right is application/json, or nothing."
    if "dataschema" in said and "dataschema" not in wrong and not _is_absolute(text["dataschema"]):
        yield "dataschema", "Right is an absolute URI."
    if "data_base64" in said:
        yield "data_base64", "Right is data, as a JSON object."
    if not all(EXTENSION.fullmatch(name) for name in said if name not in KNOWN):
        yield "extension", "Names of more attributes are 1 to 20 small letters and digits."


def _by_standard(said: dict[str, Any]) -> set[str]:
    """The attributes that are not as CloudEvents itself wants them."""
    attributes: dict[str, Any] = {name: said.get(name) for name in ("specversion", "id", "source", "type")}
    attributes |= {name: said[name] for name in ("subject", "dataschema") if name in said}
    try:
        CloudEvent({**attributes, "time": datetime.fromisoformat("2026-01-01T00:00:00+00:00")})
    except CloudEventValidationError as error:
        return set(error.errors)
    return set()


def _is_type(text: str) -> bool:
    parts = text.split(".")
    return bool(TYPE.fullmatch(text) and VERSION.fullmatch(parts[-1]) and not any(map(VERSION.fullmatch, parts[:-1])))


def _is_absolute(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path))


def _data(said: object) -> tuple[Gegevens | None, list[Fault]]:
    if not isinstance(said, dict):
        return None, [("data", "Right is a JSON object. What it holds stands in /v1/schemas/gebeurtenis-v1.")]
    try:
        return Gegevens.model_validate(said), []
    except ValidationError as error:
        return None, [
            (".".join(["data", *_place(one["loc"])]), one["msg"]) for one in error.errors(include_input=False)
        ]


def _place(loc: tuple[int | str, ...]) -> list[str]:
    """Where in `data`: names of our own only, as what a sender calls things may say something of somebody."""
    found = []
    for one in loc:
        if str(one) not in OUR_NAMES:
            break
        found.append(str(one))
    return found


OUR_NAMES = {field.alias for field in Gegevens.model_fields.values()}


def _of_data(data: Gegevens, chain: str | None, activity: str | None) -> Iterator[Fault]:
    """What has to go together."""
    if chain is None:
        yield "data.keten", "This is missing. Name the chain here, or in type: nl.KETEN.ACTIVITEIT.v1."
    if activity is None and data.volledig_tot is None:
        yield "data.activiteit", "This is missing. Name the activity here, or in type: nl.KETEN.ACTIVITEIT.v1."
    if activity is not None:
        for name, value in (("gebeurtenisMoment", data.gebeurtenis_moment), ("objectId", data.object_id)):
            if value is None:
                yield f"data.{name}", "This is missing. Add it."
    if activity is None and (data.object_id or data.kenmerken or data.koppelingen or data.gebeurtenis_moment):
        yield "data", "This says something of an object and names no activity. Add activiteit, or leave it out."
    if data.volledig_tot is None and (data.volledig_vanaf or data.volgt):
        yield "data.volledigTot", "This is missing beside volledigVanaf or volgt. Add it, or leave them out."
    if data.ingetrokken and data.gebeurtenis_id is None:
        yield "data.gebeurtenisId", "This is missing: which event is withdrawn. Add its id."
    moments = {
        "gebeurtenisMoment": data.gebeurtenis_moment,
        "volledigTot": data.volledig_tot,
        "volledigVanaf": data.volledig_vanaf,
    }
    moments |= {
        "koppelingen": next((one.moment for one in data.koppelingen if one.moment and not _moment(one.moment)), None)
    }
    for name, value in moments.items():
        if value is not None and _moment(value) is None:
            yield f"data.{name}", "Right is a moment by RFC 3339 with an offset, such as 2026-03-17T09:30:00+01:00."


def _moment(said: object) -> Any:
    """The moment that a text says; None when it says none."""
    if not isinstance(said, str) or not MOMENT.fullmatch(said) or said.endswith("-00:00"):
        return None
    try:
        found = datetime.fromisoformat(said)
        return found if 2 <= found.year < 9999 else None
    except (ValueError, OverflowError):
        return None


def us_of(text: str) -> int:
    """The instant of a moment without faults."""
    return to_us(_moment(text))
