"""The group is that of the standards: their vectors, and what another implementation computes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voprf import ristretto as other_library

from ketenmonitor.pseudonyms import suite
from ketenmonitor.pseudonyms.suite import NotAnElement

ORDER = 2**252 + 27742317777372353535851937790883648493

# RFC 9497, appendix A.1.1 (ristretto255-SHA512, OPRF mode)
SEED, INFO = bytes.fromhex("a3" * 32), b"test key"
KEY = "5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e"
BLIND = "64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706"
VECTORS = {
    "00": (
        "609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c",
        "7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e",
        "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
        "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6",
    ),
    "5a" * 17: (
        "da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418",
        "b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25",
        "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
        "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73",
    ),
}

# RFC 9380, appendix K.3 (expand_message_xmd, SHA-512): 32 and 128 bytes of five messages
TAG = b"QUUX-V01-CS02-with-expander-SHA512-256"
EXPANDED = {
    b"": (
        "6b9a7312411d92f921c6f68ca0b6380730a1a4d982c507211a90964c394179ba",
        "41b037d1734a5f8df225dd8c7de38f851efdb45c372887be655212d07251b921"
        "b052b62eaed99b46f72f2ef4cc96bfaf254ebbbec091e1a3b9e4fb5e5b619d2e"
        "0c5414800a1d882b62bb5cd1778f098b8eb6cb399d5d9d18f5d5842cf5d13d7e"
        "b00a7cff859b605da678b318bd0e65ebff70bec88c753b159a805d2c89c55961",
    ),
    b"abc": (
        "0da749f12fbe5483eb066a5f595055679b976e93abe9be6f0f6318bce7aca8dc",
        "7f1dddd13c08b543f2e2037b14cefb255b44c83cc397c1786d975653e36a6b11"
        "bdd7732d8b38adb4a0edc26a0cef4bb45217135456e58fbca1703cd6032cb134"
        "7ee720b87972d63fbf232587043ed2901bce7f22610c0419751c065922b48843"
        "1851041310ad659e4b23520e1772ab29dcdeb2002222a363f0c2b1c972b3efe1",
    ),
    b"abcdef0123456789": (
        "087e45a86e2939ee8b91100af1583c4938e0f5fc6c9db4b107b83346bc967f58",
        "3f721f208e6199fe903545abc26c837ce59ac6fa45733f1baaf0222f8b7acb04"
        "24814fcb5eecf6c1d38f06e9d0a6ccfbf85ae612ab8735dfdf9ce84c372a77c8"
        "f9e1c1e952c3a61b7567dd0693016af51d2745822663d0c2367e3f4f0bed827f"
        "eecc2aaf98c949b5ed0d35c3f1023d64ad1407924288d366ea159f46287e61ac",
    ),
    b"q128_" + b"q" * 128: (
        "7336234ee9983902440f6bc35b348352013becd88938d2afec44311caf8356b3",
        "b799b045a58c8d2b4334cf54b78260b45eec544f9f2fb5bd12fb603eaee70db7"
        "317bf807c406e26373922b7b8920fa29142703dd52bdf280084fb7ef69da78af"
        "df80b3586395b433dc66cde048a258e476a561e9deba7060af40adf30c64249c"
        "a7ddea79806ee5beb9a1422949471d267b21bc88e688e4014087a0b592b695ed",
    ),
    b"a512_" + b"a" * 512: (
        "57b5f7e766d5be68a6bfe1768e3c2b7f1228b3e4b3134956dd73a59b954c66f4",
        "05b0bfef265dcee87654372777b7c44177e2ae4c13a27f103340d9cd11c86cb2"
        "426ffcad5bd964080c2aee97f03be1ca18e30a1f14e27bc11ebbd650f305269c"
        "c9fb1db08bf90bfc79b42a952b46daf810359e7bc36452684784a64952c343c5"
        "2e5124cd1f71d474d5197fefc571a92929c9084ffe1112cf5eea5192ebff330b",
    ),
}


@pytest.mark.parametrize("message", EXPANDED, ids=lambda m: m[:16].decode() or "empty")
def test_messages_are_expanded_as_in_rfc_9380(message: bytes) -> None:
    short, long = EXPANDED[message]
    assert suite.expanded(message, TAG, 32).hex() == short
    assert suite.expanded(message, TAG, 128).hex() == long


def test_a_key_is_derived_as_in_rfc_9497() -> None:
    assert suite.derived_key(SEED, INFO).hex() == KEY


@pytest.mark.parametrize("message", VECTORS, ids=["one_byte", "seventeen_bytes"])
def test_blinding_evaluating_and_finalizing_give_what_rfc_9497_gives(message: str) -> None:
    text, blind, key = bytes.fromhex(message), bytes.fromhex(BLIND), bytes.fromhex(KEY)
    blinded = suite.blinded(text, blind)
    evaluated = suite.multiplied(blinded, key)
    output = suite.finalized(text, suite.multiplied(evaluated, suite.inverse(blind)))
    assert (blinded.hex(), evaluated.hex(), output.hex()) == VECTORS[message]


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=20), st.binary(min_size=1, max_size=40))
def test_another_implementation_computes_the_same(seed: bytes, info: bytes, message: bytes) -> None:
    """curve25519-dalek knows the verifiable mode, which differs from ours by one byte of every hash."""
    context = b"OPRFV1-\x01-ristretto255-SHA512"
    key = suite.derived_key(seed, info, context)
    found = suite.finalized(message, suite.multiplied(suite.hashed_to_group(message, context), key))
    assert found == other_library.Evaluator.from_seed(seed, info).evaluate_known_input(message)


MESSAGES = st.binary(min_size=1, max_size=60)
SCALARS = st.integers(min_value=1, max_value=ORDER - 1).map(lambda n: n.to_bytes(32, "little"))


@settings(max_examples=50, deadline=None)
@given(MESSAGES, SCALARS, SCALARS, SCALARS)
def test_two_services_after_each_other_are_one_with_the_product_of_their_keys(
    message: bytes, blind: bytes, one: bytes, other: bytes
) -> None:
    evaluated = suite.multiplied(suite.multiplied(suite.blinded(message, blind), one), other)
    found = suite.multiplied(evaluated, suite.inverse(blind))
    assert found == suite.multiplied(suite.hashed_to_group(message), suite.product(one, other))


@settings(max_examples=50, deadline=None)
@given(MESSAGES, SCALARS, SCALARS, SCALARS, SCALARS)
def test_a_rotation_gives_what_the_new_keys_would_have_given(
    message: bytes, old_1: bytes, old_2: bytes, new_1: bytes, new_2: bytes
) -> None:
    element = suite.hashed_to_group(message)
    kept = suite.multiplied(suite.multiplied(element, old_1), old_2)
    for old, new in ((old_1, new_1), (old_2, new_2)):
        kept = suite.multiplied(kept, suite.product(new, suite.inverse(old)))
    assert kept == suite.multiplied(suite.multiplied(element, new_1), new_2)


@settings(max_examples=50, deadline=None)
@given(MESSAGES, SCALARS, SCALARS)
def test_the_same_identifier_is_another_element_for_each_blind(message: bytes, one: bytes, other: bytes) -> None:
    assert (suite.blinded(message, one) == suite.blinded(message, other)) is (one == other)


# RFC 9496, appendix A.3: encodings that are not of an element, one of each kind; and the identity, which hides nothing
NOT_ELEMENTS = {
    "not_reduced": "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "with_a_high_bit": "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "negative": "0100000000000000000000000000000000000000000000000000000000000000",
    "not_a_square": "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "negative_product": "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
    "y_is_0": "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "identity": "00" * 32,
}


@pytest.mark.parametrize("kind", NOT_ELEMENTS)
def test_what_is_no_element_is_refused(kind: str) -> None:
    with pytest.raises(NotAnElement):
        suite.multiplied(bytes.fromhex(NOT_ELEMENTS[kind]), bytes.fromhex(KEY))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_what_is_not_32_bytes_is_refused(length: int) -> None:
    with pytest.raises(NotAnElement):
        suite.multiplied(bytes(length), bytes.fromhex(KEY))


def test_a_key_that_would_make_all_the_same_is_refused() -> None:
    with pytest.raises(NotAnElement):
        suite.multiplied(suite.hashed_to_group(b"x"), bytes(32))
