"""Only what changed is sent, and what a monitor knows after it is what a full delivery would give."""

from __future__ import annotations

import shutil
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.errors import UsageError
from ketenmonitor.source.outgoing import checked
from ketenmonitor.source.pack import confirmed, pending, refused
from ketenmonitor.source.pack import packed as module
from ketenmonitor.source.pack.translated import translate
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, home_of, received
from tests.unit.source.extract import OM, ROWS, mapping_of, packed, rows_of, write_rows

DAYS = [f"2024-03-{day:02d}T00:00:00+01:00" for day in range(1, 9)]


def next_of(mapping: Any, day: int, **asked: Any) -> Any:
    return packed(mapping, now=DAYS[day], until=DAYS[day], accepted=True, **asked)


def test_only_what_changed_is_sent(tmp_path: Path) -> None:
    mapping, extract = mapping_of(tmp_path), tmp_path / "zaken.csv"
    write_rows(extract, ROWS)
    first = next_of(mapping, 0)
    ids = [row["event_id"] for row in rows_of(first, "events")]
    corrected = ("2", "B1", "21-01-2024 10:00", "z1", "m1", "J")
    new = ("4", "B1", "20-02-2024 10:00", "z2", "m2", "N")
    write_rows(extract, [corrected, ROWS[2], new])
    second = next_of(mapping, 1)
    assert second.report.head["kind"] == "increment"
    assert second.report.head["follows"] == first.delivery_id
    assert second.report.head["delivered_from"] is None
    sent = {row["event_id"]: (row["activity"], row["time"], row["withdrawn"]) for row in rows_of(second, "events")}
    assert sent == {
        ids[1]: ("besluit", "2024-01-21T09:00:00Z", None),
        ids[0]: (None, None, "true"),
        **{i: v for i, v in sent.items() if i not in ids},
    }
    assert [v for i, v in sent.items() if i not in ids] == [("besluit", "2024-02-20T09:00:00Z", None)]
    assert rows_of(second, "links") == rows_of(second, "objects") == []
    assert second.report.sent["events"] == {"new": 1, "changed": 1, "withdrawn": 1, "unchanged": 1}


@pytest.mark.parametrize("zipped", [False, True])
def test_two_packs_into_one_folder_in_the_same_second_make_two_deliveries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zipped: bool
) -> None:
    """The second waits for the first, and takes the next name."""
    both = threading.Barrier(2)

    def meeting(*given: Any) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(0.5)  # if it can, the other one is as far
        translate(*given)

    monkeypatch.setattr(module, "translate", meeting)
    mappings = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        mappings.append(replace(mapping_of(tmp_path / name), out=tmp_path / "out"))
        write_rows(tmp_path / name / "zaken.csv", ROWS[: 1 if name == "one" else 3])
    with ThreadPoolExecutor(2) as hands:
        made = list(hands.map(lambda mapping: packed(mapping, now=DAYS[0], until=DAYS[0], zipped=zipped), mappings))
    assert len({one.delivery_id for one in made} | {one.place for one in made}) == 4
    said = [checked(one.place) for one in made]
    assert [one["delivery_id"] for one in said] == [one.delivery_id for one in made]
    assert [one["files"]["events.parquet"]["rows"] for one in said] == [1, 3]


def test_a_link_that_is_no_more_is_taken_back(tmp_path: Path) -> None:
    mapping, extract = mapping_of(tmp_path), tmp_path / "zaken.csv"
    write_rows(extract, ROWS)
    next_of(mapping, 0)
    write_rows(extract, [*ROWS[:2], (*ROWS[2][:4], "m3", "N")])
    found = {(r["from_id"], r["to_id"], r["withdrawn"]) for r in rows_of(next_of(mapping, 1), "links")}
    assert found == {("m3", "z2", None), ("m2", "z2", "true")}


def test_nothing_new_is_a_delivery_too_since_it_says_until_when(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path)
    write_rows(tmp_path / "zaken.csv", ROWS)
    home = home_of(tmp_path / "monitor")
    received(home, next_of(mapping, 0).place)
    outcome = received(home, next_of(mapping, 1).place)
    assert (outcome.status, outcome.counts) == ("accepted", {"events": 0, "links": 0, "objects": 0})
    assert open_view(home, "proef").coverage["om"].until_us - open_view(home, "proef").coverage["om"].from_us > 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: [(*row[:5], "") if row[3] == "z1" else row for row in rows], "attribute-no-longer-there"),
        (lambda rows: rows[:2], "object-or-figure-no-longer-there"),
    ],
    ids=["attribute", "object"],
)
def test_what_an_increment_cannot_say_makes_the_delivery_full(tmp_path: Path, change: Any, reason: str) -> None:
    mapping, extract = mapping_of(tmp_path), tmp_path / "zaken.csv"
    write_rows(extract, ROWS)
    next_of(mapping, 0)
    write_rows(extract, change(ROWS))
    second = next_of(mapping, 1)
    assert second.report.head["kind"] == "full"
    assert second.report.full_because == [reason]


def test_what_lies_after_until_waits_for_the_next_delivery(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path)
    write_rows(tmp_path / "zaken.csv", ROWS)
    made = packed(mapping, until="2024-02-01T00:00:00+01:00", accepted=True)
    assert len(rows_of(made, "events")) == 2
    assert [(line.reason, line.rows) for line in made.report.lines if line.dropped == "row"] == [("after-until", [3])]
    assert len(rows_of(next_of(mapping, 1), "events")) == 1


def test_while_a_delivery_waits_for_its_answer_nothing_is_packed(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path)
    write_rows(tmp_path / "zaken.csv", ROWS)
    first = packed(mapping)
    assert pending(mapping.state) == first.delivery_id
    with pytest.raises(UsageError, match=rf"{first.delivery_id}.*--accepted.*--forget"):
        packed(mapping)
    with pytest.raises(UsageError, match="not the delivery that waits"):
        confirmed(mapping.state, "another")
    refused(mapping.state, first.delivery_id)
    assert not first.place.exists()
    again = packed(mapping)
    assert again.report.full_because == ["first-delivery"]
    confirmed(mapping.state, again.delivery_id)
    confirmed(mapping.state, again.delivery_id)
    assert pending(mapping.state) is None


def test_a_promise_is_not_taken_back(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path)
    write_rows(tmp_path / "zaken.csv", ROWS)
    next_of(mapping, 2)
    with pytest.raises(UsageError, match="the last delivery went up to 2024-03-03"):
        packed(mapping, now=DAYS[3], until=DAYS[1])
    with pytest.raises(UsageError, match="has not come yet"):
        packed(mapping, now=DAYS[3], until=DAYS[4])


def test_an_extract_that_lost_much_is_not_packed(tmp_path: Path) -> None:
    mapping, extract = mapping_of(tmp_path), tmp_path / "zaken.csv"
    write_rows(extract, [(str(n), "I1", "02-01-2024 09:30", f"z{n}", f"m{n}", "J") for n in range(1000)])
    next_of(mapping, 0)
    write_rows(extract, [(str(n), "I1", "02-01-2024 09:30", f"z{n}", f"m{n}", "J") for n in range(800)])
    with pytest.raises(UsageError, match="200 of 1000 events that were delivered are not in this extract"):
        packed(mapping, now=DAYS[1], until=DAYS[1])
    assert pending(mapping.state) is None
    assert next_of(mapping, 1, full=True).report.full_because == ["asked-for", "object-or-figure-no-longer-there"]


def test_an_extract_with_nothing_of_what_was_delivered_is_not_packed(tmp_path: Path) -> None:
    """Also a small one: an export that failed is empty more often than all is over."""
    mapping, extract = mapping_of(tmp_path), tmp_path / "zaken.csv"
    write_rows(extract, ROWS)
    next_of(mapping, 0)
    write_rows(extract, [])
    with pytest.raises(UsageError, match="3 of 3 events that were delivered are not in this extract"):
        packed(mapping, now=DAYS[1], until=DAYS[1])
    assert pending(mapping.state) is None
    assert next_of(mapping, 1, full=True).report.sent["events"]["withdrawn"] == 3


@pytest.mark.parametrize("other", ["chain", "partner"])
def test_a_state_is_of_one_partner_in_one_chain(tmp_path: Path, other: str) -> None:
    mapping = mapping_of(tmp_path)
    write_rows(tmp_path / "zaken.csv", ROWS)
    next_of(mapping, 0)
    if other == "chain":
        mapping = mapping_of(tmp_path, definition=DEFINITION.replace('"proef"', '"anders"'))
    else:
        mapping = replace(mapping, partner="politie")
    with pytest.raises(UsageError, match="is of om in proef"):
        packed(mapping, now=DAYS[1], until=DAYS[1])
    assert pending(mapping.state) is None


# --- Whatever the sequence of extracts --------------------------------------------------------------------------------

CELLS = st.tuples(
    st.sampled_from(["1", "2", "3", "4"]),
    st.sampled_from(["I1", "B1", "B2", "X", "?", ""]),
    st.sampled_from(["31-12-2023 23:59", "02-01-2024 09:30", "31-03-2024 02:30", "01-03-2024 12:00", "straks", ""]),
    st.sampled_from(["z1", "z2", " z1", ""]),
    st.sampled_from(["m1", "m2", ""]),
    st.sampled_from(["J", "N", "?", ""]),
)
EXTRACTS = st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=4)
OTHER = OM.replace('id = ["nr"]\n', "")  # then an event is what it says


def said_twice(mapping: Any, day: int) -> Any:
    """The next delivery; of an extract in which nothing is left one has to say that it is right."""
    try:
        return next_of(mapping, day)
    except UsageError:
        return next_of(mapping, day, full=True)


def known(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    view = open_view(home, "proef")
    columns = {
        "events": ("event_id", "activity", "object_type", "object_id", "at_us"),
        "links": ("from_type", "from_id", "to_type", "to_id"),
        "objects": ("object_type", "object_id", "attribute", "value"),
    }
    tables = {"events": view.events, "links": view.links, "objects": view.objects}
    found = {k: view.engine.run(tables[k].select(*names).distinct()).to_pylist() for k, names in columns.items()}
    return {k: sorted((tuple(row.values()) for row in rows), key=repr) for k, rows in found.items()}


@given(extracts=EXTRACTS, has_key=st.booleans())
@settings(max_examples=12)
def test_increments_tell_what_a_full_delivery_of_the_last_extract_tells(extracts: list[Any], has_key: bool) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        mapping = mapping_of(folder, OM if has_key else OTHER)
        home, other = home_of(folder / "one"), home_of(folder / "other")
        for day, rows in enumerate(extracts):
            write_rows(folder / "zaken.csv", rows)
            outcome = received(home, said_twice(mapping, day).place)
            assert (outcome.status, outcome.n_quarantined) == ("accepted", 0)
        received(other, next_of(mapping, len(extracts) - 1, full=True).place)
        assert known(home) == known(other)
    finally:
        shutil.rmtree(folder)
