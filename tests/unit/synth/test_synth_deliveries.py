"""What is written: the same bytes each time, deliveries that join up, and everything that can happen to rows."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.synth import demonstration, make_deliveries
from tests.unit.synth.chains import FILES, chain
from tests.unit.synth.receiving import read_delivery

ZONE = ZoneInfo("Europe/Amsterdam")


def bytes_of(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def read_all(truth: Path) -> list[dict[str, Any]]:
    return [read_delivery(folder) for folder in sorted(p for p in truth.parent.iterdir() if p.is_dir())]


def outcomes_of(truth: Path) -> list[dict[str, Any]]:
    return json.loads(truth.read_text(encoding="utf-8"))["deliveries"]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deliveries(chain("zeden"), tmp_path_factory.mktemp("plain"), 2000)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deliveries(chain("zeden"), tmp_path_factory.mktemp("faulty"), 2000, faults=True)


@pytest.mark.parametrize("name", FILES)
def test_the_same_seed_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        make_deliveries(chain(name), tmp_path / folder, 50, seed=7, faults=True)
    make_deliveries(chain(name), tmp_path / "three", 50, seed=8, faults=True)
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two") != bytes_of(tmp_path / "three")


def test_folders_stand_in_the_order_of_receipt(faulty: Path) -> None:
    folders = sorted(p.name for p in faulty.parent.iterdir() if p.is_dir())
    assert folders == [outcome["folder"] for outcome in outcomes_of(faulty)]
    assert folders[0] == "01-politie-202506"


def test_each_partner_begins_with_its_coverage_and_then_follows(plain: Path) -> None:
    last: dict[str, str] = {}
    for delivery, outcome in zip(read_all(plain), outcomes_of(plain), strict=True):
        if outcome["status"] == "accepted":
            partner = delivery["partner"]
            assert delivery["follows"] == last.get(partner)
            assert (delivery["delivered_from"] is None) == (partner in last)
            last[partner] = delivery["delivery_id"]
    assert set(last) == {"politie", "om", "rechtspraak", "cjib"}


def test_deliveries_come_in_both_forms_and_both_kinds(plain: Path) -> None:
    deliveries = read_all(plain)
    assert {name.partition(".")[2] for d in deliveries for name in d["files"]} == {"csv", "parquet"}
    assert {d["kind"] for d in deliveries} == {"full", "increment"}


def test_rows_come_late_corrected_withdrawn_and_twice(plain: Path) -> None:
    said: dict[str, list[tuple[str, bool]]] = {}
    late = twice = 0
    for delivery in read_all(plain)[:-1]:
        ids = Counter(row["event_id"] for row in delivery["events"])
        twice += sum(n > 1 for n in ids.values())
        for row in delivery["events"]:
            said.setdefault(row["event_id"], []).append((row["time"], bool(row.get("withdrawn"))))
        until = datetime.fromisoformat(delivery["delivered_until"])
        late += sum((until - moment(row["time"])).days > 92 for row in delivery["events"] if delivery["follows"])
    assert late > 0
    assert twice > 0
    assert any(rows[-1][1] for rows in said.values()), "withdrawn"
    assert any(rows[0][0] != rows[-1][0] and not rows[-1][1] for rows in said.values()), "corrected"


def moment(text: str) -> datetime:
    parsed = datetime.fromisoformat(text)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=ZONE)


def test_attributes_are_filled_in_and_changed_later(plain: Path) -> None:
    said: dict[str, list[str | None]] = {}
    for delivery in read_all(plain)[:-1]:
        for row in delivery.get("objects", []):
            said.setdefault(row["object_id"], []).append(row["eenheid"])
    revised = [values for values in said.values() if len(values) > 1]
    assert any(first is None and last for first, last in revised)
    assert any(first and last and first != last for first, last in revised)


def test_one_delivery_comes_again_unchanged(plain: Path) -> None:
    *_, last = outcomes_of(plain)
    first = next(o for o in outcomes_of(plain) if o["delivery_id"] == last["delivery_id"])
    assert (first["status"], last["status"]) == ("accepted", "known")
    assert bytes_of(plain.parent / first["folder"]) == bytes_of(plain.parent / last["folder"])


def test_times_are_written_with_and_without_offset_and_only_mistakable_when_careless(plain: Path, faulty: Path) -> None:
    bare = {}
    for truth in (plain, faulty):
        texts = [row["time"] for d in read_all(truth) for row in d["events"] if row["time"] != "gisteren"]
        bare[truth] = [datetime.fromisoformat(t) for t in texts if not datetime.fromisoformat(t).tzinfo]
        in_doubled_hour = [t for t in texts if t[:13] in ("2025-10-26T02", "2024-10-27T02")]
        assert {text[19:] for text in in_doubled_hour} >= {"+01:00", "+02:00"}
    assert bare[plain]
    assert not any(is_mistakable(local) for local in bare[plain])
    assert any(is_mistakable(local) for local in bare[faulty])


def is_mistakable(local: datetime) -> bool:
    return local.replace(tzinfo=ZONE, fold=0).utcoffset() != local.replace(tzinfo=ZONE, fold=1).utcoffset()


def test_identifiers_are_pseudonyms_that_are_never_the_same(plain: Path) -> None:
    deliveries = read_all(plain)[:-1]
    objects = {row["object_id"] for d in deliveries for row in d["events"]}
    assert all(len(one) == 20 and int(one, 16) >= 0 for one in objects)
    assert len({one[:8] for one in objects}) > 0.99 * len(objects)


def test_with_faults_a_delivery_is_refused_and_comes_mended(faulty: Path) -> None:
    outcomes = outcomes_of(faulty)
    (place,) = [i for i, o in enumerate(outcomes) if o["status"] == "refused"]
    refused, mended = (faulty.parent / outcomes[i]["folder"] for i in (place, place + 1))
    assert outcomes[place + 1]["status"] == "accepted"
    manifests = [json.loads((f / "delivery.json").read_text(encoding="utf-8")) for f in (refused, mended)]
    assert manifests[0]["delivery_id"] == manifests[1]["delivery_id"]
    for folder, is_true in zip((refused, mended), (False, True), strict=True):
        said = json.loads((folder / "delivery.json").read_text(encoding="utf-8"))["files"]
        true = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in said}
        assert (true == {name: file["sha256"] for name, file in said.items()}) == is_true


def test_with_faults_a_gap_is_filled_later_and_a_partner_stops(plain: Path, faulty: Path) -> None:
    police = [d for d in read_all(faulty) if d["partner"] == "politie"][:-1]
    places = {d["delivery_id"]: place for place, d in enumerate(police)}
    assert any(places[d["follows"]] > places[d["delivery_id"]] for d in police if d["follows"])
    until = {p: json.loads(p.read_text(encoding="utf-8"))["coverage"] for p in (plain, faulty)}
    stopped = [partner for partner in until[plain] if until[faulty][partner][1] < until[plain][partner][1]]
    assert stopped == ["rechtspraak"]


def test_with_faults_every_reason_for_quarantine_occurs(faulty: Path) -> None:
    found = {reason for outcome in outcomes_of(faulty) for reason in outcome["reasons"]}
    assert found == {
        "unknown-activity",
        "not-a-time",
        "in-the-future",
        "outside-coverage",
        "empty-identifier",
        "contradicts-earlier-row",
        "activity-of-another-partner",
        "not-in-list",
        "unknown-object-type",
    }


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(("months", "until"), [(1, date(2024, 2, 29)), (7, date(2026, 6, 2)), (30, date(2025, 12, 31))])
def test_any_span_of_time_will_do(name: str, months: int, until: date, tmp_path: Path) -> None:
    truth = make_deliveries(chain(name), tmp_path, 30, faults=True, until=until, months=months)
    ends = {d["delivered_until"][:10] for d in read_all(truth)}
    assert max(ends) == date.fromordinal(until.toordinal() + 1).isoformat()


def test_cases_that_begin_as_units_are_as_many_as_asked(tmp_path: Path) -> None:
    truth = json.loads(make_deliveries(chain("verkeersboetes"), tmp_path, 321).read_text(encoding="utf-8"))
    assert truth["cases"] == 321


def test_figures_go_with_the_last_delivery(tmp_path: Path) -> None:
    truth = make_deliveries(chain("zeden"), tmp_path, 20, figures={"politie": demonstration().figures()})
    with_figures = [d for d in read_all(truth) if "figures" in d]
    assert [d["delivery_id"] for d in with_figures] == ["politie-202606"]
    assert len(with_figures[0]["figures"]) == 25
    facts = {(r["measure"], r["field"], str(r["date"])): int(r["value"]) for r in with_figures[0]["figures"]}
    assert facts["stock", "old", "2025-06-02"] == 654
    assert all(not row["period"] for row in with_figures[0]["figures"])


def test_twenty_thousand_cases_take_seconds(tmp_path: Path) -> None:
    begun = perf_counter()
    make_deliveries(chain("zeden"), tmp_path, 20_000, faults=True)
    assert perf_counter() - begun < 30


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make_deliveries(chain("contrary"), tmp_path, 10, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] == len(told)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(UsageError, match="not an empty folder"):
        make_deliveries(chain("contrary"), tmp_path, 10)
    with pytest.raises(UsageError, match="at least 1 case"):
        make_deliveries(chain("contrary"), tmp_path / "new", 0)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
