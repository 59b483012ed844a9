"""The description of a release that data portals read: DCAT-AP-NL 3.0, in Turtle.

Comes in: `About`, the tables, and the bytes of their files. Goes out: bytes. The promise: everything that DCAT-AP-NL
requires of a catalogue, its datasets, distributions, publisher and contact is there, in Dutch and English; each
distribution has its size and SHA-256.

Addresses. Where the release will stand (`About.address`) is known: every address is absolute. It is not: every address is
relative, which RDF readers resolve against the place where they found `catalog.ttl`; so a folder that is moved stays
right. A portal needs the first, since an identifier must not depend on who reads it.

Every node has an address of its own, none is blank, and so the order in the file is always the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Namespace

from ketenmonitor.definition import Title
from ketenmonitor.errors import UsageError
from ketenmonitor.release.dataset import About, Dataset
from ketenmonitor.release.formats.words import notes_of

CATALOGUE = "catalog.ttl"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
AUTHORITY = Namespace("http://publications.europa.eu/resource/authority/")
MEDIA = Namespace("https://www.iana.org/assignments/media-types/")
THEME, PUBLIC = AUTHORITY["data-theme/JUST"], AUTHORITY["access-right/PUBLIC"]
LANGUAGES = {"nl": AUTHORITY["language/NLD"], "en": AUTHORITY["language/ENG"]}
FREQUENCIES = {"month": "MONTHLY", "quarter": "QUARTERLY", "half-year": "ANNUAL_2", "year": "ANNUAL"}
PREFIXES = {"dcat": DCAT, "dct": DCTERMS, "foaf": FOAF, "skos": SKOS, "xsd": XSD, "vcard": VCARD, "spdx": SPDX}
SAFE_IN_ADDRESS = "%/:=&?~#+!$,;'@()*[]"


@dataclass(frozen=True)
class Distribution:
    """A file with a table in it. `language`: of its words, none when it has both. `described_by`: another file."""

    path: str
    media_type: str
    language: str | None = None
    described_by: str | None = None


Offered = Mapping[str, tuple[Distribution, ...]]  # of each table, by its id


@dataclass(frozen=True)
class Catalogue:
    """The graph as it grows."""

    graph: Graph
    base: str

    def node(self, name: str) -> URIRef:
        return URIRef(f"{self.base}{CATALOGUE}#{name}")

    def file(self, path: str) -> URIRef:
        return URIRef(f"{self.base}{quote(path)}")

    def say(self, subject: URIRef, predicate: URIRef, *objects: URIRef | Literal | Title) -> None:
        for thing in objects:
            texts = [Literal(thing.nl, "nl"), Literal(thing.en, "en")] if isinstance(thing, Title) else [thing]
            for text in texts:
                self.graph.add((subject, predicate, text))


def catalogue_file(about: About, datasets: tuple[Dataset, ...], offered: Offered, files: Mapping[str, bytes]) -> bytes:
    """The catalogue of a release: its tables, with the files in which each is offered."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    made = Catalogue(graph, _base(about.address))
    _people(made, about)
    _lists(made, about)
    _catalogue(made, about, datasets)
    for dataset in datasets:
        _dataset(made, about, dataset)
        for distribution in offered[dataset.id]:
            _distribution(made, about, dataset, distribution, files[distribution.path])
    return graph.serialize(format="turtle", encoding="utf-8")


def _base(address: str) -> str:
    if not address:
        return ""
    if not address.startswith(("https://", "http://")):
        raise UsageError(
            "The address of the publication is no web address. Right is one that begins with https:// and ends with "
            "the folder of the release. Mend `address` under [publication] in the definition."
        )
    return quote(address if address.endswith("/") else f"{address}/", SAFE_IN_ADDRESS)


def _people(made: Catalogue, about: About) -> None:
    """A publisher or contact that is not known is named after the release: the standard wants a name."""
    publisher, contact = made.node("publisher"), made.node("contact")
    name: Literal | Title = Literal(about.publisher, "nl") if about.publisher else about.title
    made.say(publisher, RDF.type, FOAF.Agent)
    made.say(publisher, FOAF.name, name)
    made.say(contact, RDF.type, VCARD.Kind, VCARD.Organization)
    made.say(contact, VCARD.fn, name)
    if about.contact.startswith(("https://", "http://")):
        made.say(contact, VCARD.hasURL, URIRef(quote(about.contact, SAFE_IN_ADDRESS)))
    elif "@" in about.contact:
        made.say(contact, VCARD.hasEmail, URIRef("mailto:" + quote(about.contact, "@+")))
    elif about.contact:
        made.say(contact, VCARD.note, Literal(about.contact, "nl"))


def _lists(made: Catalogue, about: About) -> None:
    """What the values of lists elsewhere are: who checks this file does not fetch those lists."""
    made.say(THEME, RDF.type, SKOS.Concept)
    made.say(PUBLIC, RDF.type, DCTERMS.RightsStatement)
    for language in LANGUAGES.values():
        made.say(language, RDF.type, DCTERMS.LinguisticSystem)
    licence = _licence(made, about)
    made.say(licence, RDF.type, DCTERMS.LicenseDocument)
    if str(licence) != about.licence:
        made.say(licence, DCTERMS.title, Literal(about.licence))
    if about.periodicity in FREQUENCIES:
        made.say(AUTHORITY[f"frequency/{FREQUENCIES[about.periodicity]}"], RDF.type, DCTERMS.Frequency)


def _licence(made: Catalogue, about: About) -> URIRef:
    """The standard wants an address; a licence that is only named gets one here."""
    if about.licence.startswith(("https://", "http://")):
        return URIRef(quote(about.licence, SAFE_IN_ADDRESS))
    return made.node("licence")


def _catalogue(made: Catalogue, about: About, datasets: tuple[Dataset, ...]) -> None:
    catalogue = made.node("catalogue")
    made.say(catalogue, RDF.type, DCAT.Catalog)
    made.say(catalogue, DCTERMS.title, about.title)
    made.say(catalogue, DCTERMS.description, about.description)
    made.say(catalogue, DCTERMS.publisher, made.node("publisher"))
    made.say(catalogue, DCAT.contactPoint, made.node("contact"))
    made.say(catalogue, DCTERMS.language, *LANGUAGES.values())
    made.say(catalogue, DCTERMS.license, _licence(made, about))
    made.say(catalogue, DCTERMS.issued, Literal(about.as_of.isoformat(), datatype=XSD.date))
    made.say(catalogue, DCAT.dataset, *(made.node(f"dataset-{dataset.id}") for dataset in datasets))


def _dataset(made: Catalogue, about: About, dataset: Dataset) -> None:
    node = made.node(f"dataset-{dataset.id}")
    notes = notes_of(dataset)
    said = Title(" ".join(n.nl for n in notes), " ".join(n.en for n in notes)) if notes else dataset.title
    identifier = str(node) if made.base else f"{about.chain}/{dataset.id}"
    made.say(node, RDF.type, DCAT.Dataset)
    made.say(node, DCTERMS.title, dataset.title)
    made.say(node, DCTERMS.description, said)
    made.say(node, DCTERMS.identifier, Literal(identifier))
    made.say(node, DCTERMS.creator, made.node("publisher"))
    made.say(node, DCTERMS.publisher, made.node("publisher"))
    made.say(node, DCAT.contactPoint, made.node("contact"))
    made.say(node, DCAT.theme, THEME)
    made.say(node, DCTERMS.accessRights, PUBLIC)
    made.say(node, DCTERMS.language, *LANGUAGES.values())
    made.say(node, DCTERMS.issued, Literal(about.as_of.isoformat(), datatype=XSD.date))
    if about.periodicity in FREQUENCIES:
        made.say(node, DCTERMS.accrualPeriodicity, AUTHORITY[f"frequency/{FREQUENCIES[about.periodicity]}"])


def _distribution(made: Catalogue, about: About, dataset: Dataset, offered: Distribution, content: bytes) -> None:
    name = f"{dataset.id}-{offered.path.rpartition('.')[2]}" + (f"-{offered.language}" if offered.language else "")
    node, checksum = made.node(f"file-{name}"), made.node(f"checksum-{name}")
    made.say(made.node(f"dataset-{dataset.id}"), DCAT.distribution, node)
    made.say(node, RDF.type, DCAT.Distribution)
    made.say(node, DCTERMS.title, dataset.title)
    made.say(node, DCAT.accessURL, made.file(offered.path))
    made.say(node, DCAT.downloadURL, made.file(offered.path))
    made.say(node, DCAT.mediaType, MEDIA[offered.media_type])
    made.say(MEDIA[offered.media_type], RDF.type, DCTERMS.MediaType)
    made.say(node, DCTERMS.license, _licence(made, about))
    made.say(node, DCAT.byteSize, Literal(str(len(content)), datatype=XSD.nonNegativeInteger))
    made.say(node, SPDX.checksum, checksum)
    made.say(checksum, RDF.type, SPDX.Checksum)
    made.say(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    made.say(checksum, SPDX.checksumValue, Literal(hashlib.sha256(content).hexdigest(), datatype=XSD.hexBinary))
    spoken = [LANGUAGES[offered.language]] if offered.language else LANGUAGES.values()
    made.say(node, DCTERMS.language, *spoken)
    if offered.described_by:
        made.say(node, DCTERMS.conformsTo, made.file(offered.described_by))
        made.say(made.file(offered.described_by), RDF.type, DCTERMS.Standard)
