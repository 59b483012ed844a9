"""Each way to tamper with a log, played, and what finds it: also when the operator does it, with the operator's own key."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import pytest

from ketenmonitor.errors import StorageError, TransparencyError
from ketenmonitor.transparency import FINDINGS, Log, verify
from ketenmonitor.transparency.erasing import listing
from ketenmonitor.transparency.kept import HEAD, PER_SEGMENT, SALT, frames, leaf_of, segment
from tests.unit.transparency.made import LOG_KEY, OPERATOR, ORIGIN, WITNESS_KEY, log_of, records, seen, signer

N = 20


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log that was signed at 12 and at 20 records."""
    log = log_of(tmp_path / "log", 12)
    log.checkpoint(OPERATOR)
    log.confirm(records(12, N))
    log.checkpoint(OPERATOR)
    return log


def bodies_of(log: Log) -> list[bytes]:
    bodies = [log.body(number) for number in range(log.size())]
    return [body for body in bodies if body is not None]


def put(folder: Path, bodies: Sequence[bytes], leaves: Sequence[bytes] | None = None) -> None:
    """Write a log anew, as who has the disk can: with the leaves of the records, or with these."""
    written = [HEAD.pack(len(body) - SALT, crc32(body)) + body for body in bodies]
    for place in (folder / "records").iterdir():
        place.unlink()
    for first in range(0, len(bodies), PER_SEGMENT):
        segment(folder, first).write_bytes(b"".join(written[first : first + PER_SEGMENT]))
    (folder / "leaves").write_bytes(b"".join(leaves or [leaf_of(body) for body in bodies]))


def codes(folder: Path, *checkpoints: Path) -> dict[str, str]:
    """What is found by who believes the key of the log, and where."""
    return {finding.code: finding.where for finding in verify(folder, [LOG_KEY], checkpoints).findings}


def test_a_log_as_it_should_be_has_no_findings(log: Log) -> None:
    verdict = verify(log.folder, [LOG_KEY])
    assert verdict.findings == ()
    assert [one.checkpoint.size for one in verdict.checkpoints] == [12, N]
    log.confirm(records(N, N + 5))
    assert codes(log.folder) == {}


def test_an_edited_record_is_found(log: Log) -> None:
    place = segment(log.folder, 0)
    place.write_bytes(place.read_bytes().replace(b'said": "record 5"', b'said": "nothing!"'))
    assert codes(log.folder) == {"record-edited": "record 5"}
    with pytest.raises(StorageError, match="record 5 cannot be read"):
        log.record(5)


def test_a_record_that_is_edited_with_care_is_found(log: Log) -> None:
    """Its length and checksum made right again; only its leaf says otherwise."""
    bodies = bodies_of(log)
    leaves = [leaf_of(body) for body in bodies]
    bodies[5] = bodies[5].replace(b'"record 5"', b'"of somebody else"')
    put(log.folder, bodies, leaves)
    assert codes(log.folder) == {"record-edited": "record 5"}


def test_an_edited_leaf_is_found(log: Log) -> None:
    bodies = bodies_of(log)
    leaves = [leaf_of(body) for body in bodies]
    leaves[5] = bytes(32)
    put(log.folder, bodies, leaves)
    assert codes(log.folder) == {"leaf-edited": "record 5"}


def test_an_edited_record_with_its_leaf_is_found(log: Log) -> None:
    bodies = bodies_of(log)
    bodies[5] = bodies[5].replace(b'"record 5"', b'"of somebody else"')
    put(log.folder, bodies)
    findings = verify(log.folder, [LOG_KEY]).findings
    assert [finding.code for finding in findings] == ["rewritten"] * 2
    assert [finding.where[:24] for finding in findings] == ["between 0 and 12 records", "between 0 and 20 records"]


def test_a_change_after_the_first_checkpoint_is_placed_after_it(log: Log) -> None:
    bodies = bodies_of(log)
    bodies[15] = bodies[15].replace(b'"record 15"', b'"of somebody else"')
    put(log.folder, bodies)
    (finding,) = verify(log.folder, [LOG_KEY]).findings
    assert (finding.code, finding.where[:27]) == ("rewritten", "between 12 and 20 records, ")


def test_a_record_taken_out_of_the_middle_is_found(log: Log) -> None:
    bodies = bodies_of(log)
    put(log.folder, bodies[:5] + bodies[6:])
    assert set(codes(log.folder)) == {"rewritten", "cut-off"}


def test_a_record_taken_out_and_another_put_at_the_end_is_found(log: Log) -> None:
    bodies = bodies_of(log)
    put(log.folder, [*bodies[:5], *bodies[6:], bytes(SALT - 1) + b"!in its place"])
    assert set(codes(log.folder)) == {"rewritten"}


def test_a_record_taken_out_without_its_leaf_is_found(log: Log) -> None:
    bodies = bodies_of(log)
    put(log.folder, bodies[:5] + bodies[6:], [leaf_of(body) for body in bodies])
    assert codes(log.folder) == {"record-edited": "records 5 to 18", "record-missing": "record 19"}


def test_records_in_another_order_are_found(log: Log) -> None:
    bodies = bodies_of(log)
    bodies[3], bodies[14] = bodies[14], bodies[3]
    put(log.folder, bodies)
    assert set(codes(log.folder)) == {"rewritten"}
    assert len(verify(log.folder, [LOG_KEY]).findings) == 2  # by both checkpoints


def test_segments_in_another_order_are_found(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 2 * PER_SEGMENT)
    first, second = segment(log.folder, 0), segment(log.folder, PER_SEGMENT)
    first.rename(tmp_path / "kept")
    second.rename(first)
    (tmp_path / "kept").rename(second)
    assert codes(log.folder) == {"record-edited": f"records 0 to {2 * PER_SEGMENT - 1}"}


def test_a_segment_that_is_gone_is_found(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 2 * PER_SEGMENT + 1)
    segment(log.folder, PER_SEGMENT).unlink()
    assert codes(log.folder) == {"record-missing": f"records {PER_SEGMENT} to {2 * PER_SEGMENT - 1}"}
    with pytest.raises(StorageError):
        list(log.records())


def test_a_file_that_is_no_part_of_the_log_is_found(log: Log) -> None:
    (log.folder / "records" / "00000007").write_bytes(b"")
    assert set(codes(log.folder)) == {"damaged"}


def test_a_cut_off_end_is_found_by_any_earlier_checkpoint(log: Log, tmp_path: Path) -> None:
    kept = tmp_path / "kept by another"
    shutil.copy(log.folder / "checkpoints" / f"{N:016d}", kept)
    put(log.folder, bodies_of(log)[:15])
    (log.folder / "checkpoints" / f"{N:016d}").unlink()
    assert codes(log.folder) == {}
    assert codes(log.folder, kept)["cut-off"].startswith("15 records, and checkpoint kept by another is of 20")


def test_leaves_that_are_cut_off_are_found(log: Log) -> None:
    (log.folder / "leaves").write_bytes((log.folder / "leaves").read_bytes()[: 32 * 15])
    assert set(codes(log.folder)) == {"cut-off"}


def test_an_older_copy_that_is_put_back_is_found(log: Log, tmp_path: Path) -> None:
    """Rolled back: the copy is sound in itself, and signed."""
    shutil.copytree(log.folder, tmp_path / "backup")
    log.confirm(records(N, N + 5))
    text = tmp_path / "kept"
    text.write_text(log.checkpoint(OPERATOR))
    shutil.rmtree(log.folder)
    shutil.copytree(tmp_path / "backup", log.folder)
    assert codes(log.folder) == {}
    assert set(codes(log.folder, text)) == {"cut-off"}


def test_a_fork_is_found_by_who_has_both_checkpoints(log: Log, tmp_path: Path) -> None:
    """One log for the inspector, another for the rest, both signed by the operator."""
    other = Log(tmp_path / "other", ORIGIN)
    other.confirm(records(100, 100 + N))
    shown = tmp_path / "shown to the inspector"
    shown.write_text(other.checkpoint(OPERATOR))
    assert codes(other.folder) == {}
    assert set(codes(log.folder, shown)) == {"forked", "rewritten"}


def test_a_log_that_its_operator_writes_anew_is_found_by_the_witness_alone(log: Log, tmp_path: Path) -> None:
    """Everything is made again and signed with the right key: in itself nothing is wrong with it."""
    cosigned = tmp_path / "cosigned"
    cosigned.write_text(seen(tmp_path / "witness", log))
    shutil.rmtree(log.folder)
    again = Log(log.folder, ORIGIN)
    again.confirm([record for record in records(0, N) if b"record 5" not in record])
    again.confirm(records(N, N + 4))
    again.checkpoint(OPERATOR)
    assert verify(again.folder, [LOG_KEY]).findings == ()
    findings = verify(again.folder, [LOG_KEY, WITNESS_KEY], [cosigned]).findings
    assert [finding.code for finding in findings] == ["rewritten"]
    assert "witness.example/w1 (witness)" in findings[0].where
    with pytest.raises(TransparencyError, match="Fork"):
        seen(tmp_path / "witness", again, N)


def test_who_believes_a_witness_wants_to_see_its_signature(log: Log, tmp_path: Path) -> None:
    findings = verify(log.folder, [LOG_KEY, WITNESS_KEY]).findings
    assert [(finding.code, finding.where) for finding in findings] == [("not-witnessed", "witness.example/w1")]
    cosigned = tmp_path / "cosigned"
    cosigned.write_text(seen(tmp_path / "witness", log))
    assert verify(log.folder, [LOG_KEY, WITNESS_KEY], [cosigned]).findings == ()


def test_an_erased_record_that_no_record_lists_is_found(log: Log) -> None:
    wiped(log.folder, 5)
    assert log.record(5) is None
    assert codes(log.folder) == {"erased-unlisted": "record 5"}


def wiped(folder: Path, *numbers: int) -> None:
    """Erase as who has the disk can: without a word."""
    place = segment(folder, 0)
    content = bytearray(place.read_bytes())
    for number, frame in enumerate(list(frames(bytes(content)))):
        if number in numbers:
            content[frame.at + 4 : frame.end] = bytes(frame.end - frame.at - 4)
    place.write_bytes(content)


def test_a_list_that_is_itself_erased_excuses_nothing(log: Log) -> None:
    log.erase([5])
    wiped(log.folder, N)
    assert [f.where for f in verify(log.folder, [LOG_KEY]).findings] == ["record 5", f"record {N}"]


def test_a_list_of_records_to_come_excuses_nothing(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 3)
    put(log.folder, [*bodies_of(log), bytes(SALT - 1) + b"!" + listing([[1, 5]])])
    Log(log.folder).confirm(records(4, 8))
    wiped(log.folder, 1, 5)
    assert codes(log.folder) == {"erased-unlisted": "record 5", "erasure-unfinished": "record 2"}


def test_a_record_that_is_listed_as_erased_and_is_there_is_found(log: Log) -> None:
    place = segment(log.folder, 0)
    before = place.read_bytes()
    log.erase([5])
    place.write_bytes(before + place.read_bytes()[len(before) :])
    assert codes(log.folder) == {"erasure-unfinished": "record 5"}


def test_a_checkpoint_of_another_key_is_not_believed(log: Log, tmp_path: Path) -> None:
    forged = tmp_path / "forged"
    forged.write_text(Log(log.folder).checkpoint(OPERATOR))
    shutil.rmtree(log.folder / "checkpoints")
    forged.write_text(log.checkpoint(signer("somebody else")))
    assert [*codes(log.folder)] == ["checkpoint-unsigned"]
    assert verify(log.folder, []).findings == ()


def test_a_checkpoint_that_was_changed_is_not_believed(log: Log) -> None:
    place = log.folder / "checkpoints" / f"{N:016d}"
    place.write_text(place.read_text().replace(f"\n{N}\n", "\n12\n"))
    assert codes(log.folder) == {"checkpoint-unsigned": f"checkpoint {N:016d}"}


def test_a_log_under_another_name_is_found(log: Log) -> None:
    (log.folder / "origin").write_text("other.example/log\n")
    assert set(codes(log.folder)) == {"other-origin"}
    (log.folder / "origin").unlink()
    assert set(codes(log.folder)) == {"other-origin"}


def test_checkpoints_of_other_logs_are_passed_over(log: Log, tmp_path: Path) -> None:
    other = Log(tmp_path / "other", "monitor.example/audit")
    other.confirm([b"x"])
    text = tmp_path / "of the other"
    text.write_text(other.checkpoint(OPERATOR))
    assert codes(log.folder, text) == {}


def test_a_log_that_no_longer_holds_what_was_signed_is_not_signed_again(log: Log) -> None:
    put(log.folder, bodies_of(log)[::-1])
    with pytest.raises(StorageError, match="nothing was signed"):
        Log(log.folder).checkpoint(OPERATOR)


def test_nothing_that_a_finding_says_is_of_a_record(log: Log) -> None:
    put(log.folder, bodies_of(log)[::-1])
    for finding in verify(log.folder, [LOG_KEY]).findings:
        assert finding.code in FINDINGS
        assert "said" not in finding.where
        assert str(finding).startswith(f"{finding.code}: {finding.where}. ")


def test_every_finding_is_explained() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "findings.md").read_text(encoding="utf-8")
    for code, meaning in FINDINGS.items():
        assert f"| `{code}` | {meaning} |" in page
