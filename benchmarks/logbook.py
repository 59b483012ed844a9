"""What the three logs cost: `python -m benchmarks.logbook [--records 1000000] [--persons 100000]`.

A look at one case (a line of each log), by one thread and by eight; a run over 1,000 persons at once; and finding the lines about one
person among a million: by the index, by an index that must be made first, and by reading all. A record counts when `confirm` returned,
so when it is on disk.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from pathlib import Path

from ketenmonitor.logbook import Audit, Decision, Logbook, Processing
from ketenmonitor.store import Home, case_name

ACTIVITY = "https://register.example.nl/verwerkingsactiviteiten/7c3e"
TYPE = "https://register.example.nl/id/type/zaak"
AT_US = 1_795_000_000_000_000
REQUEST = {
    "subject": {"type": "medewerker", "id": "m-1"},
    "action": {"name": "case", "properties": {"processing_activity_id": ACTIVITY}},
    "resource": {"type": "zaak", "id": "keten"},
}
DECISION = Decision(AT_US, REQUEST, {"decision": True}, {"doelen": "3@" + "ab" * 32})
AUDIT = Audit(AT_US, "m-1", "case", "permitted", purpose="behandelen")


def look(logbook: Logbook, identifiers: range) -> list[Processing]:
    names = (case_name(logbook.home, "keten", str(one)) for one in identifiers)
    return [Processing("Zaak inzien", ACTIVITY, AT_US, AT_US, name, TYPE) for name in names]


def views(logbook: Logbook, count: int) -> list[float]:
    """Seconds of each."""
    taken = []
    for number in range(count):
        began = time.perf_counter()
        logbook.confirm(look(logbook, range(number, number + 1)), DECISION, AUDIT)
        taken.append(time.perf_counter() - began)
    return taken


def said(what: str, count: float, seconds: float, unit: str) -> None:
    print(f"{what:<50} {seconds:9.3f} s {count / seconds:12,.0f} {unit} a second", flush=True)


def of_views(logbook: Logbook) -> None:
    taken = views(logbook, 300)
    said("looks at one case, one thread", len(taken), sum(taken), "looks")
    print(
        f"{'':<50} median {statistics.median(taken) * 1000:.1f} ms, p95 {sorted(taken)[int(len(taken) * 0.95)] * 1000:.1f} ms"
    )
    threads = [threading.Thread(target=views, args=(logbook, 100)) for _ in range(8)]
    began = time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    said("looks at one case, eight threads", 800, time.perf_counter() - began, "looks")


def of_batches(logbook: Logbook, records: int, persons: int) -> None:
    done, seconds, of_processor = 0, 0.0, time.process_time()
    while done < records:
        actions = look(logbook, range(done % persons, done % persons + 1000))
        began = time.perf_counter()
        logbook.confirm(actions, DECISION, AUDIT)
        seconds += time.perf_counter() - began
        done += 1000
    said(f"runs over 1,000 persons, {done:,} records", done, seconds, "records")
    said("  of a processor, making them included", done, time.process_time() - of_processor, "records")


def of_finding(logbook: Logbook) -> None:
    subject = case_name(logbook.home, "keten", "500")
    for what, from_log in (
        ("making the index, and one person", False),
        ("one person, by the index", False),
        ("one person, by reading all", True),
    ):
        began, of_processor = time.perf_counter(), time.process_time()
        found = list(logbook.query(subject=subject, from_log=from_log))
        taken, of_processor = time.perf_counter() - began, time.process_time() - of_processor
        print(f"{what:<50} {taken:9.3f} s ({of_processor:.3f} of a processor) {len(found):12,} lines", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--persons", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        (home / "monitor.toml").write_text("[monitor]\n")
        logbook = Logbook(Home(home))
        of_views(logbook)
        of_batches(logbook, given.records, given.persons)
        of_finding(logbook)
        size = sum(place.stat().st_size for place in home.rglob("*") if place.is_file())
        print(f"{'on disk, logs and index':<50} {size / 1e6:9.0f} MB")


if __name__ == "__main__":
    main()
