"""What is wrong with a log as a whole, in the three parts of every message.

Comes in: three clauses. Goes out: one exception that all readers of logs raise; `reading` adds the name of the file.
The promise: the clauses are written by us, so no value of a row can be in them.
"""

from __future__ import annotations


class LogError(Exception):
    """A log that cannot be read: what is wrong and where, what is right, what to do."""

    def __init__(self, what: str, right: str, remedy: str) -> None:
        super().__init__(f"{what}. {right}. {remedy}, and import the log again; nothing was taken in.")
