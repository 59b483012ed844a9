"""Charts: from figures to pictures, in a file, on a page and in a terminal.

- `sheet_of`: what a chart of the records of one measure shows, as plain values; `Sheet` is what it gives.
- `write_chart`: a sheet as an SVG or PNG file; `check_file` refuses other names before anything is computed.
- `lines_of`: a sheet as lines of text.
- `MEASURES`: the measures that can be drawn.
- `Language`, `language_of`, `REASONS`: words, numbers, dates and reasons in Dutch or English.
- `picture`, `PAPER`: an Altair chart as SVG with a text for who cannot see it; the colour behind it.

The page draws with the same shapes: `curve_chart`, `column_charts` and `row_charts`, from the values in `plain`.
"""

from ketenmonitor.charts.files import check_file, write_chart
from ketenmonitor.charts.language import REASONS, Language, language_of
from ketenmonitor.charts.panels import MEASURES, sheet_of
from ketenmonitor.charts.plain import Sheet
from ketenmonitor.charts.svg import PAPER, picture
from ketenmonitor.charts.terminal import lines_of

__all__ = [
    "MEASURES", "PAPER", "REASONS", "Language", "Sheet", "check_file", "language_of", "lines_of", "picture", "sheet_of",
    "write_chart",
]  # fmt: skip
