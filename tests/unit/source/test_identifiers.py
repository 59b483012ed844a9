"""Identifiers are written in one way: two partners who write the same one differently get the same text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.definition import IDENTIFIERS
from ketenmonitor.source.identifiers import ABSENT, FAILS_CHECK, MALFORMED, OF_KIND, mask, normalised

# Made up, or meant for tests by those who give them out.
SAME = {
    "bsn": ("999990342", ["999990342", "9999.90.342", " 9999 90 342 ", "999-990-342"]),
    "skn": ("0012345678", ["0012345678", "00 1234 5678"]),
    "parketnummer": (
        "10-456789-26",
        ["10/456789-26", "10-456789-26", "10 456789 26", "1045678926", "10.456789/26", "10‑456789‑26"],
    ),
    "pv-nummer": ("PL07B3-2023123456-1", ["PL07B3 2023123456-1", "pl07b3-2023123456-01", "PL07B3-2023-123456 1"]),
    "cjib-nummer": ("1234567890123456", ["1234 5678 9012 3456", "1234567890123456"]),
    "ecli": ("ECLI:NL:HR:2026:123", ["ECLI:NL:HR:2026:123", "ecli:nl:hr:2026:123", " ECLI:NL:HR: 2026:123"]),
    "oin": ("00000099000000001000", ["00000099000000001000", "00000099 00000000 1000"]),
    "melding": ("ZAAK 12É", ["zaak 12é", " Zaak  12é ", "ZAAK\t12E\u0301", "zaak\u00a012é"]),
}


@pytest.mark.parametrize("kind", SAME)
def test_the_same_identifier_is_the_same_text(kind: str) -> None:
    right, written = SAME[kind]
    assert {normalised(kind, one) for one in written} == {(right, None)}


def test_every_kind_of_the_definition_is_read() -> None:
    assert set(IDENTIFIERS) == set(OF_KIND) == set(SAME) - {"melding"}


@pytest.mark.parametrize("kind", SAME)
def test_nothing_is_no_identifier(kind: str) -> None:
    for nothing in (None, "", "  ", "\t"):
        assert normalised(kind, nothing) == (None, ABSENT)


@pytest.mark.parametrize(
    ("kind", "written", "reason"),
    [
        ("bsn", "999990343", FAILS_CHECK),
        ("bsn", "000000000", FAILS_CHECK),
        ("bsn", "99999034", FAILS_CHECK),
        ("bsn", "9999903422", MALFORMED),
        ("bsn", "٩٩٩٩٩٠٣٤٢x", MALFORMED),
        ("skn", "123456", MALFORMED),
        ("parketnummer", "10/45678-26", MALFORMED),
        ("pv-nummer", "2023123456", MALFORMED),
        ("cjib-nummer", "123", MALFORMED),
        ("ecli", "HR:2026:123", MALFORMED),
        ("oin", "99", MALFORMED),
    ],
)
def test_what_is_none_has_its_reason(kind: str, written: str, reason: str) -> None:
    assert normalised(kind, written) == (None, reason)


def test_a_lost_zero_is_put_back() -> None:
    """Spreadsheets take a BSN for a number."""
    assert normalised("bsn", "12345672") == normalised("bsn", "012345672") == ("012345672", None)


def test_one_digit_in_eleven_passes_and_every_exchange_is_found() -> None:
    right = "999990342"
    other = [right[:i] + d + right[i + 1 :] for i in range(9) for d in "0123456789" if d != right[i]]
    assert [one for one in other if normalised("bsn", one)[0]] == []
    exchanged = [right[:i] + right[i + 1] + right[i] + right[i + 2 :] for i in range(8) if right[i] != right[i + 1]]
    assert [one for one in exchanged if normalised("bsn", one)[0]] == []


@pytest.mark.parametrize("kind", SAME)
@given(written=st.text(max_size=30))
def test_what_was_written_in_one_way_stays_so(kind: str, written: str) -> None:
    text, reason = normalised(kind, written)
    assert (text is None) != (reason is None)
    assert text is None or normalised(kind, text) == (text, None)


@given(text=st.text(max_size=30))
def test_a_mask_shows_two_signs_at_most(text: str) -> None:
    shown = mask(text)
    assert len(shown) == len(text)
    assert shown.strip("*") in text[-2:] if len(text) > 4 else set(shown) <= {"*"}


def test_a_mask_of_a_bsn() -> None:
    assert mask("999990342") == "*******42"
