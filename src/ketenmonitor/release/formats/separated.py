"""CSV with a description that machines read (CSV on the Web, W3C 2015).

Comes in: a settled `Dataset` and `About`. Goes out: bytes. The promise: RFC 4180, UTF-8 without a byte order mark, a
decimal point, ISO dates, and the code of the state where there is no value; the description says all this, so that a
CSVW reader gives typed values and nulls.

Lines end with CRLF, as RFC 4180 says, to which the media type text/csv refers. A spreadsheet that guesses commas and
encodings wrongly has the workbook.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from ketenmonitor.definition import Title
from ketenmonitor.release.dataset import About, Column, Dataset, State
from ketenmonitor.release.formats.cells import text_of
from ketenmonitor.release.formats.words import notes_of

LINE_END = "\r\n"
# CSVW's words for what a column holds: a number is written out, never with an exponent.
DATATYPES = {"string": "string", "integer": "integer", "number": "decimal", "date": "date"}


def csv_file(dataset: Dataset) -> bytes:
    """The table: a line with the names of columns, then a line a row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=LINE_END)
    writer.writerow([column.name for column in dataset.columns])
    writer.writerows([text_of(value) for value in row] for row in dataset.rows)
    return text.getvalue().encode("utf-8")


def csv_metadata(about: About, dataset: Dataset, file: str) -> bytes:
    """The description of `file`, the table's name beside it."""
    said: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": file,
        "dc:title": in_languages(dataset.title),
        "dc:isPartOf": in_languages(about.title),
        "dc:publisher": about.publisher,
        "dc:license": {"@id": about.licence} if about.licence.startswith("http") else about.licence,
        "dc:issued": {"@value": about.as_of.isoformat(), "@type": "xsd:date"},
        **({"dc:source": in_languages(dataset.source)} if dataset.source else {}),
        "notes": [text for note in notes_of(dataset) for text in in_languages(note)],
        "dialect": {
            "encoding": "utf-8",
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
            "lineTerminators": [LINE_END],
            "trim": False,
        },
        "tableSchema": {
            "columns": [_column(column) for column in dataset.columns],
            "primaryKey": [column.name for column in dataset.columns if column.is_key],
        },
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def in_languages(title: Title) -> list[dict[str, str]]:
    """A text in both languages, as JSON-LD writes it."""
    return [{"@value": title.nl, "@language": "nl"}, {"@value": title.en, "@language": "en"}]


def _column(column: Column) -> dict[str, Any]:
    """The name is a title too, of no language: readers that compare the first line with titles must find it."""
    return {
        "name": column.name,
        "titles": {"und": column.name, "nl": column.title.nl, "en": column.title.en},
        "datatype": DATATYPES[column.datatype],
        "required": column.is_key,
        **({} if column.is_key else {"null": [str(state) for state in State]}),
        **({"schema:unitText": column.unit} if column.unit else {}),
    }
