"""The command for everybody: who is complete until when, what is missing, which figures suffer."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from ketenmonitor.cli import status_tables, terminal
from ketenmonitor.cli.figure_tables import print_figures
from ketenmonitor.cli.status import status
from ketenmonitor.linking import Cases
from ketenmonitor.measures import measure
from ketenmonitor.store import Home, open_view
from tests.chain import deliver, home_of, received

MONTHS = ("2024-01-01", "2024-02-01", "2024-03-01", "2024-06-01")
DAY = "2024-06-03T12:00:00+02:00"
LINK = {"from_type": "melding", "from_id": "m0", "to_type": "strafzaak", "to_id": "s0", "time": "2024-01-20"}


def span(first: int, last: int) -> dict[str, str]:
    return {"delivered_from": MONTHS[first], "delivered_until": MONTHS[last]}


@pytest.fixture
def dark(tmp_path: Path) -> Home:
    """The police went on to June; of the prosecution February is missing and March to May lies beyond the gap."""
    home = home_of(tmp_path)
    sent = [(f"z{n}", "inzending", "2024-01-15", f"m{n}") for n in range(4)]
    later = [("z9", "inzending", "2024-05-15", "m9")]
    received(home, deliver(tmp_path, "p1", events=[*sent, *later], **span(0, 3)))
    received(
        home,
        deliver(tmp_path, "o1", "om", events=[("s0", "inschrijving", "2024-01-20", "s0")], links=[LINK], **span(0, 1)),
    )
    beyond = [("s1", "inschrijving", "2024-03-20", "s1"), ("s2", "inschrijving", "2024-04-20", "s2")]
    received(home, deliver(tmp_path, "o3", "om", events=beyond, follows="o2", **span(2, 3)))
    return home


def printed(home: Home, capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    capsys.readouterr()
    status(home.path, **{"now": DAY, **options})
    return capsys.readouterr().out


def said(home: Home, capsys: pytest.CaptureFixture[str], **options: Any) -> dict[str, Any]:
    (chain,) = json.loads(printed(home, capsys, json=True, **options))["chains"]
    return dict(chain)


def test_the_gap_what_is_missing_and_what_waits_beyond_it(dark: Home, capsys: pytest.CaptureFixture[str]) -> None:
    police, prosecution = said(dark, capsys)["partners"]
    assert (police["state"], police["days_behind"], police["days_ago"]) == ("complete", 0, 2)
    assert (prosecution["state"], prosecution["days_behind"], prosecution["days_ago"]) == ("behind", 121, 123)
    assert prosecution["missing"] == ["o2"]
    assert prosecution["beyond_gap"] == {"deliveries": 1, "events": 2}
    assert prosecution["gaps"] == [
        {"from": "2024-02-01T00:00:00+01:00", "until": "2024-03-01T00:00:00+01:00", "missing": "o2"}
    ]


def test_each_figure_that_stops_with_who_it_waits_for_and_of_how_many_the_state_is_unknown(
    dark: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = said(dark, capsys)
    held = {(one["kind"], one["id"]): one["held_back_by"] for one in chain["coverage"]}
    assert held == {
        ("lead-time", "keten"): ["om"], ("stock", "politie"): [], ("handover", "over"): ["om"], ("term", "snel"): ["om"],
        ("course", None): ["om"],
    }  # fmt: skip
    effects = {one["kind"]: one for one in chain["effects"]}
    assert {k: effects["handover"][k] for k in ("unknown", "of", "share", "later", "median_age_days")} == {
        "unknown": 3, "of": 4, "share": 0.75, "later": 1, "median_age_days": 17,
    }  # fmt: skip
    prosecution = chain["partners"][1]
    # Three sent in January and not received when it went dark, and one that was sent since.
    assert (prosecution["cases_unknown"], prosecution["cases_of"]) == (4, 7)


def test_a_refused_delivery_is_named_where_it_is_missing(
    dark: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = deliver(tmp_path, "o2", "om", events=[], follows="o1", files={"events.csv": {"rows": 9, "sha256": "0"}})
    assert received(dark, wrong).status == "refused"
    assert said(dark, capsys)["partners"][1]["refused"] == ["o2"]
    assert "levering o2 is geweigerd" in printed(dark, capsys)


def test_several_are_told_in_the_plural(dark: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two gaps; of the figures only one goes further."""
    more = {"delivered_from": "2024-07-01", "delivered_until": "2024-08-01"}
    received(dark, deliver(tmp_path, "o5", "om", events=[], follows="o4", **more))
    said = printed(dark, capsys, now="2024-08-02")
    assert "om: leveringen o2, o4 ontbreken." in said
    assert "om: 2 leveringen (2 gebeurtenissen) van na het gat tellen pas mee" in said
    received(dark, deliver(tmp_path, "p2", events=[], follows="p1", **{**more, "delivered_from": "2024-06-01"}))
    assert "Het andere cijfer is compleet tot 2024-08-01" in printed(dark, capsys, now="2024-08-02")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "nl",
            (
                "GAT: 121 dagen",
                "om: levering o2 ontbreekt.",
                "van 4 van 7 zaken (57,1%) de stand niet bekend",
                "wacht op",
            ),
        ),
        (
            "en",
            (
                "GAP: 121 days",
                "om: delivery o2 is missing.",
                "the state of 4 of 7 cases (57.1%) is not known",
                "waits for",
            ),
        ),
    ],
)
def test_it_can_be_read_at_a_glance_in_a_terminal_of_100_columns(
    dark: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: Any, words: tuple[str, ...]
) -> None:
    for module in (terminal, status_tables):
        monkeypatch.setattr(
            module, "Console", lambda **said: Console(**said, width=100, force_terminal=True, no_color=True)
        )
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", printed(dark, capsys, lang=lang))
    assert all(word in text for word in words), text
    assert max(map(len, text.splitlines())) <= 100, "no line runs over"


def test_when_all_is_well_there_is_one_table_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = home_of(tmp_path)
    for id, partner in (("p1", "politie"), ("o1", "om")):
        received(home, deliver(tmp_path, id, partner, events=[], **span(0, 1)))
    text = printed(home, capsys, now="2024-02-10")
    assert "Alle cijfers zijn compleet tot 2024-02-01 00:00." in text
    assert "wacht op" not in text
    assert "Niemand leverde" not in text
    assert "Niemand leverde iets over de laatste 61 dagen." in printed(home, capsys, now="2024-04-02")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ("ACHTER: 1 dag ", "GAT: 1 dag ", "over de laatste dag.", "(1 gebeurtenis) van na het gat")),
        ("en", ("BEHIND: 1 day ", "GAP: 1 day ", "about the last day.", "(1 event) from after the gap")),
    ],
)
def test_of_one_it_is_said_as_of_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: Any, words: Any
) -> None:
    home, state = home_of(tmp_path), status.__globals__["_state"]
    partner = {"partner": "om", "deliveries": 1, "quarantined": 0, "delivered_from": None, "delivered_until": None}
    one = {**partner, "state": "behind", "days_behind": 1, "beyond_gap": {"deliveries": 1, "events": 1}}
    partners = [{**one, "gaps": []}, {**one, "gaps": ["one"]}]
    said = {"partners": partners, "days_ago": 1, "dark_after_days": 0}
    said |= {"to_be_revised": [{"as_of": "2024-01-01", "figures": ["x"], "partners": ["om"], "periods": []}]}
    monkeypatch.setitem(status.__globals__, "_state", lambda *given: {**state(*given), **said})
    text = printed(home, capsys, lang=lang)
    assert all(word in text for word in words), text
    assert ("1 cijfer wordt" if lang == "nl" else "1 figure will") in text


def test_before_anything_was_delivered_figures_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = home_of(tmp_path)
    capsys.readouterr()
    print_figures(measure(Cases(open_view(home, "proef")), "lead-time"), home.definition("proef"), "nl")
    said = capsys.readouterr().out
    assert "stand van kennis: er is nog niets geleverd" in said
    assert "None" not in said


def test_what_was_known_earlier_is_told_as_it_was(
    dark: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = said(dark, capsys)
    filling = deliver(tmp_path, "o2", "om", events=[], follows="o1", **span(1, 2))
    assert received(dark, filling, "2025-02-01").status == "accepted"
    assert said(dark, capsys)["effects"] == []
    then = said(dark, capsys, as_known_at="2025-01-15")
    assert {k: v for k, v in then.items() if k != "known_at"} == {k: v for k, v in before.items() if k != "known_at"}
