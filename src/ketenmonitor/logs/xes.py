"""Read an XES log into a table of texts: one row per event, in the order of the file.

Comes in: an open file. Goes out: a table, with `case:` before the names of a trace's attributes, and what was odd. The
promise: every value stays as it is written (007, a time without offset, nine decimals); an event outside a trace is a
row without a case; a file that is cut off or broken is told by its line.

Expat finds out whether the file is whole, and calls Python for none of its tags; meanwhile Polars reads them. A
parser that calls Python for each tag took twice as long, one that builds trees three times; `rustxes` accepts a
file that is cut off, drops events outside a trace, knows no encodings and prints values of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl

from ketenmonitor.logs.faults import LogError
from ketenmonitor.logs.markup import checked
from ketenmonitor.logs.tags import tags_of

PIECE = 16 << 20  # bytes that are read at once
OF_CASE = "case:"
OTHER, TRACE, EVENT = 0, 1, 2


def read_xes(read: Callable[[int], bytes]) -> tuple[pl.DataFrame, dict[str, int]]:
    """The events of an XES file, of which `read` gives so many bytes at most, and the findings. Raises `LogError`."""
    reading = _Reading()
    with ThreadPoolExecutor(1) as worker:
        under_way = worker.submit(reading.take, b"")
        for piece in checked(read, PIECE):
            under_way.result()
            under_way = worker.submit(reading.take, piece)
        under_way.result()
    return reading.rows(), reading.findings()


class _Reading:
    """One reading of one file. The trace that a piece ends in waits for the next piece."""

    def __init__(self) -> None:
        self._waiting = tags_of(b"")
        self._n_open = 0  # tags that are open before what waits: none, or the top one
        self._names: tuple[str, str] | None = None
        self._of_events: list[pl.DataFrame] = []  # key, value, and of which event or trace
        self._of_traces: list[pl.DataFrame] = []
        self._events: list[pl.DataFrame] = []  # the trace in which each stands; null outside all
        self._n_events = self._n_traces = self._n_nested = 0

    def take(self, piece: bytes) -> None:
        """Read a piece, up to its last whole trace. It asks little of Python, which is busy with the next piece."""
        tags = pl.concat([self._waiting, tags_of(piece)])
        if tags.height and self._names is None:
            self._names = _names(tags["name"][0])
        n_open = tags["opens"].cum_sum() + self._n_open
        between = (n_open <= 1).arg_true()
        if not len(between):
            # A tag without content that says nothing changes nothing.
            says = pl.col("key").is_not_null() | (pl.col("opens") != 0) | pl.col("name").is_in(self._names or ())
            self._waiting = tags.filter(says)
            return
        end = between[-1] + 1
        self._n_open, self._waiting = n_open[end - 1], tags.slice(end)
        told = _told(tags.with_columns(depth=n_open + 1 - tags["opens"]).head(end), *(self._names or ("", "")))
        event, trace = pl.col("event") + self._n_events, pl.col("trace") + self._n_traces
        of_events, of_traces, events, counts = pl.collect_all(
            [
                told.filter("of_event").select("key", "value", place=event),
                told.filter("of_trace").select("key", "value", place=trace),
                told.filter("is_event").select(trace=pl.when(~pl.col("is_alone")).then(trace)),
                told.select(pl.sum("is_event", "is_trace", "is_nested")),
            ]
        )
        self._of_events.append(of_events)
        self._of_traces.append(of_traces)
        self._events.append(events)
        n_events, n_traces, n_nested = counts.row(0)
        self._n_events, self._n_traces = self._n_events + n_events, self._n_traces + n_traces
        self._n_nested += n_nested

    def rows(self) -> pl.DataFrame:
        """A row per event; what a trace says stands with each of its events."""
        of = self._trace_of()
        of_traces = _columns(self._of_traces, self._n_traces)
        columns = _columns(self._of_events, self._n_events)
        columns |= {OF_CASE + key: column.gather(of) for key, column in of_traces.items()}
        return pl.DataFrame(columns) if columns else pl.DataFrame(height=self._n_events)

    def findings(self) -> dict[str, int]:
        """What was odd, and how often."""
        of = self._trace_of()
        found = {
            "event-outside-trace": of.null_count(),
            "trace-without-events": self._n_traces - of.drop_nulls().n_unique(),
            "nested-value": self._n_nested,
        }
        return {name: n for name, n in found.items() if n}

    def _trace_of(self) -> pl.Series:
        return pl.concat(self._events)["trace"]


def _told(tags: pl.DataFrame, trace: str, event: str) -> pl.LazyFrame:
    """The tags that open in a trace or event: key, value, what each is, and the numbers, from 0, of its trace and event."""
    name, depth, kind = pl.col("name"), pl.col("depth"), pl.col("kind")
    of_name = pl.when(name == trace).then(TRACE).when(name == event).then(EVENT).otherwise(OTHER)
    opened = tags.lazy().filter(pl.col("opens") >= 0).with_columns(kind=of_name.cast(pl.Int8))
    # What the tags are that it stands in or is: the one under the top tag, and the next.
    opened = opened.with_columns(
        outer=pl.when(depth == 1).then(OTHER).when(depth == 2).then(kind).forward_fill(),
        inner=pl.when(depth == 2).then(OTHER).when(depth == 3).then(kind).forward_fill(),
    )
    in_trace, inner = pl.col("outer") == TRACE, pl.col("inner")
    is_alone, is_trace = (depth == 2) & (kind == EVENT), (depth == 2) & in_trace
    is_event = is_alone | (in_trace & (depth == 3) & (kind == EVENT))
    is_value = pl.col("key").is_not_null() & pl.col("value").is_not_null() & (kind != EVENT)
    of_trace = is_value & in_trace & (depth == 3)
    of_event = is_value & (in_trace & (depth == 4) & (inner == EVENT) | ~in_trace & (depth == 3))
    told = opened.filter(pl.col("outer") != OTHER).select(
        "key", "value", is_trace=is_trace, is_event=is_event, is_alone=is_alone, of_trace=of_trace, of_event=of_event
    )
    is_other = ~pl.any_horizontal("is_trace", "is_event", "of_trace", "of_event")
    return told.with_columns(
        is_nested=pl.col("key").is_not_null() & is_other,
        trace=pl.col("is_trace").cum_sum().cast(pl.Int32) - 1,
        event=pl.col("is_event").cum_sum().cast(pl.Int32) - 1,
    )


def _columns(parts: list[pl.DataFrame], size: int) -> dict[str, pl.Series]:
    """Per key a column of so many places, null where nothing was said; said twice, the last counts. Empties `parts`."""
    cells = pl.concat(parts)
    parts.clear()
    columns = {}
    for (key,), some in cells.partition_by("key", include_key=False, as_dict=True).items():
        of_place = np.full(size, -1, dtype=np.int32)
        of_place[some["place"].to_numpy()] = np.arange(some.height, dtype=np.int32)
        # Nothing stands at -1, which is the place after the last.
        columns[str(key)] = some["value"].extend_constant(None, 1).gather(of_place)
    return columns


def _names(top: str) -> tuple[str, str]:
    """The names of the tags for trace and event, which have the namespace prefix of the top tag."""
    prefix, colon, local = top.rpartition(":")
    if local != "log":
        raise LogError("its top element is not <log>", "A log is XES (IEEE 1849)", "Export it as XES")
    return f"{prefix}{colon}trace", f"{prefix}{colon}event"
