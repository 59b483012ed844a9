"""What pseudonyms cost who receives them: `python -m benchmarks.vault [--identifiers 1000000] [--rotate] [--stores]`.

A delivery with so many identifiers, each seen for the first time, and then the same identifiers in a second delivery; `--rotate`
turns them to another period (the key services are processes apart, not counted); `--stores` compares the vault with the same
rows in a Delta table. Printed: processor seconds, peak memory and bytes on disk. The elements are multiples of each other: what
is made of them takes as long as for true ones, and making them does not take the minutes that a source would.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import secrets
import sys
import tempfile
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import rbcl
from deltalake import DeltaTable, write_deltalake

from ketenmonitor.intake import receive, set_up
from ketenmonitor.intake.recipient import recipient_of, vault_of
from ketenmonitor.intake.rotation import rotate
from ketenmonitor.pseudonyms import batches, suite
from ketenmonitor.pseudonyms.envelopes import BLINDS, EVALUATION, MOST, Claims, sealed_for
from ketenmonitor.source import Manifest, write_delivery
from ketenmonitor.store import Home, make_home

RECIPIENT, SOURCE, SERVICE = (f"0000009900000000000{n}" for n in range(1, 4))
DEFINITION = """
[chain]
id = "maat"
version = "1"
unit = "zaak"
timezone = "Europe/Amsterdam"
[partners.bron]
[objects.zaak]
partner = "bron"
[activities.begin]
partner = "bron"
object = "zaak"
"""


def spent(what: str, work: Any) -> Any:
    """Do it, and print how many seconds of a processor it took, and the most memory so far."""
    before, began = time.process_time(), time.monotonic()
    found = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{what:<42} {time.process_time() - before:8.1f} core s {time.monotonic() - began:8.1f} s {peak:6} MB at most",
        flush=True,
    )
    return found


def elements(n: int) -> Iterator[bytes]:
    """Different elements of the group, each the last one plus the first."""
    first = at = suite.hashed_to_group(b"NL:benchmark")
    for _ in range(n):
        yield at
        at = bytes(rbcl.crypto_core_ristretto255_add(at, first))


def delivery(folder: Path, name: str, public: str, n: int) -> Path:
    """A delivery with n identifiers, each in one event. Every fresh blind is taken from a few: the recipient cannot tell."""
    now = int(time.time())
    blinds = [suite.random_scalar() for _ in range(MOST)]
    rows, source = [], elements(n)
    for first in range(0, n, MOST):
        part = [next(source) for _ in range(min(MOST, n - first))]
        said = {
            "iss": SOURCE, "sub": SOURCE, "aud": RECIPIENT, "purpose": "maat", "period": "1", "batch": f"{first}",
            "count": len(part), "iat": now, "exp": now + 9_999,
        }  # fmt: skip
        texts = {
            kind: sealed_for(public, payload, Claims(**said, typ=typ, jti=f"{name}{first}{kind}"))
            for kind, typ, payload in (
                ("evaluations", EVALUATION, b"".join(part)),
                ("blinds", BLINDS, b"".join(blinds[: len(part)])),
            )
        }
        rows.append({"batch": f"{first}", "first": first, "count": len(part), **texts})
    tokens = [f"t{at}" for at in range(n)]
    events = pa.table(
        {"event_id": tokens, "activity": ["begin"] * n, "time": ["2025-01-02T09:00:00Z"] * n, "object_id": tokens}
    )
    manifest = Manifest(name, "bron", "maat", "1", "increment", "2025-02-01", "2025-02-01", delivered_from="2025-01-01")
    place = write_delivery(folder / name, manifest, {"events": events})
    pq.write_table(pa.Table.from_pylist(rows), place / "pseudonyms.parquet", use_dictionary=False)
    said_of = json.loads((place / "delivery.json").read_text())
    said_of["files"]["pseudonyms.parquet"] = {
        "rows": len(rows),
        "sha256": sha256((place / "pseudonyms.parquet").read_bytes()).hexdigest(),
    }
    (place / "delivery.json").write_text(json.dumps(said_of))
    return place


def serve(change: bytes, told: Any) -> None:
    """A key service in a process of its own: multiplies what it is sent."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text = json.dumps(
                {"elements": b64encode(batches.evaluated(b64decode(said["elements"]), change)).decode()}
            ).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.send(server.server_port)
    server.serve_forever()


def rotated(home: Home) -> None:
    context, urls, running = multiprocessing.get_context("spawn"), [], []
    for _ in range(2):
        here, there = context.Pipe()
        running.append(context.Process(target=serve, args=(suite.random_scalar(), there), daemon=True))
        running[-1].start()
        urls.append(f"http://127.0.0.1:{here.recv()}")
    spent("rotate", lambda: rotate(home, "maat", "2", urls))
    for process in running:
        process.terminate()


def stores(folder: Path, home: Home, n: int) -> None:
    """The vault, and a Delta table with the same rows: what it takes to know ten and ten thousand identifiers again."""
    rows = pa.table(
        {
            name: [secrets.token_bytes(size) for _ in range(n)]
            for name, size in (("lookup", 16), ("id", 10), ("sealed", 60))
        }
    )
    spent("Delta: write all rows", lambda: write_deltalake(folder / "delta", rows))
    known = list(elements(MOST))
    for some in (10, MOST):
        asked = pa.array(rows["lookup"].to_pylist()[:some])

        def in_delta(asked: pa.Array = asked) -> int:
            table = DeltaTable(folder / "delta").to_pyarrow_dataset().to_table(columns=["lookup", "id"])
            return int(pa.compute.sum(pa.compute.is_in(table["lookup"], asked)).as_py())

        def in_vault(some: int = some) -> int:
            recipient = recipient_of(home, "maat")
            assert recipient
            with vault_of(home, recipient) as vault, vault.changing():
                return len(vault.ids(known[:some]))

        assert spent(f"Delta: find {some:,}", in_delta) == some
        assert spent(f"vault: open and find {some:,}", in_vault) == some


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--identifiers", type=int, default=1_000_000)
    parser.add_argument("--rotate", action="store_true")
    parser.add_argument("--stores", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("KETENMONITOR_PASSPHRASE", "een zin om mee te meten")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "maat.toml").write_text(DEFINITION)
        home = make_home(folder / "home", [folder / "maat.toml"])
        public = set_up(home, "maat", RECIPIENT, "maat", "1").public
        # Made in a process apart: its memory is not that of who receives.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            made = pool.starmap(delivery, [(folder, name, public, given.identifiers) for name in ("d1", "d2")])
        spent("(what was loaded before)", lambda: None)
        for path, what in zip(made, ("receive: all new", "receive: all known"), strict=True):
            outcome = spent(what, lambda path=path: receive(home, path, time.time_ns() // 1000))
            if outcome.status != "accepted":
                sys.exit(str(outcome.reasons))
        (database,) = (home.chain_path("maat") / "vault").glob("*.sqlite")
        print(f"the vault on disk: {database.stat().st_size / given.identifiers:.0f} bytes an identifier")
        if given.stores:
            stores(folder, home, given.identifiers)
        if given.rotate:
            rotated(home)


if __name__ == "__main__":
    main()
