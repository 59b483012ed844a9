"""One linkage of two files of persons, from their bytes to a folder of outputs.

Comes in: two files, settings, and what a person judged before. Goes out: the report, and a folder with `pairs.csv` (own
identifiers only), `review.csv` (names of both sides, for whoever judges), `report.json`, `report.md` and, when asked,
`links.csv`. The promise: the same files and settings give the same bytes, also when rows come in another order; the folder
is there whole or not at all; input is removed only when the outputs are on disk, and the report says so only when it was.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from ketenmonitor.errors import RecordsError
from ketenmonitor.records.calibrating import Calibration, calibrated, with_marks
from ketenmonitor.records.closed import closed_run, destroy, refuse_to_destroy, replace, write
from ketenmonitor.records.deciding import Decided, decide
from ketenmonitor.records.reading import Row, read_rows
from ketenmonitor.records.reporting import Run, page, report
from ketenmonitor.records.review import Marks, chosen, read_marks, refuse_contradictions, refuse_strangers, review_text
from ketenmonitor.records.settings import Links, Settings, read_settings
from ketenmonitor.records.weighing import Weighed, judged, weighed

NO_MARKS = Marks([], [], [], 0)


@dataclass(frozen=True)
class Asked:
    """What a linkage is asked to do."""

    a: Path
    b: Path
    settings: Path
    out: Path
    reviewed: Path | None = None
    destroy_input: bool = False
    review: bool = True
    language: str = "nl"


@dataclass(frozen=True)
class _Linked:
    """What came of a run: pairs as they are decided on, and those that a person is to judge."""

    weighed: Weighed
    calibration: Calibration
    decided: Decided
    for_review: list[tuple[int, str]]
    left_out: int


def link_records(asked: Asked) -> dict[str, Any]:
    """Link two files of persons; returns the report."""
    if importlib.util.find_spec("splink") is None:
        raise RecordsError("Linking records needs Splink, which is not installed: pip install 'ketenmonitor[link]'.")
    goes = [path for path in (asked.a, asked.b, asked.reviewed) if path and asked.destroy_input]
    refuse_to_destroy(goes)
    settings = read_settings(asked.settings)
    marks = read_marks(asked.reviewed) if asked.reviewed else NO_MARKS
    if asked.reviewed:
        refuse_contradictions(asked.reviewed, marks, settings.kind)
    with closed_run(asked.out) as (folder, connection):
        sides = (read_rows(asked.a, settings.a), read_rows(asked.b, settings.b))
        if asked.reviewed:
            refuse_strangers(asked.reviewed, marks, sides)
        linked = _linked(connection, sides, settings, marks)
        reviews = linked.for_review if asked.review else []
        run = Run(settings, linked.weighed, linked.calibration, linked.decided, marks, linked.left_out, len(reviews))
        said = report(run) | {"input_destroyed": False}
        texts = {"pairs.csv": _pairs_text(linked), **_reports(said, asked.language)}
        if asked.review:
            texts["review.csv"] = review_text(linked.weighed, linked.decided, reviews, sides)
        if settings.links:
            texts["links.csv"] = _links_text(linked, settings.links)
        for name, text in texts.items():
            write(folder, name, text)
    if asked.destroy_input:
        destroy(goes)
        said |= {"input_destroyed": True}
        for name, text in _reports(said, asked.language).items():
            replace(asked.out, name, text)
    return said


def _reports(said: dict[str, Any], language: str) -> dict[str, str]:
    """The report for programs and the one for people."""
    return {"report.json": json.dumps(said, indent=2, ensure_ascii=False) + "\n", "report.md": page(said, language)}


def _linked(
    connection: duckdb.DuckDBPyConnection, sides: tuple[list[Row], list[Row]], settings: Settings, marks: Marks
) -> _Linked:
    found = weighed(connection, *sides, settings)
    calibration = calibrated(connection, found, settings)
    places = found.places(marks.pairs)
    known, same = places[places >= 0], np.array(marks.same)[places >= 0]
    if len(known):
        calibration = with_marks(calibration, found.odds[known], same, settings.seed)
    after = judged(found, known, same, settings.kind)
    decided = decide(after, calibration, settings, known, same)
    return _Linked(after, calibration, decided, *chosen(after, decided, settings, known))


def _pairs_text(linked: _Linked) -> str:
    """Links and what is left to judge, by own identifiers; the most certain first within a row of A."""
    weighed, decided = linked.weighed, linked.decided
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("a_id", "b_id", "probability", "decision", "reason"))
    for at in np.flatnonzero(decided.link | decided.doubtful | decided.conflict):
        reason = "conflict" if decided.conflict[at] else "doubtful" if decided.doubtful[at] else ""
        own = weighed.a[weighed.pairs.left[at]], weighed.b[weighed.pairs.right[at]]
        writer.writerow((*own, f"{decided.probability[at]:.4f}", "review" if reason else "link", reason))
    return text.getvalue()


def _links_text(linked: _Linked, said: Links) -> str:
    """The links in the columns of a delivery."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("from_type", "from_id", "to_type", "to_id", "time"))
    pairs = linked.weighed.pairs
    for at in np.flatnonzero(linked.decided.link):
        from_id, to_id = linked.weighed.a[pairs.left[at]], linked.weighed.b[pairs.right[at]]
        writer.writerow((said.from_type, from_id, said.to_type, to_id, said.time))
    return text.getvalue()
