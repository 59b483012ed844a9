"""With pseudonyms: what is destroyed leaves the vault too, and who comes again is known for one that may not come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.errors import StorageError
from ketenmonitor.intake.recipient import key_of, vault_place
from ketenmonitor.retention import adopt
from ketenmonitor.store import ids_in, open_vault, open_view
from tests.chain import received
from tests.pseudonymous import pseudonymised, receiving_home
from tests.searching import found_in
from tests.unit.retention.policies import AFTER_10, TABLE, applied, day

GOES, STAYS = "NL:bsn:000000012", "NL:bsn:000000024"
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
