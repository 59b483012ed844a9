"""Whatever is done with a log, in any order and by several at once: it holds what was confirmed, and everything it signed follows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.transparency import Checkpoint, Log, is_consistent, is_included, kept, read_note, said_in, verify
from ketenmonitor.transparency.erasing import MARK
from ketenmonitor.transparency.kept import leaf_of
from tests.unit.transparency.made import LOG_KEY, OPERATOR, ORIGIN

RECORD = st.binary(max_size=30).filter(lambda record: not record.startswith(MARK))
STEP = st.one_of(
    st.tuples(st.just("confirm"), st.lists(RECORD, max_size=12)),
    st.tuples(st.just("erase"), st.lists(st.integers(0, 60), max_size=5)),
    st.tuples(st.sampled_from(["sign", "open", "other"]), st.just([])),
)


def signed(log: Log) -> Checkpoint:
    note = read_note(log.checkpoint(OPERATOR))
    assert note is not None
    checkpoint = said_in(note)
    assert checkpoint is not None
    return checkpoint


def played(
    folder: Path, steps: list[tuple[str, list[object]]]
) -> tuple[Log, dict[int, bytes | None], list[Checkpoint]]:
    """Do the steps; what must be in the log, and what it signed. `other` goes on with another object on the same folder."""
    logs, expected, checkpoints = [Log(folder, ORIGIN), Log(folder)], {}, []
    for what, drawn in steps:
        log = logs[0]
        if what == "confirm":
            numbers = log.confirm(drawn)  # type: ignore[arg-type]  # what is drawn with this step
            expected.update(zip(numbers, drawn, strict=True))
        elif what == "erase":
            gone = {n for n in drawn if n in expected}
            log.erase(gone)  # type: ignore[arg-type]  # as above
            expected.update(dict.fromkeys(gone))
        elif what == "sign":
            checkpoints.append(signed(log))
        elif what == "open":
            logs[0] = Log(folder)
        else:
            logs.reverse()
    return logs[0], expected, [*checkpoints, signed(logs[0])]


@settings(max_examples=30)
@given(st.lists(STEP, max_size=12))
def test_a_log_is_what_was_done_with_it(steps: list[tuple[str, list[object]]]) -> None:
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "PER_SEGMENT", 8)
        folder = Path(place) / "log"
        log, expected, checkpoints = played(folder, steps)
        assert dict(log.records()) == expected
        assert not verify(folder, [LOG_KEY]).findings
        last = checkpoints[-1]
        for old in checkpoints:
            assert is_consistent(old.size, old.root, last.size, last.root, log.consistency(old.size, last.size))
        for number, record in expected.items():
            body = log.body(number)
            assert (body is None) == (record is None)
            if body is not None:
                assert is_included(leaf_of(body), number, last.size, log.inclusion(number, last.size), last.root)
