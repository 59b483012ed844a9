"""What everybody may read: sealed releases as they were sealed, and nothing that was changed or that another made."""

from __future__ import annotations

import shutil
from pathlib import Path
from shutil import rmtree

import pytest

from ketenmonitor.release import SEAL, public_key_of, read_folder, sealed, write_folder
from ketenmonitor.store import Home, publication_secrets
from ketenmonitor.web.public import Shelves
from ketenmonitor.web.public import shelves as module
from tests.chain import DEFINITION, home_of
from tests.unit.web import sites
from tests.unit.web.sites import LATE, PAGE, let_out, visitor


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_of(tmp_path, DEFINITION)
    let_out(made, "2024-02-01")
    let_out(made, "2024-03-01")
    return made


def shelves(home: Home) -> Shelves:
    return Shelves(home.public_path, public_key_of(publication_secrets(home.path).signing_key))


def test_releases_come_by_chain_with_the_latest_first(home: Home) -> None:
    found = shelves(home).all()
    assert [one.as_of for one in found["proef"]] == ["2024-03-01", "2024-02-01"]
    assert found["proef"][0].title("nl")


def test_a_release_that_was_changed_or_sealed_by_another_is_not_there(home: Home) -> None:
    (home.public_path / "proef" / "2024-02-01" / "index.html").write_bytes(PAGE + b"!")
    let_out(home, "2024-04-01", key=b"\x01" * 32)
    moved = home.public_path / "proef" / "2025-01-01"
    (home.public_path / "proef" / "2024-03-01").rename(moved)
    assert shelves(home).all() == {}


def test_a_file_that_is_changed_while_it_is_served_is_not_served(home: Home) -> None:
    shelf = shelves(home)
    released = shelf.find("proef", "2024-03-01")
    assert released
    (released.place / "en.html").write_bytes(b"other")
    assert shelf.file(released, "index.html") == PAGE
    assert shelf.file(released, "en.html") is None
    for path in ("../2024-02-01/index.html", "/etc/passwd", "nothing", ""):
        assert shelf.file(released, path) is None


def test_a_release_that_is_let_out_later_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.0)
    shelf = shelves(home)
    assert len(shelf.all()["proef"]) == 2
    let_out(home, "2024-04-01")
    assert len(shelf.all()["proef"]) == 3


def test_a_release_that_takes_the_place_of_another_is_shown_as_it_is(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.0)
    shelf, place = shelves(home), home.public_path / "proef" / "2024-03-01"
    before = shelf.find("proef", "2024-03-01")
    assert before
    assert shelf.file(before, "index.html") == PAGE
    rmtree(place)
    monkeypatch.setattr(sites, "PAGE", b"mended")
    let_out(home, "2024-03-01")
    after = shelf.find("proef", "2024-03-01")
    assert after
    assert shelf.file(after, "index.html") == b"mended"


def test_files_may_be_kept_and_pages_of_releases_bring_no_script(home: Home) -> None:
    client = visitor(home)
    answer = client.get("/cijfers/proef/2024-03-01/bestanden/")
    assert (answer.content, answer.headers["content-type"]) == (PAGE, "text/html; charset=utf-8")
    assert "immutable" in answer.headers["cache-control"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    again = client.get("/cijfers/proef/2024-03-01/bestanden/", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/cijfers/proef/2024-03-01/bestanden/geheim.txt").status_code == 404
    assert client.get("/en/cijfers/proef").headers["location"] == "/en/cijfers/proef/2024-03-01"


def test_a_release_of_an_earlier_version_is_shown_as_its_one_page(home: Home) -> None:
    client = visitor(home)
    answer = client.get("/cijfers/proef/2024-03-01")
    assert (answer.status_code, answer.headers["location"]) == (307, "/cijfers/proef/2024-03-01/bestanden/")
    for part in ("doorlooptijd", "veranderd", "begrippen", "downloads"):
        assert client.get(f"/cijfers/proef/2024-03-01/{part}").status_code == 404, part
    assert client.get("/").status_code == 200
    assert client.get("/en/cijfers/proef/2024-03-01").headers["location"].endswith("/bestanden/en.html")


def test_another_release_in_the_same_place_is_served_with_its_own_files(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.0)
    client, address = visitor(home), "/cijfers/proef/2024-03-01/bestanden/"
    assert client.get(address).content == PAGE
    place = home.public_path / "proef" / "2024-03-01"
    files = {path: content for path, content in read_folder(place).items() if path not in SEAL}
    said = {"chain": "proef", "as_of": "2024-03-01", "fingerprint": "y", "made_at": LATE}
    shutil.rmtree(place)
    other = sealed({**files, "index.html": b"other"}, said, publication_secrets(home.path).signing_key)
    write_folder(place, other)
    assert client.get(address).content == b"other"


def test_a_release_that_goes_while_we_look_troubles_no_other(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    going = home.public_path / "proef" / "2024-05-01"
    found = [*home.public_path.glob("*/*/manifest.json"), going / "manifest.json"]
    monkeypatch.setattr(type(home.public_path), "glob", lambda _self, _pattern: iter(found))
    assert len(shelves(home).all()["proef"]) == 2
