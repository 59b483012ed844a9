"""What a person says of a field is refused when no page could show it, and kept as it was meant otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from ketenmonitor.errors import NotFoundError, UsageError
from ketenmonitor.register.records import Action, Kind, Register, add_paper, decide, decisions_of, item_of, items
from ketenmonitor.register.records.fitting import fitted
from tests.unit.web.registers import EVALUATION, READ_US, extractions, key_of

MOMENT = {
    "text": "eens", "relation": "by", "earliest": None, "latest": "2031-05-01", "precision": "day", "rule": "person",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        (Kind.COMMITMENT, "kind", "wet"),
        (Kind.COMMITMENT, "what", " "),
        (Kind.COMMITMENT, "what", None),
        (Kind.COMMITMENT, "who", {"naam": "x"}),
        (Kind.COMMITMENT, "due", "morgen"),
        (Kind.COMMITMENT, "due", {"latest": "2031-05-01"}),
        (Kind.COMMITMENT, "due", MOMENT | {"latest": "onzin"}),
        (Kind.COMMITMENT, "due", MOMENT | {"latest": "9999-12-31"}),
        (Kind.COMMITMENT, "reference", "99 123, nr. 4"),
        (Kind.MOTION, "reference", {"dossier": 5}),
        (Kind.MOTION, "status", ["done"]),
        (Kind.SETTLED, "kind", "vraag"),
        (Kind.SETTLED, "name", ""),
        (Kind.QUESTION, "repeat_of", [1]),
        (Kind.QUESTION, "addressee", "de minister"),
        (Kind.QUESTION, "number", "vier"),
        (Kind.FIGURE, "value", "veel"),
        (Kind.FIGURE, "value", float("inf")),
        (Kind.FIGURE, "period_begin", "gisteren"),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused_with_what_can(kind: Kind, field: str, value: Any) -> None:
    with pytest.raises(UsageError, match=rf"^{field}.*(Right is|Its parts are|Say it)"):
        fitted(kind, field, value)


@pytest.mark.parametrize(
    ("kind", "field", "value", "kept"),
    [
        (Kind.COMMITMENT, "due", MOMENT, MOMENT),
        (Kind.COMMITMENT, "due", None, None),
        (Kind.COMMITMENT, "who", None, None),
        (Kind.FIGURE, "period", 2031, "2031"),
        (Kind.FIGURE, "unit", None, ""),
        (Kind.FIGURE, "value", 8, 8),
        (Kind.QUESTION, "repeat_of", [1, 2], [1, 2]),
        (Kind.QUESTION, "addressee", ["de minister"], ["de minister"]),
    ],
)
def test_what_can_stand_there_is_kept(kind: Kind, field: str, value: Any, kept: Any) -> None:
    assert fitted(kind, field, value) == kept


def test_what_was_read_fits_its_own_fields(register: Register) -> None:
    for extraction in extractions():
        add_paper(register, extraction, READ_US, "tests", "tests")
    for one in items(register):
        for field, value in one.body.items():
            assert fitted(one.kind, field, value) == value


def test_what_a_database_cannot_keep_breaks_no_decision(register: Register) -> None:
    for extraction in extractions():
        add_paper(register, extraction, READ_US, "tests", "tests")
    key = key_of(register, EVALUATION)
    decide(register, Action.CONFIRM, key, "wie\0", READ_US, note="noot\0 \ud800")
    decide(register, Action.CARRIED_OUT, key, "wie", READ_US, value={"evidence": "a\0\ud800", "on": "2026-01-01"})
    decide(register, Action.CORRECT, key, "wie", READ_US, field="what", value="b\0c")
    first, second, _ = decisions_of(register, key)
    assert (first.who, first.note, second.value["evidence"]) == ("wie\ufffd", "noot\ufffd \ufffd", "a\ufffd\ufffd")
    assert item_of(register, key).body["what"] == "b\ufffdc"
    with pytest.raises(NotFoundError):
        item_of(register, "T-\0")
    with pytest.raises(NotFoundError):
        decide(register, Action.MERGE, key, "wie", READ_US, value="T-\0")
