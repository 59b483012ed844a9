"""The five papers that are shared with the project: dated rightly, repaired, and quickly."""

from __future__ import annotations

import time
from datetime import date, timedelta

from ketenmonitor.register.reading import read
from tests.unit.register.real_papers import PAPERS, needs_papers

# By the README of the papers: the day, how far off a conclusion may be (0: the paper states its date).
DAYS = {
    "000": (date(2026, 1, 28), 0),
    "002": (date(2026, 4, 24), 0),
    "003": (date(2026, 6, 15), 14),
    "004": (date(2026, 3, 4), 7),
}


@needs_papers
def test_the_shared_papers_are_dated_repaired_and_read_quickly() -> None:
    begin = time.process_time()
    papers = {path.name[:3]: read(path) for path in sorted(PAPERS.glob("00*.txt"))}
    assert time.process_time() - begin < 3
    for name, (day, slack) in DAYS.items():
        found = papers[name].dated
        assert found.date is not None
        assert abs(found.date - day) <= timedelta(days=slack)
        assert (found.confidence >= 0.8) == (slack == 0)
    assert papers["001"].dated.confidence < 0.7
    assert not any("\u01a9" in line.text or "\u01af" in line.text for line in papers["000"].lines)
    assert [name for name, paper in papers.items() if paper.furniture] == ["002"]
