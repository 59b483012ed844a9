"""Keep what stands in an extract out of a crash.

Comes in: what is done with identifiers at hand. Goes out: nothing, or an error. The promise: what is raised says where it happened
and of which type it was; the words of other libraries, which like to quote a value, are not repeated, and nothing is chained to it.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ketenmonitor.errors import KetenmonitorError, StorageError


@contextmanager
def without_values() -> Iterator[None]:
    """Errors for a person go through; anything else becomes a sentence."""
    told = None
    try:
        yield
    except KetenmonitorError:
        raise
    except Exception as error:
        own = [frame for frame in traceback.extract_tb(error.__traceback__) if "ketenmonitor" in frame.filename]
        place = f"{Path(own[-1].filename).name}, line {own[-1].lineno}" if own else "an unknown place"
        told = f"{type(error).__name__} in {place}"
    if told:
        raise StorageError(
            f"A mistake of this program: {told}. Nothing was packed. Report these words; they hold nothing of the extract."
        )
