"""By when a written question has to be answered: a rule of the House, where no paper names a day.

Comes in: the mentions of a question that are known on a day. Goes out: the term as a moment, or None. The promise: the rule and its
source are data (`terms.toml`) and stand with the moment; without the day of asking, or for questions of another sort, there is no term.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from ketenmonitor.register.records import Item


def term_of(known: Sequence[Item]) -> tuple[Mapping[str, Any], Item] | None:
    """The term of a question with the fields of a `register.items.Moment`, and the mention from which it is counted."""
    rule = _rules()["written-questions"]
    asked = next((one for one in known if one.date and one.paper_kind in rule["kinds_of_paper"]), None)
    if asked is None or asked.date is None:
        return None
    is_put_off = any(one.body.get("put_off") for one in known)
    name = "after_notice" if is_put_off else ""
    days, text = rule[f"days_{name}".strip("_")], rule[f"text_{name}".strip("_")]
    return _moment(str(text), asked.date + timedelta(days=days), (str(rule["source"]), _counted(asked))), asked


def _counted(asked: Item) -> str:
    return f"counted from the date of the paper in which it was read, {asked.date}"


def _moment(text: str, latest: date, assumptions: tuple[str, ...]) -> Mapping[str, Any]:
    return {
        "text": text, "relation": "by", "earliest": None, "latest": latest.isoformat(), "precision": "day",
        "rule": "term-of-written-questions", "anchor": None, "assumptions": list(assumptions),
    }  # fmt: skip


@cache
def _rules() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("terms.toml").read_text(encoding="utf-8"))
