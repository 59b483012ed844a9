"""A reader who does what a page says, in an empty folder: writes its files, types its commands, compares what it shows.

`ketenmonitor` is called inside this process, because starting it costs more than most of what it does; everything else
goes to bash. A command that fails must be followed by `echo $?`, as in a page that shows an exit status.
"""

from __future__ import annotations

import doctest
import io
import os
import shlex
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ketenmonitor.cli import main
from tests.docs.blocks import Block

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PROGRAM = "ketenmonitor"
TIMEOUT_SECONDS = 120


@dataclass
class Reader:
    """`folder` is where the reader works; what was exported and what Python knows last until the end of the page."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)
    status: int = 0

    def read(self, block: Block) -> None:
        """Do what one block says."""
        if block.file:
            with (self.folder / block.file).open("a", encoding="utf-8") as file:
                file.write(block.text)
        elif block.fragment:
            return
        elif block.language == "bash":
            self._must_succeed(block, self._bash(block.text))
        elif block.language == "console":
            for command, expected in commands(block):
                self._type(block, command, expected)
        elif block.language == "python":
            self._try(block)

    def _type(self, block: Block, command: str, expected: str) -> None:
        if command == "echo $?":
            got, self.status = f"{self.status}\n", 0
        else:
            assert self.status == 0, f"{block.place}: before `{command}` a command failed with {self.status}"
            words = shlex.split(command) if command.split()[0] == PROGRAM else []
            got = self._program(words) if words else self._bash(command)
        if expected:
            matches = doctest.OutputChecker().check_output(expected, got, FLAGS)
            assert matches, f"{block.place}: `{command}` shows\n{got}\nbut the page says\n{expected}"

    def finish(self) -> None:
        """Nothing may have failed unseen."""
        assert self.status == 0, f"the last command failed with {self.status}"

    def _program(self, words: list[str]) -> str:
        target = None
        if ">" in words:
            words, (target,) = words[: words.index(">")], words[words.index(">") + 1 :]
        seen, kept = io.StringIO(), io.StringIO()
        with (
            chdir(self.folder),
            patch.dict(os.environ, {"NO_COLOR": "1", **self.environment}),
            patch.object(sys, "argv", words),
            redirect_stdout(kept if target else seen),
            redirect_stderr(seen),
        ):
            self.status = _exit_status()
        if target:
            (self.folder / target).write_text(kept.getvalue(), encoding="utf-8")
        return seen.getvalue()

    def _bash(self, script: str) -> str:
        name, _, value = script.removeprefix("export ").partition("=")
        if script.startswith("export ") and "\n" not in script.strip():
            self.environment[name] = value.strip()
            return ""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env={**os.environ, "PATH": path, **self.environment},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        self.status = done.returncode
        return done.stdout

    def _must_succeed(self, block: Block, shown: str) -> None:
        assert self.status == 0, f"{block.place}: fails with {self.status} and shows\n{shown}"

    def _try(self, block: Block) -> None:
        test = doctest.DocTestParser().get_doctest(block.text, self.names, block.place, str(block.page), block.line)
        assert test.examples, f"{block.place}: no >>> in it. Add them, or say what it is (blocks.py)."
        report: list[str] = []
        runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
        with chdir(self.folder), patch.dict(os.environ, self.environment):
            result = runner.run(test, out=report.append, clear_globs=False)
        self.names.update(test.globs)
        assert not result.failed, f"{block.place}:\n{''.join(report)}"


def commands(block: Block) -> list[tuple[str, str]]:
    """The commands of a console block, each with what the page says that it shows (empty: nothing is said)."""
    found: list[list[str]] = []
    for line in block.text.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:].strip(), ""])
        elif line.startswith("> ") and not found[-1][1]:
            found[-1][0] = found[-1][0].removesuffix("\\") + line[2:].strip()
        else:
            assert found, f"{block.place}: output before the first command"
            found[-1][1] += line
    return [(command, expected) for command, expected in found]


def _exit_status() -> int:
    try:
        main()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0
