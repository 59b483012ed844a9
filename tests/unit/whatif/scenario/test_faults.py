"""Every fault that can be told of a scenario without figures: at its line, with its words, whatever else is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenmonitor.definition import Definition, Fault, definition_from_text
from ketenmonitor.errors import ScenarioError
from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE
from ketenmonitor.whatif.scenario import faults_of_scenario, read_scenario, scenario_from_text
from ketenmonitor.whatif.scenario.schema import SAYS, SCHEMA
from ketenmonitor.whatif.scenario.wordings import WORDINGS
from tests.chain import DEFINITION
from tests.unit.whatif.scenario.scenarios import HEAD, SOUND, Planted, definition, scenario

PLANTED = [
    Planted("not-in-chain", '[[capacity]]\n!partner = "politi"\nplaces = 5\n', 'Did you mean "politie"?'),
    Planted("not-in-chain", '[[capacity]]\n!step = "vonnis"\nplaces = 5\n', 'activity "vonnis" is not in this chain'),
    Planted("one-of", "![[capacity]]\nplaces = 6\n", "none of partner, step is written"),
    Planted("one-of", '[[capacity]]\npartner = "cjib"\n!step = "eindvonnis"\nplaces = 6\n', "more than one (partner, step)"),
    Planted("one-of", '![[capacity]]\npartner = "cjib"\n', "none of places, per_cent, a_month"),
    Planted("one-of", '[[capacity]]\npartner = "cjib"\nplaces = 3\n!per_cent = 10\n', "exactly one"),
    Planted("zero-change", '[[capacity]]\npartner = "cjib"\n!places = 0\n', "a change of zero changes nothing"),
    Planted("out-of-range", '[[capacity]]\npartner = "cjib"\n!per_cent = -100.5\n', "between -100 and 1,000"),
    Planted("out-of-range", '[[capacity]]\npartner = "cjib"\n!per_cent = nan\n', "nan per cent is not between"),
    Planted("out-of-range", f'[[capacity]]\npartner = "cjib"\n!places = {10**400}\n', "a huge number places is not between"),
    Planted("wrong-type", '[[capacity]]\npartner = "cjib"\n!places = 2.5\n', "a whole number is wanted"),
    Planted("key-unknown", '[[capacity]]\npartner = "cjib"\nplaces = 7\n!form = 2026-05-01\n', 'Did you mean "from"?'),
    Planted("before-start", '[[capacity]]\npartner = "cjib"\nplaces = 8\n!from = 2025-12-31\n', "begin of the scenario, 2026-01-01"),
    Planted("after-end", '[[capacity]]\npartner = "cjib"\nplaces = 9\n!from = 2031-01-01\n', "end of the scenario, 2030-12-31"),
    Planted("after-end", '[[arrivals]]\nat = "verhoor"\nper_cent = 1\n!until = 2031-01-01\n', "a later `until`"),
    Planted("ends-before", '[[capacity]]\npartner = "cjib"\nplaces = 9\nfrom = 2026-06-01\n!until = 2026-05-31\n', "not before 2026-06-01"),
    Planted("year-out-of-range", '[[arrivals]]\nat = "inzending"\nper_cent = 1\n!from = 9999-12-31\n', "1970 and 2199"),
    Planted("wrong-type", '[[arrivals]]\nat = "inzending"\nper_cent = 2\n!from = "mei 2026"\n', "a date is wanted"),
    Planted("key-missing", '![[arrivals]]\nat = "inzending"\n', "per_cent = 10"),
    Planted("opposite", '[[capacity]]\nstep = "sepot_om"\nplaces = 2\n[[capacity]]\nstep = "sepot_om"\n!places = -1\n', "takes away what line"),
    Planted(
        "not-comparable",
        '[[capacity]]\nstep = "dagvaarding"\nplaces = 2\n[[capacity]]\nstep = "dagvaarding"\n!per_cent = 3\n', "Write both in places"),
    Planted("same-change", '[[arrivals]]\nat = "dagvaarding"\nper_cent = 2\n![[arrivals]]\nat = "dagvaarding"\nper_cent = 2\n', "Keep one"),
    Planted("opposite", '[[arrivals]]\nat = "sepot_om"\nper_cent = 2\n[[arrivals]]\nat = "sepot_om"\n!per_cent = -2\n', "for those days"),
    Planted(
        "closed-meanwhile",
        '[[closed]]\nstep = "inzending"\nfrom = 2026-06-01\nuntil = 2026-06-21\n'
        '![[capacity]]\nstep = "inzending"\nplaces = 1\nfrom = 2026-06-02\nuntil = 2026-06-21\n',
        "other places are of no use",
    ),
    Planted(
        "closed-twice",
        '[[closed]]\npartner = "om"\nfrom = 2026-06-01\nuntil = 2026-06-21\n'
        '![[closed]]\npartner = "om"\nfrom = 2026-06-21\nuntil = 2026-06-22\n',
        "it is closed already",
    ),
    Planted("key-missing", '![[closed]]\npartner = "cjib"\nfrom = 2026-06-01\n', '"until" is missing'),
    Planted("cannot-follow", '[[route]]\nstep = "aangifte"\n!to = "eindvonnis"\nshare = 0.1\n', "activity of melding, strafzaak"),
    Planted("to-itself", '[[route]]\nstep = "eindvonnis"\n!to = "eindvonnis"\nshare = 0.1\n', "come back to where it stands"),
    Planted("one-of", '[[route]]\nstep = "eindvonnis"\nto = "tenuitvoerlegging"\n!none = true\nshare = 0.1\n', "exactly one"),
    Planted("one-of", '![[route]]\nstep = "sepot_om"\nnone = false\nshare = 0.1\n', "none of to, none"),
    Planted("share-out-of-range", '[[route]]\nstep = "sepot_om"\nnone = true\n!share = 15\n', "Write 15 percent as 0.15"),
    Planted("out-of-range", '[[route]]\nstep = "sepot_om"\nnone = true\nshare = 0.1\n!days = -1\n', "between 0 and 3,650"),
    Planted(
        "shares-over-one",
        '[[route]]\nstep = "inschrijving"\nto = "sepot_om"\nshare = 0.6\nfrom = 2026-03-01\n'
        '[[route]]\nstep = "inschrijving"\nnone = true\n!share = 0.5\nfrom = 2027-03-01\n',
        "take 1.1 of its cases",
    ),
    Planted(
        "route-twice",
        '[[route]]\nstep = "dagvaarding"\nto = "eindvonnis"\nshare = 0.2\n'
        '![[route]]\nstep = "dagvaarding"\nto = "eindvonnis"\nshare = 0.1\n',
        "the shares of both",
    ),
    Planted("not-in-chain", '[[priority]]\nstep = "verhoor"\n!where = { leeftijd = true }\n', "Known: eenheid, minderjarig"),
    Planted("condition-value", '[[priority]]\nstep = "sepot_om"\n!where = { eenheid = "Utrecht" }\n', "Noord-Nederland"),
    Planted("condition-type", '[[priority]]\nstep = "dagvaarding"\n!where = { eenheid = 3 }\n', "is not a text"),
    Planted("one-condition", '[[priority]]\nstep = "inzending"\n!where = { eenheid = "Limburg", minderjarig = true }\n', "2 attributes are named"),
    Planted(
        "priority-twice",
        '[[priority]]\nstep = "aangifte"\nwhere = { eenheid = "Limburg" }\n'
        '![[priority]]\nstep = "aangifte"\nwhere = { eenheid = "Rotterdam" }\nfrom = 2027-01-01\n',
        "all values in their order",
    ),
    Planted("table-unknown", "![[capaciteit]]\n", 'Did you mean "capacity"?'),
]  # fmt: skip

# Of these tables a file has one, so that they are planted one at a time: what stands there, the code, the line, words.
ALONE = [
    (HEAD.replace('title = "', 'title = "\\u202e'), "not-printable", 2, "(U+202E)"),
    (HEAD + SOUND + "[assumptions]\n" + ".".join("a" * 3000) + " = 1\n", "syntax", 11, "nested too deeply"),
    (HEAD + "[assumptions]\nA1 = " + "9" * 400 + "\n", "out-of-range", 6, "a huge number is not between"),
    ("", "table-missing", 1, "Add [scenario]"),
    (HEAD, "nothing-asked", 1, "[[capacity]]"),
    ('[scenario]\nfrom = 2026-01-01\nuntil = 2030-12-31\n', "key-missing", 1, "title"),
    ('[scenario]\ntitle = "x"\nfrom = 2026-01-01\n', "key-missing", 1, "until"),
    ('[scenario]\ntitle = "x"\nfrom = 2026-01-01\nuntil = 2025-12-31\n', "ends-before", 4, "2026-01-01"),
    ('[scenario]\ntitle = "x"\nfrom = 2024-02-29\nuntil = 2034-03-01\n', "too-long", 4, "until 2034-02-28"),
    (HEAD + "replications = 1\n" + SOUND, "out-of-range", 5, "between 2 and 1,000"),
    (HEAD + "seed = -1\n" + SOUND, "out-of-range", 5, "between 0"),
    (HEAD + '[assumptions]\n"places.om" = "veel"\n', "wrong-type", 6, "a number is wanted"),
    (HEAD + "[assumptions]\nA1 = 1\ngrowth.aangifte = inf\n", "out-of-range", 7, "inf is not between"),
    (HEAD + '[search]\nlead_time = "kten"\nby = 2028-12-31\n', "not-in-chain", 6, 'Did you mean "keten"?'),
    (HEAD + '[search]\nlead_time = "keten"\nby = 2031-12-31\n', "after-end", 7, "2030-12-31"),
    (HEAD + '[search]\nlead_time = "keten"\nby = 2026-12-31\n', "by-too-early", 7, "from 2027-02-01 on"),
    (HEAD + '[search]\nlead_time = "keten"\nby = 2028-12-31\npartners = ["om", "gemeente"]\n', "not-in-chain", 8, "rechtspraak"),
    (
        HEAD + '[[priority]]\nstep = "verhoor"\nwhere = { minderjarig = true }\n'
        '[[priority]]\nstep = "aangifte"\nwhere = { eenheid = "Limburg" }\n',
        "another-attribute", 10, '"minderjarig" on line 7',
    ),
    (
        HEAD + '[[priority]]\nstep = "aangifte"\nwhere = { eenheid = "Limburg" }\n[search]\nlead_time = "jeugd"\nby = 2028-12-31\n',
        "another-attribute", 9, 'apart by "eenheid" on line 7',
    ),
    (HEAD + "[[closed]]\npartner = 'om'\nfrom = 2026-02-01\nuntil = 2026-02-02\n" * 201, "too-many", 805, "at most 200"),
]  # fmt: skip


def faults(folder: Path, text: str) -> tuple[Fault, ...]:
    place = folder / "scenario.toml"
    place.write_text(text, encoding="utf-8")
    return faults_of_scenario(place, definition())


@pytest.mark.parametrize("one", PLANTED, ids=[f"{one.code}-{number}" for number, one in enumerate(PLANTED)])
def test_a_fault_is_told_alone_at_its_line(tmp_path: Path, one: Planted) -> None:
    found = faults(tmp_path, HEAD + one.text)
    assert [(fault.code, fault.line) for fault in found] == [(one.code, 4 + one.line)], [str(f) for f in found]
    assert one.words in str(found[0])


@pytest.mark.parametrize(("text", "code", "line", "words"), ALONE, ids=[f"{one[1]}-{n}" for n, one in enumerate(ALONE)])
def test_a_fault_of_what_a_file_has_once_is_told(tmp_path: Path, text: str, code: str, line: int, words: str) -> None:
    found = faults(tmp_path, text if "[[" in text or text.startswith(HEAD) else text + SOUND)
    assert [(fault.code, fault.line) for fault in found] == [(code, line)], [str(f) for f in found]
    assert words in str(found[0])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(range(len(PLANTED))), unique=True, max_size=12))
def test_any_faults_together_are_all_told_each_at_its_line(
    tmp_path_factory: pytest.TempPathFactory, chosen: Sequence[int]
) -> None:
    text, expected = HEAD + SOUND, []
    for one in (PLANTED[number] for number in chosen):
        expected.append((text.count("\n") + one.line, one.code))
        text += one.text
    found = faults(tmp_path_factory.getbasetemp(), text)
    assert sorted((fault.line, fault.code) for fault in found) == sorted(expected)
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)


def test_every_code_of_a_scenario_alone_has_a_case() -> None:
    of_a_model = {
        "after-the-data", "never-stood", "never-began", "nothing-came", "nobody-works", "goes-already",
        "never-happened", "partner-without-steps", "nobody-waits", "several-steps",
        "less-than-a-place", "fewer-than-none", "days-missing", "told-apart-otherwise", "value-never-seen", "first-already",
        "assumption-unknown", "assumption-twice", "assumption-impossible", "assumption-same",
    }  # fmt: skip
    cases = {one.code for one in PLANTED} | {one[1] for one in ALONE}
    # No shipped chain has what these are about: see below.
    assert (
        WORDINGS.keys() - OF_EVERY_FILE.keys() - of_a_model - {"no-norm", "attribute-too-fine", "too-particular"}
        == cases - OF_EVERY_FILE.keys()
    )


def test_every_key_is_explained() -> None:
    assert {name: set(table.keys) for name, table in SCHEMA.items()} == {
        name: set(keys) for name, (_, keys) in SAYS.items()
    }


def test_a_file_that_is_not_there_or_is_no_toml_is_told(tmp_path: Path) -> None:
    assert [one.code for one in faults_of_scenario(tmp_path / "x.toml", definition())] == ["file-missing"]
    assert [(one.code, one.line) for one in faults(tmp_path, HEAD + SOUND + "[[arrivals]\n")] == [("syntax", 9)]


def test_reading_refuses_with_all_faults(tmp_path: Path) -> None:
    place = tmp_path / "s.toml"
    place.write_text(HEAD + PLANTED[0].text + PLANTED[6].text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"s\.toml:6: .*\n.*s\.toml:10: ") as raised:
        read_scenario(place, definition())
    assert len(raised.value.faults) == 2


def test_steps_of_the_same_sign_add_up_and_a_weeks_closing_of_what_was_widened_is_no_contradiction() -> None:
    read = scenario(
        SOUND,
        '[[capacity]]\nstep = "verhoor"\nplaces = 2\nfrom = 2026-09-01\n',
        '[[capacity]]\nstep = "verhoor"\nplaces = -3\nuntil = 2026-01-31\n',
        '[[closed]]\nstep = "verhoor"\nfrom = 2026-03-01\nuntil = 2026-03-07\n',
    )
    assert [one.places for one in read.capacity] == [4, 2, -3]
    assert (read.closed[0].until_day - read.closed[0].from_day).days == 7


def test_what_no_shipped_chain_has_is_told_as_well() -> None:
    norm = '[lead_times.los]\nfrom = ["aangifte"]\nto = ["besluit"]\n'
    two = (
        norm.replace("los", "twee")
        + 'where = { eenheid = "Noord", minderjarig = true }\nnorm = { days = 1, share = 0.5 }\n'
    )
    age = '[attributes.leeftijd]\ntype = "integer"\n'
    chain = definition_from_text(DEFINITION.replace("[stocks.", norm + two + age + "[stocks.", 1), "chain.toml")
    text = (
        HEAD
        + '[[priority]]\nstep = "aangifte"\nwhere = { leeftijd = 3 }\n[search]\nlead_time = "los"\nby = 2028-01-01\n'
    )
    assert told(text, chain) == [("attribute-too-fine", 7), ("no-norm", 9)]
    assert told(HEAD + '[search]\nlead_time = "twee"\nby = 2028-01-01\n', chain) == [("too-particular", 6)]


def told(text: str, chain: Definition) -> list[tuple[str, int]]:
    with pytest.raises(ScenarioError) as raised:
        scenario_from_text("s.toml", text.encode(), chain)
    return [(one.code, one.line) for one in raised.value.faults if isinstance(one, Fault)]
