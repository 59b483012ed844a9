"""The objects of an object-centric log in the words of a definition, and what is known of them.

Comes in: an `ObjectLog` and a `Definition`. Goes out: which object is of which declared type, and a table of objects
for the partner that issues the type. The promise: an object of a declared type comes in, also without events or
attributes; of a value that changed the latest counts; what is not declared stays out and is counted.
"""

from __future__ import annotations

from collections import Counter

import polars as pl

from ketenmonitor.definition import Definition
from ketenmonitor.intake.logs.attributes import in_its_form
from ketenmonitor.intake.logs.events import looked_up
from ketenmonitor.intake.logs.ocel.model import ObjectLog
from ketenmonitor.logs import times

Frame = pl.DataFrame
KEY = ("object_id", "name")


def things_of(log: ObjectLog, definition: Definition) -> tuple[Frame, Counter[str]]:
    """Each object once, with its declared type as `kind`, null when it has none; of two types the first counts.

    A type is known by its `key` or its id; an identifier is a name too, unless it is the key of another type.
    """
    keys = {o.key: o.id for o in reversed(definition.objects.values()) if o.key is not None}
    kind = looked_up(pl.col("type"), {o: o for o in definition.objects} | keys)
    every = log.objects.select(pl.col("id").alias("object_id"), kind.alias("kind"))
    is_first = pl.col("object_id").is_first_distinct() | pl.col("object_id").is_null()
    things = every.filter(is_first).with_columns(is_listed=True)
    findings = Counter(
        {"identifier-twice": every.height - things.height, "undeclared-object": things["kind"].null_count()}
    )
    return things, findings


def objects_tables(log: ObjectLog, things: Frame, definition: Definition) -> tuple[dict[str, Frame], Counter[str]]:
    """A table of objects for each partner that issues a type of them."""
    values, findings = _latest(log, things, definition)
    tables = {}
    for partner in definition.partners:
        kinds = [o for o in definition.objects.values() if o.partner == partner]
        if not kinds:
            continue
        own = things.filter(pl.col("kind").is_in([o.id for o in kinds]))
        rows = own.select(object_type="kind", object_id="object_id")
        names = {name for o in kinds for name in o.attributes}
        tables[partner] = with_values(rows, "object_id", values, [n for n in definition.attributes if n in names])
    return tables, findings


def with_values(rows: Frame, key: str, values: Frame, names: list[str]) -> Frame:
    """The rows with a column for each of these attributes; `values` has key, name and value, each pair once."""
    for name in names:
        some = values.filter(pl.col("name") == name).select(key, pl.col("value").alias(name))
        rows = rows.join(some, on=key, how="left", maintain_order="left")
    return rows


def in_their_forms(values: Frame, definition: Definition) -> Frame:
    """The values as the types of their attributes want them."""
    forms = pl.col("value")
    for attribute in definition.attributes.values():
        form = in_its_form(pl.col("value"), attribute, definition.timezone)
        forms = pl.when(pl.col("name") == attribute.id).then(form).otherwise(forms)
    return values.with_columns(value=forms)


def declared_values(values: Frame, owner: str, carried: dict[str, tuple[str, ...]]) -> tuple[Frame, Counter[str]]:
    """The values that their owners declare, and how much was left out."""
    values = values.filter(pl.col("value").is_not_null())
    pairs = [(name, attribute) for name, attributes in carried.items() for attribute in attributes]
    declared = pl.DataFrame(pairs, schema={owner: pl.String, "name": pl.String}, orient="row")
    kept = values.join(declared, on=[owner, "name"], how="semi", maintain_order="left")
    known = pl.col("name").is_in(declared["name"].unique().implode()).fill_null(False)
    findings = {
        "undeclared-attribute-columns": values.filter(~known)["name"].n_unique(),
        "undeclared-attribute-values": values.height - kept.height,
    }
    return kept, Counter(findings)


def first_values(values: Frame, key: tuple[str, str]) -> tuple[Frame, int]:
    """The first value for each key, and how many keys have several."""
    grouped = values.group_by(key, maintain_order=True)
    found = grouped.agg(pl.col("value").first(), several=pl.col("value").n_unique() > 1)
    return found.drop("several"), int(found["several"].sum())


def _latest(log: ObjectLog, things: Frame, definition: Definition) -> tuple[Frame, Counter[str]]:
    at_us = times.instants(times.cut(pl.col("time")), definition.timezone)
    values = log.object_values.with_columns(at_us=at_us)
    values = values.join(things, on="object_id", how="left", maintain_order="left")
    carried = {o.id: o.attributes for o in definition.objects.values()}
    values, findings = declared_values(values, "kind", carried)
    unread = pl.col("at_us").is_null() & pl.col("time").is_not_null()
    findings["attribute-time-unreadable"] = int(values.select(unread.sum()).item())
    history = values.group_by(KEY).agg(pl.col("value", "at_us").n_unique())
    changed = history.filter((pl.col("value") > 1) & (pl.col("at_us") > 1))
    findings["attribute-changed-over-time"] = changed.height
    # A value without a time that can be read is older than any other.
    values = values.with_columns(pl.col("at_us").fill_null(-(1 << 62)))
    last = values.filter(pl.col("at_us") == pl.col("at_us").max().over(KEY))
    found, findings["conflicting-attribute"] = first_values(last, KEY)
    return in_their_forms(found, definition), findings
