"""Files of an organisation, and tables of a monitor itself, as tables in the engine: CSV, Parquet or JSON lines.

Comes in: settings. Goes out: tables of the engine with the columns of `TABLES`. The promise: only columns that the settings name
are read; a look of which nobody could say who, whom or when is never left out in silence; no message has what stood in a cell.
Cases and persons of files get the names that the log of the monitor gives them: then no pseudonym is in what is assessed.

A moment becomes `NAME_us` (UTC, see `instants`); of a look there is `local_us` besides, what the clock showed. A term that is not
said has no end on that side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis.expr.types as ir
import pyarrow as pa

from ketenmonitor.errors import MisuseError
from ketenmonitor.instants import DAY_US
from ketenmonitor.misuse.settings import Named, Settings, Supplied
from ketenmonitor.misuse.tables import TABLES, Column
from ketenmonitor.store import Engine, connect

READERS = {
    ".csv": "read_csv({}, all_varchar = true, header = true)",
    ".parquet": "read_parquet({})",
    ".jsonl": "read_json({}, format = 'newline_delimited')",
}
NAMES = pa.schema([("chain", pa.string()), ("said", pa.string()), ("name", pa.string())])
ALWAYS, NEVER = -(2**62), 2**62
YES = ("true", "1", "ja", "yes", "j", "y", "waar")
NO = ("false", "0", "nee", "no", "n", "onwaar")


def read_tables(settings: Settings) -> tuple[Engine, Mapping[str, ir.Table]]:
    """An engine of its own with the tables that were supplied; raises `MisuseError` when one does not serve."""
    engine = connect()
    # A text without an offset is local time
    engine.connection.raw_sql(f"SET TimeZone = '{settings.zone.key}'")
    return engine, {name: _read(engine, name, supplied, settings) for name, supplied in settings.tables.items()}


def _read(engine: Engine, name: str, supplied: Supplied, settings: Settings) -> ir.Table:
    types = _types(engine, supplied)
    cells = {
        key: Cell(column, _quoted(supplied.columns[key]), types[supplied.columns[key]])
        for key, column in TABLES[name].columns.items()
        if key in supplied.columns
    }
    _refuse_unreadable(engine, supplied, cells)
    parts = [f"{cell.value()} AS {_quoted(cell.name(key))}" for key, cell in cells.items()]
    if name == "looks":
        parts.append(f"epoch_us(timezone('{settings.zone.key}', {cells['at'].moment()})) AS local_us")
    unsaid = [key for key in ("from", "until") if key in TABLES[name].columns and key not in cells]
    parts += [f"CAST({ALWAYS if key == 'from' else NEVER} AS BIGINT) AS {key}_us" for key in unsaid]
    _query(engine, supplied, f'CREATE TEMP TABLE "supplied_{name}" AS SELECT {", ".join(parts)} FROM')
    if settings.named and supplied.rows is None:
        _rename(engine, f"supplied_{name}", [key for key in ("case", "person") if key in cells], settings.named)
    return engine.connection.table(f"supplied_{name}")


def _rename(engine: Engine, table: str, columns: list[str], named: Named) -> None:
    """Cases and persons by their names in the log; of an identifier that several chains could have, a row of each."""
    if not columns:
        return
    con = engine.connection.con
    found = " UNION ".join(f'SELECT "{column}" AS said FROM "{table}"' for column in columns)
    said = [row[0] for row in con.execute(f"SELECT said FROM ({found}) WHERE said IS NOT NULL").fetchall()]
    names = pa.Table.from_pylist(
        [{"chain": chain, "said": one, "name": name} for chain, one, name in named(said)], schema=NAMES
    )
    con.register("names_of_log", names)
    joins = [
        f'LEFT JOIN names_of_log AS of_{column} ON of_{column}.said = t."{column}" AND of_{column}.chain = chains.chain'
        for column in columns
    ]
    shown = ", ".join(f'of_{column}.name AS "{column}"' for column in columns)
    con.execute(
        f'CREATE OR REPLACE TEMP TABLE "{table}" AS SELECT t.* REPLACE ({shown}) FROM "{table}" AS t '
        f"CROSS JOIN (SELECT DISTINCT chain FROM names_of_log) AS chains {' '.join(joins)}"
    )
    con.unregister("names_of_log")


@dataclass(frozen=True)
class Cell:
    """A column of a file in the words of the engine: its type there, and what it holds for us."""

    column: Column
    source: str
    type: str

    def name(self, key: str) -> str:
        return f"{key}_us" if self.column.kind in ("moment", "end") else key

    def text(self) -> str:
        return f"nullif(trim(CAST({self.source} AS VARCHAR)), '')"

    def moment(self) -> str:
        """Moments of the engine are taken as they are: to read each as a text takes ten times as long."""
        is_text = self.type == "VARCHAR"
        return f"TRY_CAST({self.text() if is_text else self.source} AS TIMESTAMPTZ)"

    def value(self) -> str:
        if self.column.kind == "text":
            return self.text()
        if self.column.kind == "flag":
            return f"coalesce(lower({self.text()}) IN {YES}, false)"
        if self.column.kind == "moment":
            return f"coalesce(epoch_us({self.moment()}), {ALWAYS})"
        if self.type == "DATE":
            return f"coalesce(epoch_us({self.moment()}) + {DAY_US}, {NEVER})"
        # A day on which the clock changes is an hour off; no term is that exact
        day = f"CASE WHEN length({self.text()}) = 10 THEN {DAY_US} ELSE 0 END" if self.type == "VARCHAR" else "0"
        return f"coalesce(epoch_us({self.moment()}) + {day}, {NEVER})"

    def is_faulty(self) -> str:
        """Something stands there that is not of its kind."""
        if self.column.kind == "text" or self.type == "DATE" or self.type.startswith("TIMESTAMP"):
            return "false"
        said = f"{self.text()} IS NOT NULL"
        if self.column.kind == "flag":
            return f"{said} AND lower({self.text()}) NOT IN {YES + NO}"
        return f"{self.moment()} IS NULL AND {said}"

    def is_missing(self) -> str:
        return f"{self.source} IS NULL OR {self.text()} IS NULL" if self.column.required else "false"


def _types(engine: Engine, supplied: Supplied) -> dict[str, str]:
    """The type of each column; that there is such a file, with all these columns."""
    place = supplied.file
    if supplied.rows is None and place.suffix.lower() not in READERS:
        raise MisuseError(f"{place}: the name ends with none of {', '.join(READERS)}. Save it as one of these.")
    if supplied.rows is None and not place.is_file():
        raise MisuseError(f"{place}: there is no such file. Check `file` in the settings.")
    types = {row[0]: row[1] for row in _query(engine, supplied, "DESCRIBE SELECT * FROM")}
    if missing := [column for column in supplied.columns.values() if column not in types]:
        raise MisuseError(
            f"{place}: columns missing: {', '.join(missing)}.\n"
            "Name its columns in the settings as the file does; nothing was assessed."
        )
    return types


def _refuse_unreadable(engine: Engine, supplied: Supplied, cells: Mapping[str, Cell]) -> None:
    """That every moment and flag can be read, and nothing is empty without which a row says nothing."""
    counts = [f"count(*) FILTER ({cell.is_faulty()}), count(*) FILTER ({cell.is_missing()})" for cell in cells.values()]
    (found,) = _query(engine, supplied, f"SELECT {', '.join(counts)} FROM")
    for (key, cell), faulty, missing in zip(cells.items(), found[::2], found[1::2], strict=True):
        if faulty or missing:
            wanted = "true or false" if cell.column.kind == "flag" else "ISO 8601, such as 2026-07-01T10:00:00+02:00"
            form = f" Right is {wanted}." if faulty else ""
            raise MisuseError(
                f"{supplied.file}: column {supplied.columns[key]} cannot be read in {faulty} rows and is empty in {missing}."
                f"{form}\nNothing was assessed, for what is left out is what nobody would look at. Mend these rows."
            )


def _query(engine: Engine, supplied: Supplied, query: str) -> list[tuple[Any, ...]]:
    """Ask the file; the engine's own text of an error is left out, as it may quote a row."""
    con = engine.connection.con
    if supplied.rows is not None:
        con.register("rows_of_monitor", supplied.rows)
        return con.execute(f"{query} rows_of_monitor").fetchall()
    try:
        source = READERS[supplied.file.suffix.lower()].format("'" + str(supplied.file).replace("'", "''") + "'")
        return con.execute(f"{query} {source}").fetchall()
    except duckdb.Error as error:
        raise MisuseError(
            f"{supplied.file}: this cannot be read as {supplied.file.suffix[1:]} ({type(error).__name__}). Write it again."
        ) from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
