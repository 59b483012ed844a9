"""What is wrong with a file of another system as a whole, in the three parts of every message.

Comes in: three clauses. Goes out: one exception that all readers raise; who calls them adds the name of the file. The
promise: the clauses are written by us, so no value of a row can be in them.
"""

from __future__ import annotations


class LogError(Exception):
    """A file that cannot be read: what is wrong and where, what is right, what to do (and then, by default, import it)."""

    def __init__(self, what: str, right: str, remedy: str) -> None:
        self.clauses = f"{what}. {right}. {remedy}"
        super().__init__(f"{self.clauses}, and import the log again; nothing was taken in.")
