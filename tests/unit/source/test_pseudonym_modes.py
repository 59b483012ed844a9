"""Pseudonyms: keyed by one trusted party, or tokens with blinded identifiers for key services."""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwe import JWERegistry, decrypt_compact
from joserfc.jwk import OKPKey

from ketenmonitor.errors import StorageError, UsageError
from ketenmonitor.keys import Secret, Signer, is_signed_by, make_key, open_key
from ketenmonitor.pseudonyms import batches, suite
from ketenmonitor.source.pack import Packed, confirmed
from tests.chain import DEFINITION
from tests.unit.source.extract import OM, PHRASE, ROWS, mapping_of, packed, rows_of, write_rows

ALGORITHMS = ["ECDH-ES", "A256GCM"]
SOURCE, RECIPIENT = "00000099000000001000", "00000099000000002000"


def hmac_text(folder: Path, **said: str) -> str:
    told = {"key": "hash.key", "purpose": "doel", "recipient": RECIPIENT, "period": "2026", **said}
    lines = "\n".join(f'{name} = "{value}"' for name, value in told.items())
    return OM.replace('mode = "none"', f'mode = "hmac"\n{lines}')


def oprf_text(receiving: Secret, **said: str) -> str:
    told = {"purpose": "doel", "recipient": RECIPIENT, "period": "2026", "recipient_key": f"{receiving.public}", **said}
    lines = "\n".join(f'{name} = "{value}"' for name, value in told.items())
    text = OM.replace("contact = ", f'oin = "{SOURCE}"\ncontact = ')
    return text.replace('mode = "none"', f'mode = "oprf"\n{lines}')


def objects_of(made: Packed) -> list[str]:
    return [row["object_id"] for row in rows_of(made, "objects")]


def test_two_partners_with_the_same_key_get_pseudonyms_that_link(tmp_path: Path) -> None:
    """And for another purpose, recipient or period they do not."""
    make_key(tmp_path / "hash.key", "hashing", PHRASE.encode())
    key = (tmp_path / "hash.key").read_bytes()
    found = {}
    for name, rows, said in [
        ("one", ROWS, {}),
        (
            "two",
            [(nr, code, time, f" Z{zaak[1:]} ", melding, jeugd) for nr, code, time, zaak, melding, jeugd in ROWS],
            {},
        ),
        ("purpose", ROWS, {"purpose": "anders"}),
        ("recipient", ROWS, {"recipient": SOURCE}),
        ("period", ROWS, {"period": "2027"}),
    ]:
        folder = tmp_path / name
        write_rows(folder / "zaken.csv", rows)
        (folder / "hash.key").write_bytes(key)
        found[name] = objects_of(packed(mapping_of(folder, hmac_text(folder, **said))))
    assert found["one"] == found["two"]
    assert all(len(one) == 40 for one in found["one"])
    assert len({one for some in found.values() for one in some}) == 2 * 4


def test_the_pseudonym_is_that_of_the_key_services_room(tmp_path: Path) -> None:
    import hmac

    secret = make_key(tmp_path / "hash.key", "hashing", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS[:1])
    made = packed(mapping_of(tmp_path, hmac_text(tmp_path)))
    key = hmac.digest(secret.value, f"hmac|ketenmonitor|v1|{RECIPIENT}|doel|2026".encode(), "sha256")
    assert objects_of(made) == [hmac.digest(key, b"NL:strafzaak:Z1", "sha256")[:20].hex()]


def test_another_setting_of_pseudonyms_sends_everything_anew(tmp_path: Path) -> None:
    make_key(tmp_path / "hash.key", "hashing", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS)
    packed(mapping_of(tmp_path, hmac_text(tmp_path)), accepted=True)
    second = packed(mapping_of(tmp_path, hmac_text(tmp_path, period="2027")), now="2024-03-02T06:00:00+01:00")
    assert second.report.full_because == ["other-pseudonyms"]


def test_another_key_in_the_same_file_sends_everything_anew(tmp_path: Path) -> None:
    make_key(tmp_path / "hash.key", "hashing", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS)
    packed(mapping_of(tmp_path, hmac_text(tmp_path)), accepted=True)
    same = packed(mapping_of(tmp_path, hmac_text(tmp_path)), now="2024-03-02T06:00:00+01:00", accepted=True)
    assert same.report.full_because == []
    (tmp_path / "hash.key").unlink()
    make_key(tmp_path / "hash.key", "hashing", PHRASE.encode())
    other = packed(mapping_of(tmp_path, hmac_text(tmp_path)), now="2024-03-03T06:00:00+01:00")
    assert other.report.full_because == ["other-pseudonyms"]


def opened(receiving: Secret, text: str) -> tuple[dict[str, Any], list[bytes]]:
    x, d = (urlsafe_b64encode(v).rstrip(b"=").decode() for v in (b64decode(f"{receiving.public}"), receiving.value))
    key = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": x, "d": d})
    registry = JWERegistry(algorithms=ALGORITHMS, strict_check_header=False)
    found = decrypt_compact(text, key, registry=registry)
    assert found.plaintext is not None
    return dict(found.protected), [found.plaintext[i : i + 32] for i in range(0, len(found.plaintext), 32)]


def bare(blinded: Path, number: str, masked: list[bytes]) -> list[bytes]:
    """The elements of a batch without blinds, as the recipient would find them of services that multiply by 1."""
    seed, one = (blinded / f"{number}.seed").read_bytes(), (1).to_bytes(32, "little")
    elements = batches.evaluated((blinded / f"{number}.elements").read_bytes(), one, seed)
    found = batches.unblinded(elements, b"".join(masked))
    return [found[at : at + 32] for at in range(0, len(found), 32)]


def test_tokens_stand_for_identifiers_that_only_the_recipient_can_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ketenmonitor.source.pack.tokens.MOST", 3)
    monkeypatch.setattr(batches.blinded_batches, "__defaults__", (3,))
    receiving = make_key(tmp_path / "receiving.key", "receiving", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS)
    made = packed(mapping_of(tmp_path, oprf_text(receiving)))
    assert made.is_pending
    assert sorted(p.name for p in made.place.iterdir()) == [
        "blinded", "delivery.pending.json", "events.parquet", "links.parquet", "objects.parquet",
    ]  # fmt: skip
    assert [row["object_id"] for row in rows_of(made, "events")] == ["t0", "t0", "t1"]
    assert [(row["from_id"], row["to_id"]) for row in rows_of(made, "links")] == [("t2", "t0"), ("t3", "t1")]
    assert [row["object_id"] for row in rows_of(made, "objects")] == ["t0", "t1"]
    assert made.report.identifiers == 4
    texts = ["NL:strafzaak:Z1", "NL:strafzaak:Z2", "NL:melding:M1", "NL:melding:M2"]
    names = sorted(p.name for p in (made.place / "blinded").iterdir())
    assert names == [f"{n}.{of}" for n in ("0000", "0001") for of in ("blinds", "elements", "seed")]
    seen: set[bytes] = set()
    found: list[bytes] = []
    for number in ("0000", "0001"):
        elements = (made.place / "blinded" / f"{number}.elements").read_bytes()
        claims, blinds = opened(receiving, (made.place / "blinded" / f"{number}.blinds").read_text(encoding="utf-8"))
        assert (claims["typ"], claims["iss"], claims["aud"], claims["sub"]) == ("km-blinds", SOURCE, RECIPIENT, SOURCE)
        assert (claims["purpose"], claims["period"], claims["count"]) == ("doel", "2026", len(blinds))
        assert len(elements) == 32 * len(blinds)
        found += bare(made.place / "blinded", number, blinds)
        seen |= {*blinds, *(elements[at : at + 32] for at in range(0, len(elements), 32))}
    assert found == [suite.hashed_to_group(text.encode()) for text in texts]
    assert len(seen) == 8


def test_a_second_delivery_has_tokens_of_its_own_and_takes_links_back(tmp_path: Path) -> None:
    receiving = make_key(tmp_path / "receiving.key", "receiving", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS)
    mapping = mapping_of(tmp_path, oprf_text(receiving))
    packed(mapping, accepted=True)
    write_rows(tmp_path / "zaken.csv", [*ROWS[:2], (*ROWS[2][:4], "m3", "N")])
    second = packed(mapping, now="2024-03-02T06:00:00+01:00")
    found = [(row["from_id"], row["to_id"], row["withdrawn"]) for row in rows_of(second, "links")]
    assert found == [("t0", "t1", None), ("t2", "t1", "true")]
    _, blinds = opened(receiving, (second.place / "blinded" / "0000.blinds").read_text(encoding="utf-8"))
    assert bare(second.place / "blinded", "0000", blinds) == [
        suite.hashed_to_group(t) for t in (b"NL:melding:M3", b"NL:strafzaak:Z2", b"NL:melding:M2")
    ]


def test_the_gate_takes_no_delivery_that_is_not_finished(tmp_path: Path) -> None:
    from tests.chain import home_of, received

    receiving = make_key(tmp_path / "receiving.key", "receiving", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS)
    made = packed(mapping_of(tmp_path, oprf_text(receiving)))
    outcome = received(home_of(tmp_path / "monitor"), made.place)
    assert outcome.status == "refused"
    assert "delivery.json is missing" in outcome.reasons[0]


def test_a_zip_of_what_is_not_finished_is_not_made(tmp_path: Path) -> None:
    receiving = make_key(tmp_path / "receiving.key", "receiving", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS)
    with pytest.raises(UsageError, match="--zip: this delivery still needs its pseudonyms"):
        packed(mapping_of(tmp_path, oprf_text(receiving)), zipped=True)


# --- Signatures and zips ----------------------------------------------------------------------------------------------


def test_a_delivery_is_signed_by_the_key_of_the_mapping(tmp_path: Path) -> None:
    signing = make_key(tmp_path / "signing.key", "signing", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS)
    made = packed(mapping_of(tmp_path, OM.replace("contact =", 'signing_key = "signing.key"\ncontact =')))
    said = json.loads((made.place / "delivery.sig").read_text(encoding="utf-8"))
    manifest = (made.place / "delivery.json").read_bytes()
    assert (
        said["key"] == signing.public == Signer(open_key(tmp_path / "signing.key", "signing", PHRASE.encode())).public
    )
    assert is_signed_by(said["key"], manifest, said["signature"])
    assert not is_signed_by(said["key"], manifest + b" ", said["signature"])


def test_a_key_of_another_kind_does_not_sign(tmp_path: Path) -> None:
    make_key(tmp_path / "signing.key", "hashing", PHRASE.encode())
    write_rows(tmp_path / "zaken.csv", ROWS)
    with pytest.raises(StorageError, match="not of the kind signing"):
        packed(mapping_of(tmp_path, OM.replace("contact =", 'signing_key = "signing.key"\ncontact =')))


def test_the_same_delivery_is_the_same_zip(tmp_path: Path) -> None:
    from tests.chain import home_of, received

    make_key(tmp_path / "state" / "state.key", "vault", PHRASE.encode())
    key = (tmp_path / "state" / "state.key").read_bytes()
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "state").mkdir(parents=True)
        (folder / "state" / "state.key").write_bytes(key)
        write_rows(folder / "zaken.csv", ROWS)
        made.append(packed(mapping_of(folder), zipped=True))
    assert made[0].place.suffix == ".zip"
    assert made[0].place.read_bytes() == made[1].place.read_bytes()
    assert [p.name for p in made[0].place.parent.iterdir()] == [made[0].place.name]
    assert received(home_of(tmp_path / "monitor", DEFINITION), made[0].place).status == "accepted"
    confirmed(tmp_path / "one" / "state", made[0].delivery_id)
