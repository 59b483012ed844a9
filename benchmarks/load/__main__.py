"""Requests a second, waits and memory of a served monitor: `python -m benchmarks.load HOME [--seconds 10] [--minutes 10]`.

Needs wrk. Public pages and the workbench are asked by 20 at once, beside a page of FastAPI that says hello, with as many
processes; then all of it in turn for some minutes, while the memory is measured. Prints a line of JSON for
each.
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import httpx

from ketenmonitor.store import Home, open_home

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
        [sys.executable, "-m", *command, "--port", str(port)],
        env={**os.environ, "KETENMONITOR_WEB_REQUESTS_A_MINUTE": "0"},  # one visitor stands for many here
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
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
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    own = next((line for line in lines if line.startswith("VmRSS")), "VmRSS 0")  # of one that ended nothing is left
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


def analyst(port: int, name: str) -> str:
    """The number of a session of an analyst: a local account of which the password is the name, as in the demonstration."""
    answer = httpx.post(f"http://127.0.0.1:{port}/inloggen", data={"name": name, "password": name, "to": "/"})
    assert answer.status_code == 303, "Needs a local account of an analyst: see docs/how-to/run-the-benchmarks.md."
    return answer.cookies["monitor"]


def main(home: Home, name: str, seconds: float, minutes: float) -> None:
    """Measure one thing after another, the ceiling before and after; a line of JSON each."""
    chain, port, other = home.chains()[0], free_port(), free_port()
    hello = ["benchmarks.load.hello", "--workers", str(WORKERS)]
    serve = ["ketenmonitor", "serve", str(home.path), "--workers", str(WORKERS)]
    with running(hello, other), running(serve, port) as server:
        public, cookie = public_addresses(home, chain), analyst(port, name)
        for _ in range(2):
            say("hello", load(other, ["/"], seconds))
            for address in public:
                say(address, load(port, [address], seconds))
            say("all public pages in turn", load(port, public, seconds))
        for measure in MEASURES:
            asked = questions(chain, measure)
            say(f"{measure}, first time, one by one", [round(wait(port, one, cookie), 2) for one in asked])
            for _ in range(4 * WORKERS):  # until each process has them
                crowd(port, asked, cookie)
            say(f"{measure}, again", load(port, asked, seconds, cookie))
        for measure in ("lead-time", "stock", "flow"):
            say(
                f"{measure}, {AT_ONCE} at once, each another",
                crowd(port, questions(chain, measure, 40)[-AT_ONCE:], cookie),
            )
        mixed = [*public, *(one for measure in MEASURES for one in questions(chain, measure))]
        say("megabytes", round(megabytes(server.pid)))
        for minute in range(round(minutes)):
            load(port, mixed, 60, cookie)
            say(f"megabytes after {minute + 1} minutes", round(megabytes(server.pid)))


def wait(port: int, address: str, cookie: str) -> float:
    """Seconds until one answer is there."""
    began = time.perf_counter()
    answer = httpx.get(f"http://127.0.0.1:{port}{address}", headers={"Cookie": f"monitor={cookie}"}, timeout=600)
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - began


def crowd(port: int, addresses: list[str], cookie: str) -> dict[str, float]:
    """Seconds until each of these has its answer, all asked at once."""
    with ThreadPoolExecutor(len(addresses)) as pool:
        found = sorted(pool.map(lambda address: wait(port, address, cookie), addresses))
    return {"median_s": round(found[len(found) // 2], 2), "last_s": round(found[-1], 2)}


def say(name: str, what: Any) -> None:
    """A line, at once: what was measured is not lost when something goes wrong later."""
    print(json.dumps({"what": name, "found": what}), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--account", default="analist")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--minutes", type=float, default=10)
    given = parser.parse_args()
    main(open_home(given.home), given.account, given.seconds, given.minutes)
