"""Looks that the log of a monitor has: who looked at which case, and what the monitor itself knows of why.

Comes in: a home with a register of purposes. Goes out: its tables of looks, of lists and of requests of citizens, as `Own`. The promise:
every look at one case that was permitted is among them; cases have their names of the log and nothing else, so that what is assessed and
kept has no pseudonym, and what was destroyed is not kept here.

A list of cases is no look at each of them: nobody chose who is on it. That a case was on it explains why who was shown the list looked.
What a monitor does not know is who handles which case, who is in which team and who had duty: an organisation has that itself, and
supplies it in `HOME/misuse.toml`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from ketenmonitor.citizens import requests_of
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import from_us
from ketenmonitor.linking import Cases
from ketenmonitor.logbook import Logbook
from ketenmonitor.misuse.settings import Own, Settings, read_settings
from ketenmonitor.store import Home, case_name, case_names, open_view

FILE, FOLDER, LOG = "misuse.toml", "misuse", "review"
LOOKS = ("case", "break-glass", "citizen")  # operations that are about a case that somebody chose
LIST, GLASS = "cases", "break-glass"
MOMENT = pa.timestamp("us", tz="UTC")
TERM = [("user", pa.string()), ("person", pa.string()), ("from", MOMENT), ("until", MOMENT)]
SCHEMAS = {
    "looks": pa.schema(
        [("user", pa.string()), ("person", pa.string()), ("at", MOMENT), ("case", pa.string()), ("break_glass", pa.bool_()), ("reason", pa.string())]
    ),
    "listed": pa.schema(TERM),
    "citizens": pa.schema(TERM),
}  # fmt: skip


def settings_at(home: Home) -> Settings:
    """What a home says of its assessments, with its own tables. Raises UsageError in a home without these logs, and MisuseError."""
    if not home.said("purposes"):
        raise UsageError(
            f"{home.path}: this monitor has no register of purposes, so it has no log of who looked at which case that can be"
            " assessed. Turn purposes on: ketenmonitor purposes setup."
        )
    logbook = Logbook(home)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for name, row in _in_log(logbook):
        rows[name].append(row)
    rows["citizens"] += _of_citizens(home, {row["person"] for row in rows["looks"]})
    tables = {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in SCHEMAS.items()}
    chains = home.chains()
    zone = home.definition(chains[0]).zone if chains else ZoneInfo("UTC")

    def named(said: Iterable[str]) -> Iterator[tuple[str, str, str]]:
        return ((chain, one, case_name(home, chain, one)) for one in said for chain in chains)

    return read_settings(home.path / FILE, Own(tables, home.path / FOLDER, home.path / "log" / LOG, zone, named))


def case_of(home: Home, name: str) -> tuple[str, str] | None:
    """The chain and the case that have a name in the log; None when no case of now has it: it was destroyed, or never there."""
    found = (
        (chain, one)
        for chain in home.chains()
        for one in _identifiers(home, chain)
        if name in case_names(home, chain, one)
    )
    return next(found, None)


def _in_log(logbook: Logbook) -> Iterator[tuple[str, dict[str, Any]]]:
    """Who did it stands in the audit log, and about which cases in the processing log, under the same trace."""
    acts = {  # of a year of looks there are many: no more is kept of each than is used
        bytes.fromhex(said["trace_id"]): (said["operation"], said["actor"], said["timestamp"], said.get("reason"))
        for said in _records(logbook, "audit")
        if said["result"] == "permitted" and said["operation"] in (*LOOKS, LIST)
    }
    for line in _records(logbook, "processing"):
        name, act = line["attributes"].get("dpl.core.data_subject_id"), acts.get(bytes.fromhex(line["trace_id"]))
        if name and act:
            yield _row(name, *act)


def _row(name: str, operation: str, user: str, at_ms: int, reason: str | None) -> tuple[str, dict[str, Any]]:
    at = from_us(at_ms * 1000)
    if operation == LIST:
        return "listed", {"user": user, "person": name, "from": at, "until": at}
    said = {"at": at, "case": name, "break_glass": operation == GLASS, "reason": reason}
    return "looks", {"user": user, "person": name, **said}


def _of_citizens(home: Home, looked_at: set[str]) -> Iterator[dict[str, Any]]:
    """Who answers which citizen, by what was kept of their requests. Of whom nothing is held, nobody can say which name it is."""
    names: dict[str, dict[str, str]] = {}
    for one in requests_of(home):
        if one.chain not in names:
            known = [case_names(home, one.chain, said) for said in _identifiers(home, one.chain)]
            names[one.chain] = {asked: name for each in known for name in each if name in looked_at for asked in each}
        until = None if one.is_open else from_us(one.history[-1].at_us)
        since = {entry.by: from_us(entry.at_us) for entry in reversed(one.history)}  # the first step of each
        for user, first in since.items():
            for name in filter(None, map(names[one.chain].get, one.subjects)):
                yield {"user": user, "person": name, "from": first, "until": until}


def _identifiers(home: Home, chain: str) -> list[str]:
    view = open_view(home, chain)
    found = view.engine.run(Cases(view).objects.select("object_id").distinct())
    return [str(one) for one in found["object_id"].to_pylist()]


def _records(logbook: Logbook, log: str) -> Iterator[dict[str, Any]]:
    return (json.loads(record) for _, record in logbook.logs[log].records() if record is not None)
