"""How fast the register is: `python -m benchmarks.register [--papers FOLDER] [--points N...] [--repeat N] [--out FILE]`.

Measures, in seconds of the processor and of the clock: reading and extracting the papers of a folder, keeping them, keeping them
again; and, for registers of made-up papers with so many points (100 a paper), keeping, the first list in a process, and a list
in a process that knows the register. Prints a line of JSON for each.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from ketenmonitor.register import extract, read
from ketenmonitor.register.items import Commitment, Extraction, Moment
from ketenmonitor.register.matching import points
from ketenmonitor.register.overview import Wish, overview
from ketenmonitor.register.paper import Dated, Paper, Place
from ketenmonitor.register.reading.text import traced_lines
from ketenmonitor.register.records import Register, add_paper, open_register

A_PAPER = 100  # points
SYLLABLES = ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "zu", "schip", "brug", "vaart", "dijk", "sluis")
FIRST = date(2024, 1, 8)
ON = date(2027, 1, 1)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=Path, help="a folder with papers to read")
    parser.add_argument("--points", type=int, nargs="*", default=[1_000, 10_000, 50_000])
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a file to write the lines to as well")
    asked = parser.parse_args()
    lines = []
    for _ in range(asked.repeat):
        found = [
            *(of_papers(asked.papers) if asked.papers else ()),
            *(line for n in asked.points for line in of_size(n)),
        ]
        for line in found:
            print(json.dumps(line), flush=True)
        lines += found
    if asked.out:
        asked.out.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def timed(what: str, done: Callable[[], Any], **said: object) -> tuple[dict[str, Any], Any]:
    """What something took, and what came of it."""
    clock, processor = time.perf_counter(), time.process_time()
    result = done()
    took = {"seconds": round(time.perf_counter() - clock, 3), "processor": round(time.process_time() - processor, 3)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"what": what, **said, **took, "peak_mb": peak}, result


def of_papers(folder: Path) -> list[dict[str, Any]]:
    """Real papers: reading, keeping, keeping again, list."""
    files = sorted(
        path for path in folder.iterdir() if path.suffix.lower() in (".txt", ".pdf", ".docx", ".html", ".xml")
    )
    size = {"papers": len(files), "bytes": sum(path.stat().st_size for path in files)}
    with tempfile.TemporaryDirectory() as home:
        register = open_register(Path(home), make=True)
        first, found = timed("read and extract", lambda: [extract(read(path)) for path in files], **size)
        lines = [first, timed("keep", lambda: keep(register, found), **size)[0]]
        lines += [timed("keep again", lambda: keep(register, found), **size)[0], *listed(register, **size)]
        register.engine.dispose()
    return lines


def of_size(points_wanted: int) -> list[dict[str, Any]]:
    """Made-up papers with so many points in all."""
    papers = max(1, points_wanted // A_PAPER)
    size = {"papers": papers, "points": papers * A_PAPER}
    with tempfile.TemporaryDirectory() as home:
        register = open_register(Path(home), make=True)
        kept, _ = timed("keep", lambda: keep(register, made_up(papers)), **size)
        lines = [kept, *listed(register, **size)]
        register.engine.dispose()
    return lines


def listed(register: Register, **size: object) -> list[dict[str, Any]]:
    """The list in a process that does not know the register yet, and in one that does."""
    first, rows = timed("first list", lambda: overview(register, ON), **size)
    again, _ = timed("list again", lambda: overview(register, ON, Wish(late=True, words="brug")), **size)
    return [{**first, "rows": len(rows), "matched": sum(len(one.mentions) > 1 for one in points(register))}, again]


def keep(register: Register, found: Iterable[Extraction]) -> None:
    """Keep papers."""
    for one in found:
        add_paper(register, one, 1, "benchmark", "1")


def made_up(papers: int) -> Iterable[Extraction]:
    """Letters of commitments; every tenth commitment was in an earlier letter too, in other words and with a later moment."""
    dice = random.Random(7)
    words = list(dict.fromkeys("".join(dice.choices(SYLLABLES, k=4)) for _ in range(40_000)))
    often = [1 / (rank + 10) for rank in range(len(words))]  # as in texts: some words often, most seldom
    drawn = iter(dice.choices(words, often, k=6 * papers * A_PAPER))
    before: list[str] = []
    for number in range(papers):
        sentences = []
        for n in range(A_PAPER):
            about = dice.choice(before) if before and n % 10 == 0 else " ".join(next(drawn) for _ in range(6))
            before.append(about)
            sentences.append(
                f"Ik informeer uw Kamer over {about}" + (" en wat daarvoor nodig is." if n % 10 == 0 else ".")
            )
        yield letter(number, sentences)


def letter(number: int, sentences: list[str]) -> Extraction:
    """One letter in which each sentence is a commitment."""
    raw = "\n".join([f"Brief {number}", *sentences])
    day = FIRST + timedelta(days=number)
    name = f"{number:05}.txt"
    paper = Paper(
        name, sha256(raw.encode()).hexdigest(), "txt", raw, traced_lines(raw), dated=Dated(day, "made up", 1.0)
    )
    found, begin = [], len(f"Brief {number}") + 1
    for n, text in enumerate(sentences):
        due = Moment("binnen een half jaar", "by", None, day + timedelta(days=180 + n), "day", "made up")
        place = Place(n + 2, begin, begin + len(text), None)
        found.append(Commitment("minister", text, text, due, "inform", "open", place, "made up", 0.9))
        begin += len(text) + 1
    return Extraction(paper, "policy_letter", commitments=tuple(found))


if __name__ == "__main__":
    sys.exit(main())
