"""The verifiable mode is that of the standard, agrees with another implementation, and proves what it says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voprf import ristretto as other_library

from ketenmonitor.pseudonyms import suite, verifiable
from ketenmonitor.pseudonyms.suite import NotAnElement
from ketenmonitor.pseudonyms.verifiable import NotProved

# RFC 9497, appendix A.1.2 (ristretto255-SHA512, VOPRF mode)
SEED, INFO = bytes.fromhex("a3" * 32), b"test key"
KEY = "e6f73f344b79b379f1a0dd37e07ff62e38d9f71345ce62ae3a9bc60b04ccd909"
PUBLIC = "c803e2cc6b05fc15064549b5920659ca4a77b2cca6f04f6b357009335476ad4e"
BLIND = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"
OTHER = "222a5e897cf59db8145db8d16e597e8facb80ae7d4e26d9881aa6f61d645fc0e"
OUTPUTS = {
    "00": "b58cfbe118e0cb94d79b5fd6a6dafb98764dff49c14e1770b566e42402da1a7d"
    "a4d8527693914139caee5bd03903af43a491351d23b430948dd50cde10d32b3c",
    "5a" * 17: "8a9a2f3c7f085b65933594309041fc1898d42d0858e59f90814ae90571a6df60"
    "356f4610bf816f27afdd84f47719e480906d27ecd994985890e5f539e7ea74b6",
}
# Messages, blinds, blinded elements, evaluated ones, proof, and the random scalar of it
VECTORS = {
    "one_byte": (
        ["00"], [BLIND],
        ["863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945"],
        ["aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e"],
        "ddef93772692e535d1a53903db24367355cc2cc78de93b3be5a8ffcc6985dd06"
        "6d4346421d17bf5117a2a1ff0fcb2a759f58a539dfbe857a40bce4cf49ec600d",
        OTHER,
    ),
    "seventeen_bytes": (
        ["5a" * 17], [BLIND],
        ["cc0b2a350101881d8a4cba4c80241d74fb7dcbfde4a61fde2f91443c2bf9ef0c"],
        ["60a59a57208d48aca71e9e850d22674b611f752bed48b36f7a91b372bd7ad468"],
        "401a0da6264f8cf45bb2f5264bc31e109155600babb3cd4e5af7d181a2c9dc0a"
        "67154fabf031fd936051dec80b0b6ae29c9503493dde7393b722eafdf5a50b02",
        OTHER,
    ),
    "two_at_once": (
        ["00", "5a" * 17], [BLIND, OTHER],
        ["863f330cc1a1259ed5a5998a23acfd37fb4351a793a5b3c090b642ddc439b945",
         "90a0145ea9da29254c3a56be4fe185465ebb3bf2a1801f7124bbbadac751e654"],
        ["aa8fa048764d5623868679402ff6108d2521884fa138cd7f9c7669a9a014267e",
         "cc5ac221950a49ceaa73c8db41b82c20372a4c8d63e5dded2db920b7eee36a2a"],
        "cc203910175d786927eeb44ea847328047892ddf8590e723c37205cb74600b0a"
        "5ab5337c8eb4ceae0494c2cf89529dcf94572ed267473d567aeed6ab873dee08",
        "419c4f4f5052c53c45f3da494d2b67b220d02118e0857cdbcf037f9ea84bbe0c",
    ),
}  # fmt: skip
MESSAGES = st.binary(min_size=1, max_size=60)
SEEDS = st.binary(min_size=32, max_size=32)


def test_a_key_is_derived_as_in_rfc_9497() -> None:
    assert verifiable.derived_key(SEED, INFO).hex() == KEY
    assert verifiable.public_of(bytes.fromhex(KEY)).hex() == PUBLIC


@pytest.mark.parametrize("name", VECTORS)
def test_it_gives_what_rfc_9497_gives(name: str) -> None:
    messages, blinds, blinded, evaluated, proof, random = VECTORS[name]
    texts, factors = [bytes.fromhex(one) for one in messages], [bytes.fromhex(one) for one in blinds]
    elements = [verifiable.blinded(text, blind) for text, blind in zip(texts, factors, strict=True)]
    assert [one.hex() for one in elements] == blinded
    found, proved = verifiable.evaluated(elements, bytes.fromhex(KEY), bytes.fromhex(random))
    assert ([one.hex() for one in found], proved.hex()) == (evaluated, proof)
    verifiable.check(bytes.fromhex(PUBLIC), elements, found, proved)
    for text, blind, one in zip(texts, factors, found, strict=True):
        assert verifiable.output(text, blind, one).hex() == OUTPUTS[text.hex()]
        assert verifiable.output_by(bytes.fromhex(KEY), text).hex() == OUTPUTS[text.hex()]


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.binary(max_size=20), MESSAGES)
def test_another_implementation_asks_and_ours_answers(seed: bytes, info: bytes, message: bytes) -> None:
    key = verifiable.derived_key(seed, info)
    client, asked = other_library.Client.blind(message)
    (found,), proof = verifiable.evaluated([asked.serialize()], key)
    answer = other_library.VerifiableOutput.deserialize(proof + found)
    public = other_library.PublicKey.deserialize(verifiable.public_of(key))
    assert client.finalize(answer, public) == verifiable.output_by(key, message)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.binary(max_size=20), MESSAGES)
def test_ours_asks_and_another_implementation_answers(seed: bytes, info: bytes, message: bytes) -> None:
    holder, blind = other_library.Evaluator.from_seed(seed, info), suite.random_scalar()
    element = verifiable.blinded(message, blind)
    said = holder.evaluate(other_library.BlindedInput.deserialize(element)).serialize()
    verifiable.check(holder.public_key.serialize(), [element], [said[64:]], said[:64])
    assert verifiable.output(message, blind, said[64:]) == holder.evaluate_known_input(message)


@settings(max_examples=25, deadline=None)
@given(SEEDS, SEEDS, MESSAGES)
def test_who_evaluates_with_another_key_cannot_prove_it(one: bytes, other: bytes, message: bytes) -> None:
    key, tagging = verifiable.derived_key(one, b"a"), verifiable.derived_key(other, b"b")
    element = verifiable.blinded(message, suite.random_scalar())
    found, proof = verifiable.evaluated([element], tagging)
    with pytest.raises(NotProved):
        verifiable.check(verifiable.public_of(key), [element], found, proof)
    honest, proof = verifiable.evaluated([element], key)
    with pytest.raises(NotProved):
        verifiable.check(verifiable.public_of(key), [element], found, proof)
    verifiable.check(verifiable.public_of(key), [element], honest, proof)


@settings(max_examples=50, deadline=None)
@given(st.integers(min_value=0, max_value=64 * 8 - 1))
def test_not_one_bit_of_a_proof_can_be_changed(bit: int) -> None:
    key = bytes.fromhex(KEY)
    element = verifiable.blinded(b"x", bytes.fromhex(BLIND))
    found, proof = verifiable.evaluated([element], key)
    changed = (int.from_bytes(proof, "big") ^ 1 << bit).to_bytes(64, "big")
    with pytest.raises(NotProved):
        verifiable.check(verifiable.public_of(key), [element], found, changed)


@pytest.mark.parametrize("proof", [b"", bytes(64), b"\xff" * 64, bytes(63)], ids=["none", "zeros", "ones", "short"])
def test_what_is_no_proof_proves_nothing(proof: bytes) -> None:
    key, element = bytes.fromhex(KEY), verifiable.blinded(b"x", bytes.fromhex(BLIND))
    found, _ = verifiable.evaluated([element], key)
    with pytest.raises(NotProved):
        verifiable.check(verifiable.public_of(key), [element], found, proof)


def test_what_is_no_element_is_refused() -> None:
    key, element = bytes.fromhex(KEY), verifiable.blinded(b"x", bytes.fromhex(BLIND))
    for wrong in (bytes(32), b"\xff" * 32):
        with pytest.raises(NotAnElement):
            verifiable.evaluated([wrong], key)
        with pytest.raises(NotAnElement):
            verifiable.check(verifiable.public_of(key), [element], [wrong], bytes(64))
