"""In all that was written on the way no identifier stands, no key, no blind, and nothing that the recipient makes of both."""

from __future__ import annotations

import gzip
import hashlib
import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from ketenmonitor.keys import kind_of, open_key
from ketenmonitor.pseudonyms import batches, keyed, suite
from ketenmonitor.pseudonyms.envelopes import BLINDS, EVALUATION, claims_of, opened
from tests.services import PHRASE
from tests.source.extracts import Case, write_extracts
from tests.source.parties import PURPOSE
from tests.source.story import Story
from tests.traces import ways_of
from tests.unit.keyservice.services import RECIPIENT, parts_of

HASHES = ("md5", "sha1", "sha256", "sha512")


def contents(place: Path) -> Iterator[tuple[str, bytes]]:
    """What a file holds: as it is, and what can be taken out of it without a key."""
    yield from _within(place.name, place.read_bytes(), place)


def _within(name: str, content: bytes, place: Path | None = None) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if content[:4] == b"PK\x03\x04" and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield from _within(f"{name}/{member}", packed.read(member))
    elif content[:2] == b"\x1f\x8b":
        yield from _within(f"{name}/gz", gzip.decompress(content))
    elif content[:4] == content[-4:] == b"PAR1":
        with suppress(OSError):  # a byte of one was changed
            yield f"{name}/rows", str(pq.read_table(io.BytesIO(content)).to_pylist()).encode()
    elif content[:16] == b"SQLite format 3\0" and place:
        with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                for row in database.execute(f'SELECT * FROM "{table}"'):
                    yield f"{name}/{table}", b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in row)


def forms_of(case: Case) -> set[bytes]:
    """An identifier as it may be written: each form as it is, encoded, and hashed without a key."""
    found: set[bytes] = set()
    for text in case.written:
        value = text.encode()
        found |= ways_of(value) | {value.lower(), value.upper()}
        for name in HASHES:
            digest = hashlib.new(name, value).digest()
            found |= {digest, digest.hex().encode()}
    return found


def keys_of(story: Story) -> dict[str, bytes]:
    """Every key that anybody has, and what is derived of them."""
    found = {
        str(p): open_key(p, kind_of(p), PHRASE.encode()).value for p in story.all.folder.rglob("*.key") if _is_ours(p)
    }
    found |= {f"{name}, derived for {period}": keyed.scalar_for(keyed.mac_of(secret), RECIPIENT, PURPOSE, period)
              for name, secret in story.all.secrets.items() if "master" in name for period in ("now", "late")}  # fmt: skip
    return {**found, "passphrase": PHRASE.encode()}


def _is_ours(place: Path) -> bool:
    return b"-----BEGIN" not in place.read_bytes()


def values_of(story: Story) -> dict[str, bytes]:
    """Of deliveries each blind, each evaluation, and what is left without the blind: it lies in closed envelopes and the vault only."""
    found, secret = {}, story.all.world.secrets[RECIPIENT]
    for name in ("second politie", "second om", "third om"):
        for row in pq.read_table(story.folders[name] / "pseudonyms.parquet").to_pylist():
            now = claims_of(row["blinds"]).iat
            _, evaluations = opened(secret, row["evaluations"], typ=EVALUATION, aud=RECIPIENT, now=now)
            _, blinds = opened(secret, row["blinds"], typ=BLINDS, aud=RECIPIENT, now=now)
            for what, payload in {
                "blind": blinds,
                "evaluation": evaluations,
                "element": batches.unblinded(evaluations, blinds),
            }.items():
                found |= {f"{what} {n} of {name}": value for n, value in enumerate(parts_of(payload))}
    found |= {f"hash of {text}": suite.hashed_to_group(text.encode())
              for case in story.happened[:4] for text in case.written if text.startswith("NL:")}  # fmt: skip
    return found


@pytest.fixture(scope="module")
def written(story: Story) -> dict[str, bytes]:
    """All that was written, but for what was there before anything was done."""
    given = set(story.all.given)
    plain = [story.all.folder / "plain", story.all.folder / "plain-monitor"]
    files = [p for p in sorted(story.all.folder.rglob("*")) if p.is_file() and p not in given]
    files = [p for p in files if not any(one in p.parents for one in plain)]
    return {f"{p.parent}/{name} #{n}": text for p in files for n, (name, text) in enumerate(contents(p))}


def found(forms: dict[str, set[bytes]], written: dict[str, bytes]) -> list[str]:
    whole = b"\n".join(written.values())
    there = {name: {form for form in some if form in whole} for name, some in forms.items()}
    return [
        f"{name} in {place}"
        for name, some in there.items()
        for form in some
        for place, text in written.items()
        if form in text
    ]


def test_the_search_finds_what_is_there(story: Story, written: dict[str, bytes], tmp_path: Path) -> None:
    whole = b"\n".join(written.values())
    for text in (
        "Noord",
        "t0",
        story.folders["third om"].name,
        "identifier-malformed",
        "a mistake of ours",
        "doorlooptijden",
    ):
        assert text.encode() in whole, text
    write_extracts(tmp_path, story.happened)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("b.gz", gzip.compress((tmp_path / "politie" / "zaken.csv").read_bytes()))
    for place in (tmp_path / "a.zip", tmp_path / "om" / "zaken.sqlite"):
        assert found({"one": forms_of(story.happened[1])}, dict(contents(place)))


def test_no_identifier_stands_anywhere(story: Story, written: dict[str, bytes]) -> None:
    assert found({f"case {case.n}": forms_of(case) for case in story.happened}, written) == []


def test_no_key_and_no_passphrase_stands_anywhere(story: Story, written: dict[str, bytes]) -> None:
    assert found({name: ways_of(key) for name, key in keys_of(story).items()}, written) == []


def test_no_blind_and_nothing_that_was_evaluated_stands_anywhere(story: Story, written: dict[str, bytes]) -> None:
    assert found({name: ways_of(value) for name, value in values_of(story).items()}, written) == []


def test_nobody_left_a_picture_of_its_memory(story: Story) -> None:
    assert [p for p in story.all.folder.rglob("core*") if p.read_bytes()[:4] == b"\x7fELF"] == []


def test_every_step_went_wrong_as_was_asked(story: Story) -> None:
    """Otherwise nothing was searched."""
    for what, said in story.failed.items():
        assert said.status != 0, what
        if what.endswith(":kill"):
            assert said.status == -9, what
        if what.endswith(":crash"):
            assert said.status == -6, what
            assert "Fatal Python error: Aborted" in said.text, what
