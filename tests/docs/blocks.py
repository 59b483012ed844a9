"""The blocks of a page: what the tests run, write or compare, in the order in which a reader meets them.

A comment on the line before a block says what it is when its language does not:

    <!-- file: NAME -->         its text is added to the file NAME in the reader's folder
    <!-- fragment: REASON -->   it is not run, and why
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUN = ("bash", "console", "python")
SHOWN = ("csv", "json", "text", "toml", "xml")
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
COMMENT = re.compile(r"<!-- (?P<kind>file|fragment): (?P<said>[^\n]+) -->\n\n?$")
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (?P<title>.+)$", re.M)


@dataclass(frozen=True)
class Block:
    """One fenced block; `line` is where it begins."""

    page: Path
    line: int
    language: str
    text: str
    file: str | None = None
    fragment: str | None = None

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT).as_posix()}:{self.line}"


def pages() -> list[Path]:
    """Every page that people read."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(page: Path) -> list[Block]:
    """The blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in FENCE.finditer(text):
        comment = COMMENT.search(text, 0, fence.start())
        is_its_own = comment is not None and comment.end() == fence.start()
        said = {comment["kind"]: comment["said"]} if comment and is_its_own else {}
        line = text.count("\n", 0, fence.start()) + 1
        found.append(Block(page, line, fence["language"], fence["text"], **said))
    return found


def links(page: Path) -> list[str]:
    """The targets of a page's links to other places of the project."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    targets = [link["target"] for link in LINK.finditer(text)]
    return [target for target in targets if not re.match(r"[a-z]+:", target)]


def anchors(page: Path) -> set[str]:
    """The names by which a page's headings can be linked to."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    titles = [re.sub(r"[^\w\- ]", "", h["title"].strip().lower()) for h in HEADING.finditer(text)]
    return {title.replace(" ", "-") for title in titles}
