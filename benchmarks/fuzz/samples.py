"""What is sound: a chain with every sort of attribute, a delivery of it, and logs in every form."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.unit.intake.ocel_samples import as_xml, happened, ocel, thing, write_sqlite

CHAIN = """
[chain]
id = "proef"
version = "1"
unit = "zaak"
timezone = "Europe/Amsterdam"
holidays = "NL"
[partners.politie]
[partners.om]
[objects.melding]
partner = "politie"
key = "Police report"
attributes = ["eenheid", "ernst"]
[objects.zaak]
partner = "om"
attributes = ["minderjarig", "bedrag", "ingekomen"]
[[links]]
from = "melding"
to = "zaak"
partner = "om"
[attributes.eenheid]
type = "category"
values = ["Noord", "Zuid"]
[attributes.ernst]
type = "integer"
[attributes.minderjarig]
type = "boolean"
[attributes.bedrag]
type = "number"
[attributes.ingekomen]
type = "date"
[activities.aangifte]
partner = "politie"
object = "melding"
log_names = ["Report"]
attributes = ["eenheid", "bedrag"]
[activities.inzending]
partner = "politie"
object = "melding"
log_names = ["Send"]
[activities.inschrijving]
partner = "om"
object = "zaak"
log_names = ["Register"]
[activities.besluit]
partner = "om"
object = "zaak"
log_names = ["Decide"]
attributes = ["ernst", "ingekomen", "minderjarig"]
[lead_times.keten]
from = ["aangifte"]
to = ["besluit"]
where = { eenheid = ["Noord", "Zuid"] }
norm = { days = 10, share = 0.8 }
[stocks.politie]
partner = "politie"
object = "melding"
enters = ["aangifte"]
leaves = ["inzending"]
old_after_days = 5
[handovers.over]
sent = "inzending"
received = "inschrijving"
[terms.snel]
from = ["inzending"]
to = ["inschrijving"]
days = 2
counting = "working"
"""
EVENTS = b"""event_id,activity,time,object_id,withdrawn,eenheid,bedrag
e1,aangifte,2024-01-05T10:00:00+01:00,m1,,Noord,12.50
e2,inzending,2024-01-08,m1,,,
e3,aangifte,2024-03-31T01:30:00,"m,2",false,Zuid,1e3
e4,inzending,2024-10-27T02:30:00Z,m3,true,,
"""
LINKS = b'from_type,from_id,to_type,to_id,time,withdrawn\nmelding,m1,zaak,1,2024-01-08T10:00:00Z,\nmelding,"m,2",zaak,2,,true\n'
OBJECTS = b'object_type,object_id,eenheid,ernst\nmelding,m1,Noord,3\nmelding,"m,2",Zuid,-1\n'
FIGURES = (
    b"measure,id,field,date,period,value,eenheid\nstock,politie,n,2024-06-01,,12,Noord\nflow,politie,n_in,,2024,1.5,\n"
)
DATA = {
    "events": ("politie", EVENTS),
    "links": ("om", LINKS),
    "objects": ("politie", OBJECTS),
    "figures": ("om", FIGURES),
}

MANIFEST = {
    "delivery_id": "d1",
    "partner": "politie",
    "chain": "proef",
    "definition_version": "1",
    "kind": "increment",
    "follows": None,
    "delivered_from": "2024-01-01T00:00:00+01:00",
    "delivered_until": "2025-01-01T00:00:00+01:00",
    "made_at": "2025-01-01T06:00:00+01:00",
    "contact": "keten@example.org",
}

LOG_CSV = b"""case id,activity,timestamp,case:eenheid,bedrag,Police report
NA,Report,2024-01-05T10:00:00+01:00,Noord,12,p1
NA,Send,2024-01-08 10:00:00,,,p1
01,Register,2024-01-09,Zuid,1.5,
1,Decide,2024-03-31T02:30:00.123456789,,,p2
"""
LOG_XES = b"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<trace><string key="concept:name" value="NA"/><string key="eenheid" value="Noord"/>
<event><string key="concept:name" value="Report"/><date key="time:timestamp" value="2024-01-05T10:00:00.000+01:00"/></event>
<event><string key="concept:name" value="Decide"/><date key="time:timestamp" value="2024-01-09T10:00:00"/><int key="ernst" value="3"/>
<list key="more"><string key="a" value="b"/></list></event>
</trace>
<trace><string key="concept:name" value="2"/></trace>
<event><string key="concept:name" value="Send"/></event>
</log>
"""


def with_files(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


# With a second value of an attribute, and an object that is nowhere.
OBJECT = thing("1", "Police report", "z1", eenheid="Noord")
OBJECT["attributes"] += [{"name": "eenheid", "time": "2024-02-01T00:00:00Z", "value": "Zuid"}]
OCEL = ocel(
    happened("e1", "Report", "1", time="2024-01-05T10:00:00Z", bedrag="1.5"),
    happened("e2", "Decide", "z1", "1", "gone", time="2024-02-05T10:00:00Z"),
    OBJECT,
    thing("z1", "zaak"),
)


def ocel_json() -> bytes:
    """The object-centric log as JSON."""
    return json.dumps(OCEL, indent=1).encode()


def ocel_xml() -> bytes:
    """The same as XML."""
    return as_xml(OCEL).encode()


def ocel_sqlite() -> bytes:
    """The same as SQLite, in small pages, so that damage hits something."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite"
        write_sqlite(path, OCEL)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript("PRAGMA page_size = 512; VACUUM;")
        return path.read_bytes()
