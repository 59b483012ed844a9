"""What a hit/no-hit check costs: `python -m benchmarks.inquiry [--persons N] [--askers N] [--questions N] [--rate N] [--out FILE]`.

A holder publishes a list of N persons, its node runs as a process with TLS on this machine, a static file server is the mirror, and
askers are processes of their own that ask as `ketenmonitor ask` does: sign, blind, close the escrow, send over TLS, check the proof, look
up in the list, and claim a hit, which is a second request; half of the persons are known. Of each question the time is taken as its
asker sees it: by one asker alone; by all with nothing between two questions, which measures how much the machine can do; and by all
with so many questions a second together, each asker in a rhythm of its own, counted from the moment that a question was due. Ends with
status 1 when an answer is wrong, or when the median of a question by one asker, or by all in their rhythm, is not under 50 ms. Also
told: the time of the processor that the node takes for each, which does not depend on what else runs, and what the group operations
take by themselves.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ketenmonitor.errors import KetenmonitorError
from ketenmonitor.pseudonyms import suite, verifiable
from tests.services import PHRASE, command
from tests.unit.inquiry.parties import World, is_bsn, mirror, register, running

SPAWN = multiprocessing.get_context("spawn")
MOST_MEDIAN_MS = 50


def bsns() -> Iterator[str]:
    """Numbers that pass the check, one after the other."""
    return (text for n in range(100_000_000, 999_999_999) if is_bsn(text := str(n)))


def extract(place: Path, count: int) -> tuple[list[str], list[str]]:
    """An extract of so many persons; some of them, and as many who are not in it."""
    numbers, some = bsns(), []
    with place.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["kind", "identifier", "contact", "state"])
        for n in range(count):
            number = next(numbers)
            rows.writerow(["bsn", number, "recherche", "active"])
            if n % max(count // 1_000, 1) == 0:
                some.append(number)
    return some, [next(numbers) for _ in some]


def asker(
    config: str,
    known: list[str],
    unknown: list[str],
    count: int,
    who: int,
    first: float,
    every: float,
    start: Any,
    found: Any,
) -> None:
    """One asker: so many questions, each timed; one `every` so many seconds from `first` on, or without a pause when that is 0."""
    from ketenmonitor.inquiry import Asker, Wanted, read_asker

    with Asker(read_asker(Path(config)), PHRASE.encode()) as one:
        times, wrong = [], 0
        person = [(known if n % 2 else unknown)[(who * count + n) % len(known)] for n in range(count)]
        one.ask(
            Wanted("bsn", person[0], f"warm {who}", f"agent {who}", "opsporing", "wpg-8"), None, time.time_ns() // 1000
        )
        start.wait()
        began = time.perf_counter()
        for n, number in enumerate(person):
            said = Wanted("bsn", number, f"zaak {who}-{n}", f"agent {who}", "opsporing", "wpg-8")
            before = began + first + n * every if every else time.perf_counter()
            time.sleep(max(before - time.perf_counter(), 0))
            try:
                (result,) = one.ask(said, None, time.time_ns() // 1000)
            except KetenmonitorError:
                wrong += 1
                continue
            times.append((n % 2, time.perf_counter() - before))
            wrong += result.result != ("hit" if n % 2 else "geen-hit") or (
                result.result == "hit" and not result.contacts
            )
        found.put((times, time.perf_counter() - began, wrong))


def asked(
    config: Path, known: list[str], unknown: list[str], askers: int, count: int, rate: float = 0
) -> dict[str, Any]:
    """So many askers, with `rate` questions a second together; 0: as fast as they can."""
    every = askers / rate if rate else 0.0
    start, found = SPAWN.Barrier(askers), SPAWN.Queue()
    all_of_them = [
        SPAWN.Process(
            target=asker, args=(str(config), known, unknown, count, who, every * who / askers, every, start, found)
        )
        for who in range(askers)
    ]
    for one in all_of_them:
        one.start()
    said = [found.get() for _ in all_of_them]
    for one in all_of_them:
        one.join()
    times = [one for part, _, _ in said for one in part]
    by_kind = {
        name: sorted(seconds * 1000 for kind, seconds in times if kind == n) for n, name in enumerate(("no_hit", "hit"))
    }
    return {
        "askers": askers, "rate": rate, "questions": len(times), "wrong": sum(wrong for _, _, wrong in said),
        "questions_a_second": round(len(times) / max(seconds for _, seconds, _ in said), 1),
        **{
            f"{name}_{which}_ms": round(value, 1)
            for name, found in by_kind.items()
            for which, value in (("median", statistics.median(found)), ("p95", found[int(len(found) * 0.95) - 1]))
        },
    }  # fmt: skip


def processor_seconds(pid: int) -> float:
    """What a process took of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alone() -> dict[str, float]:
    """What the group operations take, without a line, a disk or another process."""
    key, blind = verifiable.derived_key(bytes(32), b"benchmark"), suite.random_scalar()
    public, element = verifiable.public_of(key), verifiable.blinded(b"x", blind)
    (found,), proof = verifiable.evaluated([element], key)
    steps = {
        "blind": lambda: verifiable.blinded(b"x", blind),
        "evaluate": lambda: verifiable.evaluated([element], key),
        "check": lambda: verifiable.check(public, [element], [found], proof),
        "finalize": lambda: verifiable.output(b"x", blind, found),
        "list": lambda: verifiable.output_by(key, b"x"),
    }
    timed = {}
    for name, step in steps.items():
        began = time.perf_counter()
        for _ in range(500):
            step()
        timed[f"{name}_us"] = round((time.perf_counter() - began) * 2000, 0)
    return timed


def sizes(world: World) -> dict[str, int]:
    """Bytes on disk, and of one question in the log."""
    tags = next(world.folder.rglob("mirror/*/opsporing/now/*.tags"))
    index = next((world.folder / "holder" / "state" / "index" / "opsporing").iterdir())
    permitted = next(line for line in world.lines() if line["decision"] == "permit")
    token = len(permitted["question"])
    return {
        "list_bytes": tags.stat().st_size, "index_bytes": index.stat().st_size, "log_bytes_a_question": len(json.dumps(permitted)),
        "question_bytes": token + len('{"question": ""}'), "answer_bytes": 44 + 88 + len('{"evaluation":"","proof":""}'),
    }  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, number in (("persons", 1_000_000), ("askers", 20), ("questions", 50), ("rate", 100)):
        options.add_argument(f"--{name}", type=int, default=number)
    options.add_argument("--out", type=Path)
    said = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        limits = register(2, officer=10**6, case=10**6, organisation=10**9)
        world.permit("[[inquiries]]".join(limits.split("[[inquiries]]")[:2]))  # one purpose, one holder
        known, unknown = extract(world.folder / "extract.csv", said.persons)
        began = time.perf_counter()
        made = command("node", "publish", world.node(), world.folder / "extract.csv", timeout=7_200)
        assert made.returncode == 0, made.stderr
        setup = time.perf_counter() - began
        with mirror(world.folder / "mirror") as url, running(world.node()) as node:
            config = world.asker(url, {"holder": node.url})
            found: dict[str, Any] = {
                "persons": said.persons, "cores": os.cpu_count(), "setup_seconds": round(setup, 1),
                "alone": alone(), "one": asked(config, known, unknown, 1, said.questions * 4),
            }  # fmt: skip
            before = processor_seconds(node.process.pid)
            found["all"] = asked(config, known, unknown, said.askers, said.questions)
            took = processor_seconds(node.process.pid) - before
            found["node_processor_ms_a_request"] = round(1000 * took / (1.5 * found["all"]["questions"]), 2)
            found["paced"] = asked(config, known, unknown, said.askers, said.questions, said.rate)
            found |= sizes(world)
    text = json.dumps(found, indent=1)
    print(text)
    if said.out:
        said.out.write_text(text + "\n", encoding="utf-8")
    parts = [found["one"], found["all"], found["paced"]]
    too_slow = any(found[part]["no_hit_median_ms"] >= MOST_MEDIAN_MS for part in ("one", "paced"))
    return int(too_slow or any(part["wrong"] for part in parts))


if __name__ == "__main__":
    sys.exit(main())
