"""Reading a definition: what is in it, on which lines, and all its faults at once."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ketenmonitor.definition import (
    Condition,
    Definition,
    Fault,
    Norm,
    Title,
    definition_from_text,
    faults_of,
    known_definition,
    read_definition,
    shipped_definition,
    shipped_definitions,
    written,
)
from ketenmonitor.errors import DefinitionError, NotFoundError

HERE = Path(__file__).parent
SMALL_CHAIN = (HERE / "small_chain.toml").read_text(encoding="utf-8")
EXAMPLES = Path(__file__).parents[4] / "shared" / "design" / "examples"


def faults_in(text: str) -> list[Fault]:
    with pytest.raises(DefinitionError) as raised:
        definition_from_text(text, "chain.toml")
    return [fault for fault in raised.value.faults if isinstance(fault, Fault)]


def codes_and_lines(text: str) -> list[tuple[str, int]]:
    return [(fault.code, fault.line) for fault in faults_in(text)]


def line(text: str, fragment: str) -> int:
    """The line of the first occurrence."""
    return text.count("\n", 0, text.index(fragment)) + 1


def test_the_shipped_chains_are_sound_and_called_as_their_files() -> None:
    assert shipped_definitions() == ("verkeersboetes", "zeden")
    for chain in shipped_definitions():
        assert faults_of(shipped_definition(chain)) == ()
        assert read_definition(shipped_definition(chain)).id == chain


def test_every_shipped_partner_object_type_and_activity_has_a_title_in_both_languages() -> None:
    for chain in shipped_definitions():
        definition = read_definition(shipped_definition(chain))
        titles = [entry.title for entry in definition.partners.values()]
        titles += [entry.title for entry in definition.objects.values()]
        titles += [entry.title for entry in definition.activities.values()]
        assert [title.nl for title in titles if title.nl == title.en] == []


def test_the_shipped_chains_name_what_they_do_not_ship() -> None:
    with pytest.raises(NotFoundError) as raised:
        shipped_definition("zedne")
    assert str(raised.value) == ('no chain "zedne" is shipped. Did you mean "zeden"? Known: verkeersboetes, zeden.')


needs_examples = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the design examples are not on this machine")


@needs_examples
def test_the_shipped_chain_of_traffic_fines_means_the_same_as_the_design_example() -> None:
    meant = example("verkeersboetes")
    fines = replace(shipped("verkeersboetes"), publication=meant.publication)
    assert without_texts(repr(fines)) == without_texts(repr(meant))


@needs_examples
def test_the_shipped_chain_of_sexual_offences_is_the_design_example_and_the_first_talk() -> None:
    """The police table counts first talks too, and placeholders among links are limited; what the example declares has kept its meaning."""
    zeden = shipped("zeden")
    activities = {id_: found for id_, found in zeden.activities.items() if id_ != "informatief_gesprek"}
    police = replace(zeden.stocks["politie"], enters=("aangifte",))
    stocks = {id_: found for id_, found in (zeden.stocks | {"politie": police}).items() if id_ != "aangiften"}
    objects = {id_: replace(found, most_links=None, identifier=None) for id_, found in zeden.objects.items()}
    less = replace(
        zeden, version="2026.1", activities=activities, stocks=stocks, objects=objects,
        publication=example("zeden").publication,
    )  # fmt: skip
    assert without_texts(repr(less)) == without_texts(repr(example("zeden")))


def shipped(chain: str) -> Definition:
    return read_definition(shipped_definition(chain))


def example(chain: str) -> Definition:
    return read_definition(EXAMPLES / f"{chain}.toml")


def without_texts(definition: str) -> str:
    text = r"('[^']*'|\"[^\"]*\")"
    return re.sub(rf"Title\(nl={text}, en={text}\)|basis={text}", "", definition)


def test_the_sex_offence_chain_in_figures() -> None:
    zeden = read_definition(shipped_definition("zeden"))
    assert [(p.id, p.rank) for p in zeden.partners.values()] == [
        ("politie", 0),
        ("om", 1),
        ("rechtspraak", 2),
        ("cjib", 3),
    ]
    assert (zeden.unit, zeden.timezone, zeden.holidays, zeden.dormant_days) == (
        "strafzaak",
        "Europe/Amsterdam",
        "NL",
        730,
    )
    assert zeden.lead_times["keten"].norm == Norm(365, 0.8)
    assert zeden.lead_times["jeugd"].where == (Condition("minderjarig", ("true",)),)
    assert zeden.lead_times["keten"].object == "strafzaak"
    assert (zeden.stocks["politie"].object, zeden.stocks["om"].object) == ("melding", "strafzaak")
    assert (zeden.terms["inschrijving_om"].days, zeden.terms["inschrijving_om"].extend) == (14, False)
    assert len(zeden.attributes["eenheid"].values) == 10


def test_titles_are_one_text_or_one_per_language_and_otherwise_the_id() -> None:
    titles = {
        "": Title("to court", "to court"),
        'title = "Overdracht"': Title("Overdracht", "Overdracht"),
        'title = { nl = "Overdracht" }': Title("Overdracht", "Overdracht"),
        'title = { nl = "Overdracht", en = "Hand-over" }': Title("Overdracht", "Hand-over"),
    }
    for line, title in titles.items():
        text = SMALL_CHAIN.replace("[handovers.to_court]", f"[handovers.to_court]\n{line}")
        assert definition_from_text(text).handovers["to_court"].title == title


def test_conditions_are_kept_as_the_store_writes_values() -> None:
    attributes = "".join(
        f'[attributes.{name}]\ntype = "{kind}"\n'
        for name, kind in {"born": "date", "young": "boolean", "weight": "number"}.items()
    )
    text = SMALL_CHAIN.replace('attributes = ["size"]', 'attributes = ["size", "born", "young", "weight"]') + attributes
    text += "[themes.all.where]\nborn = 2020-02-29\nyoung = [true, false]\nweight = [12, 12.0, 0.1]\nsize = 3\n"
    asked = {condition.attribute: condition.values for condition in definition_from_text(text).themes["all"].where}
    assert asked == {"born": ("2020-02-29",), "young": ("true", "false"), "weight": ("12", "12", "0.1"), "size": ("3",)}


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "true"), (12, "12"), (12.0, "12"), (12.5, "12.5"), (1e-7, "1e-07"), (date(2024, 5, 1), "2024-05-01")],
)
def test_values_are_written_in_one_way(value: object, text: str) -> None:
    assert written(value) == text


def test_optional_lists_may_be_empty_and_keys_in_any_form_of_toml() -> None:
    text = SMALL_CHAIN.replace('to = ["judged"]', 'to = ["judged"]\nother_ends = []\nnorm.days = 3\nnorm.share = 1', 1)
    text = text.replace("norm = { days = 30, share = 0.80 }\n", "")
    lead_time = definition_from_text(text).lead_times["whole"]
    assert (lead_time.other_ends, lead_time.norm) == ((), Norm(3, 1.0))


def test_without_a_publication_totals_by_year_may_go_out() -> None:
    publication = definition_from_text(SMALL_CHAIN).publication
    assert publication.measures == ("lead-time", "stock", "flow", "handover", "term")
    assert (publication.breakdowns, publication.periods, publication.stock_method) == ((), ("year",), "cell-key")
    assert publication.letter.stocks == ("police",)
    assert not publication.is_declared


def test_a_publication_says_what_may_go_out() -> None:
    text = """
[publication]
measures = ["flow", "lead-time"]
breakdowns = ["region", ["region", "region2"]]
periods = ["month"]
methods = { stock = "rounding" }
letter = { title = "Stand", stocks = [], period = "quarter" }
publisher = "Court"
[attributes.region2]
type = "boolean"
"""
    publication = definition_from_text(SMALL_CHAIN + text).publication
    assert publication.measures == ("lead-time", "flow")
    assert publication.breakdowns == (("region",), ("region", "region2"))
    assert (publication.periods, publication.stock_method, publication.publisher) == (("month",), "rounding", "Court")
    assert (publication.letter.title.en, publication.letter.stocks, publication.letter.period) == (
        "Stand",
        (),
        "quarter",
    )


def test_links_may_go_around_and_lead_from_a_type_to_itself() -> None:
    text = SMALL_CHAIN + '[[links]]\nfrom = "report"\nto = "report"\npartner = "police"\n'
    text += '[[links]]\nfrom = "person"\nto = "report"\npartner = "police"\n'
    assert len(definition_from_text(text).links) == 4


def test_a_stock_may_count_what_does_not_reach_the_unit() -> None:
    text = (
        SMALL_CHAIN
        + '[stocks.persons]\npartner = "court"\nobject = "person"\nenters = ["filed"]\nleaves = ["judged"]\n'
    )
    assert definition_from_text(text).stocks["persons"].object == "person"


def test_all_faults_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = SMALL_CHAIN.replace('to = ["judged"]', 'to = ["judgd"]').replace("share = 0.80", "share = 80")
    text = text.replace('from = "report"', 'from = "rapport"').replace("days = 14", "days = 0")
    text = text.replace('unit = "case"', 'unit = "case"\nunits = 3').replace('"south"]', '"mixed"]')
    text = text.replace('received = "judged"', 'received = "filed"')
    assert codes_and_lines(text) == [
        ("key-unknown", line(text, "units")),
        ("reference-unknown", line(text, "rapport")),
        ("value-reserved", line(text, "mixed")),
        ("reference-unknown", line(text, "judgd")),
        ("share-out-of-range", line(text, "share = 80")),
        ("same-partner", line(text, "received")),
        ("days-out-of-range", line(text, "days = 0")),
    ]


def test_a_missing_link_is_told_once_and_not_at_each_measure_that_suffers() -> None:
    text = re.sub(r'\[\[links\]\]\nfrom = "report".*?(?=\[\[)', "", SMALL_CHAIN, flags=re.DOTALL)
    assert [fault.place for fault in faults_in(text) if fault.code == "unit-out-of-reach"] == ["objects.report"]


def test_faulty_links_are_mended_before_it_is_asked_where_they_lead() -> None:
    text = SMALL_CHAIN.replace('to = "case"', 'to = "casus"')
    assert codes_and_lines(text) == [("reference-unknown", line(text, "casus"))]


def test_a_line_that_is_not_toml_does_not_hide_other_faults() -> None:
    text = SMALL_CHAIN.replace("[partners.court]\n", "[partners.court]\ntitle = Court\n")
    text = text.replace('to = ["judged"]', 'to = ["judgd"]').replace('counting = "calendar"', 'counting = "calendar')
    assert codes_and_lines(text) == [
        ("syntax", line(text, "title = Court")),
        ("reference-unknown", line(text, "judgd")),
        ("syntax", line(text, '"calendar')),
    ]


def test_a_table_that_is_there_twice_is_set_aside_with_all_that_is_in_it() -> None:
    text = SMALL_CHAIN + "[activities.sent]\npartner = police\nobject = [\n'x',\n]\n\n[activities.sent]\n[stock.x]\n"
    assert [(fault.code, fault.place) for fault in faults_in(text)] == [
        ("declared-twice", "activities.sent"),
        ("declared-twice", "activities.sent"),
        ("table-unknown", "stock"),
    ]


def test_what_may_stand_in_an_unreadable_line_is_not_called_missing() -> None:
    text = SMALL_CHAIN.replace('unit = "case"', "unit = case")
    assert codes_and_lines(text) == [("syntax", line(text, "unit = case"))]


def test_a_list_without_its_bracket_is_one_fault_though_it_spoils_all_that_follows() -> None:
    text = SMALL_CHAIN.replace('enters = ["filed"]', 'enters = ["filed"')
    assert codes_and_lines(text) == [("syntax", line(text, 'leaves = ["sent"]'))]


def test_a_text_that_is_no_unicode_is_a_fault() -> None:
    assert codes_and_lines(SMALL_CHAIN + "# \ud800") == [("not-utf-8", SMALL_CHAIN.count("\n") + 1)]


def test_the_error_holds_the_faults_and_prints_them_one_a_line() -> None:
    with pytest.raises(DefinitionError) as raised:
        definition_from_text('a = 1\n"b\\nc" = 1\n', "odd\nname")
    lines = str(raised.value).splitlines()
    assert len(lines) == len(raised.value.faults) == 6
    assert lines[-1].startswith('odd\\x0aname:2: "b\\nc": a definition has no table "b\\x0ac".')
    assert all(line.isprintable() for line in lines)


def test_a_fault_names_the_path_as_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "chain.toml"
    path.write_text(SMALL_CHAIN.replace("days = 14", "days = 0"), encoding="utf-8")
    (fault,) = faults_of(path)
    assert str(fault).startswith(f"{path}:{line(SMALL_CHAIN, 'days = 14')}: terms.soon.days: 0 days")
    with pytest.raises(DefinitionError, match="0 days is not between"):
        read_definition(path)


def test_another_file_in_the_same_place_is_read_though_it_is_as_old_and_as_long(tmp_path: Path) -> None:
    place, other = tmp_path / "chain.toml", tmp_path / "other.toml"
    version = definition_from_text(SMALL_CHAIN).title.nl
    newer = version[::-1]
    place.write_text(SMALL_CHAIN, encoding="utf-8")
    other.write_text(SMALL_CHAIN.replace(version, newer), encoding="utf-8")
    assert known_definition(place).title.nl == version
    about = place.stat()
    os.utime(other, ns=(about.st_atime_ns, about.st_mtime_ns))
    other.replace(place)
    assert known_definition(place).title.nl == newer
