"""Pseudonyms that are not for this monitor, not whole, or not new are refused with a reason, and change nothing."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ketenmonitor.intake import REFUSALS, Outcome, files, waiting
from ketenmonitor.intake.opening import numbering
from ketenmonitor.pseudonyms import batches
from ketenmonitor.store import Home, look
from tests.chain import DEFINITION, deliver, home_of, n_events, received
from tests.pseudonymous import Source, add_pseudonyms, pseudonymised, receiving_home
from tests.unit.intake.seen import on

EVENTS = [("a", "aangifte", on(2), "NL:bsn:111"), ("b", "aangifte", on(3), "NL:bsn:222")]
WHO = [who for *_, who in EVENTS]


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, Source]:
    return receiving_home(tmp_path, monkeypatch)


def refused(home: Home, outcome: Outcome, code: str) -> None:
    """Refused for this reason alone, in a sentence, and in the log; nothing of it is kept among the rows or in the vault."""
    assert (outcome.status, outcome.codes) == ("refused", (code,)), outcome.reasons
    assert code in REFUSALS
    assert all(reason.endswith(".") and "111" not in reason for reason in outcome.reasons)
    kept = look(home.path / "chains" / "proef" / "vault")
    assert (n_events(home), waiting(home), kept[1] if kept else 0) == (0, (), 0)
    line = json.loads((home.path / "log" / "internal.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (line["command"], line["chain"], line["partner"], line["refused"]) == ("receive", "proef", "politie", [code])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"aud": "00000099000000000008"}, "envelope"),
        ({"typ": "km-blinds"}, "envelope"),
        ({"exp": 1_000}, "expired"),
        ({"iat": 9_000_000_000}, "envelope"),
        ({"purpose": "iets-anders"}, "wrong-purpose"),
        ({"period": "2024"}, "wrong-period"),
        ({"sub": "00000099000000000008"}, "wrong-source"),
        ({"batch": "een-andere"}, "batches"),
    ],
)
def test_an_envelope_of_key_services_that_is_not_the_right_one(
    tmp_path: Path, filled: tuple[Home, Source], wrong: dict[str, Any], code: str
) -> None:
    home, source = filled
    elements, blinds = evaluated(source)
    rows = [source.row("b0", 0, elements, blinds, **wrong)]
    refused(home, received(home, pseudonymised(tmp_path, source, rows=rows, events=EVENTS)), code)


def evaluated(source: Source, who: list[str] = WHO) -> tuple[bytes, bytes]:
    elements, blinds = batches.blinded(who)
    for scalar in source.scalars():
        elements = batches.evaluated(elements, scalar)
    return elements, blinds


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"aud": "00000099000000000008"}, "envelope"),
        ({"purpose": "iets-anders"}, "wrong-purpose"),
        ({"period": "2026"}, "wrong-period"),
        ({"sub": "00000099000000000008"}, "wrong-source"),
    ],
)
def test_all_envelopes_made_for_something_else(
    tmp_path: Path, filled: tuple[Home, Source], wrong: dict[str, Any], code: str
) -> None:
    home, source = filled
    refused(home, received(home, pseudonymised(tmp_path, replace(source, **wrong), events=EVENTS)), code)


def test_envelopes_closed_for_another_key(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    other = replace(source, public="hSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=")  # of RFC 7748, section 6.1: Alice
    refused(home, received(home, pseudonymised(tmp_path, other, events=EVENTS)), "envelope")


@pytest.mark.parametrize("field", ["evaluations", "blinds"])
@pytest.mark.parametrize("said", [None, "", "x", "a.b.c.d.e", "x" * 500])
def test_what_is_no_envelope(tmp_path: Path, filled: tuple[Home, Source], field: str, said: str | None) -> None:
    home, source = filled
    rows = [{**source.rows(WHO)[0], field: said}]
    refused(home, received(home, pseudonymised(tmp_path, source, rows=rows, events=EVENTS)), "envelope")


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": 1},
        {"first": -1},
        {"first": None},
        {"count": 0},
        {"count": -2},
        {"count": 10_001},
        {"count": None},
        {"batch": None},
        {"count": 3},
    ],
    ids=str,
)
def test_batches_that_do_not_number_the_tokens(
    tmp_path: Path, filled: tuple[Home, Source], wrong: dict[str, Any]
) -> None:
    home, source = filled
    rows = [{**source.rows(WHO)[0], **wrong}]
    refused(home, received(home, pseudonymised(tmp_path, source, rows=rows, events=EVENTS)), "batches")


def test_batches_with_a_hole_or_an_overlap(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    first, second = replace(source, size=1).rows(WHO)
    for name, rows in {"hole": [first, {**second, "first": 2}], "overlap": [first, {**second, "first": 0}]}.items():
        refused(home, received(home, pseudonymised(tmp_path, source, name, rows=rows, events=EVENTS)), "batches")


def test_more_batches_than_a_delivery_can_need_are_refused_unread(
    tmp_path: Path, filled: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a few kilobytes can hold a thousand million rows, and each one takes time."""
    home, source = filled
    row = {**source.rows(WHO)[0], "evaluations": "x", "blinds": "x"}
    place = pseudonymised(tmp_path, source, rows=[row] * (files.MOST_BATCHES + 1), events=EVENTS)
    monkeypatch.setattr(pq.ParquetFile, "iter_batches", None)
    refused(home, received(home, place), "files")


@pytest.mark.parametrize("field", ["batch", "evaluations"])
def test_a_value_that_unpacks_to_very_much_is_refused_unread(
    tmp_path: Path, filled: tuple[Home, Source], field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, source = filled
    rows = [{**source.rows(WHO)[0], field: "a" * (files.MOST_OF_ROW_GROUP + 1)}]
    place = pseudonymised(tmp_path, source, rows=rows, events=EVENTS)
    monkeypatch.setattr(pq.ParquetFile, "iter_batches", None)
    refused(home, received(home, place), "files")


def test_a_name_of_a_batch_is_in_memory_once_however_many_rows_repeat_it(
    tmp_path: Path, filled: tuple[Home, Source]
) -> None:
    """A dictionary holds a text once for all rows: as texts of their own they would take a thousand times as much."""
    home, source = filled
    rows = [{**source.rows(WHO)[0], "batch": "a" * 20_000, "evaluations": "x", "blinds": "x"}] * 3000
    place = pseudonymised(tmp_path, source, rows=rows, events=EVENTS)
    pq.write_table(pq.read_table(place / "pseudonyms.parquet"), place / "pseudonyms.parquet", use_dictionary=True)
    tracemalloc.start()
    try:
        numbering(place / "pseudonyms.parquet")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    refused(home, received(home, named_anew(place)), "batches")


def named_anew(place: Path) -> Path:
    """The same delivery, with the hash of what its file holds now."""
    said = json.loads((place / "delivery.json").read_text(encoding="utf-8"))
    hashed = hashlib.sha256((place / "pseudonyms.parquet").read_bytes()).hexdigest()
    said["files"]["pseudonyms.parquet"]["sha256"] = hashed
    (place / "delivery.json").write_text(json.dumps(said), encoding="utf-8")
    return place


def test_all_that_is_wrong_is_said_once_with_where(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    rows = [
        source.row(f"b{n}", n, *evaluated(source, [f"NL:bsn:{n}"]), **wrong)
        for n, wrong in enumerate([{}, {"purpose": "x"}, {"period": "y"}, {"purpose": "z"}])
    ]
    outcome = received(home, pseudonymised(tmp_path, source, rows=rows, events=EVENTS))
    assert outcome.codes == ("wrong-purpose", "wrong-period")
    assert [reason.partition(":")[0] for reason in outcome.reasons] == [
        "pseudonyms.parquet row 2 and 1 more",
        "pseudonyms.parquet row 3",
    ]


@pytest.mark.parametrize("value", [bytes(32), b"\xff" * 32, b"\x01" + bytes(31)])
def test_a_value_that_is_no_element(tmp_path: Path, filled: tuple[Home, Source], value: bytes) -> None:
    home, source = filled
    elements, blinds = evaluated(source)
    rows = [source.row("b0", 0, elements[:32] + value, blinds)]
    refused(home, received(home, pseudonymised(tmp_path, source, rows=rows, events=EVENTS)), "not-an-element")


def test_a_blind_of_nothing(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    elements, blinds = evaluated(source)
    rows = [source.row("b0", 0, elements, blinds[:32] + bytes(32))]
    refused(home, received(home, pseudonymised(tmp_path, source, rows=rows, events=EVENTS)), "not-an-element")


@pytest.mark.parametrize(
    "said", ["t2", "t00", "t-1", "T0", " t0", "t0 ", "m1", "0", "t99999999999999999999", "t1.0", "te"]
)
@pytest.mark.parametrize("column", ["events", "objects", "from_id", "to_id"])
def test_an_identifier_that_is_no_token(tmp_path: Path, filled: tuple[Home, Source], said: str, column: str) -> None:
    home, source = filled
    link = {"from_type": "melding", "from_id": "t0", "to_type": "strafzaak", "to_id": "t1", "time": on(3)}
    rows: dict[str, Any] = {
        "events": [("a", "aangifte", on(2), said if column == "events" else "t0")],
        "objects": [{"object_type": "melding", "object_id": said if column == "objects" else "t0"}],
        "links": [{**link, column: said} if column in link else link],
    }
    place = deliver(tmp_path, **rows)
    add_pseudonyms(place, source.rows(WHO))
    refused(home, received(home, place), "not-a-token")


def test_an_empty_identifier_is_set_apart_as_always(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    place = deliver(tmp_path, events=[("a", "aangifte", on(2), ""), ("b", "aangifte", on(2), "t1")])
    add_pseudonyms(place, source.rows(WHO))
    assert received(home, place).findings == {"empty-identifier": 1}


def test_tokens_without_the_file_are_never_taken_for_identifiers(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, _ = filled
    refused(home, received(home, deliver(tmp_path, events=[("a", "aangifte", on(2), "t0")])), "not-pseudonymised")


def test_a_monitor_that_takes_no_pseudonyms(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    _, source = filled
    home = home_of(tmp_path / "other")
    refused(home, received(home, pseudonymised(tmp_path, source, events=EVENTS)), "not-set-up")


def test_an_envelope_of_another_delivery(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    rows = source.rows(WHO)
    assert received(home, pseudonymised(tmp_path, source, "d1", rows=rows, events=EVENTS)).status == "accepted"
    again = pseudonymised(tmp_path, source, "d2", rows=rows, events=EVENTS[:1], follows="d1")
    outcome = received(home, again)
    assert outcome.codes == ("replayed",)
    assert n_events(home) == 2
    # Of one envelope of two, closed anew by who has a blind to close:
    (mine,) = source.rows(WHO)
    half = [{**rows[0], "blinds": mine["blinds"]}]
    assert received(home, pseudonymised(tmp_path, source, "d3", rows=half, events=EVENTS, follows="d1")).codes != ()
    assert n_events(home) == 2


@pytest.mark.parametrize("name", ["pseudonyms.csv", "pseudonyms.txt"])
def test_the_file_is_parquet(tmp_path: Path, filled: tuple[Home, Source], name: str) -> None:
    home, _ = filled
    place = deliver(tmp_path, events=EVENTS, files={name: {"rows": 0, "sha256": ""}})
    outcome = received(home, place)
    assert outcome.codes == ("manifest",)
    assert "pseudonyms with .parquet only" in outcome.reasons[0]


@pytest.mark.parametrize(
    "change",
    [{"first": pa.string()}, {"count": pa.float64()}, {"batch": pa.int64()}, {"blinds": pa.int64()}],
    ids=str,
)
def test_columns_of_other_types(tmp_path: Path, filled: tuple[Home, Source], change: dict[str, Any]) -> None:
    home, source = filled
    place = deliver(tmp_path, events=[("a", "aangifte", on(2), "t0")])
    (right,) = source.rows(WHO)
    add_pseudonyms(place, [{name: None if name in change else value for name, value in right.items()}], change)
    refused(home, received(home, place), "batches")


def test_without_a_column(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    place = deliver(tmp_path, events=[("a", "aangifte", on(2), "t0")])
    add_pseudonyms(place, source.rows(WHO), without="blinds")
    outcome = received(home, place)
    refused(home, outcome, "files")
    assert "column blinds is missing" in outcome.reasons[0]


def test_a_partner_without_oin_in_the_definition_must_have_one_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, source = receiving_home(tmp_path, monkeypatch, DEFINITION)
    anybody = replace(source, sub="00000099000000000008")
    assert received(home, pseudonymised(tmp_path, anybody, "d1", events=EVENTS)).status == "accepted"
    two = [source.row("x0", 0, *evaluated(source), sub="00000099000000000007")]
    assert received(home, pseudonymised(tmp_path, source, "d2", rows=two, events=EVENTS)).codes == ("wrong-source",)


@pytest.mark.parametrize("field", ["iss", "jti"])
def test_half_a_character_on_an_envelope(tmp_path: Path, filled: tuple[Home, Source], field: str) -> None:
    """JSON can name what no text can hold; nothing may fall over it later."""
    home, source = filled
    rows = [source.row("b0", 0, *evaluated(source), **{field: "\ud800"})]
    refused(home, received(home, pseudonymised(tmp_path, source, rows=rows, events=EVENTS)), "envelope")


def test_a_file_of_which_the_values_cannot_be_read(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    """Its columns stand at its end, and say nothing of what comes before."""
    home, source = filled
    place = pseudonymised(tmp_path, source, events=EVENTS)
    whole = (place / "pseudonyms.parquet").read_bytes()
    (place / "pseudonyms.parquet").write_bytes(whole[:4] + bytes(len(whole) // 2) + whole[4 + len(whole) // 2 :])
    hashed_again(place)
    refused(home, received(home, place), "files")


@pytest.mark.parametrize("field", ["batch", "evaluations", "blinds"])
def test_a_text_that_is_not_utf8(tmp_path: Path, filled: tuple[Home, Source], field: str) -> None:
    home, source = filled
    place = pseudonymised(tmp_path, source, events=EVENTS)
    table = pq.read_table(place / "pseudonyms.parquet")
    broken = pa.array([b"\xff\xfe"], pa.binary()).view(pa.string())
    pq.write_table(table.set_column(table.column_names.index(field), field, broken), place / "pseudonyms.parquet")
    hashed_again(place)
    refused(home, received(home, place), "files")


def hashed_again(place: Path) -> None:
    said = json.loads((place / "delivery.json").read_text(encoding="utf-8"))
    hashed = hashlib.sha256((place / "pseudonyms.parquet").read_bytes()).hexdigest()
    said["files"]["pseudonyms.parquet"]["sha256"] = hashed
    (place / "delivery.json").write_text(json.dumps(said), encoding="utf-8")
