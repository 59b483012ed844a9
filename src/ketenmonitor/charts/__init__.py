"""Charts: from figures to pictures, in a file, on a page and in a terminal.

- `sheet_of`: what a chart of the records of one measure shows, as plain values; `Sheet` is what it gives.
- `svg_of`: a sheet as SVG. `write_chart`: as an SVG or PNG file; `check_file` refuses other names before anything is computed.
- `lines_of`: a sheet as lines of text.
- `MEASURES`: the measures that can be drawn.
- `draw_chain`, `draw_lead_time`, `draw_stock`, `draw_flow`, `draw_waits`, `draw_terms`: the charts of a release, each
  from protected records to a `Drawn`: the picture, the same in words, and its `Data`.
- `ChainMap`: what the map of a chain shows, as plain values.
- `draw_bands`, `Bands`: a scenario over months beside doing nothing, each within its band; never in a release.
- `draw_case`: one case over time, for who may see it; never in a release.
- `picture`, `PAPER`: an Altair chart as SVG with a text for who cannot see it; the colour behind it.

From records come panels (`panels_*.py`), whose shapes are plain values (`plain.py`). A shape is drawn by one function,
wherever it stands (`rooms.py`): in a sheet, by itself, on a wide page or on a telephone.
"""

from ketenmonitor.charts.band_chart import Bands, draw_bands
from ketenmonitor.charts.case_chart import draw_case
from ketenmonitor.charts.chain_map import draw_chain
from ketenmonitor.charts.drawn import Data, Drawn
from ketenmonitor.charts.drawn_parts import draw_terms, draw_waits
from ketenmonitor.charts.drawn_stock import draw_flow, draw_stock
from ketenmonitor.charts.drawn_time import draw_lead_time
from ketenmonitor.charts.files import check_file, svg_of, write_chart
from ketenmonitor.charts.panels import MEASURES, sheet_of
from ketenmonitor.charts.plain import ChainMap, Sheet
from ketenmonitor.charts.svg import PAPER, picture
from ketenmonitor.charts.terminal import lines_of

__all__ = [
    "MEASURES", "PAPER", "Bands", "ChainMap", "Data", "Drawn", "Sheet", "check_file", "draw_bands", "draw_case",
    "draw_chain", "draw_flow", "draw_lead_time", "draw_stock", "draw_terms", "draw_waits", "lines_of", "picture",
    "sheet_of", "svg_of", "write_chart",
]  # fmt: skip
