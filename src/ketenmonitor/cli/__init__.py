"""Commands: they read what was typed, call one room, and print what it says. They compute nothing.

- `main`: the `ketenmonitor` command; returns nothing and exits with 0 (done), 1 (refused, faults) or 2 (wrong usage).
- `app`: all commands, for tests and other front ends.

What a partner does at the source is loaded by itself (`at_source`): it needs no engine, charts or web.
"""

from __future__ import annotations

import sys
from typing import Any

from ketenmonitor.errors import KetenmonitorError, StorageError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command that was typed; a person's error is printed without a traceback."""
    from ketenmonitor.cli import at_source

    _without_dumps()
    _begin()
    try:
        if sys.argv[1:2] and sys.argv[1] in at_source.NAMES:
            at_source.app()
        else:
            __getattr__("app")()
    except KetenmonitorError as error:
        if isinstance(error, StorageError):
            _note(error)
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_status)
    except Exception as error:  # whatever it is: it is raised again
        _note(error)
        raise


def _begin() -> None:
    """What an earlier command of this process was given is not this one's: tests run several in one."""
    gate = sys.modules.get("ketenmonitor.cli.gate")
    if gate:
        gate.GIVEN.clear()


def _note(error: Exception) -> None:
    """A fault of ours stands in the logs, when anything was permitted before it."""
    gate = sys.modules.get("ketenmonitor.cli.gate")  # of commands that ask leave
    if gate:
        gate.note_failure(error)


def _without_dumps() -> None:
    """No picture of the memory on disk when the program dies: identifiers and keys may be in it."""
    try:
        import resource
    except ImportError:  # another system, with other dumps
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def __getattr__(name: str) -> Any:
    """`app` is loaded when it is asked for."""
    if name == "app":
        from ketenmonitor.cli.commands import app

        return app
    raise AttributeError(name)
