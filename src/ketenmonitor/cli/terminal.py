"""Tables on the terminal, in the one style there is.

Comes in: rows of texts. Goes out: lines. The promise: nothing is cut off, and what stands in a cell is text and no mark-up.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table


def blank_table(title: str) -> Table:
    """A table without rows, in the one style there is."""
    return Table(title=title or None, title_justify="left", title_style="bold", header_style="bold")


def show(table: Table) -> None:
    """Print a table, whole. What stands in it is text: "[/]" in a paper is no mark-up of ours."""
    console = Console(markup=False, emoji=False)
    # Piped output has no width of its own: nothing may be cut off there.
    if not console.is_terminal:
        console.width = 240
    console.print(table)
