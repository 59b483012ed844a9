"""Two files of persons become links: found, not invented, the same each time, and mended by those who judge."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.errors import RecordsError
from tests.unit.records.persons import FEW, Files, files, judge, pairs_of, rows_of

LINKS = '\n[links]\nfrom_type = "claim"\nto_type = "vonnis"\ntime = "2026-01-01T00:00:00"\n'


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, Path]:
    """One linkage of 600 persons a side, of a seed that nothing was tuned on."""
    folder = tmp_path_factory.mktemp("linked")
    given = files(folder / "in", 600, 4242, FEW + LINKS)
    given.link(folder / "out")
    return given, folder / "out"


def test_links_are_found_and_hardly_any_is_invented(linked: tuple[Files, Path]) -> None:
    given, out = linked
    found, truth = pairs_of(out), set(given.made.truth)
    assert len(found & truth) / len(found) >= 0.98
    assert len(found & truth) / len(truth) >= 0.93


def test_what_is_expected_holds(linked: tuple[Files, Path]) -> None:
    given, out = linked
    said = json.loads((out / "report.json").read_text(encoding="utf-8"))
    found, truth = pairs_of(out), set(given.made.truth)
    assert said["pairs"]["links"] == len(found)
    precision = said["expected"]["precision"]
    assert precision["low"] <= len(found & truth) / len(found) <= precision["high"]
    assert precision["share"] >= 0.99
    assert abs(said["expected"]["recall"]["share"] - len(found & truth) / len(truth)) < 0.05
    assert said["warnings"] == ["not-judged-by-persons"]


def test_a_row_has_one_partner_and_rivals_are_listed(linked: tuple[Files, Path]) -> None:
    _, out = linked
    for side in (0, 1):
        own = [pair[side] for pair in pairs_of(out)]
        assert len(set(own)) == len(own)
    assert not pairs_of(out) & pairs_of(out, "review")
    assert {row["reason"] for row in rows_of(out / "pairs.csv")} <= {"", "doubtful", "conflict"}


def test_pairs_hold_own_identifiers_only(linked: tuple[Files, Path]) -> None:
    given, out = linked
    surnames = {row["surname"] for row in given.made.a if row["surname"] and len(row["surname"]) > 5}
    text = (out / "pairs.csv").read_text(encoding="utf-8") + (out / "report.json").read_text(encoding="utf-8")
    assert not [name for name in surnames if name in text]


def test_the_review_file_shows_both_sides_and_asks_for_a_judgment(linked: tuple[Files, Path]) -> None:
    given, out = linked
    a = {row["id"]: row for row in given.made.a}
    rows = rows_of(out / "review.csv")
    assert {row["reden"] for row in rows} >= {"steekproef"}
    assert [row["a_id"] for row in rows] == sorted(row["a_id"] for row in rows)
    for row in rows:
        assert row["oordeel"] == ""
        assert row["surname_a"] == (a[row["a_id"]]["surname"] or "").strip()
        assert {"surname_b", "birth_a", "birth_b", "given_a", "given_b"} <= set(row)


def test_links_can_go_into_a_delivery(linked: tuple[Files, Path]) -> None:
    _, out = linked
    rows = rows_of(out / "links.csv")
    assert {(row["from_id"], row["to_id"]) for row in rows} == pairs_of(out)
    assert {(row["from_type"], row["to_type"], row["time"]) for row in rows} == {
        ("claim", "vonnis", "2026-01-01T00:00:00")
    }


def test_the_same_rows_in_another_order_give_the_same_bytes(linked: tuple[Files, Path], tmp_path: Path) -> None:
    given, out = linked
    given.shuffled(tmp_path / "in").link(tmp_path / "out")
    for path in out.iterdir():
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes(), path.name


def test_judgments_are_kept_and_mend_the_curve(linked: tuple[Files, Path], tmp_path: Path) -> None:
    given, out = linked
    truth = set(given.made.truth)
    judge(out / "review.csv", truth, tmp_path / "judged.csv")
    said = given.link(tmp_path / "out", reviewed=tmp_path / "judged.csv")
    judged = {(row["a_id"], row["b_id"]) for row in rows_of(tmp_path / "judged.csv")}
    found = pairs_of(tmp_path / "out")
    assert found & judged == truth & judged
    assert len(found & truth) >= len(pairs_of(out) & truth)
    assert len(found - truth) <= len(pairs_of(out) - truth)
    assert said["calibrated_on"]["judged_pairs"] == len(judged)
    assert said["judged"]["right_in_sample"]["low"] > 0.9
    assert "not-judged-by-persons" not in said["warnings"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["ja,A1,B1", "ja,A1,B2"], "1 rows of A were judged"),
        (["ja,A1,B1", "ja,A2,B1"], "1 rows of B were judged"),
        (["misschien,A1,B1"], "in row 2 the judgment is none of"),
        (["ja,A1,B1"], "1 judged pairs are of rows that are not in these files"),
        (['ja,A1,"' + "x" * 200_000], "cannot be read as CSV"),
        ([], "needs the columns"),
    ],
)
def test_a_judgment_that_cannot_be_is_refused(
    linked: tuple[Files, Path], tmp_path: Path, rows: list[str], said: str
) -> None:
    given, _ = linked
    (tmp_path / "judged.csv").write_text("\n".join(["oordeel,a_id,b_id", *rows]), encoding="utf-8")
    with pytest.raises(RecordsError) as refused:
        given.link(tmp_path / "out", reviewed=tmp_path / "judged.csv")
    assert said in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_handful_of_rows_is_linked_by_what_is_documented(tmp_path: Path) -> None:
    """Too few to learn from: said in the report, and the links that nobody doubts are there."""
    given = files(tmp_path / "in", 40, 7)
    said = given.link(tmp_path / "out")
    found, truth = pairs_of(tmp_path / "out"), set(given.made.truth)
    assert "too-few-to-learn" in said["warnings"]
    assert not found - truth
    assert len(found) >= len(truth) * 0.6


def test_a_column_in_which_nothing_was_filled_in_teaches_nothing(tmp_path: Path) -> None:
    """Where a training rule fails, Splink leaves the columns of that rule out of the model."""
    given = files(tmp_path / "in", 200, 1)
    path = tmp_path / "in" / "a.csv"
    rows = [{**row, "achternaam": ""} for row in rows_of(path)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    said = given.link(tmp_path / "out")
    assert said["compared_on"][0] == "surname"
    assert len(pairs_of(tmp_path / "out") - set(given.made.truth)) <= 1


def test_several_claims_may_be_of_one_person(tmp_path: Path) -> None:
    """Each claim of a person twice in A: as one-to-one a conflict, as many-to-one two links."""
    given = files(tmp_path / "in", 150, 9)
    path = given.folder / "a.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([head, *rows, *("X" + row for row in rows)]), encoding="utf-8")
    truth = {(x, b) for a, b in given.made.truth for x in (a, f"X{a}")}
    once = given.link(tmp_path / "once")
    assert once["pairs"]["links"] <= 3
    assert once["pairs"]["conflicts"] > len(truth) * 0.8
    settings = given.folder / "settings.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'match = "many-to-one"\n', encoding="utf-8")
    given.link(tmp_path / "twice")
    found = pairs_of(tmp_path / "twice")
    assert len(found & truth) / len(truth) > 0.85
    assert len(found & truth) / len(found) > 0.95


def rewritten(path: Path, **cells: Any) -> None:
    """The same file with other cells, each a function of what stood there."""
    rows = rows_of(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **{name: made(row[name]) for name, made in cells.items()}} for row in rows)


def test_what_a_spreadsheet_would_compute_is_guarded_and_identifiers_are_read_back(tmp_path: Path) -> None:
    given = files(tmp_path / "in", 60, 7, FEW + LINKS)
    rewritten(tmp_path / "in" / "a.csv", claimnummer=lambda one: f"-{one}", geboorteplaats=lambda one: f"{one};=1+1")
    given.link(tmp_path / "out")
    text = (tmp_path / "out" / "review.csv").read_text(encoding="utf-8")
    assert ";'=1+1" in text
    assert not re.search(r"(?m)(^|[,;])[=+@-]", text)
    truth = {(f"'-{a}", b) for a, b in given.made.truth}
    judge(tmp_path / "out" / "review.csv", truth, tmp_path / "judged.csv")
    said = given.link(tmp_path / "again", reviewed=tmp_path / "judged.csv")
    assert said["judged"]["pairs"] == len(rows_of(tmp_path / "judged.csv")) > 0
    assert all(row["from_id"].startswith("-") for row in rows_of(tmp_path / "again" / "links.csv"))


def test_an_identifier_that_a_spreadsheet_would_compute_is_refused_without_being_told(tmp_path: Path) -> None:
    given = files(tmp_path / "in", 30, 7)
    rewritten(tmp_path / "in" / "b.csv", persoonsnummer=lambda one: f"x;=HYPERLINK({one})" if "1" in one else one)
    with pytest.raises(RecordsError, match=r"begin like a formula") as told:
        given.link(tmp_path / "out")
    assert "HYPERLINK" not in str(told.value)
    assert not (tmp_path / "out").exists()
