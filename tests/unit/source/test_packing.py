"""From an extract to a delivery that the gate accepts."""

from __future__ import annotations

from pathlib import Path

from tests.chain import home_of, received
from tests.unit.source.extract import ROWS, mapping_of, packed, rows_of, write_rows


def test_an_extract_becomes_a_delivery_that_is_accepted_whole(tmp_path: Path) -> None:
    mapping = mapping_of(tmp_path)
    write_rows(tmp_path / "zaken.csv", ROWS)
    made = packed(mapping)
    assert [(r["activity"], r["time"], r["object_id"]) for r in rows_of(made, "events")] == [
        ("inschrijving", "2024-01-02T08:30:00Z", "z1"),
        ("besluit", "2024-01-20T09:00:00Z", "z1"),
        ("inschrijving", "2024-02-05T10:15:00Z", "z2"),
    ]
    assert [(r["from_id"], r["to_id"]) for r in rows_of(made, "links")] == [("m1", "z1"), ("m2", "z2")]
    assert [(r["object_id"], r["minderjarig"]) for r in rows_of(made, "objects")] == [("z1", "true"), ("z2", "false")]
    outcome = received(home_of(tmp_path / "monitor"), made.place)
    assert (outcome.status, outcome.reasons, outcome.n_quarantined) == ("accepted", (), 0)
    assert outcome.counts == {"events": 3, "links": 2, "objects": 2}
