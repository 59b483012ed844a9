"""With pseudonyms: what is destroyed leaves the vault too, and who comes again is known for one that may not come back."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest

from ketenmonitor.errors import ServiceError, StorageError, UsageError
from ketenmonitor.intake.recipient import key_of, vault_place
from ketenmonitor.intake.rotation import rotate
from ketenmonitor.keys import Secret
from ketenmonitor.retention import Policy, adopt
from ketenmonitor.store import Home, ids_in, open_vault, open_view
from tests.chain import received
from tests.keyservices import Asked, key_services
from tests.pseudonymous import Source, element, pseudonymised, receiving_home, told
from tests.searching import found_in
from tests.unit.retention.policies import AFTER_10, TABLE, applied, day

GOES, STAYS = "NL:bsn:000000012", "NL:bsn:000000024"
D = "vernietigd"  # the period of the key services for what was destroyed
ONLY_REPORTS = TABLE.replace('where = { eenheid = "Noord" }\nnot_happened = ["besluit"]', 'happened = ["inzending"]')


def reports(*people: str) -> list[tuple[str, str, str, str]]:
    found = [(f"a{n}", "aangifte", day(2 + n), who) for n, who in enumerate(people)]
    return found + [(f"s{n}", "inzending", day(9), who) for n, who in enumerate(people) if who == STAYS]


def test_a_pseudonym_that_was_destroyed_is_in_no_vault_and_does_not_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, source = receiving_home(tmp_path, monkeypatch)
    (tmp_path / "retention.toml").write_text(ONLY_REPORTS, encoding="utf-8")
    policy = adopt(home, "proef", tmp_path / "retention.toml")
    said = {"events": reports(GOES, STAYS)}
    assert received(home, pseudonymised(tmp_path, source, "p1", **said)).status == "accepted"
    view = open_view(home, "proef")
    ids = {row["event_id"]: row["object_id"] for row in view.engine.run(view.events).to_pylist()}
    gone, stays = ids["a0"], ids["a1"]
    assert found_in(home.path, [gone])
    applied(home, policy, AFTER_10)
    assert found_in(home.path, [gone]) == []
    assert [id for some in ids_in(vault_place(home, "proef")) for id in some] == [stays]
    # The same person again: another random id would be a stranger, and would stay.
    again = pseudonymised(tmp_path, source, "p2", kind="full", **said)
    outcome = received(home, again)
    assert (outcome.status, outcome.findings, outcome.counts) == ("accepted", {"destroyed-by-policy": 1}, {"events": 2})
    assert [id for some in ids_in(vault_place(home, "proef")) for id in some] == [stays], (
        "nothing of it is in the vault"
    )


def test_while_a_rotation_is_going_on_the_vault_is_left_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, source = receiving_home(tmp_path, monkeypatch)
    (tmp_path / "retention.toml").write_text(ONLY_REPORTS, encoding="utf-8")
    policy = adopt(home, "proef", tmp_path / "retention.toml")
    assert received(home, pseudonymised(tmp_path, source, "p1", events=reports(GOES, STAYS))).status == "accepted"
    with open_vault(vault_place(home, "proef"), key_of(home, "vault"), "proef") as vault:
        vault.turn_to("2026")
    with pytest.raises(StorageError, match="a rotation is going on"):
        applied(home, policy, AFTER_10)
    with open_vault(vault_place(home, "proef"), key_of(home, "vault"), "proef") as vault:
        vault.write_note("turned", "")
        vault._database.execute("DELETE FROM about WHERE name = 'next'")
    applied(home, policy, AFTER_10)
    assert len([id for some in ids_in(vault_place(home, "proef")) for id in some]) == 1


def with_services(
    folder: Path, monkeypatch: pytest.MonkeyPatch, urls: tuple[str, str], more: str = f'destroyed = "{D}"'
) -> tuple[Home, Source, Policy]:
    """A monitor that knows its key services, with one report that goes and one that stays."""
    home, source = receiving_home(folder, monkeypatch)
    told(home, f'services = ["{urls[0]}", "{urls[1]}"]\n{more}\n')
    (folder / "retention.toml").write_text(ONLY_REPORTS, encoding="utf-8")
    policy = adopt(home, "proef", folder / "retention.toml")
    assert received(home, pseudonymised(folder, source, "p1", events=reports(GOES, STAYS))).status == "accepted"
    return home, source, policy


def again(home: Home, folder: Path, source: Source, period: str) -> tuple[dict[str, int], dict[str, int]]:
    """A full delivery made in a period, with both: the findings and the counts."""
    late = pseudonymised(folder, replace(source, period=period), f"f{period}", kind="full", events=reports(GOES, STAYS))
    outcome = received(home, late)
    assert outcome.status == "accepted"
    return dict(outcome.findings), dict(outcome.counts)


def test_who_was_destroyed_does_not_come_back_after_rotations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked()
    with key_services(asked) as urls:
        home, source, policy = with_services(tmp_path, monkeypatch, urls)
        applied(home, policy, AFTER_10)
        for period in ("2026", "2027"):
            rotated = rotate(home, "proef", period)
            assert (rotated.identifiers, rotated.lost) == (1, 0)
            assert again(home, tmp_path, source, period) == ({"destroyed-by-policy": 1}, {"events": 2})
    assert len([id for some in ids_in(vault_place(home, "proef")) for id in some]) == 1
    periods = ["2025", "2026", "2027"]
    texts = [element(who, period).hex() for who in (GOES, STAYS) for period in periods]
    assert found_in(home.path, texts) == [], "no pseudonym is in any file, before or after"
    sent = b"".join(b64decode(body["elements"]) for body in asked.bodies)
    assert not any(bytes.fromhex(text) in sent for text in texts), "and no service saw one"
    # What is kept is of no use without the key of the second service for that period alone.
    assert {(body["service"], body["from"], body["to"]) for body in asked.bodies} == {
        (1, "2025", D), (0, "2025", "2026"), (1, "2025", "2026"), (1, D, "2026"), (1, "2026", D), (0, "2026", "2027"), (1, "2026", "2027"),
        (1, D, "2027"), (1, "2027", D),
    }  # fmt: skip


def test_where_nothing_was_kept_a_rotation_says_how_many_it_loses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with key_services(Asked()) as urls:
        home, source, policy = with_services(tmp_path, monkeypatch, urls, more="")
        applied(home, policy, AFTER_10)
        assert rotate(home, "proef", "2026").lost == 1
    assert again(home, tmp_path, source, "2026") == ({}, {"events": 3})
    assert applied(home, policy, "2040-01-01T00:00:00+01:00").moves == {"vernietigd": 1}, "its rule takes it again"


def test_without_its_service_what_must_go_is_gone_and_the_rest_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(status=403)
    with key_services(asked) as urls:
        home, source, policy = with_services(tmp_path, monkeypatch, urls)
        with pytest.raises(ServiceError, match="refuses to rotate"):
            applied(home, policy, AFTER_10)
        view = open_view(home, "proef")
        assert view.engine.run(view.events.count().as_table())[0][0].as_py() == 2, "only what stays is in the tables"
        assert again(home, tmp_path, source, "2025")[0] == {"destroyed-by-policy": 1}
        asked.status = 200
        applied(home, policy, AFTER_10)
        rotate(home, "proef", "2026")
        assert again(home, tmp_path, source, "2026")[0] == {"destroyed-by-policy": 1}


def test_a_service_with_another_key_for_what_was_destroyed_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked()
    with key_services(asked) as urls:
        home, source, policy = with_services(tmp_path, monkeypatch, urls)
        applied(home, policy, AFTER_10)
        right = asked.masters[1]

        def other_key(n: int) -> None:  # after the one question of a destruction, and the two about what is still here
            asked.masters[1] = Secret("evaluating", None, b"\x03" * 32) if n == 4 else right

        asked.meanwhile = other_key
        with pytest.raises(ServiceError, match="has another key than when this rotation began"):
            rotate(home, "proef", "2026")
        asked.meanwhile = lambda n: None
        asked.masters[1] = right
        rotate(home, "proef", "2026")
        assert again(home, tmp_path, source, "2026")[0] == {"destroyed-by-policy": 1}


def test_what_is_missing_is_said_before_anything_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with key_services(Asked()) as urls:
        home, _, policy = with_services(tmp_path, monkeypatch, urls)
        settings = (home.path / "monitor.toml").read_text(encoding="utf-8")
        told_wrong = settings.replace(f'services = ["{urls[0]}", "{urls[1]}"]', "")
        (home.path / "monitor.toml").write_text(told_wrong, encoding="utf-8")
        before = sorted(place.name for place in home.chain_path("proef").iterdir())
        with pytest.raises(UsageError, match="both key services are asked"):
            applied(home, policy, AFTER_10)
        (home.path / "monitor.toml").write_text(settings, encoding="utf-8")
        monkeypatch.delenv("KETENMONITOR_PASSPHRASE")
        with pytest.raises(StorageError, match="cannot be opened now"):
            applied(home, policy, AFTER_10)
        assert sorted(place.name for place in home.chain_path("proef").iterdir()) == before
