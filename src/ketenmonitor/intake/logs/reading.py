"""Open a log of any form: a table of texts, and which of its columns count.

Comes in: a path. Goes out: an `EventLog`; logs of objects are read in `ocel`. The promise: whatever is wrong with the
file as a whole is a `DeliveryError` that says what and where, what is allowed and what to do, and never holds a value
of a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from ketenmonitor.errors import DeliveryError
from ketenmonitor.intake.logs.columns import Columns, columns_of
from ketenmonitor.logs import LogError, read_separated, read_xes_file

FORMS = (".xes.gz", ".xes", ".csv", ".jsonocel", ".json", ".xmlocel", ".xml", ".sqlite", ".db")


@dataclass(frozen=True)
class EventLog:
    """A log as it is written. `rows`, one per event in file order, hold texts; null where nothing is said."""

    rows: pl.DataFrame
    columns: Columns
    findings: dict[str, int]


def read_log(path: Path, form: str, columns: Mapping[str, str]) -> EventLog:
    """Read a log of cases; `columns` says which column is the "case", "activity" or "time" when its name does not.

    Raises `LogError`.
    """
    rows, findings = (read_separated(path), {}) if form == ".csv" else read_xes_file(path)
    if not rows.height:
        raise LogError("it holds no events", "A log holds at least one", "Export it with its events")
    return EventLog(rows, columns_of(rows.columns, columns), findings)


@contextmanager
def errors_of(path: Path) -> Iterator[None]:
    """Whatever is wrong with the file as a whole is a `DeliveryError` that names it."""
    try:
        form_of(path)
        if not path.is_file():
            raise LogError("there is no such file", "A log is one file", "Give its path")
        yield
    except LogError as error:
        raise error_of(path, error) from None
    except PermissionError:
        right = "A log is a file that the user who runs this may read"
        raise error_of(path, LogError("it may not be read", right, "Give the right to read it")) from None


def form_of(path: Path) -> str:
    """The end of the file name that says what it is, in small letters. Raises `LogError`."""
    name = path.name.lower()
    for form in FORMS:
        if name.endswith(form):
            return form
    what = "its name does not end as that of a log"
    raise LogError(what, f"Logs that are read end in: {', '.join(FORMS)}", "Export it as one of these")


def stem_of(path: Path) -> str:
    """The file name without the end that says its form."""
    return path.name[: -len(form_of(path))]


def error_of(path: Path, error: LogError) -> DeliveryError:
    """The same, said of a file."""
    return DeliveryError(f"{path.name}: {error}")
