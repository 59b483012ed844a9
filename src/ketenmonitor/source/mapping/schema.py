"""Which tables and keys a mapping file has: its form, as data, and the words for faults that only it can have.

Comes in: nothing. Goes out: `SCHEMA` and `WORDINGS`. The promise: what is not in these tables is not in a mapping; a new key
is one line here, and one in docs/reference/mapping.md.
"""

from __future__ import annotations

import codecs
from datetime import UTC, datetime

from ketenmonitor import toml
from ketenmonitor.definition import IDENTIFIERS
from ketenmonitor.source.mapping.model import MODES
from ketenmonitor.toml import LINE, NAME, SHARE, TIMEZONE, VALUES, Key, Kind, Table, choice, list_of, shown

Objection = tuple[str, dict[str, str]] | None

WORDINGS: dict[str, tuple[str, str]] = {
    **toml.WORDINGS,
    "file-missing": ("there is no such file.", "Check the path of the mapping file."),
    "file-empty": ("nothing is declared.", "Begin with [delivery], [pseudonyms], [sources.NAME] and [[events]]."),
    "file-too-large": ("the file has more than {most} MB.", "Give a mapping, and no data."),
    "table-unknown": ('a mapping has no table "{name}".', "{choices}"),
    "definition-faulty": ("this is not a definition that can be read: {reason}", "Name the definition file of the chain."),
    "partner-unknown": ('the chain has no partner "{name}".', "{choices}"),
    "not-a-moment": ("{shown} is no moment.", 'Write ISO 8601, such as "2026-01-01" or "2026-01-01T00:00:00+01:00".'),
    "not-a-format": ("{shown} is no form of a time.", 'Write day, month and year so: "%d-%m-%Y %H:%M" or "%Y%m%d".'),
    "encoding-unknown": ("{shown} is not an encoding that can be read.", 'Write "UTF-8" or "windows-1252".'),
    "not-one-sign": ("{shown} is not one sign.", 'Write the sign itself, such as ";" or ",".'),
    "place-missing": ("it does not say where the rows are.", 'Add file = "extract.csv", or sql and database.'),
    "place-twice": ('"{one}" and "{other}" do not go together.', "Keep one of the two."),
    "file-form": ("{shown} does not end as a file that can be read.", "Files are: {known}."),
    "sheet-missing": ("a workbook has sheets, and none is named.", 'Add sheet = "Blad1".'),
    "password-in-file": (
        "a password stands in this file.",
        "Put the address of the database in a variable of the environment, and write the name of that here.",
    ),
    "source-unknown": ('there is no source "{name}".', "{choices}"),
    "not-of-partner": ('{noun} "{name}" is not one that partner "{partner}" delivers.', "{choices}"),
    "not-carried": ('attribute "{name}" is not declared for what these rows are.', "{choices}"),
    "link-undeclared": ('no link from "{one}" to "{other}" is declared for this partner.', "Declared: {links}."),
    "code-not-text": ("{shown} is no text.", "A code stands for a text between quotes."),
    "value-unknown": ('{shown} is no value of attribute "{name}".', "{choices}"),
    "column-or-value": ("it says neither column nor value, or both.", 'Write column = "name", or value = "text".'),
    "codes-of-value": ("codes go with a column, and here is a fixed value.", "Leave them out."),
    "time-columns": (
        "it says neither column, nor date and clock, or both.",
        'Write "column", or {{ date = "day", clock = "time" }}.',
    ),
    "object-column-missing": (
        'these rows may be about a "{name}", and no column has its identifier.',
        'Add it: object = {{ {name} = "column" }}.',
    ),
    "same-identity": (
        "these events have the same identity as those of {other}: same source and id, and neither has an activity of its own.",
        "Add a column to id that tells them apart.",
    ),
    "mode-needs": ('mode "{mode}" needs "{name}".', "Add it to [pseudonyms]."),
    "kind-without-mode": (
        "with mode none the extract holds pseudonyms already, and these have no kind.",
        'Leave "kind" out; or choose mode "oprf" or "hmac" when the extract holds identifiers.',
    ),
    "own-oin-missing": (
        'the definition gives no OIN of partner "{partner}".',
        "Add oin, the OIN of your own organisation, to [delivery].",
    ),
    "not-a-key": ("this is no public key.", "Write the 44 signs (base64) that `ketenmonitor key show` gives as public."),
    "separator": ("a purpose, recipient or period has no | in it.", "Write it without."),
}  # fmt: skip


def _format_rule(form: str) -> Objection:
    """Whether a form gives back what is written with it, and says the day, month and year at least."""
    import polars as pl  # only here: it is what will read them

    moment = datetime(2026, 11, 23, 14, 45, 59, tzinfo=UTC)
    try:
        read = pl.Series([moment.strftime(form)]).str.to_datetime(form, strict=False).to_list()[0]
        fits = read is not None and read.date() == moment.date()
    except (ValueError, pl.exceptions.PolarsError):
        fits = False
    return None if fits else ("not-a-format", {"shown": shown(form)})


def _encoding_rule(name: str) -> Objection:
    try:
        is_text = codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        is_text = False
    return None if is_text else ("encoding-unknown", {"shown": shown(name)})


def _sign_rule(sign: str) -> Objection:
    return None if len(sign) == 1 else ("not-one-sign", {"shown": shown(sign)})


ANY = Kind("a text", (str,), '"text"')
CODES = Kind("a table of codes", (dict,), '{ A1 = "meaning" }')
SIGN = Kind("one sign", (str,), '";"', _sign_rule)
ENCODING = Kind("an encoding", (str,), '"UTF-8"', _encoding_rule)
FORMAT = Kind("a form of a time", (str,), '"%d-%m-%Y %H:%M"', _format_rule)
FORMATS = list_of(FORMAT, '["%d-%m-%Y %H:%M"]')
NAMES = list_of(NAME, '["column"]')
LINES = list_of(LINE, '["https://one.example/v1"]')
CELL = Kind(
    "a column, or a table with column or value,",
    (str, dict),
    '"column"',
    keys={"column": Key(NAME), "value": Key(LINE), "codes": Key(CODES), "ignore": Key(VALUES)},
)
MOMENT = Kind(
    "a column, or a table with column (or date and clock),",
    (str, dict),
    '"column"',
    keys={
        "column": Key(NAME),
        "date": Key(NAME),
        "clock": Key(NAME),
        "formats": Key(FORMATS),
        "timezone": Key(TIMEZONE),
    },
)
CELLS = Kind("a table of attributes", (dict,), '{ attribute = "column" }')
OBJECT = Kind("a column, or a table of object types and columns,", (str, dict), '"column"')
END = Kind(
    "a table of type and column",
    (dict,),
    '{ type = "one", column = "number" }',
    keys={"type": Key(NAME, required=True), "column": Key(NAME, required=True)},
)
SOURCE = Key(NAME, required=True)


def _required(kind: Kind) -> Key:
    return Key(kind, required=True)


SCHEMA: dict[str, Table] = {
    "delivery": Table(
        "one",
        "delivery",
        {
            "definition": _required(LINE),
            "partner": _required(NAME),
            "from": _required(LINE),
            "state": _required(LINE),
            "out": Key(LINE),
            "oin": Key(LINE),
            "contact": Key(LINE),
            "signing_key": Key(LINE),
            "timezone": Key(TIMEZONE),
            "most_withdrawn": Key(SHARE),
        },
        required=True,
    ),
    "pseudonyms": Table(
        "one",
        "pseudonyms",
        {
            "mode": _required(choice("mode", MODES)),
            "purpose": Key(LINE),
            "recipient": Key(LINE),
            "period": Key(LINE),
            "key": Key(LINE),
            "recipient_key": Key(LINE),
            "services": Key(LINES),
            "grants": Key(LINES),
            "certificate": Key(LINE),
            "certificate_key": Key(LINE),
            "authorities": Key(LINE),
        },
        required=True,
    ),
    "send": Table(
        "one",
        "send",
        {name: Key(LINE) for name in ("url", "certificate", "key", "authorities", "grant")},
    ),
    "identifiers": Table(
        "named",
        "identifier",
        {"kind": Key(choice("kind of identifier", IDENTIFIERS)), "placeholders": Key(VALUES)},
    ),
    "sources": Table(
        "named",
        "source",
        {
            "file": Key(LINE),
            "sheet": Key(NAME),
            "sql": Key(ANY),
            "database": Key(LINE),
            "delimiter": Key(SIGN),
            "encoding": Key(ENCODING),
            "decimal": Key(choice("sign", (".", ","))),
            "formats": Key(FORMATS),
            "timezone": Key(TIMEZONE),
        },
        required=True,
    ),
    "events": Table(
        "list",
        "event",
        {
            "source": SOURCE,
            "activity": _required(CELL),
            "time": _required(MOMENT),
            "object": _required(OBJECT),
            "id": Key(NAMES),
            "attributes": Key(CELLS),
        },
    ),
    "links": Table(
        "list", "link", {"source": SOURCE, "from": _required(END), "to": _required(END), "time": Key(MOMENT)}
    ),
    "objects": Table(
        "list",
        "object",
        {"source": SOURCE, "type": _required(NAME), "object": _required(NAME), "attributes": Key(CELLS)},
    ),
    "figures": Table(
        "list",
        "figure",
        {
            "source": SOURCE,
            **{name: _required(CELL) for name in ("measure", "id", "field", "value")},
            "date": Key(CELL),
            "period": Key(CELL),
            "attributes": Key(CELLS),
        },
    ),
}
