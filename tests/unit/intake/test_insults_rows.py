"""Odd rows, in deliveries and in logs: values stay data, and each oddity is told or counted, never mended in silence."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from ketenmonitor.casefile import conflicts
from ketenmonitor.cli.output import print_csv
from ketenmonitor.definition import definition_from_text
from ketenmonitor.intake import Outcome, import_log, n_waiting, waiting
from ketenmonitor.intake.remedies import MOST_NAMED, remedy
from ketenmonitor.linking import Cases
from ketenmonitor.source import Manifest, write_delivery
from ketenmonitor.store import Home, open_view
from tests.chain import DEFINITION, NOW, deliver, home_of, instant, measure_everything, n_events, received

DAY = "2024-01-05T10:00:00+01:00"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_of(tmp_path / "at")


def reasons(outcome: Outcome) -> list[str]:
    return [str(row["reason"]).partition(":")[0] for row in outcome.quarantined]


def identifiers(home: Home) -> set[str]:
    view = open_view(home, "proef")
    return set(view.engine.run(view.events.select("object_id"))["object_id"].to_pylist())


def log(home: Home, folder: Path, *rows: str, columns: str = "case id,activity,timestamp") -> list[Outcome]:
    path = folder / "log.csv"
    path.write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    return import_log(home, "proef", path, instant(NOW))


def test_identifiers_that_look_alike_or_are_very_long_or_begin_a_formula_stay_what_they_are(
    home: Home, tmp_path: Path
) -> None:
    odd = ["x" * 10_000, '=HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "NA", "null", "1", "01", "1.0", " 1"]
    rows = [(f"e{i}", "aangifte", DAY, name) for i, name in enumerate(odd)]
    found = received(home, deliver(tmp_path, events=rows))
    assert (found.counts, found.quarantined) == ({"events": len(odd)}, ())
    assert identifiers(home) == set(odd)


def test_no_text_in_csv_begins_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    print_csv([{"field": "=1+1", "by": {"a": "=b"}, "difference": -1.5, "of_measure": "@x", "publisher": "om"}])
    assert capsys.readouterr().out.splitlines()[1] == '\'=1+1,"{""a"": ""=b""}",-1.5,\'@x,om'


def test_the_ends_of_the_calendar_and_years_before_it_are_set_apart_and_no_measure_minds(
    home: Home, tmp_path: Path
) -> None:
    odd = [
        "0000-01-01",
        "0001-01-01",
        "-0044-03-15",
        "9999-12-31",
        "10000-01-01",
        "0001-01-01T00:00:00-15:00",
        "infinity",
    ]
    rows = [(f"e{i}", "aangifte", time, "m1") for i, time in enumerate([DAY, "0002-02-01", *odd])]
    sound = {"delivered_from": "0002-01-03T00:00:00Z"}
    found = received(home, deliver(tmp_path, events=rows, **sound))
    assert found.counts == {"events": 2}
    assert reasons(found) == ["in-the-future" if odd_one == "9999-12-31" else "not-a-time" for odd_one in odd]
    assert n_waiting(home) == len(waiting(home)) == len(odd)
    measure_everything(Cases(open_view(home, "proef")))


def test_rows_of_a_log_out_of_order_or_at_equal_times_are_counted_and_figures_follow_the_times(
    home: Home, tmp_path: Path
) -> None:
    first, *_ = log(
        home,
        tmp_path,
        *("NA,besluit,2024-01-09T10:00:00Z", "NA,inschrijving,2024-01-05T10:00:00Z", "NA,besluit,2024-01-09T10:00:00Z"),
        *("2,inschrijving,2024-01-06T10:00:00Z", "2,besluit,2024-01-06T10:00:00Z", "NA,aangifte,2024-01-04T10:00:00Z"),
    )
    assert first.findings["rows-out-of-time-order"] == 2
    assert first.findings["rows-at-equal-times"] == 2
    assert n_events(home) == 6
    assert identifiers(home) == {"NA", "2"}


def test_rows_of_a_log_without_a_case_or_with_no_time_are_set_apart_and_not_lost(home: Home, tmp_path: Path) -> None:
    outcomes = log(
        home,
        tmp_path,
        *("1,besluit,2024-01-09T10:00:00Z", ",besluit,2024-01-09T10:00:00Z", "01,besluit,gisteren", "1,besluit,"),
        "1.0,besluit,2024-13-45",
    )
    assert sorted(reason for outcome in outcomes for reason in reasons(outcome)) == [
        "empty-identifier",
        *["not-a-time"] * 3,
    ]
    assert (n_events(home), n_waiting(home)) == (1, 4)


def test_times_without_offset_in_a_log_are_local_and_the_hours_of_summer_time_are_counted(
    home: Home, tmp_path: Path
) -> None:
    outcomes = log(
        home,
        tmp_path,
        *("1,besluit,2024-03-31T02:30:00", "1,besluit,2024-10-27T02:30:00", "1,besluit,2024-10-27T02:30:00+01:00"),
    )
    found = {name: n for outcome in outcomes for name, n in outcome.findings.items()}
    assert found == {"time-without-offset": 2, "local-time-ambiguous": 1, "local-time-nonexistent": 1}


def test_whole_numbers_for_identifiers_in_parquet_are_read_as_their_digits_and_counted(
    home: Home, tmp_path: Path
) -> None:
    table = pa.table(
        {"event_id": [1, 2], "activity": ["aangifte"] * 2, "time": [DAY] * 2, "object_id": pa.array([7, 10**15])}
    )
    said = json.loads((deliver(tmp_path, events=[]) / "delivery.json").read_text())
    said.pop("files")
    found = received(home, write_delivery(tmp_path / "numbers", Manifest(**said), {"events": table}))
    assert found.findings == {"identifier-stored-as-number": 2}
    assert identifiers(home) == {"7", "1000000000000000"}


def test_events_without_an_object_row_and_objects_without_events_both_count(home: Home, tmp_path: Path) -> None:
    objects = [{"object_type": "strafzaak", "object_id": "s1", "minderjarig": "true"}]
    links = [{"from_type": "melding", "from_id": "weg", "to_type": "strafzaak", "to_id": "s1", "time": DAY}]
    rows = [("e1", "inschrijving", DAY, "s2")]
    found = received(home, deliver(tmp_path, partner="om", events=rows, objects=objects, links=links))
    assert found.counts == {"events": 1, "objects": 1, "links": 1}, found.reasons
    view = open_view(home, "proef")
    assert [(link["from_id"], link["kinds"]) for link in conflicts(view)] == [("weg", ["dangling"])]
    units = Cases(view).objects
    assert view.engine.run(units.filter(units.object_type == "strafzaak").count().as_table())[0][0].as_py() == 2


def test_a_number_beyond_all_integers_is_a_number(tmp_path: Path) -> None:
    chain = DEFINITION.replace('type = "boolean"', 'type = "number"')
    home = home_of(tmp_path / "at", chain)
    values = ["9223372036854775807", "9223372036854775808", "1e300", "-1e300", "12.0"]
    objects = [{"object_type": "strafzaak", "object_id": f"s{i}", "minderjarig": v} for i, v in enumerate(values)]
    assert received(home, deliver(tmp_path, partner="om", objects=objects)).quarantined == ()


@pytest.mark.parametrize("date", ["infinity", "epoch", "0000-01-01", "2024-02-30", "4714-01-01 (BC)"])
def test_a_published_figure_is_of_a_date_and_not_of_a_word(home: Home, tmp_path: Path, date: str) -> None:
    row = {"measure": "stock", "id": "politie", "field": "stock", "date": date, "period": "", "value": "1"}
    assert reasons(received(home, deliver(tmp_path, figures=[row]))) == ["not-a-date"]


def test_the_sentence_of_a_reason_is_short_in_a_chain_of_two_thousand_activities() -> None:
    more = "".join(f'[activities.stap_{i}]\npartner = "politie"\nobject = "melding"\n' for i in range(2000))
    sentence = remedy("unknown-activity", definition_from_text(DEFINITION + more), "politie")
    assert f"and {2002 - MOST_NAMED} more, see the data dictionary" in sentence
    assert len(sentence) < 1000
