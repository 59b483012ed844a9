"""What sending needs of a mapping, and what it lacks in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.source.addresses import read_addresses
from ketenmonitor.source.services import Road
from ketenmonitor.source.tls import Identity

WHOLE = """
[delivery]
state = "stand"
signing_key = "keys/sign.key"
[send]
url = "https://keten.example.nl"
certificate = "c.pem"
key = "c.key"
authorities = "ca.pem"
[pseudonyms]
services = ["https://een.example.nl", "https://twee.example.nl"]
"""


def written(folder: Path, text: str) -> Path:
    place = folder / "mapping.toml"
    place.write_text(text, encoding="utf-8")
    return place


def test_paths_are_beside_the_mapping(tmp_path: Path) -> None:
    found = read_addresses(written(tmp_path, WHOLE))
    identity = Identity(tmp_path / "c.pem", tmp_path / "c.key", tmp_path / "ca.pem")
    assert found.to_receive() == Road("https://keten.example.nl", identity)
    assert found.to_evaluate() == (Road("https://een.example.nl", identity), Road("https://twee.example.nl", identity))
    assert (found.state, found.signing_key) == (tmp_path / "stand", tmp_path / "keys/sign.key")


def test_key_services_may_know_us_by_another_certificate(tmp_path: Path) -> None:
    found = read_addresses(written(tmp_path, WHOLE + 'certificate = "p.pem"\ncertificate_key = "p.key"\n'))
    assert found.to_evaluate()[0].identity == Identity(tmp_path / "p.pem", tmp_path / "p.key", tmp_path / "ca.pem")
    assert found.to_receive().identity.certificate == tmp_path / "c.pem"


def test_each_service_has_its_own_contract(tmp_path: Path) -> None:
    found = read_addresses(written(tmp_path, WHOLE + 'grants = ["$1$a", "$1$b"]\n'))
    assert [road.grant for road in found.services] == ["$1$a", "$1$b"]


def test_what_is_not_said_is_asked_for_when_it_is_needed(tmp_path: Path) -> None:
    found = read_addresses(written(tmp_path, ""))
    assert (found.state, found.signing_key) == (tmp_path / "state", None)
    with pytest.raises(UsageError, match=r"\[send\] has no url"):
        found.to_receive()
    with pytest.raises(UsageError, match="not a list of two addresses"):
        found.to_evaluate()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[send", "not a mapping that can be read"),
        ("send = 1", "send is not a table"),
        ("[send]\nurl = 1", "url is not a text"),
        ("[pseudonyms]\nservices = 'x'", "not a list of texts"),
        (WHOLE + "grants = ['x']", "not one for each"),
    ],
    ids=["no_toml", "no_table", "no_text", "no_list", "too_few"],
)
def test_what_is_wrong_is_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        read_addresses(written(tmp_path, text))


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a mapping"):
        read_addresses(tmp_path / "none.toml")
