"""Every fault of a table of retention at its line, with what would be right; the shipped examples have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenmonitor.definition import Fault, definition_from_text, read_definition, shipped_definition
from ketenmonitor.errors import DefinitionError, NotFoundError
from ketenmonitor.retention import adopt, faults_of_policy, policy_of, read_policy
from ketenmonitor.retention.schema import SCHEMA, WORDINGS
from tests.chain import DEFINITION, home_of
from tests.unit.retention.policies import TABLE

EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "retention").glob("*.toml"))

# What is changed in the sound table, the code, the line, and words of the message.
WRONG = [
    ('chain = "proef"', 'chain = "zeden"', "of-another-chain", 3, 'the chain is "proef"'),
    ('version = "1"\n', "", "key-missing", 2, "version"),
    ('set_apart = "P3Y"', 'set_apart = "3 jaar"', "duration-malformed", 5, "P5Y is five years"),
    ('then = "keep"', 'then = "bewaren"', "choice-unknown", 13, "remove, destroy, keep"),
    ('then = "keep"', 'then = "keep"\nperiod = "P1Y"', "period-not-wanted", 14, "period"),
    ('then = "keep"', 'then = "destroy"', "period-missing", 7, 'period = "P5Y"'),
    ('then = "remove"\nkept = "P5Y"', 'then = "remove"', "kept-missing", 15, 'kept = "P5Y"'),
    ('then = "remove"\nkept', 'then = "destroy"\nkept', "kept-not-wanted", 21, 'then = "remove"'),
    ("BWBR0014194", "de wet", "reference-malformed", 26, "JCI"),
    ('object = "melding"\narticle = "Wpg', 'object = "boete"\narticle = "Wpg', "not-in-chain", 16, "Known: melding"),
    ('["besluit"]\nthen', '["vonnis"]\nthen', "not-in-chain", 12, "Known: aangifte"),
    ('start = ["besluit"]', 'start = ["aangifte"]', "start-of-another", 27, "inschrijving, besluit"),
    ("eenheid =", "leeftijd =", "not-in-chain", 11, "Known: eenheid"),
    ('"Noord"', '"West"', "condition-value", 11, "Noord, Zuid"),
    ('"Noord"', "3", "condition-type", 11, "a text"),
    ('where = { eenheid = "Noord" }\nnot_happened = ["besluit"]\n', "", "never-reached", 13, 'rule "onopgelost" above it'),
    ("[rules.zaak]", "[regels.zaak]", "table-unknown", 23, "policy, rules"),
    ('counts_from = "last"', 'counts_from = "midden"', "choice-unknown", 28, "first, last"),
]  # fmt: skip


def faults(folder: Path, text: str) -> tuple[Fault, ...]:
    place = folder / "retention.toml"
    place.write_text(text, encoding="utf-8")
    return faults_of_policy(place, definition_from_text(DEFINITION))


def test_the_table_of_the_tests_is_sound(tmp_path: Path) -> None:
    assert faults(tmp_path, TABLE) == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "words"), WRONG, ids=[f"{w[2]}-{n}" for n, w in enumerate(WRONG)]
)
def test_a_fault_is_told_at_its_line(tmp_path: Path, old: str, new: str, code: str, line: int, words: str) -> None:
    assert old in TABLE
    found = faults(tmp_path, TABLE.replace(old, new, 1))
    assert [(fault.code, fault.line) for fault in found] == [(code, line)]
    assert words in str(found[0])


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = TABLE
    for old, new in (('then = "keep"', 'then = "bewaren"'), ("BWBR0014194", "de wet"), ('"Noord"', '"West"')):
        text = text.replace(old, new, 1)
    assert len(faults(tmp_path, text)) == 3


def test_every_own_code_has_a_case() -> None:
    from ketenmonitor.toml import WORDINGS as OF_EVERY_FILE

    own = WORDINGS.keys() - OF_EVERY_FILE.keys()
    assert own <= {case[2] for case in WRONG}
    assert set(SCHEMA) == {"policy", "rules"}


@pytest.mark.parametrize("place", EXAMPLES, ids=lambda place: place.stem)
def test_the_examples_are_sound_and_say_that_a_jurist_must_verify_them(place: Path) -> None:
    policy = read_policy(place, read_definition(shipped_definition(place.stem)))
    assert policy.rules
    assert policy.verified is None
    assert "jurist must verify" in " ".join(place.read_text(encoding="utf-8").split())


def test_both_examples_are_there() -> None:
    assert [place.stem for place in EXAMPLES] == ["verkeersboetes", "zeden"]


def test_only_a_sound_table_is_adopted_and_the_last_one_counts(tmp_path: Path) -> None:
    home, place = home_of(tmp_path), tmp_path / "retention.toml"
    with pytest.raises(NotFoundError, match="no table of retention was adopted"):
        policy_of(home, "proef")
    for number, text in enumerate((TABLE, TABLE.replace('version = "1"', 'version = "2"')), start=1):
        place.write_text(text, encoding="utf-8")
        adopt(home, "proef", place)
        assert policy_of(home, "proef").version == str(number)
    place.write_text(TABLE.replace('then = "keep"', 'then = "bewaren"'), encoding="utf-8")
    with pytest.raises(DefinitionError):
        adopt(home, "proef", place)
    assert policy_of(home, "proef").version == "2"
