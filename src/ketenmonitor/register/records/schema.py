"""The tables of the register, the same on SQLite and PostgreSQL.

    paper     a paper, whatever file of it was read last
    reading   one file of a paper as one version of the extraction read it: raw and repaired text, kind, date, notes
    item      what that reading found, as data, with its place; `key` stays the same from reading to reading
    person    who is named with an item, and as what
    decision  what a person decided, one row each, in order; rows are never changed or taken away

The promise: the newest reading of a paper is the one in force, and what a person decided hangs on keys, not on readings.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

# The version of these tables; `migrations/versions` has a script that leads to it.
VERSION = "0001"

metadata = MetaData()

paper = Table(
    "paper",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("first_read_us", BigInteger, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("paper_id", Integer, ForeignKey("paper.id"), nullable=False, index=True),
    Column("source", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("file_type", Text, nullable=False),
    Column("raw", Text, nullable=False),
    Column("repaired", Text, nullable=False),
    Column("page_breaks", JSON, nullable=False),
    Column("repairs", JSON, nullable=False),
    Column("kind", Text, nullable=False),
    Column("date", Date),
    Column("date_rule", Text, nullable=False),
    Column("date_confidence", Float, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("sketch", JSON, nullable=False),
    Column("found_sha256", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("read_us", BigInteger, nullable=False),
    Column("read_by", Text, nullable=False),
)

item = Table(
    "item",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reading_id", Integer, ForeignKey("reading.id"), nullable=False, index=True),
    Column("key", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("rule", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("line", Integer),
    Column("page", Integer),
    Column("begin", Integer),
    Column("end", Integer),
    Index("item_of_reading", "reading_id", "kind", "ordinal"),
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("item_id", Integer, ForeignKey("item.id"), nullable=False, index=True),
    Column("name", Text),
    Column("party", Text, index=True),
    Column("role", Text, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at_us", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("paper_id", Integer, ForeignKey("paper.id")),
    Column("field", Text),
    Column("value", JSON),
    Column("before", JSON),
    Column("text", Text, nullable=False),
    Column("note", Text, nullable=False),
)
