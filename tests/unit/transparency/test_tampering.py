"""Whatever is changed in a log, at random, is found by who has its last checkpoint; and no checkpoint ever says too much."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ketenmonitor.transparency import Verdict, verify
from ketenmonitor.transparency import kept as kept_records
from tests.unit.transparency.made import LOG_KEY, OPERATOR, log_of, records

N, PER_SEGMENT = 21, 8


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """The files of a log of several segments, signed twice, with erased records; and what somebody else kept of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_records, "PER_SEGMENT", PER_SEGMENT)
        folder = tmp_path_factory.mktemp("made") / "log"
        log = log_of(folder, N // 2)
        log.checkpoint(OPERATOR)
        log.confirm(records(N // 2, N - 1))
        log.erase([3, 4, 15])
        assert log.size() == N
        kept = log.checkpoint(OPERATOR).encode()
        files = {
            str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != "lock"
        }
        yield {**files, "../kept": kept}


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def verdict_on(files: dict[str, bytes]) -> Verdict:
    with tempfile.TemporaryDirectory() as place:
        folder = written(Path(place) / "log", files)
        return verify(folder, [LOG_KEY], [folder / "../kept"])


def tampered(data: st.DataObject, files: dict[str, bytes]) -> dict[str, bytes]:
    """One change of one or two files: bytes, a piece less, a piece double, a piece elsewhere, two files in each other's place."""
    names = sorted(name for name in files if name != "../kept")
    name = data.draw(st.sampled_from(names))
    content, how = files[name], data.draw(st.sampled_from(["bytes", "less", "double", "move", "swap", "cut", "zero"]))
    first, last = sorted(data.draw(st.tuples(*[st.integers(0, len(content) - 1)] * 2)))
    piece = content[first : last + 1]
    if how == "bytes":
        new = data.draw(st.binary(min_size=1, max_size=40))
        changed = content[:first] + new + content[first + len(new) :]
        changed = changed[: len(content)]
    elif how == "less":
        changed = content[:first] + content[last + 1 :]
    elif how == "double":
        changed = content[:first] + piece + content[first:]
    elif how == "move":
        rest = content[:first] + content[last + 1 :]
        at = data.draw(st.integers(0, len(rest)))
        changed = rest[:at] + piece + rest[at:]
    elif how == "zero":
        changed = content[:first] + bytes(len(piece)) + content[last + 1 :]
    elif how == "cut":
        changed = content[:first]
    else:
        other = data.draw(st.sampled_from(names))
        return {**files, name: files[other], other: content}
    return {**files, name: changed}


def grew(before: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """Whether all that was there is there still, in its place: only the last segment and the leaves go on, as when one is written."""
    ends = {name: len(before[name]) for name in (f"records/{N // PER_SEGMENT:08d}", "leaves")}
    return {**after, **{name: after[name][:end] for name, end in ends.items()}} == before


def same_checkpoints(before: dict[str, bytes], after: dict[str, bytes]) -> bool:
    """Whether nothing changed but which file has which checkpoint: they say themselves what they are of."""
    return sorted(before.values()) == sorted(after.values()) and all(
        after[name] == content for name, content in before.items() if not name.startswith("checkpoints/")
    )


@given(st.data())
def test_a_change_anywhere_is_found(made: dict[str, bytes], data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_records, "PER_SEGMENT", PER_SEGMENT)
        files = tampered(data, made)
        assume(not same_checkpoints(made, files))
        verdict = verdict_on(files)
        assert verdict.findings or (grew(made, files) and verdict.unconfirmed), "changed, and nothing is found"


def test_every_byte_counts(made: dict[str, bytes], tmp_path: Path) -> None:
    """Not at random: each byte of every file, one bit of it turned."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_records, "PER_SEGMENT", PER_SEGMENT)
        folder = written(tmp_path / "log", made)
        assert not verify(folder, [LOG_KEY], [folder / "../kept"]).findings
        for name in sorted(set(made) - {"../kept"}):
            content = made[name]
            for at in range(len(content)):
                changed = bytearray(content)
                changed[at] ^= 1 << at % 8
                (folder / name).write_bytes(changed)
                assert verify(folder, [LOG_KEY], [folder / "../kept"]).findings, f"byte {at} of {name}"
            (folder / name).write_bytes(content)
