"""What the log that shows tampering costs: `python -m benchmarks.log [--records 1000000] [--folder DIR] [--peers]`.

Records of 400 bytes, as one look at a case makes. Printed: confirmed records a second in batches and one by one, by one thread,
by many, and by several processes; how long it takes to open, to sign, to prove and to verify; bytes a record. A record counts when
`confirm` returned: it was waited for on the disk each time, and how long one wait takes is printed first. `--peers` puts
pymerkle (when it is installed) beside it: its tree in SQLite.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import resource
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ketenmonitor.keys import Secret, Signer
from ketenmonitor.transparency import LOG, Key, Log, checked_proof, inclusion_text, is_consistent, kept_note, verify

ORIGIN, BYTES, SECONDS = "benchmark.example/log", 400, 5.0


@contextlib.contextmanager
def timed(what: str, n: int = 0, unit: str = "records") -> Iterator[None]:
    began = time.perf_counter()
    yield
    told(what, n, time.perf_counter() - began, unit)


def told(what: str, n: int, seconds: float, unit: str = "records") -> None:
    rate = f"{n / seconds:12,.0f} {unit} a second" if n else ""
    print(f"{what:<58} {seconds:9.3f} s {rate}", flush=True)


def record(n: int) -> bytes:
    said = json.dumps(
        {"number": n, "at": "2026-01-01T00:00:00Z", "processing_activity_id": "https://example.org/a"}
    ).encode()
    return said + b" " * (BYTES - len(said))


def signer() -> Signer:
    key = Ed25519PrivateKey.generate()
    public = b64encode(key.public_key().public_bytes_raw()).decode()
    return Signer(Secret("signing", public, key.private_bytes_raw()))


def one_wait(folder: Path) -> None:
    """How long the disk takes to say that bytes are there: nothing that is confirmed one by one goes faster."""
    waits = []
    file = os.open(folder / "wait", os.O_WRONLY | os.O_CREAT)
    for _ in range(200):
        os.write(file, bytes(BYTES))
        began = time.perf_counter()
        os.fdatasync(file)
        waits.append(time.perf_counter() - began)
    os.close(file)
    print(f"{'one wait for the disk (median of 200)':<58} {sorted(waits)[100] * 1000:9.3f} ms")


def confirming(log: Log, batch: int, threads: int, until: float) -> int:
    """How many records were confirmed before that moment."""
    counts = [0] * threads

    def work(me: int) -> None:
        n = 0
        while time.perf_counter() < until:
            log.confirm([record(n + i) for i in range(batch)])
            n += batch
        counts[me] = n

    running = [threading.Thread(target=work, args=(me,)) for me in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return sum(counts)


def apart(folder: str, batch: int, into: multiprocessing.Queue[int]) -> None:
    into.put(confirming(Log(Path(folder), ORIGIN), batch, 1, time.perf_counter() + SECONDS))


def rates(folder: Path) -> None:
    for batch, threads in ((1, 1), (1, 8), (1, 32), (10, 1), (100, 1), (1000, 1), (4096, 1), (100, 8)):
        log = Log(folder / f"{batch}-{threads}", ORIGIN)
        began = time.perf_counter()
        n = confirming(log, batch, threads, began + SECONDS)
        who = "one thread" if threads == 1 else f"{threads} threads"
        told(f"confirm, batches of {batch:,}, {who}", n, time.perf_counter() - began)
    context = multiprocessing.get_context("spawn")
    for batch in (1, 100):
        found: multiprocessing.Queue[int] = context.Queue()
        running = [context.Process(target=apart, args=(str(folder / f"apart-{batch}"), batch, found)) for _ in range(4)]
        for process in running:
            process.start()
        n = sum(found.get() for _ in running)
        for process in running:
            process.join()
        told(f"confirm, batches of {batch:,}, 4 processes", n, SECONDS)


def large(folder: Path, n: int) -> None:
    """A log of so many records: all that is asked of it."""
    log, signing = Log(folder / "large", ORIGIN), signer()
    batches = [[record(first + i) for i in range(min(1000, n - first))] for first in range(0, n, 1000)]
    with timed(f"confirm {n:,} records in batches of 1,000", n):
        for batch in batches:
            log.confirm(batch)
    del batches
    size = sum(p.stat().st_size for p in (folder / "large").rglob("*") if p.is_file())
    print(f"{'bytes on disk a record, of which 400 the record itself':<58} {size / n:9.1f}")
    with timed("open it anew"):
        log = Log(folder / "large")
    with timed("sign the first checkpoint (the tree is made)"):
        log.checkpoint(signing)
    log.confirm([record(n)])
    with timed("sign the next one"):
        log.checkpoint(signing)
    asked(folder / "large", log, signing, n)
    with timed("erase 1,000 records, here and there"):
        log.erase(range(0, n, n // 1000))
    with timed("verify everything", n):
        verdict = verify(folder / "large", [Key(ORIGIN, LOG, signing.public)])
    assert not verdict.findings, verdict.findings
    print(f"{'most memory':<58} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9.0f} MB")


def asked(folder: Path, log: Log, signing: Signer, n: int) -> None:
    note = kept_note(folder)
    assert note
    key = Key(ORIGIN, LOG, signing.public)
    numbers = [k * 7919 % n for k in range(200)]
    with timed("proofs of inclusion, with the record", 200, "proofs"):
        proofs = [inclusion_text(log, number, note) for number in numbers]
    with timed("proofs checked by who has the key alone", 200, "proofs"):
        for proof in proofs:
            checked_proof(proof, [key])
    print(f"{'bytes of a proof, with its record and checkpoint':<58} {len(proofs[0]):9}")
    roots = [(old, log.root(old)) for old in numbers]
    with timed("proofs of consistency, made and checked", 200, "proofs"):
        for old, root in roots:
            assert is_consistent(old, root, n, log.root(n), log.consistency(old, n)) or old == 0
    with timed("read 200 records, here and there", 200):
        for number in numbers:
            log.record(number)


def peers(folder: Path, n: int) -> None:
    import pymerkle  # not part of what is installed: the GPL stays outside

    records = [record(i) for i in range(n)]
    tree = pymerkle.SqliteTree(str(folder / "peer.sqlite"), algorithm="sha256")
    with timed("pymerkle in SQLite, 1,000 one by one", 1000):
        for one in records[:1000]:
            tree.append_entry(one)
    with timed(f"pymerkle in SQLite, {n:,} in batches of 1,000", n - 1000):
        for first in range(1000, n, 1000):
            tree.append_entries(records[first : first + 1000], chunksize=1000)
    with timed("pymerkle, the root"):
        tree.get_root()
    with timed("pymerkle, 20 proofs of inclusion", 20, "proofs"):
        for k in range(20):
            tree.prove_inclusion(k * 7919 % n + 1, n)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument(
        "--folder", type=Path, help="on the disk that is asked about; else the folder for temporary files"
    )
    parser.add_argument("--peers", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as place:
        steps: list[Callable[[], None]] = [
            lambda: one_wait(Path(place)),
            lambda: rates(Path(place)),
            lambda: large(Path(place), given.records),
        ]
        if given.peers:
            steps.append(lambda: peers(Path(place), min(given.records, 100_000)))
        for step in steps:
            step()


if __name__ == "__main__":
    main()
