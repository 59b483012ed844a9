"""What pseudonyms cost: `python -m benchmarks.pseudonyms [--identifiers N] [--out FILE]`.

The same identifiers in three ways, each party a process of its own, in core-minutes (time of the processor) of each:

    plain      one after the other with the functions of `suite`, as one would write it first
    batches    `batches` and envelopes, from file to file
    over HTTP  the same over HTTP on this machine: `pseudonymise` with two services, and a recipient that opens what came

and once more over HTTP with a source that is killed (SIGKILL) half-way and starts again. The services of this benchmark evaluate
and close envelopes as `keyservice` does, without its register, limits and log. Ends with status 1 when the three ways do not find
the same pseudonyms.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow.parquet
import uvicorn
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import batches, keyed, suite
from ketenmonitor.pseudonyms.envelopes import (
    BLINDS,
    EVALUATION,
    KEPT_SECONDS,
    Claims,
    claims_of,
    new_id,
    opened,
    sealed_for,
)
from ketenmonitor.source.pseudonymising import BLINDED, PENDING, pseudonymise
from ketenmonitor.source.services import Road, Service

SOURCE, FIRST, SECOND, RECIPIENT = (f"000000990000000{n}000" for n in (1, 2, 3, 4))
PURPOSE, PERIOD = "ketenmonitor", "2026"
WAYS, PARTIES = ("plain", "batches", "over HTTP"), ("source", "first service", "second service", "recipient")
SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Keys:
    """Every key there is: each party uses its own."""

    receiving: dict[str, Secret]
    masters: dict[str, Secret]

    def public(self, oin: str) -> str:
        return self.receiving[oin].public or ""

    def scalar(self, oin: str) -> bytes:
        return keyed.scalar_for(keyed.mac_of(self.masters[oin]), RECIPIENT, PURPOSE, PERIOD)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--identifiers", type=int, default=100_000)
    parser.add_argument("--out", type=Path, help="a file for what was measured, as JSON")
    asked = parser.parse_args()
    keys = new_keys()
    found: dict[str, Any] = {"identifiers": asked.identifiers, "cores": batches.cores()}
    with tempfile.TemporaryDirectory() as root:
        found["plain"] = plain(Path(root) / "plain", keys, asked.identifiers)
        found["batches"] = in_batches(Path(root) / "batches", keys, asked.identifiers)
        found["over HTTP"] = over_http(Path(root) / "http", keys, asked.identifiers, is_killed=False)
        found["killed"] = over_http(Path(root) / "killed", keys, asked.identifiers, is_killed=True)
    show(found)
    if asked.out:
        asked.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if len({found[way]["pseudonyms"] for way in (*WAYS, "killed")}) != 1:
        sys.exit("the ways do not find the same pseudonyms")


def new_keys() -> Keys:
    receiving = {}
    for oin in (FIRST, SECOND, RECIPIENT):
        key = X25519PrivateKey.generate()
        public = b64encode(key.public_key().public_bytes_raw()).decode()
        receiving[oin] = Secret("receiving", public, key.private_bytes_raw())
    return Keys(receiving, {oin: Secret("evaluating", None, os.urandom(32)) for oin in (FIRST, SECOND)})


def texts(n: int) -> Iterator[str]:
    return (keyed.text_of("bsn", f"{100_000_000 + number}") for number in range(n))


def measured(work: Callable[..., Any], *about: Any) -> dict[str, Any]:
    """What a process of its own took for this: seconds of processor and clock, its largest memory, and what it gave."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(daemon=True, target=_measured, args=(theirs, work, *about))
    process.start()
    theirs.close()
    said: dict[str, Any] = ours.recv()
    process.join()
    return said


def _measured(line: Connection, work: Callable[..., Any], *about: Any) -> None:
    clock, before = time.perf_counter(), time.process_time()
    gave = work(*about)
    line.send({**spent(before), "wall": time.perf_counter() - clock, "gave": gave})


def spent(before: float) -> dict[str, float]:
    return {
        "cpu": time.process_time() - before,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


# plain: a file of n x 32 bytes from party to party, one value after the other


def plain(folder: Path, keys: Keys, n: int) -> dict[str, Any]:
    folder.mkdir()
    parties = [
        measured(plain_source, folder, n),
        measured(plain_service, folder, "elements", "once", keys.scalar(FIRST)),
        measured(plain_service, folder, "once", "twice", keys.scalar(SECOND)),
        measured(plain_recipient, folder),
    ]
    return {"parties": dict(zip(PARTIES, parties, strict=True)), "pseudonyms": parties[-1]["gave"]}


def plain_source(folder: Path, n: int) -> None:
    with (folder / "elements").open("wb") as elements, (folder / "blinds").open("wb") as blinds:
        for text in texts(n):
            blind = suite.random_scalar()
            elements.write(suite.blinded(text.encode(), blind))
            blinds.write(blind)


def plain_service(folder: Path, before: str, after: str, scalar: bytes) -> None:
    with (folder / before).open("rb") as given, (folder / after).open("wb") as made:
        while element := given.read(32):
            made.write(suite.multiplied(element, scalar))


def plain_recipient(folder: Path) -> str:
    found = hashlib.sha256()
    with (folder / "twice").open("rb") as given, (folder / "blinds").open("rb") as blinds:
        while element := given.read(32):
            found.update(suite.multiplied(element, suite.inverse(blinds.read(32))))
    return found.hexdigest()


# batches: the files of a delivery from party to party


def in_batches(folder: Path, keys: Keys, n: int) -> dict[str, Any]:
    parties = [
        measured(packed, folder, keys, n),
        measured(batch_service, folder, keys, FIRST),
        measured(batch_service, folder, keys, SECOND),
        measured(batch_recipient, folder, keys),
    ]
    return {"parties": dict(zip(PARTIES, parties, strict=True)), "pseudonyms": parties[-1]["gave"]}


def packed(folder: Path, keys: Keys, n: int) -> None:
    """The files that `pack` leaves of identifiers."""
    blinded = folder / BLINDED
    blinded.mkdir(parents=True)
    now = int(time.time())
    whom = {"purpose": PURPOSE, "period": PERIOD}
    claims = Claims(
        BLINDS, SOURCE, RECIPIENT, SOURCE, **whom, batch="", count=0, iat=now, exp=now + KEPT_SECONDS, jti=""
    )
    for number, one in enumerate(batches.blinded_batches(texts(n), keys.public(RECIPIENT), claims)):
        (blinded / f"{number:04d}.elements").write_bytes(one.elements)
        (blinded / f"{number:04d}.seed").write_bytes(one.seed)
        (blinded / f"{number:04d}.blinds").write_text(one.blinds, encoding="ascii")
    (folder / PENDING).write_text(json.dumps({"delivery_id": "d", "files": {}}), encoding="utf-8")


def evaluated(keys: Keys, oin: str, scalar: bytes, said: dict[str, Any]) -> str:
    """What a service answers: for the next one, or for the recipient."""
    now, to = int(time.time()), SECOND if oin == FIRST else RECIPIENT
    if oin == FIRST:
        elements = b64decode(said["elements"])
    else:
        _, elements = opened(keys.receiving[SECOND], said["envelope"], typ=EVALUATION, aud=SECOND, now=now)
    whom = {name: said[name] for name in ("purpose", "period", "batch")}
    count = len(elements) // 32
    claims = Claims(EVALUATION, oin, to, SOURCE, **whom, count=count, iat=now, exp=now + KEPT_SECONDS, jti=new_id())
    seed = b64decode(said["seed"]) if oin == SECOND else None
    return sealed_for(keys.public(to), batches.evaluated(elements, scalar, seed), claims)


def batch_service(folder: Path, keys: Keys, oin: str) -> None:
    scalar = keys.scalar(oin)
    for place in sorted((folder / BLINDED).glob("*.blinds")):
        about = asdict(claims_of(place.read_text(encoding="ascii")))
        if oin == FIRST:
            said = {**about, "elements": b64encode(place.with_suffix(".elements").read_bytes())}
        else:
            seed = b64encode(place.with_suffix(".seed").read_bytes())
            said = {**about, "envelope": place.with_suffix(".once").read_text(encoding="ascii"), "seed": seed}
        made = place.with_suffix(".once" if oin == FIRST else ".evaluations")
        made.write_text(evaluated(keys, oin, scalar, said), encoding="ascii")


def batch_recipient(folder: Path, keys: Keys) -> str:
    places = sorted((folder / BLINDED).glob("*.evaluations"))
    pairs = ((one.read_text("ascii"), one.with_suffix(".blinds").read_text("ascii")) for one in places)
    return found_in(pairs, keys)


def found_in(pairs: Iterator[tuple[str, str]], keys: Keys) -> str:
    """The pseudonyms in envelopes, as one hash."""
    found, secret, now = hashlib.sha256(), keys.receiving[RECIPIENT], int(time.time())
    for evaluations, blinds in pairs:
        _, one = opened(secret, evaluations, typ=EVALUATION, aud=RECIPIENT, now=now)
        _, other = opened(secret, blinds, typ=BLINDS, aud=RECIPIENT, now=now)
        found.update(batches.unblinded(one, other))
    return found.hexdigest()


# over HTTP: `pseudonymise` with two services


def over_http(folder: Path, keys: Keys, n: int, *, is_killed: bool) -> dict[str, Any]:
    clock = time.perf_counter()
    blinding = measured(packed, folder, keys, n)
    running = [start_service(keys, oin) for oin in (FIRST, SECOND)]
    urls = [line.recv() for _, line in running]
    if is_killed:
        kill_half_way(folder, urls)
    asking = measured(ask, folder, urls)
    services = [stop_service(*one) for one in running]
    size = (folder / "pseudonyms.parquet").stat().st_size
    opening = measured(http_recipient, folder, keys)
    source = {
        **asking,
        "cpu": blinding["cpu"] + asking["cpu"],
        "blinding_cpu": blinding["cpu"],
        "rss_mb": max(blinding["rss_mb"], asking["rss_mb"]),
    }
    parties = dict(zip(PARTIES, [source, *services, opening], strict=True))
    wall = time.perf_counter() - clock
    return {"parties": parties, "pseudonyms": opening["gave"], "wall": wall, "file_bytes": size}


def ask(folder: Path, urls: list[str]) -> dict[str, Any]:
    with Service(Road(urls[0])) as one, Service(Road(urls[1])) as other:
        made = pseudonymise(folder, (one, other), None, int(time.time()), lambda done, total: None)
    return asdict(made)


def kill_half_way(folder: Path, urls: list[str]) -> None:
    process = SPAWN.Process(daemon=True, target=ask, args=(folder, urls))
    process.start()
    half = len(list((folder / BLINDED).glob("*.elements"))) / 2
    while len(list((folder / BLINDED).glob("*.evaluations"))) < half:
        time.sleep(0.005)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def http_recipient(folder: Path, keys: Keys) -> str:
    with pyarrow.parquet.ParquetFile(folder / "pseudonyms.parquet", pre_buffer=False) as file:
        rows = (part.to_pylist()[0] for part in file.iter_batches(1, columns=["evaluations", "blinds"]))
        return found_in(((row["evaluations"], row["blinds"]) for row in rows), keys)


def start_service(keys: Keys, oin: str) -> tuple[Any, Connection]:
    ours, theirs = SPAWN.Pipe()
    own = replace(keys, masters={oin: keys.masters[oin]})
    process = SPAWN.Process(daemon=True, target=serve, args=(theirs, own, oin))
    process.start()
    theirs.close()
    return process, ours


def stop_service(process: Any, line: Connection) -> dict[str, Any]:
    line.send("stop")
    said: dict[str, Any] = line.recv()
    process.join()
    return said


def serve(line: Connection, keys: Keys, oin: str) -> None:
    scalar, seen = keys.scalar(oin), {"requests": 0, "bytes_in": 0, "bytes_out": 0}

    async def evaluate(request: Request) -> JSONResponse:
        body = await request.body()
        envelope = await run_in_threadpool(evaluated, keys, oin, scalar, json.loads(body))
        answer = JSONResponse({"envelope": envelope}, headers={"API-Version": "1.0.0"})
        for name, n in (("requests", 1), ("bytes_in", len(body)), ("bytes_out", len(answer.body))):
            seen[name] += n
        return answer

    routes = [Route("/v1/evaluaties", evaluate, methods=["POST"])]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="warning"))

    def stopped() -> None:
        line.recv()
        server.should_exit = True

    import threading

    before = time.process_time()
    threading.Thread(target=stopped, daemon=True).start()
    threading.Thread(target=_told, args=(server, line), daemon=True).start()
    server.run()
    line.send({**spent(before), **seen})


def _told(server: uvicorn.Server, line: Connection) -> None:
    while not server.started:
        time.sleep(0.01)
    line.send(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")


def show(found: dict[str, Any]) -> None:
    """The tables, as Markdown."""
    n = found["identifiers"]
    print(f"{n:,} identifiers, {found['cores']} cores; core-minutes of each party, and its largest memory\n")
    print("| party | plain | batches | over HTTP | over HTTP / plain | memory (MB) |\n|---|---:|---:|---:|---:|---:|")
    for party in PARTIES:
        print(
            row(
                party,
                [found[way]["parties"][party]["cpu"] for way in WAYS],
                found["over HTTP"]["parties"][party]["rss_mb"],
            )
        )
    totals = [sum(found[way]["parties"][party]["cpu"] for party in PARTIES) for way in WAYS]
    print(row("all", totals, None))
    http, killed = found["over HTTP"], found["killed"]
    first, second = (http["parties"][party] for party in PARTIES[1:3])
    print(f"\nOver HTTP: {http['wall']:.1f} s by the clock. Bytes an identifier:", end=" ")
    print(f"to the first service {first['bytes_in'] / n:.1f}, back {first['bytes_out'] / n:.1f};", end=" ")
    print(f"to the second {second['bytes_in'] / n:.1f}, back {second['bytes_out'] / n:.1f};", end=" ")
    print(f"in the delivery {http['file_bytes'] / n:.1f}.")
    asked, again = first["requests"], killed["parties"]["first service"]["requests"]
    print(f"Killed half-way and started again: {again} requests to the first service instead of {asked};", end=" ")
    print(f"the second run asked for {killed['parties']['source']['gave']['asked']} batches.")


def row(party: str, seconds: list[float], memory: float | None) -> str:
    cells = [f"{one / 60:.3f}" for one in seconds] + [f"{seconds[2] / seconds[0]:.2f}"]
    return f"| {party} | {' | '.join(cells)} | {'' if memory is None else f'{memory:.0f}'} |"


if __name__ == "__main__":
    main()
