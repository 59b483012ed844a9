"""The rows of an extract as rows of a delivery, but for the pseudonyms: what each rule of a mapping makes of a part.

Comes in: a rule, a part of its source with the numbers of its rows, and what is the same for all (`Given`). Goes out: a frame per
kind of file, and in the report what was dropped and why. The promise: of each row the first reason is told, once; only what the
definition declares for this partner comes out.

    events   key, activity, time, object, and a column per attribute     key: what makes it the same event in the next extract
    links    from_type, from, to_type, to, time
    objects  type, object, and a column per attribute
    figures  measure, id, field, date, period, value, and a column per attribute
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from ketenmonitor.source.mapping import Cell, EventRule, FigureRule, LinkRule, Mapping, Moment, ObjectRule, Rule, Source
from ketenmonitor.source.pack.cells import OF_TYPE, looked_up, typed
from ketenmonitor.source.pack.hashes import message
from ketenmonitor.source.pack.identity import Identifiers
from ketenmonitor.source.pack.moments import Clocks, as_text, instants, written
from ketenmonitor.source.pack.report import NOTHING, ROW, VALUE, Report

NO_KEY, NO_TIME, NOT_A_TIME, BEFORE, AFTER = "no-key", "no-time", "not-a-time", "before-from", "after-until"
AMBIGUOUS, NONEXISTENT = "local-time-ambiguous", "local-time-nonexistent"
FIGURE = ("measure", "id", "field", "date", "period", "value")
NULL = pl.lit(None, pl.String)


@dataclass(frozen=True)
class Given:
    """What is the same for all rules: the mapping, until when, how identifiers are read, and where it is reported."""

    mapping: Mapping
    until_us: int
    identifiers: Identifiers
    report: Report
    attributes: dict[str, tuple[str, ...]]  # by kind of file: the columns of all its rules


@dataclass(frozen=True)
class Part:
    """Some rows of one source. `rows` has their numbers, from 1."""

    source: Source
    frame: pl.DataFrame
    rows: pl.Series
    is_typed: bool


Reason = tuple[pl.Series, str | None]  # a code or null for each row, and the column that it is about


def made_of(part: Part, rule: Rule, given: Given) -> tuple[str, pl.DataFrame]:
    """The kind of file and the rows that a rule makes of a part; `row` is the number of the row in its source."""
    kind, make = MAKERS[type(rule)]
    frame, reasons = make(part, rule, given)
    kept = pl.repeat(True, part.frame.height, eager=True, dtype=pl.Boolean)
    for reason, column in reasons:
        wrong = kept & reason.is_not_null()
        for code in reason.filter(wrong).unique().sort():
            rows = part.rows.filter(wrong & (reason == code).fill_null(False))
            given.report.note(part.source.name, rule.place, column, code, rows, ROW)
        kept = kept & reason.is_null()
    return kind, frame.insert_column(0, part.rows.alias("row")).filter(kept)


def _event(part: Part, rule: EventRule, given: Given) -> tuple[pl.DataFrame, list[Reason]]:
    activities = given.mapping.definition.activities
    own = {a.id: a for a in activities.values() if a.partner == given.mapping.partner}
    activity, no_activity = looked_up(part.frame, rule.activity)
    unknown = pl.select(pl.when(activity.is_not_null() & ~activity.is_in(list(own))).then(pl.lit("unknown-code")))
    object_type = activity.replace_strict(
        {name: a.object for name, a in own.items()}, default=None, return_dtype=pl.String
    )
    text, no_object, column = _of_types(part, rule, given, object_type)
    time, reasons = _time(part, rule.time, rule.place, given)
    frame = pl.DataFrame({"activity": activity, "time": time, "object": text})
    for name in given.attributes["events"]:
        carriers = [a.id for a in own.values() if name in a.attributes]
        carries = activity.is_in(carriers).fill_null(False)
        frame = frame.with_columns(_attribute(part, rule, name, rule.attributes.get(name), given, carries))
    said = part.frame.select(rule.id) if rule.id else frame
    head = [pl.lit(rule.source), pl.lit(rule.activity.value if rule.id else None, pl.String)]
    key = said.select(message([*head, *map(pl.col, said.columns)]).alias("key"))["key"]
    no_key = said.select(pl.when(pl.all_horizontal(pl.all().is_null())).then(pl.lit(NO_KEY)))
    about = rule.activity.column
    reasons += [(no_activity, about), (unknown.to_series(), about), (no_object, column), (no_key.to_series(), None)]
    return frame.insert_column(0, key), reasons


def _of_types(part: Part, rule: EventRule, given: Given, types: pl.Series) -> tuple[pl.Series, pl.Series, str | None]:
    """The identifiers of what events happened to, by the type of each; the column when it is one."""
    texts = reasons = pl.repeat(None, part.frame.height, eager=True, dtype=pl.String)
    for name, column in rule.objects.items():
        text, reason = given.identifiers.read(name, part.frame[column])
        is_so = (types == name).fill_null(False)
        texts, reasons = text.zip_with(is_so, texts), reason.zip_with(is_so, reasons)
    columns = set(rule.objects.values())
    return texts, reasons, columns.pop() if len(columns) == 1 else None


def _link(part: Part, rule: LinkRule, given: Given) -> tuple[pl.DataFrame, list[Reason]]:
    one, no_one = given.identifiers.read(rule.from_type, part.frame[rule.from_column])
    other, no_other = given.identifiers.read(rule.to_type, part.frame[rule.to_column])
    height = part.frame.height
    time, reasons = pl.repeat(None, height, eager=True, dtype=pl.String), []
    if rule.time:
        time, found = _time(part, rule.time, rule.place, given)
        # A link without a time holds at all times; one that cannot be read says nothing that is known.
        reasons = [(reason.set(reason == NO_TIME, None), column) for reason, column in found]
    frame = pl.DataFrame(
        {
            "from_type": pl.repeat(rule.from_type, height, eager=True),
            "from": one,
            "to_type": pl.repeat(rule.to_type, height, eager=True),
            "to": other,
            "time": time,
        }
    )
    return frame, [(no_one, rule.from_column), (no_other, rule.to_column), *reasons]


def _object(part: Part, rule: ObjectRule, given: Given) -> tuple[pl.DataFrame, list[Reason]]:
    text, reason = given.identifiers.read(rule.type, part.frame[rule.object])
    frame = pl.DataFrame({"type": pl.repeat(rule.type, part.frame.height, eager=True), "object": text})
    everywhere = reason.is_null()
    for name in given.attributes["objects"]:
        frame = frame.with_columns(_attribute(part, rule, name, rule.attributes.get(name), given, everywhere))
    return frame, [(reason, rule.object)]


def _figure(part: Part, rule: FigureRule, given: Given) -> tuple[pl.DataFrame, list[Reason]]:
    columns, reasons = {}, []
    for name in FIGURE:
        cell = rule.cells.get(name)
        value, reason = looked_up(part.frame, cell) if cell else _nothing(part)
        columns[name] = value
        if name not in ("date", "period"):
            reasons.append((reason, cell.column if cell else None))
    frame = pl.DataFrame(columns)
    everywhere = pl.repeat(True, part.frame.height, eager=True, dtype=pl.Boolean)
    for name in given.attributes["figures"]:
        frame = frame.with_columns(_attribute(part, rule, name, rule.attributes.get(name), given, everywhere))
    return frame, reasons


def _time(part: Part, moment: Moment, place: str, given: Given) -> tuple[pl.Series, list[Reason]]:
    """The times as they are delivered, and why there is none, or not in this delivery."""
    texts = written(part.frame, moment)
    read = instants(texts, Clocks.of(part.source, given.mapping.timezone, part.is_typed, moment))
    at_us = read["at_us"]
    for name, odd in ((AMBIGUOUS, "is_ambiguous"), (NONEXISTENT, "is_nonexistent")):
        rows = part.rows.filter(read[odd].fill_null(False))
        given.report.note(part.source.name, place, moment.column, name, rows, NOTHING)
    reason = pl.select(
        pl.when(texts.is_null())
        .then(pl.lit(NO_TIME))
        .when(at_us.is_null())
        .then(pl.lit(NOT_A_TIME))
        .when(at_us < given.mapping.begin_us)
        .then(pl.lit(BEFORE))
        .when(at_us > given.until_us)
        .then(pl.lit(AFTER))
        .otherwise(NULL)
    ).to_series()
    return read.select(as_text(pl.col("at_us")).alias("time"))["time"], [(reason, moment.column)]


def _attribute(part: Part, rule: Rule, name: str, cell: Cell | None, given: Given, carries: pl.Series) -> pl.Series:
    """The values of an attribute where it is carried; what is not of its type is left out and told."""
    if cell is None:
        return _nothing(part)[0].alias(name)
    said, reason = looked_up(part.frame, cell)
    attribute = given.mapping.definition.attributes[name]
    clocks = Clocks.of(part.source, given.mapping.timezone, part.is_typed)
    value = typed(said, attribute, "." if part.is_typed else part.source.decimal, clocks)
    untyped = said.is_not_null() & value.is_null()
    for code, wrong in (
        (OF_TYPE[attribute.type], untyped),
        ("unknown-code", (reason == "unknown-code").fill_null(False)),
    ):
        given.report.note(part.source.name, rule.place, cell.column, code, part.rows.filter(wrong & carries), VALUE)
    return value.zip_with(carries, _nothing(part)[0]).alias(name)


def _nothing(part: Part) -> tuple[pl.Series, pl.Series]:
    nothing = pl.repeat(None, part.frame.height, eager=True, dtype=pl.String)
    return nothing, nothing


MAKERS: dict[type, tuple[str, Callable[..., Any]]] = {
    EventRule: ("events", _event),
    LinkRule: ("links", _link),
    ObjectRule: ("objects", _object),
    FigureRule: ("figures", _figure),
}
