"""A delivery of which the identifiers came blinded, as the gate hands it to who replaces them.

Comes in: nothing. Goes out: `Offered`, and what the file and the ids are called. The promise: nothing is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from ketenmonitor.intake.manifest import PSEUDONYMS

FILE = f"{PSEUDONYMS}.parquet"
IDS = pa.schema([("token", pa.int64()), ("token_id", pa.string())])
AGAIN = "Let the source run `ketenmonitor pseudonymise` again, and deliver that."


@dataclass(frozen=True)
class Offered:
    """A delivery of which the tokens must be replaced.

    `source`: the OIN of its partner, when the definition says it; `at_us`: when it was offered for the first time; `accepted`:
    the contents of what is in.
    """

    chain: str
    folder: Path
    has_pseudonyms: bool
    source: str | None
    at_us: int
    content: str
    accepted: frozenset[str]

    @property
    def file(self) -> Path:
        return self.folder / FILE
