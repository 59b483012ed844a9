"""Real logs, and a chain made for any log: one partner, one object type, an activity for each name in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pm4py
import pytest

from ketenmonitor.instants import to_us
from ketenmonitor.intake import import_log
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Record, Selection, measure
from ketenmonitor.store import Home, make_home, open_view

LOGS = Path(__file__).parents[2].parent / "shared" / "data" / "logs"
NAMES = (
    "receipt.xes.gz", "receipt.csv", "sepsis.xes.gz", "court_minas_gerais_1a.xes", "running-example.csv",
    "interval_event_log.csv", "Road_Traffic_Fine_Management_Process.xes.gz",
)  # fmt: skip
CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"


def log_named(name: str) -> Path:
    """The path of a real log; the test is skipped where these logs are not."""
    if not (LOGS / name).is_file():
        pytest.skip(f"{name} is not beside the project: real logs are no part of it")
    return LOGS / name


def read_by_pm4py(path: Path) -> Any:
    """A data frame as pm4py itself prepares it: sorted by case, time and place in the file, times in UTC."""
    if path.suffix == ".csv":
        import pandas

        frame = pandas.read_csv(path, dtype={CASE: str})
        # With a second time pm4py orders by when things began; an event here is at one time, that of its completion.
        frame = frame.drop(columns=["start_timestamp"], errors="ignore")
        return pm4py.format_dataframe(frame, case_id=CASE, activity_key=ACTIVITY, timestamp_key=TIME)
    return pm4py.read_xes(str(path))


def names_in(frame: Any) -> list[str]:
    return sorted(frame[ACTIVITY].unique())


def definition_of(names: list[str], timezone: str) -> str:
    """A chain in which every activity of a log happens to a case at one partner: activities `a0`, `a1`, ..."""
    head = (
        f'[chain]\nid = "log"\nversion = "1"\ntitle = "Log"\nunit = "zaak"\ntimezone = "{timezone}"\n'
        '[partners.een]\n[objects.zaak]\npartner = "een"\nkey = "case:concept:name"\n'
    )
    quoted = [name.replace("\\", "\\\\").replace('"', '\\"') for name in names]
    return head + "".join(
        f'[activities.a{i}]\npartner = "een"\nobject = "zaak"\nlog_names = ["{name}"]\n'
        for i, name in enumerate(quoted)
    )


def imported(folder: Path, log: Path, definition: str) -> Home:
    """A home with this log in it, whole."""
    source = folder / "definition.toml"
    source.write_text(definition, encoding="utf-8")
    home = make_home(folder / "home", [source])
    outcomes = import_log(home, "log", log, to_us(_now()))
    assert [(outcome.status, outcome.quarantined) for outcome in outcomes] == [("accepted", ())]
    return home


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime(2026, 1, 1, tzinfo=UTC)


def records(home: Home, name: str, **asked: Any) -> list[Record]:
    return list(measure(Cases(open_view(home, "log")), name, None, Selection(**asked)).records)
