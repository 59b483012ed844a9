"""Whatever a file holds: a paper or a refusal, never another exception."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ketenmonitor.errors import PaperError
from ketenmonitor.register.paper import Paper
from ketenmonitor.register.reading import read
from tests.unit.register.reading.files import pages_of, picture_page, table_paper
from tests.unit.register.reading.test_markup import OFFICIAL

BEGINNINGS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<html><body>",
    b"<?xml version='1.0'?><a>",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
)


def tried(path: Path, data: bytes) -> Paper | None:
    path.write_bytes(data)
    try:
        paper = read(path)
    except PaperError as refusal:
        named = path.name in str(refusal)
        paper = None
    if paper is None:
        assert named
        return None
    assert len(paper.lines) == paper.raw.count("\n") + 1
    assert paper.raw.strip()
    assert not paper.columns or len(paper.columns) == len(paper.rows) == len(paper.lines)
    assert list(paper.page_breaks) == sorted(paper.page_breaks)
    assert all(1 <= number <= len(paper.lines) for number in (*paper.furniture, *paper.headings))
    for line in paper.lines:
        assert all(0 <= offset < len(paper.raw) for offset in line.at)
    return paper


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_any_bytes(tmp_path: Path, begin: bytes, rest: bytes) -> None:
    tried(tmp_path / "any.bin", begin + rest)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.sampled_from(["<html><body>", "<?xml version='1.0'?>", "<!DOCTYPE html>"]),
    st.text("<>/abp&;tr \n\"'!-[]", max_size=150),
)
def test_any_markup(tmp_path: Path, begin: str, rest: str) -> None:
    tried(tmp_path / "any.html", (begin + rest).encode())


def damaged(data: bytes, chance: random.Random, times: int) -> Iterator[bytes]:
    for _ in range(times):
        yield data[: chance.randrange(len(data))]
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        yield bytes(broken)
        at, length = chance.randrange(len(data)), chance.randrange(1, 400)
        yield data[:at] + data[at + length :]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound file of each type."""
    folder = tmp_path_factory.mktemp("whole")
    document = docx.Document()
    document.add_paragraph("De sluis", style="List Number")
    document.add_table(2, 3).cell(0, 0).text = "Haven\nKade"
    document.save(str(folder / "a.docx"))
    return {
        "table.pdf": table_paper(folder / "t.pdf", copies=2).read_bytes(),
        "pages.pdf": pages_of(["Een.", "Twee."], folder / "p.pdf").read_bytes(),
        "scan.pdf": picture_page(2, {0: "Een."}, folder / "s.pdf").read_bytes(),
        "a.docx": (folder / "a.docx").read_bytes(),
        "a.xml": OFFICIAL.encode(),
        "a.txt": "Eƒƒect: coöperatie ‘Ưit’\f2\n".encode("utf-16"),
    }


@pytest.mark.parametrize("name", ["table.pdf", "pages.pdf", "scan.pdf", "a.docx", "a.xml", "a.txt"])
def test_damaged_files(tmp_path: Path, whole: dict[str, bytes], name: str) -> None:
    assert tried(tmp_path / name, whole[name]) is not None
    for data in damaged(whole[name], random.Random(name), 25):
        tried(tmp_path / name, data)
