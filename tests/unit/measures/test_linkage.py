"""Linkage computed by hand: of each kind of link, of a hand-over by period, and what it does to the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.cli import questions
from ketenmonitor.errors import UsageError
from ketenmonitor.linking import Cases
from ketenmonitor.measures import compare, ids_of, measure
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, NOW, deliver, figures, home_of, instant, received

LIMITED = DEFINITION.replace('attributes = ["eenheid"]\n', 'attributes = ["eenheid"]\nmost_links = 2\n', 1)
COUNTS = ("objects", "linked", "received", "traced", "conflicts")


def at(day: int, month: int = 1) -> str:
    return f"2024-{month:02d}-{day:02d}T09:00:00+01:00"


def link(source: str, target: str) -> dict[str, str]:
    return {"from_type": "melding", "from_id": source, "to_type": "strafzaak", "to_id": target, "time": at(25)}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """M1 and M2 came over, M3 came over but its link did not, M4 waits at nobody knows where, M5 is linked and not yet
    registered; S4 was registered and nobody sent it; '000000' stands for the reports of S3, S4 and S5."""
    home = home_of(tmp_path, LIMITED)
    reports = ["M1", "M2", "M3", "M4", "M5", "000000"]
    events = [(f"a{name}", "aangifte", at(2), name) for name in reports]
    events += [(f"z{name}", "inzending", at(5, 2 if name == "M2" else 1), name) for name in reports[:5]]
    months = {"delivered_until": "2024-03-15T00:00:00+01:00"}
    received(home, deliver(tmp_path, "p1", events=events, **months))
    cases = [(f"i{name}", "inschrijving", at(9, 2 if name == "S2" else 1), name) for name in ("S1", "S2", "S3", "S4")]
    cases += [("b3", "besluit", at(20), "S3"), ("b5", "besluit", at(20), "S5")]
    filled = [link("000000", f"S{n}") for n in (3, 4, 5)]
    links = [link("M1", "S1"), link("M2", "S2"), link("M5", "S5"), link("M4", "S99"), *filled]
    received(home, deliver(tmp_path, "o1", "om", events=cases, links=links, **months))
    return home


def test_of_a_kind_of_link_what_is_missing_is_told(home: Home) -> None:
    (record,) = figures(home, "linkage")
    assert [record[name] for name in ("objects", "linked", "share", "conflicts")] == [6, 3, 0.5, 4]
    assert record["conflict_kinds"] == {"dangling": 1, "self": 0, "cyclic": 0, "cardinality": 0, "placeholder": 3}
    assert record["effect"] == {
        "without_link": 3,  # M3, M4 and 000000
        "outside_cases": 3,
        "cases_without": 2,  # S3 and S4
        "cases_in_conflict": 0,
        "placeholders": 1,
        "placeholder_events": 1,
        # Three reports without a case; of S3 the decision counts for nobody's report, and no open case lacks one.
        "lead_times": [{"id": "keten", "starts_outside": 3, "ends_outside": 0, "open_without": 0}],
    }


def test_of_a_hand_over_both_sides_are_told_by_period(home: Home) -> None:
    january, february = figures(home, "linkage", "over", period="month")
    assert [january["period"], february["period"]] == ["2024-01", "2024-02"]
    # Sent M1, M3, M4, M5: M1 and M5 are linked to what the prosecution knows. Received S1, S3, S4: S1 leads back.
    assert [january[name] for name in COUNTS] == [4, 2, 3, 1, 3]
    assert (january["share"], january["traced_share"]) == (0.5, 1 / 3)
    assert january["effect"] == {"in_transit": 3, "in_transit_unlinked": 2, "unmatched": 2, "unmatched_untraced": 2}
    assert [february[name] for name in COUNTS] == [1, 1, 1, 1, 0]
    assert february["effect"] == {"in_transit": 0, "in_transit_unlinked": 0, "unmatched": 0, "unmatched_untraced": 0}


def test_conflicts_of_a_hand_over_count_once_and_by_kind(home: Home) -> None:
    (record,) = figures(home, "linkage", "over")
    assert record["conflicts"] == 3
    assert record["conflict_kinds"] == {"dangling": 1, "self": 0, "cyclic": 0, "cardinality": 0, "placeholder": 2}


def test_a_period_without_an_id_asks_every_hand_over(home: Home) -> None:
    assert figures(home, "linkage", period="month") == figures(home, "linkage", "over", period="month")


def test_what_concerns_only_some_cases_needs_a_hand_over(home: Home) -> None:
    with pytest.raises(UsageError, match="Name a hand-over"):
        figures(home, "linkage", by=("eenheid",))
    total, *groups = figures(home, "linkage", "over", by=("eenheid",))
    assert total["objects"] == sum(group["objects"] for group in groups) == 5


def test_a_hand_over_of_a_partner_that_delivered_nothing_is_not_delivered(tmp_path: Path) -> None:
    home = home_of(tmp_path, LIMITED)
    received(home, deliver(tmp_path, "p1", events=[("a", "inzending", at(2), "M1")]))
    for asked in ({"id": "over"}, {}):
        (record,) = figures(home, "linkage", **asked)
        assert record["notes"] == ["not-delivered"]
        assert record["objects"] is record["share"] is record["conflicts"] is record["effect"] is None


def test_while_the_receiver_is_behind_the_linkage_of_a_hand_over_says_so(home: Home, tmp_path: Path) -> None:
    further = deliver(tmp_path, "p2", events=[], follows="p1", delivered_from=None, delivered_until="2024-12-01")
    assert figures(home, "linkage", "over")[0]["behind"] == []
    received(home, further)
    for measure_of in ("handover", "linkage"):
        (record,) = figures(home, measure_of, "over")
        assert [one["partner"] for one in record["behind"]] == ["om"], measure_of
        assert "partner-behind" in record["notes"], measure_of


def test_a_kind_of_link_counts_all_there_is_and_so_does_not_say_that_it_stops(home: Home, tmp_path: Path) -> None:
    since = [("aM9", "aangifte", at(20, 11), "M9")]
    received(
        home, deliver(tmp_path, "p2", events=since, follows="p1", delivered_from=None, delivered_until="2024-12-01")
    )
    (record,) = figures(home, "linkage")
    assert record["objects"] == 7
    assert [(one["partner"], one["holds_back"]) for one in record["behind"]] == [("om", False)]


def test_a_case_that_rests_on_contradictory_links_is_counted(tmp_path: Path) -> None:
    one = DEFINITION.replace('partner = "om"\n\n[attr', 'partner = "om"\ncardinality = "one-to-many"\n\n[attr', 1)
    assert one != DEFINITION
    home = home_of(tmp_path, one)
    received(home, deliver(tmp_path, "p1", events=[(f"a{n}", "aangifte", at(2), f"M{n}") for n in (1, 2, 3)]))
    cases = [(f"i{n}", "inschrijving", at(9), f"S{n}") for n in (1, 2, 3)]
    links = [link("M1", "S1"), link("M2", "S1"), link("M3", "S2")]
    received(home, deliver(tmp_path, "o1", "om", events=cases, links=links))
    (record,) = figures(home, "linkage")
    assert (record["conflicts"], record["linked"]) == (2, 3)
    assert record["effect"]["cases_in_conflict"] == 1
    assert record["effect"]["cases_without"] == 1


def test_the_command_tells_what_linkage_does_to_the_figures(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert ids_of("linkage", home.definition("proef")) == ("over",)
    questions.measure(home.path, "proef", "linkage", "over", period="month", lang="en")
    said = capsys.readouterr().out
    assert "over, January 2024: in transit: 3; of these not linked, and perhaps received: 2" in said
    assert "traced share" in said
    questions.measure(home.path, "proef", "linkage", lang="nl")
    said = capsys.readouterr().out
    assert "- melding → strafzaak: zonder deze koppeling: 3; in geen enkele ketenzaak: 3;" in said
    assert "- melding → strafzaak, keten: begonnen zonder zaak: 3." in said
    questions.measure(home.path, "proef", "linkage", "over", format="json")
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["id"], record["period"], record["objects"]) == ("over", None, 5)


def test_a_late_link_moves_a_case_between_figures(home: Home, tmp_path: Path) -> None:
    def whole() -> Any:
        (record,) = figures(home, "lead-time", "keten")
        return record["completed"], record["open"]

    assert whole() == (1, 5)  # M5 by S5; M1, M2 are open, M3, M4 and 000000 have no case
    late = deliver(
        tmp_path, "o2", "om", links=[link("M3", "S3")], follows="o1", delivered_from=None,
        delivered_until="2024-04-01T00:00:00+02:00",
    )  # fmt: skip
    received(home, late, "2025-02-01T00:00:00+01:00")
    assert whole() == (2, 4)
    (record,) = figures(home, "linkage")
    assert (record["linked"], record["effect"]["outside_cases"]) == (4, 2)
    now, then = (measure(Cases(open_view(home, "proef", moment)), "linkage") for moment in (None, instant(NOW)))
    moved = {one["field"]: one["difference"] for one in compare(now, then).records}
    assert {
        name: moved[name] for name in ("linked", "effect.cases_without", "effect.lead_times.keten.starts_outside")
    } == {
        "linked": 1,
        "effect.cases_without": -1,
        "effect.lead_times.keten.starts_outside": -1,
    }
