"""Broken letters are read again on evidence in the paper; real letters stay; every character leads back to the raw text."""

from __future__ import annotations

import time
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketenmonitor.register.paper import Repair
from ketenmonitor.register.reading import read
from ketenmonitor.register.reading.ligatures import repairs_of
from ketenmonitor.register.reading.repair import repaired
from tests.unit.register.reading.files import typeset


def text_of(raw: str) -> str:
    return "\n".join(line.text for line in repaired(raw)[0])


def log_of(raw: str) -> dict[str, Repair]:
    return {repair.raw: repair for repair in repaired(raw)[1]}


PROSE = (
    "De griƯier heeft de oƯerte van de koƯieboer aanvaard. Tijdens de termijn bleek het eƯect beperkt. De maatregelen "
    "treƯen de schippers. De havenmeester houdt de sluizen open, ook in de winter, en dat blijft voorlopig zo. "
)


def test_a_broken_letter_is_read_by_the_words_that_become_whole() -> None:
    assert "De griffier heeft de offerte van de koffieboer" in text_of(PROSE)
    assert log_of(PROSE)["Ư"].sure
    assert log_of(PROSE)["Ư"].times == 5


def test_another_font_breaks_other_letters_with_the_same_code() -> None:
    raw = "De poliƯe nam acƯe na de moƯe over de organisaƯe. De politie was op tijd bij de actie."
    assert text_of(raw) == raw.replace("Ư", "ti")
    assert log_of(raw)["Ư"].sure


def test_words_of_the_paper_decide_where_no_list_knows_them() -> None:
    raw = "De Rieɮontein, de Storɮase en de wiɮabriek. Verder een rietfontein, een stortfase en een witfabriek."
    assert text_of(raw).startswith("De Rietfontein, de Stortfase en de witfabriek.")
    assert log_of(raw)["ɮ"].read_as == "tf"
    assert log_of(raw)["ɮ"].sure


def test_letters_that_the_paper_lacks_altogether_are_what_is_broken() -> None:
    plain = "De kade langs het kanaal wordt deze winter hersteld en de bewoners krijgen daarover een brief. " * 150
    raw = plain + "Het zwarte koƯertje, de stoƯeerder en het schaƯelen van de schoƯels."
    assert "koffertje" in text_of(raw)
    assert log_of(raw)["Ư"].sure


def test_two_broken_letters_in_one_word() -> None:
    raw = "De eƯecƟeve inzet van de poliƟe en de acƟes. Het eƯect. De treƯende moƟe. De effectieve actie van politie."
    assert "De effectieve inzet van de politie" in text_of(raw)


def test_one_word_only_is_read_by_what_is_known_and_marked_as_unsure() -> None:
    raw = "De VoorziƩer opent de vergadering."
    assert text_of(raw) == "De Voorzitter opent de vergadering."
    assert not log_of(raw)["Ʃ"].sure or "tt" in log_of(raw)["Ʃ"].read_as


def test_nothing_is_made_of_a_character_that_nothing_speaks_for() -> None:
    raw = "Zie xqɮz en niets meer."
    assert text_of(raw) == raw


def test_a_letter_with_dots_is_read_too() -> None:
    assert text_of("De financiƫn en de industriƫle haven.") == "De financiën en de industriële haven."


@pytest.mark.parametrize("sign", ["O", "&", "J"])
def test_a_plain_character_in_place_of_letters_is_read_by_many_words(sign: str) -> None:
    whole = (
        "De informatie over de politie en de organisatie: acties, moties en posities. Ontwerp & Jaarplan R&D van JenV."
    )
    raw = whole.replace("ti", sign)
    assert text_of(raw) == whole
    assert log_of(raw)[sign].sure


def test_capitals_within_names_stay() -> None:
    raw = "De app MijnOverheid, het project eHerkenning, MJenV, SJenV, WhatsApp, LinkedIn, YouTube, OneDrive, DigiD en eOverheid."
    assert text_of(raw) == raw
    assert log_of(raw) == {}


def test_small_letters_of_foreign_words_stay() -> None:
    raw = "Het restaurant heet doğa, de wijk pećina en de straat jiřího; de sluis is open en de kade is smal."
    assert text_of(raw) == raw


NAMES = "Łukasz Wałęsa, Miloš Žižek, Đorđe Šarić, Ĳmuiden, Trần Hưng Đạo, Lưu Ưng, NGƯỜI, Ōe en Țiriac"


@pytest.mark.parametrize("begin", ["", PROSE, "De VoorziƩer en de wƩen. "])
def test_real_letters_stay(begin: str) -> None:
    assert NAMES in text_of(f"{begin}Aanwezig: {NAMES}.")


def test_broken_letters_at_the_beginning_of_a_word_and_in_a_name() -> None:
    raw = "Ɵjdens de zitting van de poliƟe en de jusƟƟe. De acƟe was Ɵjdelijk. Meldpunt OƟmaal. MoƟes van Mutaf."
    assert text_of(raw).startswith("tijdens de zitting van de politie en de justitie. De actie was tijdelijk.")
    assert "Moties" in text_of(raw)


def test_forms_of_letters_and_white_space_are_made_plain() -> None:
    assert text_of("e\ufb00ect\u00a0van \ufb01etsen, co\u00adoperatie\uf0b7 en af\u00ad\nbreken") == (
        "effect van fietsen, cooperatie• en af-\nbreken"
    )
    assert text_of("gei\u0308nformeerd") == "geïnformeerd"


def test_each_letter_of_a_ligature_has_the_place_of_the_character() -> None:
    raw = "Het eƯect en het treƯen van oƯertes."
    line = repaired(raw)[0][0]
    begin = line.text.index("effect")
    assert line.at[begin : begin + 6] == (4, 5, 5, 6, 7, 8)


SIGNS = st.sampled_from("abc fintë Ł\n\f\t\u00ad\u00a0ƯƟ\ufb03\ufffd\uf0b7\u0308.9")


@given(st.text(SIGNS, max_size=120))
def test_lines_lead_back_to_the_raw_text(raw: str) -> None:
    lines, _ = repaired(raw)
    assert len(lines) == raw.count("\n") + 1
    begin = 0
    for line, source in zip(lines, raw.split("\n"), strict=True):
        assert list(line.at) == sorted(line.at)
        assert all(begin <= offset < begin + len(source) for offset in line.at)
        for sign, offset in zip(line.text, line.at, strict=True):
            assert sign == raw[offset] or not (raw[offset].isascii() and raw[offset + 1 : offset + 2] != "\u0308")
        begin += len(source) + 1


@given(st.text(max_size=200))
def test_no_text_breaks_it(raw: str) -> None:
    lines, _ = repaired(raw)
    assert len(lines) == raw.count("\n") + 1


def test_a_long_paper_is_repaired_in_well_under_a_second() -> None:
    raw = (PROSE + "\n") * 800
    begin = time.process_time()
    repaired(raw)
    assert len(raw) > 130_000
    assert time.process_time() - begin < 1


def test_a_paper_without_odd_letters_has_no_repairs() -> None:
    assert repairs_of("De sluis is open, zegt Agnès in één zin, coöperatief en geïnd.") == ({}, ())


def test_a_pdf_whose_font_calls_its_ligature_by_another_name(tmp_path: Path) -> None:
    text = (
        "De griffier heeft de offerte aanvaard. Het effect is groot: de maatregelen treffen alle schippers, en de "
        "officier zag dat de straffen hoger werden. De havenmeester beseft dat de stoffen in het water blijven."
    )
    source = typeset(f'#set text(lang: "nl", ligatures: true)\n{text}\n', tmp_path / "whole.pdf")
    with pikepdf.open(source) as pdf:
        for held in pdf.objects:
            if isinstance(held, pikepdf.Dictionary) and "/ToUnicode" in held:
                table = held.ToUnicode.read_bytes()
                held.ToUnicode.write(table.replace(b"<00660066>", b"<01AF>").replace(b"<006600660069>", b"<01AF0069>"))
        pdf.save(tmp_path / "broken.pdf")
    paper = read(tmp_path / "broken.pdf")
    assert "eƯect" in paper.raw
    assert " ".join(line.text for line in paper.lines if line.text) == text
    assert paper.repairs[0].sure
