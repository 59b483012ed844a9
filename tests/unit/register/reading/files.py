"""Made-up papers, as files of each type."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import typst

BRIDGES = (
    ("Hoeveel bruggen gingen vorig jaar open, en hoe vaak duurde dat langer dan een kwartier voor het wegverkeer?",
     "Vorig jaar gingen de bruggen over het kanaal 1.204 keer open. In 31 gevallen duurde dat langer dan een kwartier.",
     "Vries, H. de", "MVerkeer"),
    ("Kan de minister toezeggen dat de sluis bij Oudekerk wordt hersteld?",
     "Ja. De effecten van het herstel worden in het voorjaar bekend, en de Kamer wordt voor de zomer geïnformeerd. "
     "Daarbij treffen wij ook maatregelen voor de scheepvaart, zoals een extra steiger en een aangepaste bediening.",
     "Kuiper, J.", "MVerkeer, SVerkeer"),
    ("Deelt de minister de mening dat de kade te smal is?", "Zie het antwoord op vraag 1.", "Vries, H. de", "SVerkeer"),
)  # fmt: skip


def typeset(source: str, path: Path) -> Path:
    """A PDF of typst source."""
    made = path.with_suffix(".typ")
    made.write_text(source, encoding="utf-8")
    typst.compile(str(made), output=str(path))
    return path


def table_paper(path: Path, copies: int = 4, stroke: str = "0.5pt", before: str = "") -> Path:
    """A PDF with a table of five columns over several pages, its heading on each."""
    rows = [row for _ in range(copies) for row in BRIDGES]
    cells = "".join(f"[{number}],{','.join(f'[{cell}]' for cell in row)}," for number, row in enumerate(rows, start=1))
    return typeset(
        '#set page(paper: "a5", flipped: true, footer: context align(right)[#counter(page).display()])\n'
        '#set text(lang: "nl", size: 9pt)\n'
        f"{before}\n"
        f"#table(columns: (30pt, 3fr, 5fr, 2fr, 2fr), stroke: {stroke}, column-gutter: 6pt, "
        "table.header[Vraag Nr.][Vraag][Antwoord][Kamer-lid][Bewinds-persoon],"
        f"{cells})\n",
        path,
    )


def pages_of(texts: Sequence[str], path: Path) -> Path:
    """A PDF of pages of running text, each with a head and a page number."""
    body = "\n#pagebreak()\n".join(texts)
    head = "Tweede Kamer, vergaderjaar 2031–2032, 41 000, nr. 7"
    return typeset(
        f'#set page(paper: "a5", header: [{head}], footer: context align(center)[#counter(page).display()])\n{body}\n',
        path,
    )


def with_password(source: Path, path: Path) -> Path:
    with pikepdf.open(source) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    return path


def picture_page(pages: int, texts: dict[int, str], path: Path) -> Path:
    """A PDF of which some pages (from 0) hold text, and the others a picture."""
    import fpdf
    from PIL import Image

    made = fpdf.FPDF()
    made.set_font("helvetica", size=12)
    held = io.BytesIO()
    Image.new("RGB", (40, 40), "grey").save(held, "PNG")
    for number in range(pages):
        made.add_page()
        if number in texts:
            made.multi_cell(0, 6, texts[number])
        else:
            held.seek(0)
            made.image(held, x=10, y=10, w=100)
    made.output(str(path))
    return path
