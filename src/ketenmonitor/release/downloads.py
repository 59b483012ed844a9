"""The list of files that readers can take along, under names that say what is in them.

Comes in: all files of a release, and the titles of its tables. Goes out: `Download` values. The promise: everything that
people take along is in it, in this language; what only describes or draws other files is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from ketenmonitor.definition import Title
from ketenmonitor.release.around import size_of
from ketenmonitor.release.parts import Download
from ketenmonitor.wording import Language

KINDS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".csv": "CSV", ".parquet": "Parquet", ".ttl": "Turtle"}
CHARTS = "charts"


def downloads_of(files: Mapping[str, bytes], titles: Mapping[str, Title], language: Language) -> tuple[Download, ...]:
    """The downloads, by format. `titles`: of each table by its id."""
    found = []
    for address, content in files.items():
        path = PurePosixPath(address)
        if path.suffix not in KINDS or path.parts[0] == CHARTS:
            continue
        name, _, code = path.stem.rpartition("-")
        if code in ("nl", "en") and code != language.code:
            continue
        title = _title(path, name if code == language.code else path.stem, titles, language)
        found.append(Download(address, title, KINDS[path.suffix], size_of(len(content), language)))
    order = list(KINDS.values())
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _title(path: PurePosixPath, name: str, titles: Mapping[str, Title], language: Language) -> str:
    """What is in a file; its own name for what has no title."""
    if name in titles:
        return titles[name].in_language(language.code)
    said = {"report": "download_report", "letter": "download_letter", "codes": "download_codes"}.get(name)
    said = {".xlsx": "download_workbook", ".ttl": "download_catalogue"}.get(path.suffix, said)
    return language.say(said) if said else name
