"""A standalone Spark cluster of a master and a worker, each a process of its own, gives the figures of DuckDB."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ketenmonitor.measures import prepare
from ketenmonitor.store import Home
from tests.chain import deliver, home_of, received

pyspark = pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17, which is not on this machine", allow_module_level=True)

pytestmark = [pytest.mark.spark, pytest.mark.slow]
SPARK = Path(pyspark.__file__).parent
ROLE = "org.apache.spark.deploy"
QUESTIONS = (["lead-time", "--by", "eenheid"], ["flow", "--period", "month"])


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster that lives as long as the tests."""
    folder, port = tmp_path_factory.mktemp("cluster"), free_port()
    address = f"spark://127.0.0.1:{port}"
    to = {"env": {**os.environ, "SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": "127.0.0.1"}, "cwd": folder}
    start = [str(SPARK / "bin" / "spark-class")]
    leading = [*start, f"{ROLE}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    working = [*start, f"{ROLE}.worker.Worker", "--cores", "2", "--memory", "2g", "--webui-port", "0", address]
    processes = []
    try:
        for words in (leading, working):
            with (folder / "log.txt").open("a") as log:
                processes.append(subprocess.Popen(words, stdout=log, stderr=log, **to))
            time.sleep(4)
        yield address
    finally:
        for process in processes:
            process.terminate()
            process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module", params=["0", "1000000"], ids=["prepared", "not prepared"])
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("KETENMONITOR_PREPARE_FROM", request.param)
        home = filled(folder)
        assert prepare(home, "proef") == ("rebuilt" if request.param == "0" else "too-few")
    return home.path


def filled(folder: Path) -> Home:
    """Thirty reports, of which some were sent on and some have an end."""
    home, numbers = home_of(folder), range(30)
    events = [(f"a{i}", "aangifte", f"2024-01-{i % 20 + 1:02d}", f"m{i}") for i in numbers]
    events += [(f"i{i}", "inzending", f"2024-01-{i % 20 + 5:02d}", f"m{i}") for i in numbers if i % 3]
    objects = [{"object_type": "melding", "object_id": f"m{i}", "eenheid": ("Noord", "Zuid")[i % 2]} for i in numbers]
    done = [(f"b{i}", "besluit", f"2024-01-{i % 20 + 9:02d}", f"s{i}") for i in numbers if i % 4]
    links = [{"from_type": "melding", "from_id": f"m{i}", "to_type": "strafzaak", "to_id": f"s{i}"} for i in numbers]
    received(home, deliver(folder, "p1", "politie", events=events, objects=objects))
    received(home, deliver(folder, "o1", "om", events=done, links=links))
    return home


def ask(home: Path, question: list[str], engine: str) -> list[dict[str, Any]]:
    """What the command prints, in a process of its own."""
    words = [sys.executable, "-m", "ketenmonitor", "measure", str(home), "proef", *question, "--format", "json"]
    environment = {**os.environ, "KETENMONITOR_ENGINE": engine, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("question", QUESTIONS, ids=[q[0] for q in QUESTIONS])
def test_a_cluster_gives_the_figures_of_duckdb(master: str, home: Path, question: list[str]) -> None:
    there, here = ask(home, question, master), ask(home, question, "duckdb")
    assert len(there) == len(here) > 0
    for one, other in zip(there, here, strict=True):
        assert same(one, other), (one, other)
    assert not list(home.glob(".scratch-*")), "intermediate results were left in the home"


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return bool(one.keys() == other.keys() and all(same(one[k], other[k]) for k in one))
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float):
        return bool(one == pytest.approx(other, rel=1e-9))
    return bool(one == other)
