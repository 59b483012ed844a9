"""What is read, and how an odd one of it is made: a line in `FORMATS` for each.

Comes in: a generator of chance, or bytes. Goes out: bytes, or what became of them ("accepted", "refused"). A mistake of
ours leaves as the exception that it is.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.fuzz import samples
from benchmarks.fuzz.mutate import damaged, odd_text
from ketenmonitor.definition import data_dictionary, read_definition, shipped_definition
from ketenmonitor.errors import UsageError
from ketenmonitor.instants import to_us
from ketenmonitor.intake import Outcome, import_log, receive, retry, waiting
from ketenmonitor.linking import Cases
from ketenmonitor.measures import MEASURES, Selection, measure
from ketenmonitor.store import Home, make_home, open_view

NOW_US = to_us(datetime(2026, 1, 1, tzinfo=UTC))
MEASURED = 0.05  # of what is accepted, so much is also measured: that takes long


@dataclass(frozen=True)
class Format:
    """`make` gives the bytes of a run; `read` offers them in a folder and says what became of it."""

    make: Callable[[Random], bytes]
    read: Callable[[Path, bytes], str]


# Made from sound files


def _words(*texts: str) -> list[bytes]:
    return [text.encode(errors="surrogatepass") for text in texts]


def _from(*sound: bytes, words: Sequence[bytes] = ()) -> Callable[[Random], bytes]:
    marks = {word for text in sound for word in re.findall(rb"[\w:.-]{2,40}", text[:50_000])}
    every = [*words, *sorted(marks)] or [b"\0"]
    return lambda chance: damaged(chance, sound, every)


@cache
def _definitions() -> Callable[[Random], bytes]:
    texts = [shipped_definition(name).read_bytes() for name in ("zeden", "verkeersboetes")]
    marks = _words(
        "[[", "]]", "{", "}", '"""', "'''", "=", ".", "inf", "nan", "0x", "1979-05-27", '\\u0000"', '""', "[]", "true"
    )
    return _from(*texts, samples.CHAIN.encode(), samples.CHAIN.encode(), words=marks)


def _manifest(chance: Random) -> bytes:
    said = json.dumps(samples.MANIFEST | {"files": _described({"events.csv": samples.EVENTS})}, indent=1).encode()
    marks = _words(
        "{",
        "}",
        "[",
        "]",
        "null",
        "true",
        "1e999",
        "\\ud800",
        "NaN",
        '"files"',
        '"rows"',
        "-1",
        "../events.csv",
        "[" * 5000,
    )
    return _from(said, words=marks)(chance)


TYPES: list[tuple[pa.DataType, Callable[[Random], object]]] = [
    (pa.string(), odd_text),
    (pa.large_string(), odd_text),
    (pa.string_view(), odd_text),
    (pa.dictionary(pa.int8(), pa.string()), lambda chance: chance.choice(["aangifte", "m1", "Noord"])),
    (pa.int64(), lambda chance: chance.choice([0, -1, 2**63 - 1, -(2**63)])),
    (pa.uint64(), lambda chance: chance.choice([0, 2**64 - 1])),
    (pa.int8(), lambda chance: chance.randint(-128, 127)),
    (pa.float64(), lambda chance: chance.choice([0.1, float("nan"), float("inf"), 1e300, -0.0])),
    (pa.float16(), lambda chance: 1.5),
    (pa.bool_(), lambda chance: chance.random() < 0.5),
    (pa.date32(), lambda chance: chance.choice([date(1, 1, 1), date(9999, 12, 31), date(2024, 5, 1)])),
    (pa.date64(), lambda chance: date(2024, 5, 1)),
    (pa.time64("us"), lambda chance: time(10, 30)),
    (pa.timestamp("s"), lambda chance: chance.choice([datetime(1, 1, 1), datetime(2024, 3, 31, 2, 30)])),
    (
        pa.timestamp("us"),
        lambda chance: chance.choice([datetime(1, 1, 1), datetime(9999, 12, 31), datetime(2024, 5, 1)]),
    ),
    (pa.timestamp("ns", "UTC"), lambda chance: datetime(2024, 5, 1, tzinfo=UTC)),
    (pa.timestamp("us", "Europe/Amsterdam"), lambda chance: datetime(2024, 5, 1, tzinfo=UTC)),
    (pa.duration("us"), lambda chance: 5),
    (pa.decimal128(10, 2), lambda chance: Decimal("1.50")),
    (pa.binary(), lambda chance: b"\xff"),
    (pa.list_(pa.string()), lambda chance: ["a"]),
    (pa.struct([("a", pa.string())]), lambda chance: {"a": "b"}),
    (pa.null(), lambda chance: None),
]


def _parquet(kind: str) -> Callable[[Random], bytes]:
    columns = samples.DATA[kind][1].decode().splitlines()[0].split(",")
    rows = [line.split(",") for line in samples.DATA[kind][1].decode().replace('"m,2"', "m2").splitlines()[1:]]
    sound = pa.table({name: pa.array([row[i] or None for row in rows], pa.string()) for i, name in enumerate(columns)})
    whole = [_as_parquet(sound, compression) for compression in ("snappy", "none", "zstd", "gzip")]

    def make(chance: Random) -> bytes:
        if chance.random() < 0.5:
            return damaged(chance, whole, [b"PAR1", b"\0" * 4, *(name.encode() for name in columns)])
        table = sound
        for place in chance.sample(range(len(columns)), chance.randint(1, 3)):
            kind, value = chance.choice(TYPES)
            cells = [value(chance) if chance.random() < 0.9 else None for _ in rows]
            table = table.set_column(
                place, columns[place] if chance.random() < 0.95 else odd_text(chance), pa.array(cells, kind)
            )
        return _as_parquet(table, chance.choice(["snappy", "none", "zstd", "brotli", "lz4"]))

    return make


def _as_parquet(table: pa.Table, compression: str) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression=compression)
    return buffer.getvalue()


def _zip(chance: Random) -> bytes:
    files = {"events.csv": samples.EVENTS}
    files["delivery.json"] = json.dumps(samples.MANIFEST | {"files": _described(files)}).encode()
    whole = [samples.with_files(files), samples.with_files({f"map/{name}": text for name, text in files.items()})]
    if chance.random() < 0.6:
        return damaged(
            chance,
            whole,
            [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"\xff\xff\xff\xff", b"../", b"/"],
        )
    buffer = io.BytesIO()
    prefix = chance.choice(["", "map/", "./", "a/b/"])
    methods = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(prefix + name, text, chance.choice(methods))
        for _ in range(chance.randint(0, 3)):
            facts = zipfile.ZipInfo(
                chance.choice([odd_text(chance) or "x", "../../out", "/out", "events.csv", "map", "a\\b", "links"])
            )
            facts.external_attr = chance.choice([0, 0o120777 << 16, 0o040755 << 16, 0o010644 << 16])
            archive.writestr(facts, chance.choice([b"", b"../../out", samples.EVENTS]))
    return buffer.getvalue()


def _gzipped(chance: Random) -> bytes:
    if chance.random() < 0.5:
        return damaged(chance, [gzip.compress(samples.LOG_XES, mtime=0)], [b"\x1f\x8b", b"\0"])
    return gzip.compress(_from(samples.LOG_XES, words=XML)(chance), mtime=0)


XML = _words(
    "<", ">", "/>", "<event>", "</event>", "</trace>", "<!--", "]]>", "<![CDATA[", "&lt;", "&#0;", "&#x1F600;", "&x;"
) + _words(
    '<!DOCTYPE log [<!ENTITY x "y">]>', 'encoding="UTF-16"', 'encoding="latin-1"', "<x:log", 'xmlns="u"', "<a>" * 5000
)


# Read


def _read_definition(folder: Path, data: bytes) -> str:
    path = folder / "definition.toml"
    path.write_bytes(data)
    definition = read_definition(path)
    assert data_dictionary(definition, "nl")
    return "accepted"


def _described(files: dict[str, bytes]) -> dict[str, object]:
    return {
        name: {"rows": text.count(b"\n") - 1, "sha256": hashlib.sha256(text).hexdigest()}
        for name, text in files.items()
    }


def _fresh(folder: Path) -> Home:
    """A monitor without deliveries, copied from one that was made before."""
    template, place = folder / "template", folder / "home"
    if not template.exists():
        (folder / "chain.toml").write_text(samples.CHAIN, encoding="utf-8")
        make_home(template, [folder / "chain.toml"])
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(template, place)
    return Home(place)


def _offer(folder: Path, files: dict[str, bytes]) -> Outcome:
    place = folder / "offered"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, text in files.items():
        (place / name).write_bytes(text)
    return receive(_fresh(folder), place, NOW_US)


def _read_manifest(folder: Path, data: bytes) -> str:
    return _looked_at(folder, [_offer(folder, {"events.csv": samples.EVENTS, "delivery.json": data})], data)


def _read_file(name: str, folder: Path, data: bytes) -> str:
    """A data file with a manifest that is right about it; the gate itself tells how many rows it has."""
    partner = samples.DATA[name.partition(".")[0]][0]
    facts: dict[str, object] = {"rows": 1, "sha256": hashlib.sha256(data).hexdigest()}
    for _ in range(2):
        said = json.dumps(samples.MANIFEST | {"partner": partner, "files": {name: facts}}).encode()
        outcome = _offer(folder, {name: data, "delivery.json": said})
        counted = re.search(r"has (\d+) rows, but", " ".join(outcome.reasons))
        if not counted:
            break
        facts["rows"] = int(counted[1])
    if outcome.status == "accepted":
        told = sum(outcome.counts.values()) + outcome.findings.get("repeated-row", 0)
        told += len(outcome.quarantined) + outcome.findings.get("quarantined-rows-not-listed", 0)
        assert told == facts["rows"], f"{facts['rows']} rows came in, {told} are told"
    return _looked_at(folder, [outcome], data)


def _read_zip(folder: Path, data: bytes) -> str:
    path = folder / "in" / "offered.zip"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    before = {p.name for p in folder.parent.iterdir()}
    try:
        return _looked_at(folder, [receive(_fresh(folder), path, NOW_US)], data)
    finally:
        assert {p.name for p in folder.parent.iterdir()} == before, "something was written outside"
        assert {p.name for p in folder.iterdir()} <= {"in", "home", "template", "chain.toml", "offered"}
        assert not list((folder / "home").glob(".unpacked-*"))


def _read_log(ending: str, folder: Path, data: bytes) -> str:
    path = folder / f"log{ending}"
    path.write_bytes(data)
    return _looked_at(folder, import_log(_fresh(folder), "proef", path, NOW_US), data)


def _looked_at(folder: Path, outcomes: list[Outcome], data: bytes) -> str:
    """What became of it; of some that is accepted all that can be asked of the monitor is asked."""
    if any(outcome.status == "refused" for outcome in outcomes):
        assert all(outcome.reasons for outcome in outcomes if outcome.status == "refused")
        return "refused"
    if Random(hashlib.sha256(data).digest()).random() < MEASURED:
        home = Home(folder / "home")
        list(waiting(home))
        cases = Cases(open_view(home, "proef"))
        for name in MEASURES:
            try:
                measure(cases, name, selection=Selection(period="year"))
            except UsageError:  # it has no periods
                measure(cases, name)
        retry(home, NOW_US)
        return "accepted and measured"
    return "accepted"


CSV_MARKS = _words(",", '"', '""', "\r\n", "\r", ";", "\ufeff", "event_id", ",,,,", '"\n"')
FORMATS: dict[str, Format] = {
    "definition": Format(lambda chance: _definitions()(chance), _read_definition),
    "manifest": Format(_manifest, _read_manifest),
    "zip": Format(_zip, _read_zip),
    **{
        f"{k}.csv": Format(_from(text, words=CSV_MARKS), partial(_read_file, f"{k}.csv"))
        for k, (_, text) in samples.DATA.items()
    },
    **{f"{k}.parquet": Format(_parquet(k), partial(_read_file, f"{k}.parquet")) for k in samples.DATA},
    "log.csv": Format(_from(samples.LOG_CSV, words=CSV_MARKS), partial(_read_log, ".csv")),
    "log.xes": Format(_from(samples.LOG_XES, words=XML), partial(_read_log, ".xes")),
    "log.xes.gz": Format(_gzipped, partial(_read_log, ".xes.gz")),
    "log.jsonocel": Format(
        _from(samples.ocel_json(), words=_words("{", "]", "null", "1e999", "NaN")), partial(_read_log, ".jsonocel")
    ),
    "log.xmlocel": Format(_from(samples.ocel_xml(), words=XML), partial(_read_log, ".xmlocel")),
    "log.sqlite": Format(_from(samples.ocel_sqlite()), partial(_read_log, ".sqlite")),
}
