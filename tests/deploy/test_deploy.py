"""What is in `deploy/` is right as far as can be seen without a machine of its own: each file by the program that reads it."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typer
from dockerfile_parse import DockerfileParser

from ketenmonitor.cli import app
from ketenmonitor.web.settings import WebSettings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
INSTRUCTIONS = {
    "FROM", "WORKDIR", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD",
    "COMMENT",
}  # fmt: skip
PROGRAM = "/opt/ketenmonitor/bin/ketenmonitor"
MOST_EXPOSED = 20  # of 100, where systemd calls 100 unsafe


def options(words: list[str]) -> dict[str, Any]:
    """What `ketenmonitor` makes of these words. Raises for an option that is not there."""
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        command, words = command.commands[words[0]], words[1:]
    return dict(command.make_context("it", words).params)


@pytest.fixture(params=["ketenmonitor.service", "keyservice.service", "node.service"])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A unit, with a program that is there on this machine."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: install the package systemd")
    text = (DEPLOY / request.param).read_text(encoding="utf-8")
    assert PROGRAM in text
    place = tmp_path / request.param
    place.write_text(text.replace(PROGRAM, sys.executable), encoding="utf-8")
    return place


def analysed(*words: object) -> tuple[int, str]:
    done = subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_systemd_has_nothing_to_say_about_the_unit_and_would_about_another(unit: Path) -> None:
    assert analysed("verify", unit) == (0, "")
    unit.write_text(unit.read_text(encoding="utf-8").replace("ProtectSystem", "ProtectSysten"), encoding="utf-8")
    assert "ProtectSysten" in analysed("verify", unit)[1]


def test_the_unit_may_do_little_more_than_it_needs(unit: Path) -> None:
    assert analysed("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)[0] == 0
    text = unit.read_text(encoding="utf-8").replace("ProtectSystem=strict", "").replace("CapabilityBoundingSet=", "")
    unit.write_text(text, encoding="utf-8")
    assert analysed("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)[0] != 0


def said_by(unit: str) -> dict[str, str]:
    lines = (DEPLOY / unit).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


@pytest.mark.parametrize(
    ("unit", "page", "config"),
    [
        ("keyservice.service", "run-a-key-service.md", "/etc/keyservice/keyservice.toml"),
        ("node.service", "run-a-node.md", "/etc/ketenmonitor-node/node.toml"),
    ],
)
def test_the_unit_of_a_service_with_keys_writes_its_state_and_no_key(unit: str, page: str, config: str) -> None:
    said = said_by(unit)
    program, *words = shlex.split(said["ExecStart"])
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    assert (program, options(words)["config"]) == (PROGRAM, Path(config))
    assert f"install -d -o {said['User']} -g {said['User']} -m 0700 {said['ReadWritePaths']}" in text
    assert said["LimitCORE"] == "0"
    assert "/etc" not in said["ReadWritePaths"]


def test_the_unit_writes_in_the_home_that_it_serves_and_nowhere_else() -> None:
    said = said_by("ketenmonitor.service")
    program, *words = shlex.split(said["ExecStart"])
    asked = options(words)
    assert (program, str(asked["home"]), asked["host"]) == (PROGRAM, said["ReadWritePaths"], "127.0.0.1")


def steps() -> list[dict[str, Any]]:
    parser = DockerfileParser(fileobj=BytesIO((DEPLOY / "Containerfile").read_bytes()))
    found: list[dict[str, Any]] = parser.structure
    return [step for step in found if step["instruction"] != "COMMENT"]


def test_the_container_file_has_only_steps_that_there_are_and_shell_that_can_be_read() -> None:
    assert {step["instruction"] for step in steps()} <= INSTRUCTIONS
    assert steps()[0]["instruction"] == "FROM"
    for step in steps():
        if step["instruction"] == "RUN":
            subprocess.run(["sh", "-n", "-c", step["value"]], check=True)
        if step["instruction"] == "COPY" and not step["value"].startswith("--from"):
            *sources, _ = step["value"].split()
            assert all((ROOT / source).exists() for source in sources)
            assert all(f"!{source}" in (ROOT / ".dockerignore").read_text(encoding="utf-8") for source in sources)


def test_the_container_does_not_run_as_root_and_says_how_it_is() -> None:
    said = {step["instruction"]: step["value"] for step in steps()}  # the last of each counts
    assert said["USER"] == "10001"
    words = json.loads(said["ENTRYPOINT"])[1:] + json.loads(said["CMD"])
    assert (str(options(words)["home"]), options(words)["port"]) == (said["VOLUME"], int(said["EXPOSE"]))
    check = json.loads(said["HEALTHCHECK"].split("CMD ")[1])
    assert check[0] == "python"
    compile(check[2], "healthcheck", "exec")
    assert f":{said['EXPOSE']}/health" in check[2]


def test_the_outer_limit_of_an_upload_lies_just_beyond_the_inner_one() -> None:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    size = int(text.split("max_size ")[1].split("MB")[0]) * 1_000_000
    most = WebSettings().upload_mb << 20
    assert most < size < most * 1.1
