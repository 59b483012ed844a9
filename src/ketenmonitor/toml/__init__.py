"""A TOML file that a person writes: its values with the lines on which they stand, and all that is wrong with it at once.

- `Document`, `document_at`, `read_document`: what a file says and where, with what could not be read.
- `Table`, `Key`, `Kind`: the form that a file should have, as data; `check_shape`, `check_value`: what is not of that form; `without`: the rest.
- `check_references`: names in it that lead nowhere.
- `TEXT`, `LINE`, `ID`, `NAME`, `NAMES`, `FLAG`, `DATE`, `OIN`, `PUBLIC`, `SHARE`, `TIMEZONE`,
  `VALUES`, `choice`, `list_of`: kinds of values that many files have.
- `id_rule`, `line_rule`, `Objection`: for kinds that only one file has.
- `Fault`, `Finding`, `Place`: what is wrong in words with its line, and what a check found where.
- `WORDINGS`, `Wordings`: the sentence and the advice of each code; a kind of file adds its own.
- `shown`, `choices`, `hint`, `listed`, `LARGEST`: a value, or what there is to choose from, within such a sentence.
"""

from ketenmonitor.toml.document import Document, document_at, read_document
from ketenmonitor.toml.faults import (
    LARGEST,
    WORDINGS,
    Fault,
    Finding,
    Place,
    Wordings,
    choices,
    hint,
    listed,
    shown,
)
from ketenmonitor.toml.kinds import (
    DATE,
    FLAG,
    ID,
    LINE,
    NAME,
    NAMES,
    OIN,
    PUBLIC,
    SHARE,
    TEXT,
    TIMEZONE,
    VALUES,
    Key,
    Kind,
    Objection,
    Table,
    choice,
    id_rule,
    line_rule,
    list_of,
)
from ketenmonitor.toml.references import check_references
from ketenmonitor.toml.shape import check_shape, check_value, without

__all__ = [
    "DATE", "FLAG", "ID", "LARGEST", "LINE", "NAME", "NAMES", "OIN", "PUBLIC", "SHARE", "TEXT", "TIMEZONE", "VALUES",
    "WORDINGS", "Document", "Fault", "Finding", "Key", "Kind", "Objection", "Place", "Table", "Wordings",
    "check_references", "check_shape", "check_value", "choice", "choices", "document_at", "hint", "id_rule",
    "line_rule", "list_of", "listed", "read_document", "shown", "without",
]  # fmt: skip
