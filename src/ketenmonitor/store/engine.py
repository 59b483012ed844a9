"""The engines: a connection that runs expressions, and how Parquet files become a table in it.

Comes in: the engine's name from the settings and lists of files. Goes out: Ibis tables, and Arrow tables of results.
The promise: an expression gives the same figures on each engine; this module is the only one that knows them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa
from ibis.expr.operations import DatabaseTable

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.store.scratch import scratch

if TYPE_CHECKING:
    from ibis.backends import BaseBackend


# What figures and output depend on. How much memory and how many parts is for those who run a cluster to say.
ON_SPARK = {"spark.sql.session.timeZone": "UTC", "spark.ui.showConsoleProgress": "false"}
ON_SPARK_HERE = {
    "spark.ui.enabled": "false",
    "spark.driver.memory": "3g",
    "spark.driver.extraJavaOptions": "-XX:+UseParallelGC",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
}


KEPT = "kept"  # begins the names of what is kept


@dataclass(frozen=True)
class Engine:
    """A connection to one engine. `name` is "duckdb" or "spark"."""

    name: str
    connection: BaseBackend
    scratch: str = ""  # where Spark writes what is kept: all machines of a cluster must see it

    def table(self, files: list[str], schema: pa.Schema) -> ir.Table:
        """The rows of these Parquet files, all of `schema`; an empty table when there are none."""
        if not files:
            # Not by `memtable`, for which Ibis imports all that could be one, pandas too: half of what starting takes.
            nulls = {f.name: ibis.null(ibis.dtype(f.type)) for f in schema}
            return ibis.range(0).unnest().name("none").as_table().select(**nulls)
        if self.name == "duckdb":
            with engine_errors():
                return self.connection.read_parquet(files)
        session = self.connection._session
        name = ibis.util.gen_name("files")
        session.read.parquet(*files).createOrReplaceTempView(name)
        return self.connection.table(name)

    def parquet(self, folder: Path) -> ir.Table:
        """The rows of a Parquet file that `write` made, or of all in a folder."""
        files = sorted(map(str, folder.glob("**/*.parquet"))) if folder.is_dir() else [str(folder)]
        if self.name == "duckdb":
            try:
                with engine_errors():
                    return self.connection.read_parquet(files, hive_partitioning=False)
            except duckdb.Error:
                raise StorageError(
                    f"{folder}: a file in it is damaged. It holds what can be computed again: remove the folder "
                    f"{folder.parent.parent}, and questions work again; the next delivery makes it anew."
                ) from None
        return self.table(files, pa.schema([]))

    def run(self, expression: ir.Table) -> pa.Table:
        """Compute an expression of which the result is small: a row a figure."""
        with engine_errors():
            if self.name != "duckdb":
                return self.connection.to_pyarrow(expression)
            # What Ibis does too, but for this it imports pandas: half of what a small question takes.
            self.connection._run_pre_execute_hooks(expression)
            found = self.connection.con.sql(self.connection.compile(expression)).to_arrow_table()
            return found.cast(expression.schema().to_pyarrow())

    def write(self, expression: ir.Table, place: Path) -> None:
        """Compute an expression of which the result may be large into a new Parquet file, on DuckDB only.

        Nothing of it comes through Python. Not in version 2 of the format, which is smaller: Spark cannot read its numbers.
        """
        self._copy(expression, place, "")

    def spread(self, expression: ir.Table, place: Path, column: str) -> None:
        """The same into a folder with a folder for each value of a column, on DuckDB only; the column itself is left out."""
        self._copy(expression, place, f', PARTITION_BY ("{column}")')

    def _copy(self, expression: ir.Table, place: Path, options: str) -> None:
        name = self.named(expression).get_name()
        # Ibis takes a literal for what it is said to be and DuckDB for the smallest that holds it: a file has one type.
        written = self.connection.compiler.type_mapper.to_string
        columns = ", ".join(f'CAST("{c}" AS {written(t)}) AS "{c}"' for c, t in expression.schema().items())
        copy = f'COPY (SELECT {columns} FROM "{name}") TO ? (FORMAT parquet{options})'
        with engine_errors():
            self.connection.raw_sql(copy, parameters=[str(place)])

    def named(self, expression: ir.Table) -> ir.Table:
        """The same expression under a name: what is built on it refers to it, and nothing is computed yet.

        Without a name, what a column is made of is written out wherever it is used, and computed as often.
        """
        name = ibis.util.gen_name("named")
        with engine_errors():
            return self.connection.create_view(name, expression)

    def forget(self, *kept: ir.Table) -> None:
        """Remove what `keep` made for these tables, so that it takes no room; on DuckDB only, Spark's go at the end."""
        names = {found.name for table in kept for found in table.op().find(DatabaseTable)}
        for name in sorted(names):
            if self.name == "duckdb" and name.startswith(f"ibis_{KEPT}_"):
                self.connection.drop_table(name, force=True)

    def numbered(self, rows: ir.Table, column: str) -> ir.Table:
        """Rows that are all different, kept, each with a number of its own from 0 in `column`."""
        if self.name == "duckdb":
            kept = self.keep(rows)
            return kept.mutate(**{column: kept.rowid()})
        number = ibis.row_number().over(ibis.window(order_by=list(rows.columns)))
        return self.keep(rows.mutate(**{column: number}))

    def gathered(self, parts: Iterable[pa.Table], schema: pa.Schema) -> ir.Table:
        """A table of these parts, taken in one by one as they come; on DuckDB only."""
        name = ibis.util.gen_name(KEPT)
        table = self.connection.create_table(name, schema=ibis.Schema.from_pyarrow(schema), temp=True)
        with engine_errors():
            for part in parts:
                self.connection.con.register(f"{name}_part", part)
                self.connection.con.execute(f'INSERT INTO "{name}" SELECT * FROM "{name}_part"')
                self.connection.con.unregister(f"{name}_part")
        return table

    def keep(self, expression: ir.Table) -> ir.Table:
        """Compute an expression once and go on with its result, which stays in the engine."""
        if self.name == "duckdb":
            with engine_errors():
                return self.connection.create_table(ibis.util.gen_name(KEPT), expression, temp=True)
        # Written and read back: Spark's own caches keep the plan, and plans within plans outgrow the driver.
        name = ibis.util.gen_name(KEPT)
        self.connection._run_pre_execute_hooks(expression)
        place = f"{self.scratch}/{name}"
        session = self.connection._session
        session.sql(self.connection.compile(expression)).write.parquet(place)
        session.read.parquet(place).createOrReplaceTempView(name)
        return self.connection.table(name)


@contextmanager
def engine_errors() -> Iterator[None]:
    """Say in one sentence that the engine had no room; its own text is left out, as it could hold a value."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise StorageError(
            "The computation needs more memory or temporary disk space than it may have. Nothing was changed. "
            "Raise memory_limit in monitor.toml or make room on the disk, and give the same command again."
        ) from error
    except duckdb.IOException as error:
        raise StorageError(
            "A file of the monitor, or a temporary one, cannot be read or written. Nothing was changed. "
            "Check free space, rights and the disk, and give the same command again."
        ) from error


def connect(name: str = "duckdb", memory_limit: str = "", shared: Path | None = None) -> Engine:
    """An engine by its setting: "duckdb", "spark", "local[N]" or the address of a Spark master.

    `shared` is a folder that every machine of a cluster can reach: intermediate results of a cluster are put there.
    """
    if name == "duckdb":
        return Engine("duckdb", _duckdb(memory_limit))
    if name.startswith(("spark", "local", "yarn", "k8s")):
        is_local = shared is None or name == "spark" or name.startswith("local")
        return Engine("spark", _spark("local[2]" if name == "spark" else name), scratch(None if is_local else shared))
    raise UsageError(
        f'"{name}" is not an engine. Engines are: duckdb, spark, local[N], spark://HOST:PORT. Set one in monitor.toml.'
    )


def _duckdb(memory_limit: str) -> BaseBackend:
    connection = ibis.duckdb.connect()
    # Casts of texts with an offset must not depend on where the machine stands.
    connection.raw_sql("SET TimeZone='UTC'")
    # After two seconds it would draw a bar, in the midst of what a command prints.
    connection.raw_sql("SET enable_progress_bar=false")
    # What does not fit in memory are rows of deliveries: by itself DuckDB would put them where the user stands. Each
    # connection has a folder of its own, as they call their files the same.
    spilled = f"{scratch()}/{ibis.util.gen_name('spilled')}".replace("'", "''")
    connection.raw_sql(f"SET temp_directory='{spilled}'")
    if memory_limit:
        try:
            limit = memory_limit.replace("'", "")
            connection.raw_sql(f"SET memory_limit='{limit}'")
        except duckdb.Error:
            raise StorageError(
                f'"{memory_limit}" is not a memory_limit. Right is a size such as 4GB or 500MB. Mend it in monitor.toml.'
            ) from None
    return connection


@lru_cache(maxsize=1)
def _spark(master: str) -> BaseBackend:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise StorageError(
            "The engine is set to Spark, but PySpark is not installed. "
            "Install the extra `spark` (pip install 'ketenmonitor[spark]') and Java 17, or set engine = \"duckdb\"."
        ) from None
    settings = {**ON_SPARK, **(ON_SPARK_HERE if master.startswith("local") else {})}
    builder = SparkSession.builder.master(master).appName("ketenmonitor")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)
