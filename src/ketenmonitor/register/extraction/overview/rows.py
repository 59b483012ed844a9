"""The rows of overview tables of motions and commitments: what, where it was found, how it stands.

In: a paper. Out: `OverviewRow`s in order: from the cells that the file shows, from lines set with tabs, or from lines that follow
each other. Promise: only under a heading of such a table, or where a row itself says all three; other tables give nothing.
"""

from __future__ import annotations

from ketenmonitor.register.extraction.overview.cells import OverviewRow, columns_of, of_cells, shown, tabbed
from ketenmonitor.register.extraction.overview.flat import of_lines
from ketenmonitor.register.paper import Paper

__all__ = ["OverviewRow", "overview_lines", "overview_rows"]


def overview_lines(paper: Paper, rows: tuple[OverviewRow, ...]) -> frozenset[int]:
    """The lines (from 0) of the rows and of what heads their columns."""
    heads = [at for cells in (*shown(paper), *tabbed(paper)) if rows and columns_of(cells) for at in cells.lines]
    return frozenset(at for lines in (heads, *(row.lines for row in rows)) for at in lines)


def overview_rows(paper: Paper) -> tuple[OverviewRow, ...]:
    """The rows of all overview tables of a paper."""
    found = list(of_cells(paper, [*shown(paper), *tabbed(paper)]))
    taken = {at for row in found for at in row.lines}
    found.extend(row for row in of_lines(paper) if not taken & set(row.lines))
    return tuple(sorted(found, key=lambda row: row.what.begin))
