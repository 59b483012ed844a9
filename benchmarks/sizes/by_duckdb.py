"""The questions as a good hand writes them in SQL for DuckDB: `python -m benchmarks.sizes.by_duckdb FOLDER [MODE STORE]`.

Without a mode the log is prepared in memory and then asked. `prepare` writes the prepared tables into the folder STORE and
asks nothing; `prepared` asks what lies there, reading included. Prepared once and asked often is the best way:

    steps   case, activity, at_us, place in the case, next activity, next_us; in order of case and time
    own     what each object went through: object, activity, at_us (for cases: the same as steps)
    loose   events of what belongs to no case but did enter the chain
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from benchmarks.sizes.objects_sql import LOGS, OBJECTS
from benchmarks.sizes.process import ACTIVITIES
from benchmarks.sizes.questions import CUT_OFF_US, DAY_US, ENDS, FIRST_MONTH, MONTHS, OTHER_ENDS, START, STOCKS, Asked
from benchmarks.sizes.questions import numbers as n

CODES = ", ".join(f"({number}::UTINYINT, '{name}')" for number, name in enumerate(ACTIVITIES))

LOG = """
CREATE TEMP TABLE ids AS
    SELECT id, row_number() OVER ()::UINTEGER AS c FROM (SELECT DISTINCT "case:concept:name" AS id FROM log);
CREATE VIEW events AS
    SELECT c, a, epoch_us("time:timestamp") AS at_us
    FROM log JOIN ids ON id = "case:concept:name" JOIN codes ON name = "concept:name";
"""
STEPS = """
CREATE TABLE steps AS
    SELECT c, a, at_us, row_number() OVER w::USMALLINT AS place, lead(a) OVER w AS next_a, lead(at_us) OVER w AS next_us
    FROM events WINDOW w AS (PARTITION BY c ORDER BY at_us) ORDER BY c, at_us;
"""
PLAIN = LOG + STEPS + "CREATE VIEW own AS FROM steps; CREATE VIEW loose AS SELECT c, a, at_us FROM steps LIMIT 0;"


def main(folder: Path, mode: str = "", store: Path | None = None) -> None:
    """Prepare, ask, or both."""
    asked = Asked()
    connection = duckdb.connect(config={"temp_directory": str(folder / "spill")})
    connection.execute("SET TimeZone = 'UTC'")
    with asked.step("load"):
        if mode == "prepared":
            for table in ("steps", "own", "loose"):
                connection.execute(f"CREATE VIEW {table} AS FROM '{store}/{table}.parquet'")
        else:
            prepare(connection, folder)
    if mode == "prepare":
        with asked.step("write"):
            write(connection, store or folder)
    else:
        for name, question in QUESTIONS.items():
            with asked.step(name):
                question(connection, asked)
    asked.finish()


def prepare(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make the prepared tables of a log of cases or of an object-centric one."""
    connection.execute(f"CREATE VIEW codes AS FROM (VALUES {CODES}) AS t(a, name)")
    if (folder / "log.parquet").exists():
        connection.execute(f"CREATE VIEW log AS FROM '{folder}/log.parquet'")
        connection.execute(PLAIN)
    else:
        for table in LOGS:
            connection.execute(f"CREATE VIEW log_{table} AS FROM '{folder}/{table}.parquet'")
        connection.execute(OBJECTS + STEPS)


def write(connection: duckdb.DuckDBPyConnection, store: Path) -> None:
    """Keep the prepared tables."""
    store.mkdir(parents=True, exist_ok=True)
    for table in ("steps", "own", "loose"):
        connection.execute(f"COPY {table} TO '{store}/{table}.parquet'")


def paths(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """One group over the prepared pairs."""
    found = connection.execute("""
        SELECT count(*), sum(times), sum(median_us) FROM (
            SELECT count(*) AS times, quantile_cont(next_us - at_us, 0.5) AS median_us
            FROM steps WHERE next_a IS NOT NULL GROUP BY a, next_a
        )""").fetchall()[0]
    asked.say(path_pairs=found[0], path_times=found[1], path_medians_days=found[2] / DAY_US)


def variants(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Lists of small integers sort faster than lists ordered by another column."""
    found = connection.execute("""
        SELECT count(*), max(cases) FROM (
            SELECT count(*) AS cases
            FROM (SELECT list_sort(list(place::UINTEGER * 32 + a)) AS way FROM steps GROUP BY c) GROUP BY way
        )""").fetchall()[0]
    asked.say(variants=found[0], variant_top=found[1])


def durations(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Of cases with an end: the first end after the start."""
    found = connection.execute(f"""
        SELECT quantile_cont(end_us - start_us, 0.5) FROM (
            SELECT min(at_us) AS start_us, min(at_us) FILTER (a IN {(*n(ENDS), 255)}) AS end_us FROM steps GROUP BY c
        ) WHERE end_us IS NOT NULL""").fetchall()[0]
    asked.say(duration_median_days=found[0] / DAY_US)


def lead_time(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Kaplan-Meier by window sums over the times that occur."""
    start, ends, others = n((START,))[0], (*n(ENDS), 255), (*n(OTHER_ENDS), 255)
    found = connection.execute(f"""
        WITH firsts AS (
            SELECT min(at_us) FILTER (a = {start}) AS start_us, min(at_us) FILTER (a IN {ends}) AS to_us,
                   min(at_us) FILTER (a IN {others}) AS other_us
            FROM (SELECT c, a, at_us FROM steps UNION ALL SELECT c, a, at_us FROM loose) GROUP BY c
        ), spans AS (
            SELECT least(to_us, other_us, {CUT_OFF_US}) - start_us AS t,
                   to_us <= coalesce(other_us, to_us) AS is_to, other_us < coalesce(to_us, other_us + 1) AS is_other
            FROM firsts WHERE start_us IS NOT NULL
        ), points AS (
            SELECT t, count(*) AS n, count(*) FILTER (is_to OR is_other) AS d, count(*) FILTER (is_to) AS d_to FROM spans GROUP BY t
        ), risk AS (SELECT *, sum(n) OVER (ORDER BY t DESC) AS at_risk FROM points
        ), survival AS (
            SELECT t, exp(sum(ln(greatest(at_risk - d, 1e-9) / at_risk)) OVER (ORDER BY t)) AS s FROM risk
        )
        SELECT (SELECT min(t) FROM survival WHERE s <= 0.5 + 1e-9), sum(d_to), sum(d - d_to), sum(n - d) FROM points
    """).fetchall()[0]
    asked.say(km_median_days=found[0] / DAY_US, completed=found[1], other_ends=found[2], open=found[3])


def _changes() -> str:
    """Each entry and leave that changes something, with the day, and for an entry the day of the leave."""
    kinds = " UNION ALL ".join(
        f"SELECT {number} AS stock, c, at_us, a IN {(*n(enters), 255)} AS enters FROM own "
        f"WHERE a IN {(*n(enters), *n(leaves))}"
        for number, (enters, leaves, _) in enumerate(STOCKS.values())
    )
    return f"""
        CREATE TEMP TABLE changes AS WITH marks AS ({kinds}),
        judged AS (SELECT *, enters <> coalesce(lag(enters) OVER w, false) AS counts FROM marks
                   WINDOW w AS (PARTITION BY stock, c ORDER BY at_us))
        SELECT stock, enters, at_us // {DAY_US} AS day, lead(at_us // {DAY_US}) OVER w AS until_day
        FROM judged WHERE counts WINDOW w AS (PARTITION BY stock, c ORDER BY at_us)
    """


def _month(day: str) -> str:
    """How many months after the first a day lies."""
    date = f"(DATE '1970-01-01' + ({day})::INTEGER)"
    return f"year({date}) * 12 + month({date}) - 1 - {FIRST_MONTH}"


def stock(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Each stay is put at the few months' ends that it covers, instead of joined with all of them."""
    old = ", ".join(f"({number}, {days})" for number, (_, _, days) in enumerate(STOCKS.values()))
    connection.execute(_changes())
    found = connection.execute(f"""
        WITH ends AS (
            SELECT month, last_day(DATE '2019-01-01' + to_months(month::INTEGER)) - DATE '1970-01-01' AS end_day
            FROM range({MONTHS}) AS t(month)
        ), stays AS (
            SELECT stock, day, unnest(range({_month("day")}, coalesce({_month("until_day")}, {MONTHS}))) AS month
            FROM changes WHERE enters
        )
        SELECT sum(n), sum(is_old), sum(median) FROM (
            SELECT count(*) AS n, count(*) FILTER (end_day - day > old_after) AS is_old,
                   quantile_cont(end_day - day, 0.5) AS median
            FROM stays JOIN ends USING (month) JOIN (VALUES {old}) AS o(stock, old_after) USING (stock)
            GROUP BY stock, month
        )""").fetchall()[0]
    asked.say(stock_sum=found[0], stock_old=found[1], stock_ages_days=found[2])


def flow(connection: duckdb.DuckDBPyConnection, asked: Asked) -> None:
    """Entries and leaves by month, as `stock` found them; the stock at the end follows from them."""
    found = connection.execute(f"""
        WITH months AS (
            SELECT stock, {_month("day")} AS month, count(*) FILTER (enters) AS entered, count(*) FILTER (NOT enters) AS gone
            FROM changes GROUP BY ALL
        ), held AS (
            SELECT *, sum(entered - gone) OVER (PARTITION BY stock ORDER BY month) AS held FROM months
        )
        SELECT sum(entered), sum(gone), sum(held) FILTER (month = {MONTHS - 1}) FROM held
    """).fetchall()[0]
    asked.say(flow_entered=found[0], flow_left=found[1], flow_end=found[2])


QUESTIONS = {
    "paths": paths,
    "variants": variants,
    "durations": durations,
    "lead_time": lead_time,
    "stock": stock,
    "flow": flow,
}


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3], *map(Path, sys.argv[3:4]))
