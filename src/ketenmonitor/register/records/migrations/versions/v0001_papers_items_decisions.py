"""Papers, their readings, what was found in them, and what people decided.

Written out, not taken from `schema`: a step stays what it was when the tables go on changing.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("first_read_us", sa.BigInteger, nullable=False),
    )
    _readings()
    _items()
    _decisions()


def _readings() -> None:
    texts = (
        "source",
        "sha256",
        "file_type",
        "raw",
        "repaired",
        "kind",
        "date_rule",
        "found_sha256",
        "extractor",
        "read_by",
    )
    lists = ("page_breaks", "repairs", "notes", "sketch")
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("paper_id", sa.Integer, sa.ForeignKey("paper.id"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        *(sa.Column(name, sa.JSON, nullable=False) for name in lists),
        sa.Column("date", sa.Date),
        sa.Column("date_confidence", sa.Float, nullable=False),
        sa.Column("read_us", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_reading_paper_id", "reading", ["paper_id"])
    op.create_index("ix_reading_sha256", "reading", ["sha256"])


def _items() -> None:
    op.create_table(
        "item",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reading_id", sa.Integer, sa.ForeignKey("reading.id"), nullable=False),
        *(
            sa.Column(n, sa.Text, nullable=False)
            for n in ("key", "kind", "fingerprint", "text", "folded", "context", "rule")
        ),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        *(sa.Column(name, sa.Integer) for name in ("line", "page", "begin", "end")),
    )
    for name in ("reading_id", "key", "kind"):
        op.create_index(f"ix_item_{name}", "item", [name])
    op.create_index("item_of_reading", "item", ["reading_id", "kind", "ordinal"])
    op.create_table(
        "person",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("item_id", sa.Integer, sa.ForeignKey("item.id"), nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("party", sa.Text),
        sa.Column("role", sa.Text, nullable=False),
    )
    op.create_index("ix_person_item_id", "person", ["item_id"])
    op.create_index("ix_person_party", "person", ["party"])


def _decisions() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("who", "action", "key", "kind", "text", "note")),
        sa.Column("paper_id", sa.Integer, sa.ForeignKey("paper.id")),
        sa.Column("field", sa.Text),
        sa.Column("value", sa.JSON),
        sa.Column("before", sa.JSON),
    )
    op.create_index("ix_decision_key", "decision", ["key"])
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


# What a person decided is never changed or taken away: also not by a program that forgets so.
GUARDS = {
    "sqlite": [
        f"CREATE TRIGGER decision_kept_on_{event} BEFORE {event} ON decision "
        "BEGIN SELECT RAISE(ABORT, 'decisions are only added'); END"
        for event in ("update", "delete")
    ],
    "postgresql": [
        "CREATE FUNCTION decision_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are only added'; END $$",
        "CREATE TRIGGER decision_kept BEFORE UPDATE OR DELETE ON decision FOR EACH ROW EXECUTE FUNCTION decision_kept()",
    ],
}
