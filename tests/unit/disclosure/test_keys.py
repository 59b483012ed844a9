"""Record keys: made from the secret and the object alone, so the same in every release."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import ibis
import pytest
from scipy import stats

from ketenmonitor.disclosure import with_record_keys
from ketenmonitor.disclosure.keys import record_key
from ketenmonitor.linking import Cases
from ketenmonitor.measures import Selection, measure
from ketenmonitor.store import Home, open_view
from tests.chain import deliver, home_of, received

SECRET = b"a secret of thirty-two bytes.....", b"another secret of thirty-two byte"
EVENTS = [
    (f"e{n}", "aangifte", f"2024-01-{n % 25 + 2:02}T10:00:00+01:00", f"m{n // 2 * 2}") for n in range(0, 60, 2)
]  # fmt: skip
LATER = {"delivered_from": "2024-02-01T00:00:00+01:00", "delivered_until": "2024-03-01T00:00:00+01:00"}


def independent(secret: bytes, text: bytes) -> int:
    """HMAC-SHA256 written out from RFC 2104; its first 32 bits."""
    block = (hashlib.sha256(secret).digest() if len(secret) > 64 else secret).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + text).digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).digest()
    return outer[0] << 24 | outer[1] << 16 | outer[2] << 8 | outer[3]


@pytest.mark.parametrize("secret", [*SECRET, b"", b"x" * 64, b"long" * 30])
@pytest.mark.parametrize("id", ["", "m1", "naïef|é", "1" * 300])
def test_a_key_is_the_head_of_an_hmac(secret: bytes, id: str) -> None:
    assert record_key(secret, "melding", id) == independent(secret, f"ckm-v1|melding|{id}".encode())


def test_keys_are_spread_evenly() -> None:
    keys = [record_key(SECRET[0], "melding", str(n)) for n in range(2**16)]
    for shift in (0, 8, 16, 24):
        found = [0] * 256
        for key in keys:
            found[key >> shift & 255] += 1
        assert stats.chisquare(found).pvalue > 1e-4


def keys_of(home: Home, secret: bytes = SECRET[0]) -> dict[tuple[str, str], int]:
    cases = with_record_keys(Cases(open_view(home, "proef")), secret)
    assert cases.record_keys is not None
    named = cases.record_keys.inner_join(cases.objects, "object").select("object_type", "object_id", "record_key")
    return {(r["object_type"], r["object_id"]): r["record_key"] for r in cases.view.engine.run(named).to_pylist()}


def filled(folder: Path, parts: list[list[tuple[str, ...]]]) -> Home:
    home = home_of(folder)
    for n, part in enumerate(parts):
        follows = {"follows": f"d{n - 1}", "kind": "increment", **LATER} if n else {}
        assert received(home, deliver(folder, f"d{n}", events=part, **follows)).status == "accepted"
    return home


def test_an_object_keeps_its_key_whatever_the_order_and_whatever_comes_later(tmp_path: Path) -> None:
    shuffled = random.Random(1).sample(EVENTS, len(EVENTS))
    first = keys_of(filled(tmp_path / "one", [EVENTS]))
    other = keys_of(filled(tmp_path / "other", [shuffled]))
    more = [
        ("z1", "aangifte", "2024-02-05T10:00:00+01:00", "new"),
        ("z2", "inzending", "2024-02-06T10:00:00+01:00", "m2"),
    ]
    later = keys_of(filled(tmp_path / "later", [EVENTS, more]))
    assert first == other
    assert len(first) == len({object_id for *_, object_id in EVENTS})
    assert {name: key for name, key in later.items() if name in first} == first
    assert set(later) - set(first) == {("melding", "new")}
    assert all(key == independent(SECRET[0], f"ckm-v1|{t}|{i}".encode()) for (t, i), key in later.items())


def test_the_cells_of_the_past_stay_when_more_is_delivered(tmp_path: Path) -> None:
    """The noise of January must not change in March, or the mean of many releases would be the truth."""
    more = [("z1", "aangifte", "2024-02-05T10:00:00+01:00", "new")]
    cells = []
    for name, parts in (("one", [EVENTS]), ("later", [EVENTS, more])):
        cases = with_record_keys(Cases(open_view(filled(tmp_path / name, parts), "proef")), SECRET[0])
        records = measure(cases, "stock", "politie", Selection(period="month")).records
        cells += [record["cells"]["stock"] for record in records if record["period"] == "2024-01"]
    assert cells[0] == cells[1]
    assert cells[0][0] == len({object_id for *_, object_id in EVENTS})


def test_keys_go_by_the_objects_of_the_same_cases(tmp_path: Path) -> None:
    """Numbered anew, objects may get each other's numbers, and so each other's keys: another noise each time."""
    for cases in (
        Cases(open_view(filled(tmp_path / "a", [EVENTS]), "proef")),
        Cases(open_view(filled(tmp_path / "b", [EVENTS]), "proef"), {}),
    ):
        assert with_record_keys(cases, SECRET[0]).objects is cases.objects


def test_another_secret_gives_other_keys(tmp_path: Path) -> None:
    home = filled(tmp_path, [EVENTS])
    one, other = keys_of(home), keys_of(home, SECRET[1])
    assert not set(one.items()) & set(other.items())


def test_the_engine_never_sees_the_secret(tmp_path: Path) -> None:
    cases = with_record_keys(Cases(open_view(filled(tmp_path, [EVENTS]), "proef")), SECRET[0])
    seen = [repr(cases), repr(cases.record_keys), str(vars(cases))]
    seen += [str(ibis.to_sql(cases.record_keys, dialect="duckdb"))]
    asked = measure(cases, "stock", "politie", Selection(period="month"))
    seen += [repr(asked)]
    for form in (SECRET[0].decode(), SECRET[0].hex(), repr(SECRET[0])):
        assert not any(form in text for text in seen)
