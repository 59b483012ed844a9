"""Another recipient, purpose or period is another key; the values are fixed, because two partners must find the same."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from ketenmonitor.keys import Secret
from ketenmonitor.pseudonyms import keyed, suite
from tests.unit.pseudonyms.parties import RECIPIENT, SOURCE

MASTER = Secret("evaluating", None, bytes(range(32)))
HASHING = Secret("hashing", None, bytes(range(32)))
# Computed once with the standard library and the vectors of test_suite: partners that upgrade must go on finding the same.
SCALAR = "1ebd51eb110a5bc162a0827745a7199b8f5895f9b151eca1bdcb279ea913c802"
PSEUDONYM = "220eb08f2c971e94a4c07e6dca2e25d646d1de49"
FOR = (RECIPIENT, "keten", "2026")


def test_a_service_derives_its_key_as_written() -> None:
    info = b"ketenmonitor|v1|00000099000000002000|keten|2026"
    seed = hmac.new(MASTER.value, info, hashlib.sha256).digest()
    assert keyed.info_of(*FOR) == info
    assert keyed.scalar_for(keyed.mac_of(MASTER), *FOR) == suite.derived_key(seed, info)
    assert keyed.scalar_for(keyed.mac_of(MASTER), *FOR).hex() == SCALAR


def test_a_pseudonym_is_what_it_was() -> None:
    assert keyed.pseudonyms_for(keyed.mac_of(HASHING), *FOR)(keyed.text_of("bsn", "111222333")) == PSEUDONYM


OTHERS = [(SOURCE, "keten", "2026"), (RECIPIENT, "ander", "2026"), (RECIPIENT, "keten", "2027")]


@pytest.mark.parametrize("other", OTHERS, ids=["recipient", "purpose", "period"])
def test_what_is_for_another_is_another(other: tuple[str, str, str]) -> None:
    mac = keyed.mac_of(MASTER)
    assert keyed.scalar_for(mac, *FOR) != keyed.scalar_for(mac, *other)
    assert keyed.pseudonyms_for(mac, *FOR)("NL:bsn:1") != keyed.pseudonyms_for(mac, *other)("NL:bsn:1")


@pytest.mark.parametrize("part", ["", "a|b"])
def test_parts_that_could_be_taken_for_two_are_refused(part: str) -> None:
    for place in range(3):
        parts = [*FOR[:place], part, *FOR[place + 1 :]]
        with pytest.raises(ValueError, match="not empty"):
            keyed.info_of(*parts)


def test_kinds_divide() -> None:
    assert keyed.text_of("bsn", "1") != keyed.text_of("skn", "1")
    with pytest.raises(AssertionError):
        keyed.text_of("bsn:1", "2")
