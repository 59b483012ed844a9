"""The catalogue: what DCAT-AP-NL requires, and files that are where it says."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pyshacl
import pytest
from hypothesis import given, settings
from rdflib import Graph, Literal, URIRef, namespace

from ketenmonitor.definition import Title
from ketenmonitor.errors import UsageError
from ketenmonitor.release.dataset import About
from ketenmonitor.release.formats import data_files
from ketenmonitor.release.formats.catalogue import SPDX, VCARD
from tests.unit.release.formats.drawn import ABOUT, TABLE, datasets

SHAPES = Graph().parse(Path(__file__).with_name("dcat_ap_nl.ttl"))
ADDRESS = "https://cijfers.example.nl/keten/2026-07-01/"
SOMEWHERE = "https://elsewhere.example.org/map/"
BARE = About("kaal", Title("Keten", "Chain"), Title("Cijfers.", "Figures."), ABOUT.as_of, "", "", "niet open")


def catalogue(about: About = ABOUT, table: object = TABLE) -> Graph:
    text = data_files(about, [table])["catalog.ttl"]  # type: ignore[list-item]  # drawn tables are tables
    return Graph().parse(data=text, format="turtle", publicID=f"{SOMEWHERE}catalog.ttl")


def complaints(graph: Graph) -> str:
    conforms, _, text = pyshacl.validate(graph, shacl_graph=SHAPES, advanced=False)
    return "" if conforms else str(text)


@pytest.mark.parametrize(
    "about",
    [
        ABOUT,
        replace(ABOUT, address=ADDRESS),
        BARE,
        replace(ABOUT, contact="https://example.nl/contact", periodicity="half-year"),
        replace(ABOUT, contact="Postbus 1, Den Haag", publisher='De "Dienst" <x>'),
        replace(
            ABOUT, address="https://example.nl/een map", contact="a b@example.nl", licence="https://example.nl/mag niet"
        ),
    ],
    ids=["usual", "address", "nothing known", "contact page", "contact by post", "spaces in addresses"],
)
def test_the_catalogue_conforms(about: About) -> None:
    assert complaints(catalogue(about)) == ""


@given(dataset=datasets())
@settings(max_examples=5, deadline=None)
def test_the_catalogue_conforms_whatever_the_titles_are(dataset: object) -> None:
    assert complaints(catalogue(table=dataset)) == ""


@pytest.mark.parametrize(
    "missing",
    [
        *(namespace.DCTERMS[name] for name in ("title", "identifier", "creator", "accessRights", "license")),
        *(namespace.DCAT[name] for name in ("contactPoint", "theme", "accessURL", "dataset")),
    ],
)
def test_the_shapes_notice_what_is_missing(missing: URIRef) -> None:
    graph = catalogue()
    graph.remove((None, missing, None))
    assert complaints(graph) != ""


@pytest.mark.parametrize(("address", "base"), [("", SOMEWHERE), (ADDRESS, ADDRESS), (ADDRESS.rstrip("/"), ADDRESS)])
def test_every_distribution_is_a_file_of_the_release_with_its_size_and_hash(address: str, base: str) -> None:
    files = data_files(replace(ABOUT, address=address), [TABLE])
    graph = catalogue(replace(ABOUT, address=address))
    offered = list(graph.subjects(namespace.RDF.type, namespace.DCAT.Distribution))
    assert len(offered) == 8
    for distribution in offered:
        path = str(graph.value(distribution, namespace.DCAT.downloadURL)).removeprefix(base)
        checksum = graph.value(distribution, SPDX.checksum)
        assert graph.value(distribution, namespace.DCAT.byteSize).toPython() == len(files[path])  # type: ignore[union-attr]  # is there
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(files[path]).hexdigest()
    described = {str(thing).removeprefix(base) for thing in graph.objects(None, namespace.DCTERMS.conformsTo)}
    assert described == {"data/lead-times.csv-metadata.json", "data/codes.csv-metadata.json"}


def test_the_identifier_stays_when_a_release_follows() -> None:
    later = replace(ABOUT, as_of=ABOUT.as_of.replace(month=10))
    identifiers = [set(catalogue(about).objects(None, namespace.DCTERMS.identifier)) for about in (ABOUT, later)]
    assert identifiers[0] == identifiers[1] == {Literal("voorbeeld/lead-times"), Literal("voorbeeld/codes")}


def test_who_publishes_can_be_reached() -> None:
    graph = catalogue()
    assert set(graph.objects(None, VCARD.hasEmail)) == {URIRef("mailto:team@example.nl")}
    assert not list(catalogue(BARE).objects(None, VCARD.hasEmail))


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="Right is one that begins with https://"):
        data_files(replace(ABOUT, address="javascript:alert(1)"), [TABLE])
