"""Requests a second, waits and memory of a served monitor: `python -m benchmarks.load HOME [--seconds 10] [--minutes 10]`.

Needs wrk. Public pages and the workbench are asked by 20 at once, beside a page of FastAPI that says hello, with as many
processes; then all of it in turn for some minutes, while the memory is measured. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from ketenmonitor.store import Home, open_home
from ketenmonitor.web.sessions import Session, Sessions
from ketenmonitor.web.visitor import Role, Visitor

AT_ONCE, WORKERS = 20, 2
SCRIPT = Path(__file__).parent / "addresses.lua"
PERIODS = ("", "period=year", "period=quarter", "period=month")
MEASURES = ("lead-time", "stock", "flow", "path", "variant")


def questions(chain: str, measure: str, n: int = 1) -> list[str]:
    """What an analyst asks: by each period, of all cases and, with `n`, of those until as many different days."""
    days = [""] + [f"until={2024 + k // 300}-{k // 28 % 12 + 1:02d}-{k % 28 + 1:02d}" for k in range(n - 1)]
    periods = PERIODS[1:] if measure == "flow" else PERIODS if measure in ("lead-time", "stock") else PERIODS[:1]
    return [f"/werkbank/{chain}/{measure}?{'&'.join(filter(None, (p, d)))}" for d in days for p in periods]


def load(port: int, addresses: list[str], seconds: float, cookie: str = "") -> dict[str, Any]:
    """What wrk says of these addresses, asked in turn."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(addresses) + "\n")
        file.flush()
        command = ["wrk", "-t1", f"-c{AT_ONCE}", f"-d{seconds:g}s", "--timeout", "120s", "-s", str(SCRIPT)]
        command += ["-H", f"Cookie: monitor={cookie}"] if cookie else []
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{port}"], env={**os.environ, "ADDRESSES": file.name}, capture_output=True,
            text=True, check=True,
        )  # fmt: skip
    said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return {"per_second": round(said["requests"] / said["seconds"], 1), **{k: round(v, 1) for k, v in said.items()}}


@contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server on a port of this machine, until it is no longer needed."""
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(240):
            time.sleep(0.25)
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=5)  # a first answer also fills what is kept
                break
            except OSError:
                continue
        yield server
    finally:
        server.terminate()
        server.wait(60)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def megabytes(pid: int) -> float:
    """What a process and those that it started hold in memory."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    own = next(
        line
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        if line.startswith("VmRSS")
    )
    return int(own.split()[1]) / 1024 + sum(megabytes(int(child)) for child in children)


def public_addresses(home: Home, chain: str) -> list[str]:
    """The pages of the latest release, and two of its files."""
    day = sorted(p.name for p in (home.public_path / chain).iterdir())[-1]
    base, definition = f"/cijfers/{chain}/{day}", home.definition(chain)
    figures = [f"{base}/doorlooptijd/{id}" for id in definition.lead_times] + [
        f"{base}/voorraad/{id}" for id in definition.stocks
    ]
    return [
        "/",
        base,
        *figures,
        f"{base}/tabellen/lead-time",
        f"{base}/bestanden/charts/chain.csv",
        f"{base}/bestanden/index.html",
    ]


def analyst(home: Home) -> str:
    """The number of a session of an analyst."""
    who = Visitor("load", "load", frozenset({Role.ANALYST}))
    return Sessions(home.path).begin(Session(who), time.time(), 3600)


def main(home: Home, seconds: float, minutes: float) -> None:
    """Measure one thing after another, the ceiling before and after."""
    chain, cookie, port, other = home.chains()[0], analyst(home), free_port(), free_port()
    found: dict[str, Any] = {}
    hello = ["uvicorn", "benchmarks.load.hello:app", "--workers", str(WORKERS), "--no-access-log"]
    serve = ["ketenmonitor", "serve", str(home.path), "--workers", str(WORKERS)]
    with running(hello, other), running(serve, port) as server:
        public = public_addresses(home, chain)
        for n in (1, 2):
            found[f"hello {n}"] = load(other, ["/"], seconds)
            for address in public:
                found.setdefault(address, []).append(load(port, [address], seconds))
            found[f"all public pages in turn {n}"] = load(port, public, seconds)
        for measure in MEASURES:
            asked = questions(chain, measure)
            found[f"{measure}, first time"] = load(port, asked, seconds, cookie)
            found[f"{measure}, again"] = load(port, asked, seconds, cookie)
            found[f"{measure}, each time another day"] = load(port, questions(chain, measure, 400), seconds, cookie)
        found["memory"] = steady(
            port,
            server.pid,
            [*public, *questions(chain, "lead-time", 40), *questions(chain, "stock", 40)],
            cookie,
            minutes,
        )
    print(json.dumps(found, indent=1))


def steady(port: int, pid: int, addresses: list[str], cookie: str, minutes: float) -> list[float]:
    """Megabytes at the start and after each minute of asking everything in turn."""
    found = [round(megabytes(pid), 1)]
    for _ in range(round(minutes)):
        load(port, addresses, 60, cookie)
        found.append(round(megabytes(pid), 1))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--minutes", type=float, default=10)
    given = parser.parse_args()
    main(open_home(given.home), given.seconds, given.minutes)
