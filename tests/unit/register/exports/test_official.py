"""Points with the official field names: nothing of ours in a field of Parliament, and the three standings apart."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from ketenmonitor.register.exports import official_csv, official_json, official_of
from ketenmonitor.register.exports.official import COLUMNS, OWN, TOEZEGGING, ZAAK
from tests.unit.register.exports.drawn import ALL, COMMITMENT, MOTION, QUESTION

# Written out again, from the metadata of the open data: a slip in the module shows here.
COMMITMENTS = (
    "Id Nummer Tekst Status DatumNakoming KamerbriefNakoming ActiviteitNummer Naam Achternaam Initialen Tussenvoegsel Voornaam "
    "Achtervoegsel Titulatuur Functie Ministerie Aanmaakdatum Notities ToegezegdAan isHerhalingVan isAanvullingOp isWijzigingVan "
    "GewijzigdOp ApiGewijzigdOp Verwijderd"
)
CASES = (
    "Id Nummer Soort Titel Citeertitel Alias Status Onderwerp GestartOp Organisatie Grondslagvoorhang Termijn Vergaderjaar Volgnummer "
    "HuidigeBehandelstatus Afgedaan GrootProject Kabinetsappreciatie Kamerstukdossier ZaakActor VervangenDoor GerelateerdNaar GewijzigdOp "
    "ApiGewijzigdOp Verwijderd"
)
OF_TOEZEGGING, OF_ZAAK = set(COMMITMENTS.split()), set(CASES.split())


def test_the_names_are_the_official_ones_and_ours_stand_apart() -> None:
    assert (set(TOEZEGGING), set(ZAAK)) == (OF_TOEZEGGING, OF_ZAAK)
    assert set(official_of(COMMITMENT)) == OF_TOEZEGGING | set(OWN)
    assert set(official_of(MOTION)) == set(official_of(QUESTION)) == OF_ZAAK | set(OWN)
    assert all(name[0].islower() and name not in OF_TOEZEGGING | OF_ZAAK for name in OWN)


def test_a_due_moment_is_never_the_day_on_which_it_was_done() -> None:
    said = official_of(COMMITMENT)
    assert (said["DatumNakoming"], said["Status"]) == (None, None)
    assert (said["termijn"]["vroegst"], said["termijn"]["uiterst"]) == ("2031-07-01", "2031-09-30")
    assert (said["Nummer"], said["Functie"], said["Aanmaakdatum"]) == (
        "TZ203102-009",
        "de minister van Verkeer",
        "2031-02-03",
    )


def test_what_a_minister_claims_is_not_what_parliament_recorded() -> None:
    said = official_of(MOTION)
    assert (said["stand_afgeleid"], said["stand_officieel"], said["Afgedaan"]) == ("open", None, None)
    assert said["stand_geclaimd"]["stand"] == "done"
    assert said["stand_geclaimd"]["zin"] == "Hiermee is de motie afgedaan."
    recorded = replace(
        MOTION,
        official={"Afgedaan": True, "Status": "Afgedaan"},
        standing=replace(MOTION.standing, official="Afgedaan"),
    )
    assert (official_of(recorded)["Afgedaan"], official_of(recorded)["stand_officieel"]) == (True, "Afgedaan")


def test_a_motion_names_its_dossier_as_parliament_does() -> None:
    said = official_of(MOTION)
    assert said["Kamerstukdossier"] == {"Nummer": "99123", "Toevoeging": "XII"}
    assert (said["Soort"], said["Vergaderjaar"], said["Volgnummer"]) == ("Motie", "2030-2031", 45)
    assert said["ZaakActor"] == [{"ActorNaam": "De Wit", "ActorFractie": "ABC", "Relatie": "Indiener"}]
    assert [one["Relatie"] for one in official_of(QUESTION)["ZaakActor"]] == ["Indiener", "Gericht aan"]


def test_json_has_an_array_of_each() -> None:
    said = json.loads(official_json(ALL))
    assert [len(said[name]) for name in ("Toezegging", "Zaak")] == [3, 2]
    assert json.loads(official_json(())) == {"Toezegging": [], "Zaak": []}


@pytest.mark.parametrize(("entity", "names", "count"), [("Toezegging", TOEZEGGING, 3), ("Zaak", ZAAK, 2)])
def test_a_table_has_the_official_columns_first_and_every_row_is_whole(
    entity: str, names: tuple[str, ...], count: int
) -> None:
    head, *rows = csv.reader(io.StringIO(official_csv(ALL, entity).decode("utf-8-sig")))
    assert head == [*names, *COLUMNS]
    assert [len(row) for row in rows] == [len(head)] * count


def test_a_cell_is_never_a_formula() -> None:
    rows = [*csv.DictReader(io.StringIO(official_csv([QUESTION], "Zaak").decode("utf-8-sig")))]
    assert rows[0]["Onderwerp"] == "'=Hoeveel sluizen zijn er?"
