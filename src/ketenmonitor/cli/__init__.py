"""Commands: they read what was typed, call one room, and print what it says. They compute nothing.

- `main`: the `ketenmonitor` command; returns nothing and exits with 0 (done), 1 (refused, faults) or 2 (wrong usage).
- `app`: the commands, for tests and other front ends.
"""

from ketenmonitor.cli.app import app, main

__all__ = ["app", "main"]
