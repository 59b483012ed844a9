"""What may be odd about a link.

Comes in: the links of a chain with what is odd about them (`Cases.flagged`). Goes out: names, and which links are odd. The
promise: a kind of oddness has one name everywhere.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

# What may be odd about a link, and the column that says so.
CONFLICTS = {
    "dangling": "is_dangling",
    "self": "is_self",
    "cyclic": "is_cyclic",
    "cardinality": "breaks_cardinality",
    "placeholder": "is_placeholder",
}
NOT_FOLLOWED = ("dangling", "self", "placeholder")


def any_odd(flagged: ir.Table) -> ir.BooleanValue:
    """Whether anything is odd about a link."""
    return ibis.or_(*(flagged[column] for column in CONFLICTS.values()))


def odd_but_followed(flagged: ir.Table) -> ir.BooleanValue:
    """Whether something is odd about a link that is followed all the same."""
    return any_odd(flagged) & ~ibis.or_(*(flagged[CONFLICTS[kind]] for kind in NOT_FOLLOWED))
