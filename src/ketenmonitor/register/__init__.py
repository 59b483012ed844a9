"""What Parliament asked and was promised: parliamentary papers are read, and what is in them is kept as a register.

- `read`: a file -> `Paper`, or `PaperError`.
- `extract`: a `Paper` -> `Extraction`: questions, motions, commitments, what was declared settled, figures, references.
- `extraction_as_json`: an `Extraction` with the names that are promised to other programs.
"""

from ketenmonitor.register.as_json import extraction_as_json
from ketenmonitor.register.extraction import extract
from ketenmonitor.register.reading import read

__all__ = ["extract", "extraction_as_json", "read"]
