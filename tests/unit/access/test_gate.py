"""The gate: what it writes of each question, and what it says to who is refused."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ketenmonitor
from ketenmonitor.access import Asker, fitting, in_force, permit, roles_of, shown, turned_away
from ketenmonitor.cli import app
from ketenmonitor.errors import PurposeError, UsageError
from ketenmonitor.logbook import Logbook
from ketenmonitor.store import Home, case_name
from tests.chain import instant
from tests.unit.access.worlds import (
    ACCOUNT,
    ACTIVITY,
    ELSEWHERE,
    FITS,
    OVER,
    PLANTED,
    ROLES,
    audited,
    put,
    register,
    signer,
    world,
)
from tests.unit.web.sites import visitor

NOW = instant("2024-06-01T00:00:00+02:00")
HANDLER = Asker("local:h", frozenset({"handler"}), through="web")
OIN = "00000099000000001000"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return world(tmp_path)


def plainly_logged(home: Home) -> list[dict[str, Any]]:
    """What a home without a register writes."""
    place = home.path / "log" / "internal.jsonl"
    return [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines()] if place.exists() else []


def test_what_was_decided_is_logged_with_the_policy_and_the_activity(home: Home) -> None:
    given = permit(
        home, replace(HANDLER, organisation=OIN), "case", "proef", FITS, NOW, case=f"{PLANTED}-m1",
        reason="een vraag van de officier", traceparent=f"00-{TRACE}-00f067aa0ba902b7-00",
    )  # fmt: skip
    found = in_force(home)
    assert found is not None
    assert (given.trace, given.activity, given.policy) == (TRACE, f"{ACTIVITY}{FITS}-handler", found.policy)
    (line,) = audited(home)
    assert line == {
        "trace_id": TRACE, "span_id": line["span_id"], "timestamp": NOW // 1000, "actor": "local:h", "roles": ["handler"],
        "organisation": OIN, "operation": "case", "result": "permitted", "chain": "proef", "purpose": FITS,
        "reason": "een vraag van de officier", "object": case_name(home, "proef", f"{PLANTED}-m1"), "activity": given.activity,
        "through": "web", "lines": {"decisions": 1, "processing": 1},
    }  # fmt: skip
    assert plainly_logged(home) == []  # one log of each question, and not two


@pytest.mark.parametrize(
    ("purpose", "code", "kept"),
    [
        (None, "purpose-missing", None),
        (OVER, "purpose-not-now", OVER),
        (ELSEWHERE, "purpose-does-not-fit", ELSEWHERE),
        (f"{PLANTED}-m1", "purpose-unknown", None),
    ],
)
def test_a_denial_is_logged_too_and_never_what_was_typed(
    home: Home, purpose: str | None, code: str, kept: str | None
) -> None:
    with pytest.raises(PurposeError) as refused:
        permit(home, HANDLER, "case", "proef", purpose, NOW, case=f"{PLANTED}-m1")
    (line,) = audited(home)
    assert (refused.value.code, line["refused"], line["result"], line.get("purpose")) == (code, code, "refused", kept)
    assert PLANTED not in f"{refused.value} {line}"
    assert "Open to you: toezicht, verslag." in str(refused.value)


def test_who_may_not_is_not_told_who_may(home: Home) -> None:
    with pytest.raises(PurposeError) as refused:
        permit(home, replace(HANDLER, roles=frozenset({"analyst"})), "case", "proef", FITS, NOW)
    assert refused.value.code == "not-permitted-to-you"
    assert "handler" not in str(refused.value)
    assert "No purpose is open to you for this." in str(refused.value)


def test_a_register_that_goes_back_permits_nothing_and_that_is_logged(home: Home) -> None:
    permit(home, HANDLER, "case", "proef", FITS, NOW)
    put(home, register(2))
    permit(home, HANDLER, "case", "proef", FITS, NOW)
    put(home, register(1))
    with pytest.raises(PurposeError, match="version 1, but version 2 was seen before"):
        permit(home, HANDLER, "case", "proef", FITS, NOW)
    assert [line.get("refused") for line in audited(home)] == [None, None, "register-not-in-force"]


def test_whose_data_are_shown_is_a_line_each_of_one_trace(home: Home) -> None:
    given = permit(home, HANDLER, "cases", "proef", FITS, NOW)
    shown(home, given, ["x1", "x2"])
    names = {case_name(home, "proef", one) for one in ("x1", "x2")}
    lines = [one["record"]["attributes"] for one in Logbook(home).query(trace=given.trace, logs=("processing",))]
    assert {one["dpl.core.data_subject_id"] for one in lines if "dpl.core.data_subject_id" in one} == names
    assert {line["trace_id"] for line in audited(home)} == {given.trace}


def test_whose_data_are_shown_is_a_line_each_without_a_register(tmp_path: Path) -> None:
    plain = world(tmp_path, purposes=False)
    shown(plain, permit(plain, HANDLER, "cases", "proef", None, NOW), ["x1", "x2"])
    names = [case_name(plain, "proef", one) for one in ("x1", "x2")]
    assert [line.get("case") for line in plainly_logged(plain)] == [None, *names]
    assert not (plain.path / "log" / "audit").exists()


def test_what_is_refused_for_another_reason_is_logged(home: Home) -> None:
    turned_away(home, HANDLER, "receive", "proef", NOW, "a delivery of others", {"delivery": "d7"})
    (line,) = audited(home)
    assert (line["refused"], line["selection"], line["operation"]) == (
        "a delivery of others",
        {"delivery": "d7"},
        "receive",
    )


def test_in_whose_name_and_what_was_asked_stand_in_the_logs(home: Home) -> None:
    asker = replace(HANDLER, roles=frozenset({"analyst"}), on_behalf_of=OIN)
    given = permit(home, asker, "measure", "proef", FITS, NOW, selection={"measure": "stock"})
    (line,) = audited(home)
    assert (line["on_behalf_of"], line["selection"]) == (OIN, {"measure": "stock"})
    (decided,) = Logbook(home).query(trace=given.trace, logs=("decisions",))
    request = decided["record"]["body"]["adl.core.request"]
    assert (request["subject"]["properties"]["on_behalf_of"], request["resource"]["properties"]) == (
        OIN,
        {"measure": "stock"},
    )


def test_accounts_have_the_roles_that_the_settings_give_them(home: Home) -> None:
    assert "handler" in roles_of(home, ACCOUNT)
    assert roles_of(home, "somebody-else") == frozenset()


def test_settings_that_are_not_right_are_a_refusal_that_is_logged(home: Home) -> None:
    place = home.path / "monitor.toml"
    place.write_text(place.read_text(encoding="utf-8").replace("signed_by", "believed"), encoding="utf-8")
    with pytest.raises(PurposeError, match=r"\[purposes\] is not right"):
        ran("conflicts", home.path, "proef", "--purpose", FITS)
    (line,) = audited(home)
    assert (line["refused"], line["result"]) == ("register-not-in-force", "refused")


def test_a_home_without_purposes_asks_for_none(tmp_path: Path) -> None:
    plain = world(tmp_path, purposes=False)
    given = permit(plain, HANDLER, "case", "proef", None, NOW)
    assert (in_force(plain), fitting(plain, HANDLER, NOW), given.policy, given.activity, given.trace) == (None,) * 5
    (line,) = plainly_logged(plain)
    assert set(line) == {"at", "user", "command", "chain", "through"}


def ran(*words: object) -> tuple[str, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout, result.stderr


def test_purposes_are_turned_on_once_by_a_command(tmp_path: Path) -> None:
    home = world(tmp_path, purposes=False)
    assert "No register of purposes: nobody is refused" in ran("status", home.path)[1]
    put(home, register())
    words = ("purposes", "setup", home.path, "--register", home.path / "purposes.toml", "--signed-by", signer().public)
    out, err = ran(*words, "--role", "analyst=jansen", "--role", "analyst=pietersen")
    assert f"Version 1: 4 purposes, {4 * len(ROLES)} for processing." in out
    assert "Operation iets-anders in this register is none" in err
    assert roles_of(home, "pietersen") == {"analyst"}
    assert "in force: version 1, 4 purposes" in ran("status", home.path)[1]
    with pytest.raises(UsageError, match="is there already"):
        ran(*words)


def test_a_register_that_permits_nothing_here_is_not_turned_on(tmp_path: Path) -> None:
    home = world(tmp_path, purposes=False)
    put(home, register().split("[[processing]]")[0])
    words = ("purposes", "setup", home.path, "--register", home.path / "purposes.toml", "--signed-by", signer().public)
    with pytest.raises(UsageError, match=r"no \[\[processing\]\]"):
        ran(*words)
    with pytest.raises(PurposeError, match="not among those that are believed"):
        ran(*words[:-1], "AAAA")
    assert in_force(home) is None


def token_of(text: str) -> str:
    return text.split('name="token" value="')[1].split('"')[0]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_visitor_chooses_once_a_session_in_both_languages(home: Home, prefix: str) -> None:
    client = visitor(home, "handler")
    refused = client.get(f"{prefix}/zaken/proef")
    assert (refused.status_code, PLANTED in refused.text) == (403, False)
    assert all(f'value="{name}"' in refused.text for name in (FITS, "verslag", ELSEWHERE))
    assert f'value="{OVER}"' not in refused.text
    form = {"token": token_of(refused.text), "to": f"{prefix}/zaken/proef"}
    assert client.post(f"{prefix}/doel", data={**form, "purpose": OVER}).status_code == 400
    assert client.post(f"{prefix}/doel", data={**form, "purpose": FITS, "token": "geraden"}).status_code == 403
    assert client.post(f"{prefix}/doel", data={**form, "purpose": FITS, "reason": "x" * 201}).status_code == 400
    chosen = client.post(f"{prefix}/doel", data={**form, "purpose": FITS, "reason": " een vraag\tvan de officier "})
    assert (chosen.status_code, chosen.headers["location"]) == (303, f"{prefix}/zaken/proef")
    page = client.get(f"{prefix}/zaken/proef")
    assert (page.status_code, PLANTED in page.text) == (200, True)
    assert ("Purpose: toezicht" if prefix else "Doel: toezicht") in page.text
    assert {(line.get("purpose"), line.get("reason")) for line in audited(home)[1:]} == {
        (FITS, "een vraag van de officier")
    }
    assert 'value="een vraag van de officier"' in client.get(f"{prefix}/doel").text
    client.post(f"{prefix}/doel", data={**form, "purpose": FITS})
    client.get(f"{prefix}/zaken/proef")
    assert "reason" not in audited(home)[-1]


def test_the_only_purpose_that_fits_is_filled_in(home: Home) -> None:
    begin, *others = register(2).split("[purposes.")
    ended = [one.replace("2099", "2020") for one in others if not one.startswith(FITS)]
    put(home, "[purposes.".join([begin, *(one for one in others if one.startswith(FITS)), *ended]))
    assert PLANTED in visitor(home, "handler").get("/zaken/proef").text
    assert audited(home)[-1]["purpose"] == FITS


def test_a_monitor_without_purposes_says_nothing_of_them(tmp_path: Path) -> None:
    plain = world(tmp_path, purposes=False)
    client = visitor(plain, "handler")
    assert "/doel" not in client.get("/zaken/proef").text
    assert client.get("/doel").status_code == 200


def test_only_the_gate_writes_who_asked() -> None:
    """In the whole house: what has data of cases cannot be logged past the gate by mistake."""
    root = Path(ketenmonitor.__file__).parent
    calls = {
        place.relative_to(root).parts[0]
        for place in root.rglob("*.py")
        for node in ast.walk(ast.parse(place.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and ast.unparse(node) == "internal.append")
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "Audit")
    }
    assert calls == {"access"}
