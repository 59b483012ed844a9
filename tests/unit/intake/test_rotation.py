"""A rotation changes the keys with which identifiers are known, and nothing else."""

from __future__ import annotations

import shutil
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ketenmonitor.cli import app
from ketenmonitor.disclosure import with_record_keys
from ketenmonitor.errors import ServiceError, UsageError
from ketenmonitor.intake import rotation, standing
from ketenmonitor.intake.rotation import rotate
from ketenmonitor.keys import Secret
from ketenmonitor.linking import Cases
from ketenmonitor.publishing import publish
from ketenmonitor.store import Home, open_home, open_view, publication_secrets
from tests.chain import instant, received
from tests.keyservices import Asked, key_services
from tests.pseudonymous import WITH_OIN, Source, element, ids_of, pseudonymised, receiving_home, told
from tests.unit.intake.seen import on, seen
from tests.unit.publishing.homes import GIVEN, LATER, publishing

OM = "00000099000000000009"
NEXT = "2026"


PEOPLE = [f"NL:bsn:{n:09d}" for n in range(30)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, Source]]:
    """A monitor with reports of the police and cases of the prosecution, linked by pseudonyms alone."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        home, source = receiving_home(folder, patch, publishing("stock", "lead-time", definition=WITH_OIN))
        publication_secrets(home.path, GIVEN)
        reported = [(f"a{n}", "aangifte", on(1 + n % 20), who) for n, who in enumerate(PEOPLE)]
        assert received(home, pseudonymised(folder, source, "p1", events=reported)).status == "accepted"
        assert received(home, prosecution(folder, replace(source, sub=OM), "o1", PEOPLE[:20])).status == "accepted"
        yield home, source


@pytest.fixture
def filled(tmp_path: Path, made: tuple[Home, Source]) -> tuple[Home, Source]:
    """A copy of it: filling takes longer than most tests."""
    shutil.copytree(made[0].path, tmp_path / "home")
    return open_home(tmp_path / "home"), made[1]


def prosecution(folder: Path, source: Source, delivery_id: str, people: list[str], **said: Any) -> Path:
    cases = [f"NL:parketnummer:{who[-9:]}" for who in people]
    events = [(f"{delivery_id}-{n}", "inschrijving", on(21), case) for n, case in enumerate(cases)]
    same = {"from_type": "melding", "to_type": "strafzaak", "time": on(21)}
    links = [{**same, "from_id": who, "to_id": case} for who, case in zip(people, cases, strict=True)]
    return pseudonymised(folder, source, delivery_id, "om", events=events, links=links, **said)


def released(home: Home, folder: Path) -> dict[str, bytes]:
    """Every file of a release of a copy of this home, by name: so that one home can be asked twice."""
    shutil.copytree(home.path, folder / "copy")
    publish(open_home(folder / "copy"), "proef", date(2025, 3, 1), folder / "out", instant(LATER))
    return {
        str(p.relative_to(folder / "out")): p.read_bytes() for p in sorted((folder / "out").rglob("*")) if p.is_file()
    }


def record_keys(home: Home) -> list[dict[str, Any]]:
    cases = with_record_keys(Cases(open_view(home, "proef")), b"s" * 32)
    assert cases.record_keys is not None
    # By identity: the number of an object means nothing outside one view.
    keys = cases.objects.inner_join(cases.record_keys, "object").select("object_type", "object_id", "record_key")
    return cases.view.engine.run(keys.order_by("object_type", "object_id")).to_pylist()


def test_figures_record_keys_and_a_whole_release_are_the_same_after_it(
    tmp_path: Path, filled: tuple[Home, Source]
) -> None:
    home, _ = filled
    before = seen(home), record_keys(home), released(home, tmp_path / "before")
    with key_services(Asked()) as urls:
        found = rotate(home, "proef", NEXT, urls)
    assert (found.before, found.after, found.identifiers, found.earlier) == ("2025", NEXT, 50, 0)
    assert standing(home, "proef").period == NEXT
    after = seen(home), record_keys(home), released(home, tmp_path / "after")
    assert len(before[2]) > 5
    assert before == after


def test_what_comes_in_the_new_period_is_linked_to_what_came_in_the_old(
    tmp_path: Path, filled: tuple[Home, Source]
) -> None:
    home, source = filled
    with key_services(Asked()) as urls:
        rotate(home, "proef", NEXT, urls)
    people = [f"NL:bsn:{n:09d}" for n in range(20, 31)]  # ten that are known, and one that is not
    late = prosecution(tmp_path, replace(source, sub=OM, period=NEXT), "o2", people, follows="o1")
    assert received(home, late).status == "accepted"
    view = open_view(home, "proef")
    events = view.engine.run(view.events).to_pylist()
    reported, linked = ({e["object_id"] for e in events if e["activity"] == a} for a in ("aangifte", "inschrijving"))
    pairs = {(e["from_id"], e["to_id"]) for e in view.engine.run(view.links).to_pylist()}
    assert len(pairs) == 31
    assert {b for _, b in pairs} == linked
    assert len({a for a, _ in pairs} - reported) == 1


def test_what_was_made_for_the_earlier_period_is_refused_with_what_to_do(
    tmp_path: Path, filled: tuple[Home, Source]
) -> None:
    home, source = filled
    with key_services(Asked()) as urls:
        rotate(home, "proef", NEXT, urls)
    late = pseudonymised(tmp_path, source, "p2", events=[("z", "aangifte", on(22), "NL:bsn:000000001")], follows="p1")
    outcome = received(home, late)
    assert outcome.codes == ("wrong-period",)
    assert "another period than 2026" in outcome.reasons[0]
    assert "ketenmonitor pseudonymise" in outcome.reasons[0]


def test_services_never_see_what_they_could_know_again(filled: tuple[Home, Source]) -> None:
    home, _ = filled
    asked = Asked()
    with key_services(asked) as urls:
        rotate(home, "proef", NEXT, urls)
        rotate(home, "proef", "2027", urls)
    assert [body["service"] for body in asked.bodies] == [0, 1, 0, 1]
    texts = [body["elements"] for body in asked.bodies]
    assert len(set(texts)) == 4
    known = [element(f"NL:bsn:{n:09d}", period) for n in range(30) for period in ("2025", NEXT, "2027")]
    sent = b"".join(map(b64decode, texts))
    assert not any(one in sent for one in known)


def test_what_comes_in_while_it_is_at_work_is_turned_too(
    tmp_path: Path, filled: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, source = filled
    monkeypatch.setattr(rotation, "MOST", 11)
    late = pseudonymised(tmp_path, source, "p2", events=[("z", "aangifte", on(22), "NL:bsn:999999999")], follows="p1")
    statuses = []
    asked = Asked(meanwhile=lambda n: statuses.append(received(home, late).status) if n == 4 else None)
    before = ids_of(home, ["NL:bsn:000000003"])
    with key_services(asked) as urls:
        found = rotate(home, "proef", NEXT, urls)
    assert statuses == ["accepted"]
    assert found.identifiers == 51
    view = open_view(home, "proef")
    here = {e["event_id"]: e["object_id"] for e in view.engine.run(view.events).to_pylist()}
    assert ids_of(home, ["NL:bsn:999999999", "NL:bsn:000000003"]) == [here["z"], *before]


def untouched(home: Home, before: list[str]) -> None:
    """The vault is at the period at which it was, with the ids that it had."""
    assert standing(home, "proef").period == "2025"
    assert ids_of(home, PEOPLE) == before


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"status": 403}, "refuses to rotate: Niet toegestaan"),
        ({"answers": lambda elements: elements[32:]}, "did not answer with as many elements"),
        ({"answers": lambda elements: bytes(len(elements))}, "no element of the group"),
        ({"answers": lambda elements: b"\xff" * len(elements)}, "no element of the group"),
    ],
)
def test_a_service_that_does_not_do_it_changes_nothing(filled: tuple[Home, Source], wrong: Any, sentence: str) -> None:
    home, _ = filled
    before = ids_of(home, PEOPLE)
    with key_services(Asked(**wrong)) as urls, pytest.raises(ServiceError, match=sentence):
        rotate(home, "proef", NEXT, urls)
    untouched(home, before)
    with key_services(Asked()) as urls:
        assert rotate(home, "proef", NEXT, urls).identifiers == 50
    assert ids_of(home, PEOPLE) == before


def test_a_service_that_takes_another_key_halfway_is_found(
    filled: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = filled
    monkeypatch.setattr(rotation, "MOST", 21)
    before, asked = ids_of(home, PEOPLE), Asked()

    def other_key(n: int) -> None:
        if n == 3:  # the second service, at the second batch
            asked.masters[1] = Secret("evaluating", None, b"\x03" * 32)

    asked.meanwhile = other_key
    with (
        key_services(asked) as urls,
        pytest.raises(ServiceError, match="has another key than when this rotation began"),
    ):
        rotate(home, "proef", NEXT, urls)
    untouched(home, before)
    with key_services(Asked()) as urls:
        assert rotate(home, "proef", NEXT, urls).earlier == 20
    assert ids_of(home, PEOPLE) == before


def test_services_with_the_same_keys_in_both_periods_are_found(filled: tuple[Home, Source]) -> None:
    home, _ = filled
    before = ids_of(home, PEOPLE)
    with key_services(Asked(changes=False)) as urls, pytest.raises(ServiceError, match="the same keys in both periods"):
        rotate(home, "proef", NEXT, urls)
    untouched(home, before)


def test_another_period_than_was_begun_with_begins_anew(
    filled: tuple[Home, Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, _ = filled
    monkeypatch.setattr(rotation, "MOST", 21)
    before, asked = ids_of(home, PEOPLE), Asked()

    def out_of_order(n: int) -> None:
        asked.status = 500 if n == 4 else 200

    asked.meanwhile = out_of_order
    with key_services(asked) as urls:
        with pytest.raises(ServiceError, match="refuses to rotate"):
            rotate(home, "proef", NEXT, urls)
        assert rotate(home, "proef", "2027", urls).earlier == 0
    assert ids_of(home, PEOPLE) == before


def test_what_cannot_be_asked_is_said(filled: tuple[Home, Source]) -> None:
    home, _ = filled
    runner = CliRunner()
    with pytest.raises(UsageError, match="the addresses of both key services"):
        runner.invoke(app, ["rotate", str(home.path), "proef", "--to", NEXT], catch_exceptions=False)
    with key_services(Asked()) as urls:
        with pytest.raises(UsageError, match="at the period 2025 already"):
            rotate(home, "proef", "2025", urls)
        with pytest.raises(UsageError, match=r"without \|"):
            rotate(home, "proef", "a|b", urls)
        told(home, "")
        done = runner.invoke(app, ["rotate", str(home.path), "proef", "--to", NEXT, "--services", *urls])
    assert (done.exit_code, done.stdout) == (0, "proef: 50 identifiers went from 2025 to 2026.\n")


def test_a_vault_with_nothing_in_it_goes_to_the_new_period_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, source = receiving_home(tmp_path, monkeypatch)
    asked = Asked()
    with key_services(asked) as urls:
        assert rotate(home, "proef", NEXT, urls).identifiers == 0
    assert asked.bodies == []
    events = [("a", "aangifte", on(2), PEOPLE[0])]
    assert received(home, pseudonymised(tmp_path, source, "d1", events=events)).codes == ("wrong-period",)
    assert (
        received(home, pseudonymised(tmp_path, replace(source, period=NEXT), "d2", events=events)).status == "accepted"
    )
