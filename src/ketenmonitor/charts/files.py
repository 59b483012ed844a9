"""A sheet as a file: SVG or PNG, as its name says.

Comes in: a sheet and the path of a file. Goes out: the file. The promise: the same sheet gives the same bytes, no
browser is needed, and a file that was there is replaced as a whole or not at all.
"""

from __future__ import annotations

from pathlib import Path

import vl_convert

from ketenmonitor.charts.plain import Sheet
from ketenmonitor.charts.sheets import sheet_chart
from ketenmonitor.charts.svg import picture, spec_of
from ketenmonitor.charts.terminal import lines_of
from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.wording.language import Language

ENDINGS = (".svg", ".png")
SCALE = 2  # pixels of a PNG for each of the drawing, so that it is sharp on paper


def check_file(path: Path) -> None:
    """Refuse a file that cannot be drawn; raises UsageError."""
    if path.suffix.lower() not in ENDINGS:
        raise UsageError(
            f"A chart cannot be written to a file named like this. Right is a name that ends in {' or '.join(ENDINGS)}, "
            "such as chart.svg."
        )
    if not path.parent.is_dir():
        raise UsageError(f"The folder {path.parent} for the chart is not there. Make it, or give another.")


def svg_of(sheet: Sheet, language: Language) -> str:
    """A sheet as SVG, to stand in a page."""
    return _content(sheet, ".svg", language).decode()


def write_chart(sheet: Sheet, path: Path, language: Language) -> Path:
    """Draw a sheet into a file. Raises UsageError for an ending that is not known, StorageError when it cannot be written."""
    check_file(path)
    content = _content(sheet, path.suffix.lower(), language)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        return beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StorageError(f"The chart cannot be written to {path}: {error.strerror}. Nothing was changed.") from None


def _content(sheet: Sheet, ending: str, language: Language) -> bytes:
    chart = sheet_chart(sheet, language)
    if ending == ".svg":
        return picture(chart, "chart", sheet.title, "\n".join(lines_of(sheet, language, 120))).encode()
    return bytes(vl_convert.vegalite_to_png(spec_of(chart), scale=SCALE))
