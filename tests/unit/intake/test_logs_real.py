"""Real logs, against counts that were made with other programs (`reference.json` beside the logs)."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ketenmonitor.definition import Definition, definition_from_text, read_definition, shipped_definition
from ketenmonitor.intake.logs import LogImport, deliveries_of_log
from tests.unit.intake.logs_samples import MADE_AT_US

LOGS = Path(__file__).parents[4] / "shared" / "data" / "logs"

pytestmark = pytest.mark.skipif(
    not LOGS.is_dir(), reason="the real logs are not beside the repository (../shared/data/logs)"
)


def definition(zone: str, partners: dict[str, list[str]], attributes: str = "", carried: str = "[]") -> Definition:
    """A chain with one object type, in which each partner reports the activities that have these names in the log."""
    lines = [
        f'[chain]\nid = "log"\nversion = "1"\ntitle = {{ nl = "L", en = "L" }}\nunit = "zaak"\ntimezone = "{zone}"',
        *(f'[partners.{p}]\ntitle = {{ nl = "{p}", en = "{p}" }}' for p in partners),
        f'[objects.zaak]\npartner = "{next(iter(partners))}"\nkey = "case:concept:name"\nattributes = {carried}',
        attributes,
    ]
    for p, names in partners.items():
        for n, name in enumerate(names):
            title = '{ nl = "A", en = "A" }'
            lines.append(
                f'[activities.{p}_{n}]\npartner = "{p}"\nobject = "zaak"\ntitle = {title}\nlog_names = ["{name}"]'
            )
    return definition_from_text("\n".join(lines), "log.toml")


def reference(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((LOGS / "reference.json").read_text(encoding="utf-8"))[name]
    return found


def manifests(made: LogImport) -> list[dict[str, Any]]:
    return [json.loads((folder / "delivery.json").read_text()) for folder in made.folders]


def events(made: LogImport) -> pl.DataFrame:
    """All events of all deliveries, in the order of the log."""
    frames = [
        pl.read_parquet(f / "events.parquet", columns=["event_id", "activity", "time", "object_id"])
        for f in made.folders
    ]
    return pl.concat(frames).sort(pl.col("event_id").cast(pl.Int64))


def agrees(made: LogImport, expected: dict[str, Any]) -> None:
    """As many events and cases as others counted, and the coverage of every partner is that of the log."""
    found = events(made)
    assert found["event_id"].to_list() == [str(n + 1) for n in range(expected["events"])]
    assert found["object_id"].n_unique() == expected["cases"]
    assert found.null_count().sum_horizontal().item() == 0
    for said in manifests(made):
        assert datetime.fromisoformat(said["delivered_from"]) == datetime.fromisoformat(expected["first"])
        assert datetime.fromisoformat(said["delivered_until"]) == datetime.fromisoformat(expected["last"])


def test_road_traffic_fines(tmp_path: Path) -> None:
    chain = read_definition(shipped_definition("verkeersboetes"))
    made = deliveries_of_log(
        LOGS / "Road_Traffic_Fine_Management_Process.xes.gz", chain, tmp_path, made_at_us=MADE_AT_US
    )
    expected = reference("road_traffic_fines_full_xes")
    agrees(made, expected)
    names = {a.id: a.log_names[0] for a in chain.activities.values()}
    counts = Counter(names[activity] for activity in events(made)["activity"].to_list())
    assert counts == expected["activities"]
    assert [said["partner"] for said in manifests(made)] == list(chain.partners)
    assert [said["files"]["events.parquet"]["rows"] for said in manifests(made)] == [559_916, 999, 555]
    assert made.findings["undeclared-attribute-columns"] == 13


RECEIPT_ATTRIBUTES = """
[attributes.channel]
title = { nl = "Kanaal", en = "Channel" }
type = "category"
values = ["Internet", "Intern", "Desk", "e-mail", "Post"]
[attributes.deadline]
title = { nl = "Uiterste datum", en = "Deadline" }
type = "date"
"""


def test_receipt_is_the_same_as_xes_and_as_csv(tmp_path: Path) -> None:
    names = ["Confirmation of receipt", "T02 Check confirmation of receipt"]
    others = sorted(set(reference("receipt")["activities"]) - set(names))
    chain = definition(
        "Europe/Amsterdam", {"loket": names, "vak": others}, RECEIPT_ATTRIBUTES, '["channel", "deadline"]'
    )
    of_xes = deliveries_of_log(LOGS / "receipt.xes.gz", chain, tmp_path, made_at_us=MADE_AT_US)
    of_csv = deliveries_of_log(LOGS / "receipt.csv", chain, tmp_path, made_at_us=MADE_AT_US)
    agrees(of_xes, reference("receipt"))
    agrees(of_csv, reference("receipt"))
    same = ["event_id", "activity", "object_id"]
    assert events(of_xes).select(same).equals(events(of_csv).select(same))
    instants = [[datetime.fromisoformat(t) for t in events(made)["time"].to_list()] for made in (of_xes, of_csv)]
    assert instants[0] == instants[1]
    objects = [pl.read_parquet(made.folders[0] / "objects.parquet") for made in (of_xes, of_csv)]
    assert objects[0].equals(objects[1])
    assert objects[0].height == 1434
    assert objects[0].filter(object_id="case-10011").row(0) == ("zaak", "case-10011", "Internet", "2011-12-06")
    assert of_xes.findings == of_csv.findings


def test_sepsis_of_which_the_definition_knows_some_activities_only(tmp_path: Path) -> None:
    attributes = '[attributes.Age]\ntitle = { nl = "Leeftijd", en = "Age" }\ntype = "integer"'
    arrival = ["ER Registration", "ER Triage", "ER Sepsis Triage"]
    chain = definition("Europe/Amsterdam", {"seh": arrival, "lab": ["CRP"], "leeg": []}, attributes, '["Age"]')
    made = deliveries_of_log(LOGS / "sepsis.xes.gz", chain, tmp_path, made_at_us=MADE_AT_US)
    expected = reference("sepsis")
    agrees(made, expected)
    rows = {said["partner"]: said["files"]["events.parquet"]["rows"] for said in manifests(made)}
    assert rows == {"seh": 15_214 - 3_262, "lab": 3_262, "leeg": 0}
    known = pl.read_parquet(made.folders[0] / "events.parquet").filter(pl.col("activity").is_in(list(chain.activities)))
    assert known.height == sum(expected["activities"][name] for name in arrival)


def test_a_court_of_minas_gerais(tmp_path: Path) -> None:
    expected = reference("court_br_mg_1a")
    chain = definition("America/Sao_Paulo", {"vara": ["Distribuição", "Conclusão"], "arquivo": ["Baixa Definitiva"]})
    made = deliveries_of_log(LOGS / "court_minas_gerais_1a.xes", chain, tmp_path, made_at_us=MADE_AT_US)
    agrees(made, expected)
    assert pl.read_parquet(made.folders[1] / "events.parquet").height == expected["activities"]["Baixa Definitiva"]
    counts = Counter(events(made)["activity"].to_list())
    assert counts["vara_0"] == expected["activities"]["Distribuição"]
    assert counts["Mero expediente"] == expected["activities"]["Mero expediente"]


def test_of_two_columns_with_the_activity_the_standard_one_is_read(tmp_path: Path) -> None:
    chain = definition("Europe/Amsterdam", {"balie": ["register request"]})
    made = deliveries_of_log(LOGS / "running-example.csv", chain, tmp_path, made_at_us=MADE_AT_US)
    assert events(made).height == 42
    assert events(made).row(0) == ("1", "balie_0", "2010-12-30 14:32:00+01:00", "3")
    assert made.findings["undeclared-attribute-columns"] == 6
    start = {"time": "start_timestamp"}
    ends = deliveries_of_log(LOGS / "interval_event_log.csv", chain, tmp_path, made_at_us=MADE_AT_US)
    starts = deliveries_of_log(LOGS / "interval_event_log.csv", chain, tmp_path, made_at_us=MADE_AT_US, columns=start)
    assert events(starts)["time"][0] == "2015-01-05 09:00:07+00:00"
    assert manifests(starts)[0]["delivered_from"] == "2015-01-05T10:00:07+01:00"
    in_order_of_start = {"rows-out-of-time-order": 39, "rows-at-equal-times": 1}
    assert ends.findings == {**starts.findings, **in_order_of_start}
