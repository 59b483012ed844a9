"""Open an XES file, compressed or not, and read it.

Comes in: a path. Goes out: its rows and what was odd (`xes.read_xes`). The promise: a file that is cut off, or that unpacks to
far more than it weighs, is a `LogError`, and nothing is unpacked to disk.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import polars as pl

from ketenmonitor.logs.faults import LogError
from ketenmonitor.logs.xes import read_xes

# What is compressed may unpack to this many bytes, or to this many times its own size when that is more.
MOST_BYTES, MOST_TIMES = 1 << 30, 100
COMPRESSED = ".gz"


def read_xes_file(path: Path) -> tuple[pl.DataFrame, dict[str, int]]:
    """The events of a file that ends in .xes or .xes.gz, one a row and all texts, and the findings. Raises `LogError`."""
    is_compressed = path.name.lower().endswith(COMPRESSED)
    try:
        with gzip.open(path) if is_compressed else path.open("rb") as file:
            rows, findings = read_xes(_bounded(file.read, path.stat().st_size) if is_compressed else file.read)
    except gzip.BadGzipFile:
        what, remedy = "not compressed with gzip", "Compress it, or name it .xes if it is plain XES"
        raise LogError(what, "A log that ends in .xes.gz is", remedy) from None
    except (EOFError, zlib.error):
        raise LogError(
            "cut off or damaged: it cannot be unpacked to its end", "A log is whole", "Copy it anew"
        ) from None
    # An empty text says nothing, as an empty cell of a CSV does.
    return rows.select(pl.when(pl.all() != "").then(pl.all())), findings


def _bounded(read: Callable[[int], bytes], size: int) -> Callable[[int], bytes]:
    """The same, until it has given far more than a log of this size unpacks to."""
    left = max(MOST_BYTES, MOST_TIMES * size)

    def reading(n: int) -> bytes:
        nonlocal left
        given = read(n)
        left -= len(given)
        if left < 0:
            what = f"it unpacks to more than {MOST_BYTES >> 30} GB and {MOST_TIMES} times its own size"
            raise LogError(what, "A log is of its true size", "Give it without compression")
        return given

    return reading
