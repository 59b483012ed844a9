"""The data dictionary: complete, in two languages, with examples that are right."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Formatter

import pytest

from ketenmonitor.definition import data_dictionary, definition_from_text, read_definition, shipped_definition
from ketenmonitor.definition.changes import TABLES
from ketenmonitor.definition.dictionary_words import RULES, WORDS

ZEDEN = read_definition(shipped_definition("zeden"))
SMALL_CHAIN = (Path(__file__).parent / "small_chain.toml").read_text(encoding="utf-8")


def section_of(partner: str, text: str) -> str:
    return text.split(f"### `{partner}`")[1].split("\n##")[0]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("chain", ["zeden", "verkeersboetes"])
def test_everything_of_the_definition_is_in_it(chain: str, language: str) -> None:
    definition = read_definition(shipped_definition(chain))
    text = data_dictionary(definition, language)
    for table in TABLES:
        for entry in getattr(definition, table).values():
            assert f"`{entry.id}`" in text
            assert entry.title.in_language(language) in text


def test_a_partner_finds_its_columns_activities_links_and_objects() -> None:
    section = section_of("om", data_dictionary(ZEDEN))
    assert "event_id,activity,time,object_id,withdrawn\n" in section
    assert "| `inschrijving` | Zaak ingeschreven bij het OM | `strafzaak` |" in section
    assert "from_type,from_id,to_type,to_id,time,withdrawn\n" in section
    assert "| `melding` | `strafzaak` | many-to-many |" in section
    assert "object_type,object_id,eenheid,minderjarig\n" in section
    assert "| `strafzaak` | Strafzaak | parketnummer | `eenheid`, `minderjarig` |" in section
    assert "aangifte" not in section


def test_who_delivers_links_reads_which_identifiers_are_taken_for_placeholders() -> None:
    limited = SMALL_CHAIN.replace("[objects.report]", "[objects.report]\nmost_links = 40")
    section = section_of("court", data_dictionary(definition_from_text(limited), "en"))
    assert "- A `report` with more than 40 links is taken for a placeholder" in section
    assert "placeholder" not in data_dictionary(definition_from_text(SMALL_CHAIN), "en")


def test_attributes_of_activities_are_columns_of_events() -> None:
    assert "event_id,activity,time,object_id,size,withdrawn\n" in data_dictionary(definition_from_text(SMALL_CHAIN))


def test_a_partner_of_whom_nothing_is_asked_is_told_so() -> None:
    text = data_dictionary(definition_from_text(SMALL_CHAIN + "[partners.clerk]\n"), "en")
    assert "The definition asks nothing of this partner." in section_of("clerk", text)


def test_the_manifest_is_json_of_this_chain_and_version() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", data_dictionary(ZEDEN), flags=re.DOTALL)
    manifest = json.loads(example)
    assert (manifest["chain"], manifest["definition_version"], manifest["partner"]) == ("zeden", "2026.4", "politie")
    assert list(manifest) == [
        *("delivery_id", "partner", "chain", "definition_version", "kind", "follows", "delivered_from"),
        *("delivered_until", "made_at", "contact", "files"),
    ]
    assert set(manifest["files"]) == {"events.csv", "objects.csv"}


def test_measures_say_what_they_wait_for() -> None:
    dutch, english = data_dictionary(ZEDEN), data_dictionary(ZEDEN, "en")
    assert (
        "`jeugd` Eerste verhoor tot eindvonnis, jeugd: van `verhoor` tot `eindvonnis`; eindigt anders met `sepot_om`;"
        " geteld per `strafzaak`; alleen waar `minderjarig` = `true`; streefnorm: 80% binnen 180 dagen\n"
    ) in dutch
    assert "from `inzending` to `inschrijving`; counted per `strafzaak`; within 14 days; voorbeeld\n" in english


def test_terms_of_working_days_say_so() -> None:
    text = SMALL_CHAIN.replace('counting = "calendar"', 'counting = "working"\nextend = true')
    text = text.replace('unit = "case"', 'unit = "case"\nholidays = "NL"')
    assert "within 14 working days; extended to a working day\n" in data_dictionary(definition_from_text(text), "en")


def test_a_partner_with_an_oin_and_a_stock_with_a_limit_say_so() -> None:
    text = SMALL_CHAIN.replace("[partners.court]", '[partners.court]\noin = "00000001"')
    dictionary = data_dictionary(definition_from_text(text), "en")
    assert "### `court`: court (OIN 00000001)\n" in dictionary
    assert "### `police`: police\n" in dictionary
    assert "in by `filed`, out by `sent`; counted per `report`\n" in dictionary
    assert "counted per `melding`; old after 183 days\n" in data_dictionary(ZEDEN, "en")


def test_a_bar_in_a_title_stays_in_its_cell() -> None:
    text = SMALL_CHAIN.replace("[activities.sent]", '[activities.sent]\ntitle = "Sent | away"')
    assert "| Sent \\| away |" in data_dictionary(definition_from_text(text))


def test_a_chain_without_attributes_or_measures_has_no_empty_chapters() -> None:
    text = '[chain]\nid = "a"\nversion = "1"\nunit = "c"\ntimezone = "UTC"\n[partners.p]\n[objects.c]\npartner = "p"\n'
    text += '[activities.x]\npartner = "p"\nobject = "c"\n'
    dictionary = data_dictionary(definition_from_text(text), "en")
    assert "## Attributes" not in dictionary
    assert "## What is measured with it" not in dictionary


def test_both_languages_have_the_same_blanks() -> None:
    for title in [*WORDS.values(), *RULES]:
        nl, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in (title.nl, title.en))
        assert nl == en
