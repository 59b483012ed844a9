"""A partner in the middle of a made-up chain goes dark for half a year, and catches up.

The prosecution stands between police and courts: hand-overs to it, its own stock, and the course of cases stop with it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.definition import read_definition, shipped_definition
from ketenmonitor.intake import receive
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, measure, prepare, state_of
from ketenmonitor.store import Home, connect, cut_at, make_home, open_home, open_view
from ketenmonitor.synth import make_deliveries, rows

Record = dict[str, Any]
ENGINE = connect()
DARK, LAST = "om", date(2026, 6, 30)
BY_PERIOD = ("lead-time", "stock", "flow", "handover", "term")
WENT_DARK = "2026-01-01T00:00:00+01:00"
SELECTIONS = (Selection(), Selection(period="month", by=("eenheid",)))
ABOUT_KNOWING = ("known_at", "behind", "notes")


@dataclass(frozen=True)
class World:
    """The homes that received everything, and all but what one partner kept back; with all figures of each."""

    normal: Home
    dark: Home
    late: list[Path]
    went_us: int
    final: dict[str, list[Record]]
    shown: dict[str, list[Record]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same deliveries in order, and with those of one partner but its first kept back until all others have come."""
    folder = tmp_path_factory.mktemp("dark")
    source = shipped_definition("zeden")
    with pytest.MonkeyPatch.context() as patch:
        # No row is corrected later: then what was complete is final, and every difference is one of what was not.
        for name in ("LATE", "CORRECTED", "WITHDRAWN"):
            patch.setattr(rows, name, 0.0)
        make_deliveries(read_definition(source), folder / "sent", cases=150, seed=7, until=LAST, months=12)
    sent = sorted(p for p in (folder / "sent").iterdir() if p.is_dir())
    mine = [p for p in sent if partner_of(p) == DARK]
    normal, dark = (make_home(folder / name, [source]) for name in ("normal", "dark"))
    for number, path in enumerate(sent):
        receive(normal, path, moment(number))
    in_time = [p for p in sent if p not in mine[1:]]
    for number, path in enumerate(in_time):
        receive(dark, path, moment(number))
    yield World(normal, dark, mine[1:], moment(len(sent)), everything(normal), everything(dark))
    shutil.rmtree(folder, ignore_errors=True)


def moment(number: int) -> int:
    """When the delivery of this number comes: after all that happened."""
    return 1_790_000_000_000_000 + number * 1_000_000


def said(path: Path) -> Record:
    found: Record = json.loads((path / "delivery.json").read_text(encoding="utf-8"))
    return found


def partner_of(path: Path) -> str:
    return str(said(path)["partner"])


def everything(home: Home, at_us: int | None = None) -> dict[str, list[Record]]:
    """All figures by measure, without when they were known."""
    cases = Cases(open_view(home, "zeden", at_us, ENGINE))
    found = {}
    for name in MEASURES:
        asked = SELECTIONS[1:] if name == "flow" else SELECTIONS if name in BY_PERIOD else SELECTIONS[:1]
        records = [record for selection in asked for record in measure(cases, name, selection=selection).records]
        found[name] = [without(record, "known_at") for record in records]
    return found


def without(record: Record, *names: str) -> Record:
    return {name: value for name, value in record.items() if name not in names}


def total(home: Home, name: str, id: str, at_us: int | None = None, **selection: Any) -> Record:
    cases = Cases(open_view(home, "zeden", at_us, ENGINE))
    return next(r for r in measure(cases, name, id, Selection(**selection)).records if not r["by"])


@pytest.mark.parametrize(
    ("name", "id"), [("lead-time", "keten"), ("handover", "politie_om"), ("term", "inschrijving_om")]
)
def test_a_figure_stays_where_the_partner_left_it_however_far_others_go(world: World, name: str, id: str) -> None:
    """Not a case more is open, late or in transit than if nobody had delivered anything of what happened since."""
    view = open_view(world.dark, "zeden", engine=ENGINE)
    stopped = Cases(cut_at(view, view.coverage[DARK].until_us))
    (then,), dark = measure(stopped, name, id, Selection()).records, total(world.dark, name, id)
    assert then["counted"] > 0
    assert without(dark, *ABOUT_KNOWING) == without(then, *ABOUT_KNOWING)
    assert (then["behind"], then["complete_until"]) == ([], WENT_DARK)
    assert dark["behind"] == [{"partner": DARK, "delivered_until": WENT_DARK, "days": 181, "holds_back": True}]
    assert dark["notes"] == sorted([*then["notes"], "partner-behind"])


def test_stocks_of_the_dark_partner_are_missing_and_others_go_on(world: World) -> None:
    mine, other = (total(world.dark, "stock", id, last_day=LAST) for id in (DARK, "politie"))
    assert (mine["stock"], mine["notes"]) == (None, ["not-delivered", "partner-behind"])
    assert other == total(world.normal, "stock", "politie", last_day=LAST) | {"known_at": other["known_at"]}


def test_what_was_complete_before_it_went_dark_is_final(world: World) -> None:
    """A stock or a flow of a time that all had delivered is no other figure for what came to lack later."""
    compared = 0
    for name in ("stock", "flow"):
        known = {key(r): r for r in world.final[name]}
        for mine in (r for r in world.shown[name] if r["period"] is not None):
            assert values(mine) == values(known[key(mine)]), (name, key(mine))
            compared += mine["id"] == DARK
    assert compared > 20


def test_every_figure_that_is_not_the_final_one_says_who_is_behind(world: World) -> None:
    silent = set()
    for name, records in world.shown.items():
        known = {key(r): r for r in world.final[name]}
        for mine in (r for r in records if not r["behind"]):
            silent.add((name, mine["id"]))
            assert values(mine) == values(known[key(mine)]), (name, key(mine))
    assert silent == {("stock", "politie"), ("stock", "aangiften")}


def values(record: Record) -> Record:
    return without(record, "complete_until", "behind", "notes")


def key(record: Record) -> str:
    names = ("id", "period", "from", "to", "from_activity", "to_activity", "activities")
    return repr([record.get(name) for name in names] + sorted(record["by"].items(), key=repr))


def test_catching_up_restores_every_figure_and_what_was_shown_stays_known(world: World, tmp_path: Path) -> None:
    caught_up = open_home(shutil.copytree(world.dark.path, tmp_path / "home"))
    for number, path in enumerate(world.late[::-1]):
        assert receive(caught_up, path, world.went_us + number).quarantined == ()
    assert everything(caught_up) == world.final
    assert everything(caught_up, world.went_us - 1) == world.shown


def test_prepared_tables_catch_up_too(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KETENMONITOR_PREPARE_FROM", "0")
    home = open_home(shutil.copytree(world.dark.path, tmp_path / "home"))
    assert prepare(home, "zeden") == "rebuilt"
    dark = state_of(Cases(open_view(home, "zeden", engine=ENGINE)))
    assert dark["effects"] == state_of(Cases(open_view(world.dark, "zeden", engine=ENGINE)))["effects"]
    for number, path in enumerate(world.late):
        receive(home, path, world.went_us + number)
        prepare(home, "zeden")
    assert open_view(home, "zeden").prepared
    assert everything(home) == world.final


def test_the_state_tells_what_is_not_known_and_of_how_many_cases(world: World) -> None:
    state = state_of(Cases(open_view(world.dark, "zeden", engine=ENGINE)))
    partners = {one["partner"]: one for one in state["partners"]}
    assert {p: one["state"] for p, one in partners.items()} == {
        "politie": "complete", "om": "behind", "rechtspraak": "complete", "cjib": "complete",
    }  # fmt: skip
    coverage = {(one["kind"], one["id"]): one for one in state["coverage"]}
    held = {place for place, one in coverage.items() if one["held_back_by"] == [DARK]}
    assert held == {
        ("lead-time", "keten"), ("lead-time", "jeugd"), ("stock", "om"), ("handover", "politie_om"),
        ("term", "inschrijving_om"), ("course", None),
    }  # fmt: skip
    for kind, id, field in (
        ("lead-time", "keten", "open"),
        ("handover", "politie_om", "in_transit"),
        ("stock", "om", "stock"),
    ):
        effect = next(one for one in state["effects"] if (one["kind"], one["id"]) == (kind, id))
        assert effect["unknown"] == total(world.dark, kind, id, **until(kind))[field] > 0
        assert 0 < effect["share"] <= 1
    sent = next(one for one in state["effects"] if one["kind"] == "handover")
    assert sent["of"] == total(world.dark, "handover", "politie_om")["sent"]
    assert sent["later"] > 0
    assert 0 < partners[DARK]["cases_unknown"] <= partners[DARK]["cases_of"]
    assert "cases_unknown" not in partners["politie"]


def until(kind: str) -> dict[str, Any]:
    return {"last_day": date(2025, 12, 31)} if kind == "stock" else {}


def test_when_nobody_is_behind_nothing_is_noted(world: World) -> None:
    state = state_of(Cases(open_view(world.normal, "zeden", engine=ENGINE)))
    assert state["effects"] == []
    assert not any(one["held_back_by"] or one["behind"] for one in state["coverage"])
    assert not any(record["behind"] for records in world.final.values() for record in records)
