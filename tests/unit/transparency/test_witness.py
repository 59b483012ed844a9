"""A witness cosigns what follows from what it saw, and refuses the rest; and notes are those of C2SP."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import NotFoundError, StorageError, TransparencyError, UsageError
from ketenmonitor.transparency import (
    LOG,
    WITNESS,
    Key,
    Log,
    checked_proof,
    consistency_text,
    inclusion_text,
    kept_note,
    key_of,
    read_note,
    said_in,
    signers,
    witness,
)
from ketenmonitor.transparency.notes import Note, sign
from tests.unit.transparency.made import (
    AT,
    LOG_KEY,
    OPERATOR,
    ORIGIN,
    WITNESS_KEY,
    WITNESS_NAME,
    WITNESSING,
    log_of,
    records,
    seen,
    signer,
)

# The example of a note in golang.org/x/mod/sumdb/note, from which the form of C2SP comes.
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def asked(state: Path, text: str, proof: str | None = None, at: int = AT) -> str:
    return witness(state, text, proof, LOG_KEY, (WITNESS_NAME, WITNESSING), at)


def note_of(text: str) -> Note:
    note = read_note(text)
    assert note is not None
    return note


def test_a_note_of_another_program_is_read_and_its_signature_is_right() -> None:
    key = key_of(EXAMPLE_KEY)
    assert str(key) == EXAMPLE_KEY
    signed = signers(note_of(EXAMPLE), [key])
    assert signed is not None
    assert [one.key for one in signed] == [key]
    assert str(note_of(EXAMPLE)) == EXAMPLE
    assert signers(note_of(EXAMPLE.replace("problem is", "problem was")), [key]) is None
    assert signers(note_of(EXAMPLE), [LOG_KEY]) == []


# A checkpoint of a public log for tests, cosigned by a public witness: neither is a program of ours.
PUBLIC_KEYS = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f",
    "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
)
PUBLIC = (
    "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
    "— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwt"
    "EroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
    "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA2"
    "3oHP7Ry1k3ZFWwQ=\n"
    "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n"
)


def test_a_checkpoint_of_a_public_log_with_a_public_witness_is_believed() -> None:
    log, witness = map(key_of, PUBLIC_KEYS)
    signed = signers(note_of(PUBLIC), [log, witness])
    assert signed is not None
    assert [(one.key, one.at) for one in signed] == [(log, None), (witness, 1779573024)]
    for key in (log, witness):
        assert signers(note_of(PUBLIC.replace("1432088532", "1432088533")), [key]) is None


def test_of_a_signature_there_is_one_text() -> None:
    """Base64 has bits at the end that say nothing; a text in which they were changed is not what was signed."""
    assert signers(note_of(EXAMPLE.replace("nAM=\n", "nAN=\n")), [key_of(EXAMPLE_KEY)]) is None


def test_the_checkpoint_of_the_specification_is_read() -> None:
    """The example of c2sp.org/tlog-cosignature: its keys are not published, so nobody signed it for us."""
    text = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    checkpoint = said_in(note_of(text))
    assert checkpoint is not None
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert str(checkpoint) == note_of(text).text
    assert signers(note_of(text), [LOG_KEY, WITNESS_KEY]) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "text\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n- name c2lnbmF0dXJl\n",
        "text\n\n— name c2lnbmF0dXJl",
        "text\n\n— na+me c2lnbmF0dXJl\n",
        "te\x00xt\n\n— name c2lnbmF0dXJl\n",
        "text\n\n" + "— name c2lnbmF0dXJl\n" * 65,
    ],
)
def test_what_is_no_note_is_none(text: str) -> None:
    assert read_note(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        "a\n01\n" + "A" * 43 + "=\n",
        "a\n-1\n" + "A" * 43 + "=\n",
        "a\n1\nAAAA\n",
        "\n1\n" + "A" * 43 + "=\n",
        "a\n1\n!!\n",
    ],
)
def test_what_is_no_checkpoint_is_none(text: str) -> None:
    assert said_in(Note(text, ())) is None


@pytest.mark.parametrize(
    "text", ["", "a", "a+b+c", str(LOG_KEY)[:-4], str(LOG_KEY).replace("+", "+0", 1), "x" + str(LOG_KEY)]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="not the key"):
        key_of(text)


def test_a_key_signs_as_a_log_or_as_a_witness_and_not_as_the_other(tmp_path: Path) -> None:
    """The same key and name in the other role has another id, and what it signs does not pass."""
    text = log_of(tmp_path / "log", 3).checkpoint(OPERATOR)
    assert signers(note_of(text), [Key(ORIGIN, WITNESS, OPERATOR.public)]) == []
    assert signers(note_of(text), [Key("other.example", LOG, OPERATOR.public)]) == []


def test_a_witness_cosigns_what_grew(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 7)
    first = seen(tmp_path / "state", log)
    log.confirm(records(7, 30))
    second = seen(tmp_path / "state", log, 7)
    for text, size in ((first, 7), (second, 30)):
        signed = signers(note_of(text), [LOG_KEY, WITNESS_KEY])
        assert signed is not None
        assert [(one.key, one.at) for one in signed] == [(LOG_KEY, None), (WITNESS_KEY, AT)]
        checkpoint = said_in(note_of(text))
        assert checkpoint is not None
        assert checkpoint.size == size


def test_a_witness_signs_the_same_checkpoint_again_with_the_moment(tmp_path: Path) -> None:
    text = log_of(tmp_path / "log", 7).checkpoint(OPERATOR)
    asked(tmp_path / "state", text)
    again = note_of(asked(tmp_path / "state", text, at=AT + 60))
    signed = signers(again, [WITNESS_KEY])
    assert signed is not None
    assert [one.at for one in signed] == [AT + 60]
    assert len(again.signatures) == 2


def test_a_witness_refuses_a_roll_back(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 7)
    old = log.checkpoint(OPERATOR)
    log.confirm(records(7, 30))
    seen(tmp_path / "state", log)
    with pytest.raises(TransparencyError, match="Rolled back: this checkpoint is of 7 records, and one of 30"):
        asked(tmp_path / "state", old)


def test_a_witness_refuses_a_fork_and_keeps_the_evidence(tmp_path: Path) -> None:
    seen(tmp_path / "state", log_of(tmp_path / "log", 7))
    other = Log(tmp_path / "other", ORIGIN)
    other.confirm(records(50, 57))
    text = other.checkpoint(OPERATOR)
    with pytest.raises(TransparencyError, match="Fork: another checkpoint of 7"):
        asked(tmp_path / "state", text)
    other.confirm(records(57, 70))
    with pytest.raises(TransparencyError, match="Fork: this log of 20 records does not begin"):
        seen(tmp_path / "state", other, 7)
    (refused,) = (tmp_path / "state").glob("*/refused")
    kept = {place.read_text() for place in refused.iterdir() if not place.suffix}
    assert text in kept
    assert len(kept) == 2


def test_a_witness_asks_for_a_proof_since_what_it_saw(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 7)
    seen(tmp_path / "state", log)
    log.confirm(records(7, 9))
    text = log.checkpoint(OPERATOR)
    for proof in (None, "old 5\n"):
        with pytest.raises(TransparencyError, match="Ask for the proof since that: `log proof LOG --since 7`"):
            asked(tmp_path / "state", text, proof)
    for proof in ("", "new 7\n", "old 7\nnot base64\n", "old 7\nAAAA\n", "old 07\n"):
        with pytest.raises(TransparencyError):
            asked(tmp_path / "state", text, proof or "x")


def test_a_witness_believes_only_the_key_of_the_log(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 7)
    text = log.checkpoint(signer("somebody else"))
    with pytest.raises(TransparencyError, match="not signed by any key"):
        asked(tmp_path / "state", text)
    changed = log_of(tmp_path / "two", 7).checkpoint(OPERATOR).replace("\n7\n", "\n9\n")
    with pytest.raises(TransparencyError, match="changed after it was signed"):
        asked(tmp_path / "state", changed)
    other = Note("other.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", ())
    signed = Note(other.text, (sign(other.text, ORIGIN, OPERATOR),))
    with pytest.raises(TransparencyError, match="another log than the key"):
        asked(tmp_path / "state", str(signed))
    assert not list((tmp_path / "state").glob("*/checkpoints/*"))


def test_a_witness_that_lost_what_it_saw_signs_nothing(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 7)
    seen(tmp_path / "state", log)
    (place,) = (tmp_path / "state").glob("*/checkpoints/*")
    place.write_text("")
    with pytest.raises(StorageError, match="not one any more"):
        seen(tmp_path / "state", log)


def test_a_witness_keeps_logs_apart(tmp_path: Path) -> None:
    seen(tmp_path / "state", log_of(tmp_path / "log", 7))
    other = Log(tmp_path / "other", "monitor.example/audit")
    other.confirm(records(0, 2))
    key = Key(other.origin, LOG, OPERATOR.public)
    assert witness(tmp_path / "state", other.checkpoint(OPERATOR), None, key, (WITNESS_NAME, WITNESSING), AT)


def test_a_third_party_checks_a_record_with_the_proof_and_keys_alone(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 100)
    cosigned = note_of(seen(tmp_path / "state", log))
    log.confirm(records(100, 130))
    text = inclusion_text(log, 42, cosigned)
    proven = checked_proof(text, [LOG_KEY, WITNESS_KEY])
    assert (proven.record, proven.number, proven.checkpoint.size) == (records(42, 43)[0], 42, 100)
    assert [one.key for one in proven.signed] == [LOG_KEY, WITNESS_KEY]
    assert checked_proof(text, [WITNESS_KEY]).number == 42


def test_a_changed_proof_proves_nothing(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 100)
    log.checkpoint(OPERATOR)
    note = kept_note(log.folder)
    assert note is not None
    text, other = inclusion_text(log, 42, note), inclusion_text(log, 43, note)
    extra, another = text.split("\n")[1], other.split("\n")[1]
    for changed in (
        text.replace("index 42", "index 43"),
        text.replace(extra, another),
        text.replace("\n100\n", "\n101\n"),
    ):
        with pytest.raises(TransparencyError):
            checked_proof(changed, [LOG_KEY])
    lines = text.split("\n")
    with pytest.raises(TransparencyError, match="does not hold"):
        checked_proof("\n".join(lines[:3] + lines[4:]), [LOG_KEY])
    for none in (
        "",
        "x\n\ny",
        text.replace("extra ", "more "),
        text.replace("extra ", "extra !"),
        text.partition("\n\n")[0],
    ):
        with pytest.raises(TransparencyError, match="not a proof"):
            checked_proof(none, [LOG_KEY])


def test_what_is_not_there_is_not_proven(tmp_path: Path) -> None:
    log = log_of(tmp_path / "log", 10)
    note = note_of(log.checkpoint(OPERATOR))
    log.confirm(records(10, 12))
    log.erase([4])
    for number, said in ((10, "not in the log of this checkpoint"), (-1, "not in the log"), (4, "was erased")):
        with pytest.raises(NotFoundError, match=said):
            inclusion_text(log, number, note)
    with pytest.raises(NotFoundError, match="no proof since 11"):
        consistency_text(log, 11, note)
