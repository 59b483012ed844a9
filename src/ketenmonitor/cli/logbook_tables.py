"""Lines of the logs on the terminal: one row each, in order of time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from ketenmonitor.cli.terminal import blank_table, show
from ketenmonitor.cli.words import number, word
from ketenmonitor.instants import to_iso

COLUMNS = ("time", "log", "what", "who", "result", "person_concerned", "trace")
SHORT = 12  # digits of a name that a reader needs to tell lines apart
SAID = {
    "nl": {
        "lines": "{n} regels", "internal": "intern",
        "processing": "verwerking", "decisions": "beslissing", "audit": "wie", "what": "wat", "who": "door",
        "result": "uitkomst", "person_concerned": "betrokkene", "trace": "trace", "log": "logboek", True: "toegestaan",
        False: "geweigerd", "permitted": "toegestaan", "refused": "geweigerd", "failed": "mislukt",
    },
    "en": {
        "lines": "{n} lines", "processing": "processing", "decisions": "decision", "person_concerned": "person concerned",
        True: "permitted", False: "refused",
    },
}  # fmt: skip
Record = dict[str, Any]


def print_lines(found: list[dict[str, Any]], zone: ZoneInfo, language: str) -> None:
    """All lines, and how many there are."""
    table = blank_table(_word("lines", language).format(n=number(len(found), language)))
    for column in COLUMNS:
        table.add_column(_word(column, language))
    for one in found:
        record = one["record"]
        what, who, result, concerned = OF_LOG[one["log"]](record)
        at = record["at"] if "at" in record else to_iso(record.get("start_time", record.get("timestamp")) * 1000, zone)
        table.add_row(
            at,
            _word(one["log"], language),
            what,
            who,
            _word(result, language),
            (concerned or "")[:SHORT],
            record.get("trace_id", ""),  # whole: `--trace` takes no less
        )
    show(table)


def _processing(record: Record) -> tuple[str, str, Any, str | None]:
    attributes = record["attributes"]
    return record["name"], "", record["status"], attributes.get("dpl.core.data_subject_id")


def _decision(record: Record) -> tuple[str, str, Any, str | None]:
    body, attributes = record.get("body", {}), record.get("attributes", {})
    action, who = (body.get("adl.core.request", {}).get(part, {}) for part in ("action", "subject"))
    decided = body.get("adl.core.response", {}).get("decision", record["status"])
    return action.get("name", ""), who.get("id", ""), decided, attributes.get("dpl.core.data_subject_id")


def _audit(record: Record) -> tuple[str, str, Any, str | None]:
    return record["operation"], record["actor"], record["result"], record.get("object")


def _internal(record: Record) -> tuple[str, str, Any, str | None]:
    return record["command"], record["user"], "refused" if "refused" in record else "permitted", record.get("case")


OF_LOG: dict[str, Callable[[Record], tuple[str, str, Any, str | None]]] = {
    "processing": _processing, "decisions": _decision, "audit": _audit, "internal": _internal,
}  # fmt: skip


def _word(name: Any, language: str) -> str:
    return SAID[language].get(name) or word(str(name), language)
