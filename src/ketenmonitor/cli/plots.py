"""Charts of figures: into a file, or as text on the terminal.

Comes in: what was typed after --plot, and figures. Goes out: a file, or lines. The promise: a file that cannot be drawn
is refused before anything is computed, and standard output stays a document where it is one.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ketenmonitor.cli.output import say
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Figures, Selection, lead_time_curve

if TYPE_CHECKING:
    from ketenmonitor.charts import Sheet

TERMINAL = "terminal"


def check(plot: str | None) -> None:
    """Refuse what is neither `terminal` nor a file that can be drawn; raises UsageError."""
    if plot is not None and plot != TERMINAL:
        # Loaded only where something is drawn: it takes longer than loading all the rest.
        from ketenmonitor.charts import check_file

        check_file(Path(plot))


def sheet(cases: Cases, figures: Figures, selection: Selection, language: str) -> Sheet:
    """What the chart of these figures shows; a lead time that is not broken down has its curve."""
    from ketenmonitor.charts import sheet_of
    from ketenmonitor.wording import language_of

    definition, records = cases.view.definition, list(figures.records)
    is_whole = not (selection.by or selection.period) and selection.basis == "entry"
    if figures.measure == "lead-time" and is_whole:
        for id in dict.fromkeys(record["id"] for record in figures.records):
            records += lead_time_curve(cases, definition.lead_times[id], selection).records
    return sheet_of(records, definition, language_of(language))


def show(sheet: Sheet, plot: str, language: str, *, on_stdout: bool) -> None:
    """Draw it. On the terminal: on standard output, or on standard error where that holds a document."""
    from ketenmonitor.charts import lines_of, write_chart
    from ketenmonitor.wording import language_of

    spoken = language_of(language)
    if plot != TERMINAL:
        say(str(write_chart(sheet, Path(plot), spoken)))
        return
    text = "\n".join(lines_of(sheet, spoken, shutil.get_terminal_size().columns))
    (sys.stdout if on_stdout else sys.stderr).write(f"{text}\n")
