"""A delivery with pseudonyms is taken in under ids that stay; its tokens are never kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ketenmonitor.definition import read_definition
from ketenmonitor.errors import StorageError
from ketenmonitor.intake import receive, refusals, retry, standing, waiting
from ketenmonitor.keys import make_key
from ketenmonitor.store import Home, Vault, ledger, look, open_home, open_view
from tests.chain import NOW, deliver, figures, instant, n_events, received
from tests.pseudonymous import (
    AT,
    PHRASE,
    WITH_OIN,
    Source,
    add_pseudonyms,
    ids_of,
    pseudonymised,
    receiving_home,
    told,
)
from tests.unit.intake.seen import on
from tests.unit.publishing.homes import adopted

EVENTS = [("a", "aangifte", on(2), "NL:bsn:111"), ("b", "aangifte", on(3), "NL:bsn:222")]


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Home, Source]:
    return receiving_home(tmp_path, monkeypatch)


def objects_of(home: Home, chain: str = "proef") -> dict[str, str]:
    """The object of each event."""
    view = open_view(home, chain)
    return {row["event_id"]: row["object_id"] for row in view.engine.run(view.events).to_pylist()}


def elements_in(home: Home) -> int:
    kept = look(home.path / "chains" / "proef" / "vault")
    return kept[1] if kept else 0


def test_an_identifier_has_the_same_id_in_every_delivery(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    assert received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS)).status == "accepted"
    more = [("c", "inzending", on(4), "NL:bsn:222"), ("d", "aangifte", on(4), "NL:bsn:333")]
    assert received(home, pseudonymised(tmp_path, source, "d2", events=more, follows="d1")).status == "accepted"
    found = objects_of(home)
    assert found["b"] == found["c"]
    assert len(set(found.values())) == 3
    assert all(re.fullmatch("[0-9a-f]{20}", one) for one in found.values())
    assert elements_in(home) == 3


def test_links_and_objects_get_the_same_ids_as_events(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    objects = [{"object_type": "melding", "object_id": "NL:bsn:111", "eenheid": "Noord"}]
    assert received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS, objects=objects)).status == "accepted"
    link = {
        "from_type": "melding",
        "from_id": "NL:bsn:111",
        "to_type": "strafzaak",
        "to_id": "NL:zaak:9",
        "time": on(5),
    }
    cases = [("o", "besluit", on(6), "NL:zaak:9")]
    om = replace(source, sub="00000099000000000009")
    assert received(home, pseudonymised(tmp_path, om, "o1", "om", events=cases, links=[link])).status == "accepted"
    view = open_view(home, "proef")
    (pair,) = view.engine.run(view.links).to_pylist()
    found = objects_of(home)
    assert (pair["from_id"], pair["to_id"]) == (found["a"], found["o"])
    assert {row["object_id"] for row in view.engine.run(view.objects).to_pylist()} == {found["a"]}
    (record,) = figures(home, "lead-time", "keten")
    assert record["completed"] == 1


def test_batches_may_come_in_any_order_and_hold_an_identifier_twice(
    tmp_path: Path, filled: tuple[Home, Source]
) -> None:
    home, source = filled
    rows = replace(source, size=2).rows(["NL:bsn:111", "NL:bsn:222", "NL:bsn:333", "NL:bsn:111", "NL:bsn:444"])
    events = [(f"e{n}", "aangifte", on(2 + n), f"t{n}") for n in range(5)]
    place = deliver(tmp_path, events=events)
    add_pseudonyms(place, reversed(rows))
    assert received(home, place).status == "accepted"
    found = objects_of(home)
    assert found["e0"] == found["e3"]
    assert [found[f"e{n}"] for n in (0, 1, 2, 4)] == ids_of(home, [f"NL:bsn:{n}" for n in (111, 222, 333, 444)])


def test_rows_are_judged_by_ids_and_not_by_tokens(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    """Two tokens of one identifier: the rows contradict each other as if it had been written twice."""
    home, source = filled
    rows = source.rows(["NL:bsn:111", "NL:bsn:111"])
    objects = [
        {"object_type": "melding", "object_id": f"t{n}", "eenheid": unit} for n, unit in enumerate(("Noord", "Zuid"))
    ]
    place = deliver(tmp_path, objects=objects)
    add_pseudonyms(place, rows)
    outcome = received(home, place)
    assert (outcome.status, outcome.findings) == ("accepted", {"contradicts-earlier-row": 1})


def test_a_delivery_without_pseudonyms_is_as_before(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, _ = filled
    assert received(home, deliver(tmp_path, events=[("a", "aangifte", on(2), "m1")])).status == "accepted"
    assert objects_of(home) == {"a": "m1"}
    assert elements_in(home) == 0


def test_received_again_it_is_known_and_nothing_changes(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    place = pseudonymised(tmp_path, source, events=EVENTS)
    assert received(home, place).status == "accepted"
    before = objects_of(home), elements_in(home)
    again = received(home, place, "2026-01-01T00:00:00+01:00")  # long after its envelopes may be opened
    assert again.status == "known"
    assert (objects_of(home), elements_in(home)) == before


def test_a_full_delivery_replaces_rows_and_keeps_ids(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS))
    before = objects_of(home)
    full = pseudonymised(
        tmp_path, source, "d2", events=[*EVENTS[:1], ("c", "aangifte", on(4), "NL:bsn:333")], kind="full"
    )
    assert received(home, full).status == "accepted"
    after = objects_of(home)
    assert (after["a"], set(after)) == (before["a"], {"a", "c"})


def test_two_purposes_never_share_an_id(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    other = tmp_path / "other.toml"
    other.write_text(WITH_OIN.replace('id = "proef"', 'id = "ander"'), encoding="utf-8")
    home.add_definition(other, read_definition(other), 0)
    told(home, f'[pseudonyms.ander]\nrecipient = "{source.aud}"\npurpose = "iets-anders"\nperiod = "2025"\n')
    assert received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS)).status == "accepted"
    elsewhere = replace(source, purpose="iets-anders")
    assert received(home, pseudonymised(tmp_path, elsewhere, "d2", events=EVENTS, chain="ander")).status == "accepted"
    assert not set(objects_of(home).values()) & set(objects_of(home, "ander").values())


def test_a_row_set_apart_has_its_id_and_can_be_offered_again(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    events = [*EVENTS, ("c", "vondst", on(4), "NL:bsn:111")]
    assert received(home, pseudonymised(tmp_path, source, events=events)).findings == {"unknown-activity": 1}
    assert len(waiting(home)) == 1
    newer = WITH_OIN.replace(
        "[activities.inzending]", '[activities.vondst]\npartner = "politie"\nobject = "melding"\n[activities.inzending]'
    )
    adopted(home, tmp_path, newer, "2024-03-01")
    assert [outcome.status for outcome in retry(home, instant(NOW))] == ["accepted"]
    found = objects_of(home)
    assert found["c"] == found["a"]


def test_what_was_refused_is_opened_later_by_the_time_at_which_it_first_came(
    tmp_path: Path, filled: tuple[Home, Source]
) -> None:
    home, source = filled
    place = pseudonymised(tmp_path, replace(source, exp=AT + 60), events=EVENTS, definition_version="2")
    assert received(home, place).codes == ("not-adopted",)
    adopted(home, tmp_path, WITH_OIN, "2024-03-01")
    assert [outcome.status for outcome in retry(home, instant("2025-06-01T00:00:00+02:00"))] == ["accepted"]
    assert len(objects_of(home)) == 2
    assert refusals(home) == ()


def test_what_waited_is_judged_by_when_it_arrived(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    place = pseudonymised(tmp_path, replace(source, exp=AT + 60), events=EVENTS)
    assert receive(home, place, instant("2025-06-01T00:00:00+02:00"), arrived_us=instant(NOW)).status == "accepted"


def test_what_was_too_old_when_it_first_came_stays_refused(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    place = pseudonymised(tmp_path, replace(source, exp=AT - 1), events=EVENTS)
    assert received(home, place).codes == ("expired",)
    assert [outcome.codes for outcome in retry(home, instant(NOW))] == [("expired",)]
    assert elements_in(home) == 0


def test_a_crash_after_the_vault_and_before_the_ledger_gives_the_same_ids(
    tmp_path: Path, filled: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, source = filled
    place = pseudonymised(tmp_path, source, events=EVENTS)
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            received(home, place)
    assert n_events(home) == 0
    before = ids_of(home, ["NL:bsn:111", "NL:bsn:222"])
    assert received(home, place).status == "accepted"
    assert list(objects_of(home).values()) == before


def test_a_crash_within_the_vault_leaves_nothing(
    tmp_path: Path, filled: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, source = filled
    place = pseudonymised(tmp_path, replace(source, size=1), events=EVENTS)
    ids, asked = Vault.ids, list[Sequence[bytes]]()

    def stopping(self: Vault, elements: Sequence[bytes]) -> list[str]:
        asked.append(elements)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return ids(self, elements)

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "ids", stopping)
        with pytest.raises(KeyboardInterrupt):
            received(home, place)
    assert elements_in(home) == 0
    assert received(home, place).status == "accepted"
    assert elements_in(home) == 2


def test_after_a_crash_the_mended_delivery_may_use_the_same_envelopes(
    tmp_path: Path, filled: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, source = filled
    rows = source.rows([who for *_, who in EVENTS])
    with monkeypatch.context() as patch:
        patch.setattr(ledger, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            received(home, pseudonymised(tmp_path, source, "d1", rows=rows, events=EVENTS))
    assert received(home, pseudonymised(tmp_path, source, "d2", rows=rows, events=EVENTS)).status == "accepted"


class TestWithoutPassphrase:
    @pytest.fixture
    def locked(
        self, tmp_path: Path, filled: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
    ) -> tuple[Home, Source]:
        home, source = filled
        assert received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS)).status == "accepted"
        monkeypatch.delenv("KETENMONITOR_PASSPHRASE")
        return home, source

    def test_a_delivery_waits_until_it_is_there(
        self, tmp_path: Path, locked: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home, source = locked
        place = pseudonymised(tmp_path, source, "d2", events=[("c", "aangifte", on(4), "NL:bsn:111")], follows="d1")
        with pytest.raises(StorageError, match=r"nothing was taken in.*KETENMONITOR_PASSPHRASE_FILE"):
            received(home, place)
        assert refusals(home) == ()
        monkeypatch.setenv("KETENMONITOR_PASSPHRASE", "een heel andere zin dan die")
        with pytest.raises(StorageError, match="does not open"):
            received(home, place)
        monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
        assert received(home, place).status == "accepted"

    def test_all_else_goes_on(self, tmp_path: Path, locked: tuple[Home, Source]) -> None:
        home, _ = locked
        assert len(figures(home, "lead-time", "keten")) == 1
        assert standing(home, "proef").identifiers == 2
        assert (
            received(home, deliver(tmp_path, "o1", "om", events=[("x", "besluit", on(5), "s1")])).status == "accepted"
        )

    def test_one_that_was_refused_does_not_stop_the_others(
        self, tmp_path: Path, locked: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home, source = locked
        monkeypatch.setenv("KETENMONITOR_PASSPHRASE", PHRASE)
        wrong = {"definition_version": "2", "follows": None}
        received(home, pseudonymised(tmp_path, source, "d2", events=EVENTS, **wrong))
        received(home, deliver(tmp_path, "o1", "om", events=[("x", "besluit", on(5), "s1")], **wrong))
        monkeypatch.delenv("KETENMONITOR_PASSPHRASE")
        adopted(home, tmp_path, WITH_OIN, "2024-03-01")
        outcomes = retry(home, instant(NOW))
        assert [outcome.status for outcome in outcomes] == ["refused", "accepted"]
        assert "KETENMONITOR_PASSPHRASE" in outcomes[0].reasons[0]
        assert len(refusals(home)) == 1


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        ("keys/vault.key", "this key is missing"),
        ("keys/receiving.key", "this key is missing"),
        ("chains/proef/vault", "the vault of this chain is gone"),
    ],
)
def test_what_is_lost_is_never_made_anew(tmp_path: Path, filled: tuple[Home, Source], lost: str, sentence: str) -> None:
    home, source = filled
    received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS))
    place = home.path / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    with pytest.raises(StorageError, match=sentence):
        received(home, pseudonymised(tmp_path, source, "d2", events=EVENTS, follows="d1"))
    assert not place.exists()


def test_an_older_vault_is_found(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    """With one of before the last delivery, who came in by that delivery would be somebody else from now on."""
    home, source = filled
    vault = home.path / "chains/proef/vault"
    received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS[:1]))
    shutil.copytree(vault, tmp_path / "backup")
    received(home, pseudonymised(tmp_path, source, "d2", events=EVENTS[1:], follows="d1"))
    shutil.rmtree(vault)
    shutil.copytree(tmp_path / "backup", vault)
    with pytest.raises(StorageError, match="older than what was taken in"):
        received(home, pseudonymised(tmp_path, source, "d3", events=EVENTS[1:], follows="d2"))


def test_a_delivery_without_identifiers_does_not_make_a_vault_look_old(
    tmp_path: Path, filled: tuple[Home, Source]
) -> None:
    home, source = filled
    received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS[:1]))
    assert received(home, pseudonymised(tmp_path, source, "d2", rows=[], events=[], follows="d1")).status == "accepted"
    again = pseudonymised(tmp_path, source, "d3", events=EVENTS[1:], follows="d2")
    assert received(home, again).status == "accepted"


def test_another_vault_key_is_found(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS))
    (home.path / "keys/vault.key").unlink()
    make_key(home.path / "keys/vault.key", "vault", PHRASE.encode())
    with pytest.raises(StorageError, match="not the key of this vault"):
        received(home, pseudonymised(tmp_path, source, "d2", events=EVENTS, follows="d1"))


@pytest.mark.parametrize(("old", "new"), [("ketenmonitor-proef", "ander-doel"), ("00000000001", "00000000007")])
def test_settings_of_another_purpose_or_recipient_than_the_vault_are_found(
    tmp_path: Path, filled: tuple[Home, Source], old: str, new: str
) -> None:
    home, source = filled
    received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS))
    settings = home.path / "monitor.toml"
    settings.write_text(settings.read_text().replace(old, new))
    with pytest.raises(StorageError, match="another recipient or purpose than the vault"):
        received(open_home(home.path), pseudonymised(tmp_path, source, "d2", events=EVENTS, follows="d1"))


def test_the_period_of_the_settings_is_only_the_one_to_begin_with(tmp_path: Path, filled: tuple[Home, Source]) -> None:
    home, source = filled
    received(home, pseudonymised(tmp_path, source, "d1", events=EVENTS))
    settings = home.path / "monitor.toml"
    settings.write_text(settings.read_text().replace('period = "2025"', 'period = "2031"'))
    home = open_home(home.path)
    assert standing(home, "proef").period == "2025"
    assert received(home, pseudonymised(tmp_path, source, "d2", events=EVENTS, follows="d1")).status == "accepted"
