"""Words, numbers and dates as people write them."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from string import Formatter

import pytest

from ketenmonitor.errors import UsageError
from ketenmonitor.wording.language import REASONS, language_of

NL, EN = language_of("nl"), language_of("en")
ROOMS = ("ketenmonitor.wording", "ketenmonitor.release", "ketenmonitor.release.formats")
TABLES = [tomllib.loads((files(room) / "templates" / "words.toml").read_text(encoding="utf-8")) for room in ROOMS]
WORDS = {name: texts for table in TABLES for name, texts in table.items()}


def test_numbers() -> None:
    assert NL.number(1234.5, 1) == "1.234,5"
    assert EN.number(1234.5, 1) == "1,234.5"
    assert NL.number(1234567) == "1.234.567"
    assert NL.number(0) == "0"


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (0.04, "0"), (8.25, "8,2"), (19.0, "19"), (99.94, "99,9"), (1415.9, "1.416")]
)
def test_days(value: float, text: str) -> None:
    assert NL.days(value) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0,0%"), (0.0529, "5,3%"), (1, "100,0%"), (1.0455, "104,6%")])
def test_ratios_may_be_over_all(value: float, text: str) -> None:
    assert NL.ratio(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0%"), (1, "100%"), (0.42208, "42,2%"), (0.0001, "0,0%"), (0.99998, "100,0%")]
)
def test_shares(value: float, text: str) -> None:
    assert NL.share(value) == text


def test_a_target_has_only_the_decimals_that_it_was_given() -> None:
    assert NL.target(0.8) == "80%"
    assert NL.target(0.95) == "95%"
    assert NL.target(0.975) == "97,5%"


def test_a_midnight_ends_the_day_before() -> None:
    assert NL.until("2026-01-01T00:00:00+01:00") == "tot en met 31 december 2025"
    assert NL.until("2026-03-01T00:00:00+01:00") == "tot en met 28 februari 2026"
    assert NL.until("2025-12-31T14:05:00+01:00") == "tot 31 december 2025, 14:05 uur"
    assert EN.until("2026-01-01T00:00:00+01:00") == "up to and including 31 December 2025"


def test_periods() -> None:
    assert [NL.period(p) for p in ("2025", "2025-Q3", "2025-08")] == ["2025", "3e kwartaal 2025", "augustus 2025"]
    assert [NL.short_period(p) for p in ("2025", "2025-Q3", "2025-08")] == ["2025", "2025 K3", "aug 2025"]
    assert EN.period("2025-Q3") == "quarter 3 of 2025"


def test_stretches_of_time() -> None:
    assert [NL.stretch(days) for days in (730, 365, 100, 1825)] == ["2 jaar", "1 jaar", "100 dagen", "5 jaar"]


def test_lists() -> None:
    assert NL.list_of(["a"]) == "a"
    assert NL.list_of(["a", "b"]) == "a en b"
    assert EN.list_of(["a", "b", "c"]) == "a, b and c"


def test_the_reason_of_the_field_itself_comes_first() -> None:
    record = {"notes": ["not-reached", "not-yet-known", "suppressed"], "suppressed": ["open"]}
    assert NL.missing(record, "open", "count") == "onderdrukt (kleine aantallen)"
    assert NL.missing(record, "p90_days", "time") == "niet bereikt"
    assert NL.missing(record, "within_norm", "share") == "nog niet bekend"
    assert NL.missing({"notes": [], "suppressed": []}, "open", "count") == "onbekend"


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="Languages are: nl, en"):
        language_of("fr")


@pytest.mark.parametrize("name", WORDS)
def test_both_languages_fill_in_the_same(name: str) -> None:
    assert set(WORDS[name]) == {"nl", "en"}
    slots = [{slot for _, slot, _, _ in Formatter().parse(WORDS[name][code]) if slot} for code in ("nl", "en")]
    assert slots[0] == slots[1]
    assert all(WORDS[name][code].strip() for code in ("nl", "en"))


def test_every_reason_has_words() -> None:
    for reasons in REASONS.values():
        assert set(reasons) <= set(WORDS)


def test_no_word_stands_in_two_tables() -> None:
    assert len(WORDS) == sum(len(table) for table in TABLES)


def test_every_word_that_the_code_names_is_in_a_table_and_the_other_way_round() -> None:
    paths = [
        path for room in (*ROOMS, "ketenmonitor.charts") for path in files(room).iterdir() if path.name.endswith(".py")
    ]
    sources = [path.read_text(encoding="utf-8") for path in paths]
    page = files("ketenmonitor.release") / "templates" / "page.html"
    code = "\n".join([*sources, page.read_text(encoding="utf-8")])
    for name in re.findall(r"\bsay\(\s*[\"']([^\"'{}]+)[\"']", code):
        assert name in WORDS, name
    plain = {name for pair in re.findall(r"\"([a-z0-9_-]+)\"|'([a-z0-9_-]+)'", code) for name in pair}
    built = [re.sub(r"\{[^}]*\}", "[a-z0-9_-]+", name) for name in re.findall(r"f\"([a-z_{}.-]*\{[a-z_{}.-]*)\"", code)]
    assert [n for n in WORDS if n not in plain and not any(re.fullmatch(pattern, n) for pattern in built)] == []
