"""Files of papers become `Paper`s: the text, repaired, with its raw text and places; or a refusal that says what to do.

- `read`: path of a PDF, DOCX, HTML, TXT or official XML file -> `Paper`; raises `PaperError`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from ketenmonitor.register.paper import Paper
from ketenmonitor.register.reading.text import decoded, traced_lines

__all__ = ["read"]


def read(path: Path) -> Paper:
    """The paper in `path`."""
    data = path.read_bytes()
    raw = decoded(data)
    return Paper(path.name, hashlib.sha256(data).hexdigest(), "txt", raw, traced_lines(raw))
