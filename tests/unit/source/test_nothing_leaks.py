"""No identifier, and no key, in anything that packing writes: planted ones are looked for in every byte and every cell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import psycopg
import pyarrow.parquet as pq
import pytest

from ketenmonitor.keys import make_key
from ketenmonitor.keys.sealed import Secret
from ketenmonitor.source.pack import confirmed, pending
from tests.postgres import new_database, postgres
from tests.unit.source.extract import COLUMNS, PHRASE, mapping_of, packed, write_rows
from tests.unit.source.test_pseudonym_modes import hmac_text, oprf_text
from tests.unit.source.test_sources import SQL

ROOT = Path(__file__).parents[3]
# Two that are sound and written in several ways, one that fails its check; a name where none should be; a placeholder.
PLANTED = ("999990342", "9999.92.211", "731928461", "Pietje Puk-Puntenslijper", "BVH-2024-0815")
ROWS = [
    ("1", "I1", "02-01-2024 09:30", PLANTED[0], PLANTED[4], "J"),
    ("2", "B1", "03-01-2024 09:30", PLANTED[1], PLANTED[4], PLANTED[3]),
    ("3", PLANTED[3], PLANTED[3], PLANTED[2], PLANTED[4], "N"),
    ("4", "B1", "04-01-2024 09:30", PLANTED[3], PLANTED[3], "N"),
]
LATER = [*ROWS[:1], ("5", "B1", "05-01-2024 09:30", PLANTED[0], PLANTED[4] + "9", "J")]
KIND = '\n[identifiers.strafzaak]\nkind = "bsn"\nplaceholders = ["000000"]\n'


def forms_of(text: str) -> set[bytes]:
    """A text as somebody might have written it: bare, in capitals, without signs, with its kind, in base64 and hex."""
    bare = "".join(letter for letter in text if letter.isalnum())
    plain = {text, text.upper(), bare, bare.upper()}
    plain |= {f"NL:{kind}:{one}" for one in plain for kind in ("bsn", "melding")}
    return {form for one in plain for form in encoded(one.encode())} | {one.encode("utf-16-le") for one in plain}


def encoded(value: bytes) -> set[bytes]:
    """Bytes as they are, in hex, and in base64 wherever they begin in it."""
    found = {value, value.hex().encode(), value.hex().upper().encode()}
    for encode in (b64encode, urlsafe_b64encode):
        for lead in range(3):
            # Without the signs that also hold bits of what stands before and after.
            found.add(encode(bytes(lead) + value)[(0, 2, 3)[lead] : ((lead + len(value)) // 3) * 4])
    return found


def everything_in(*folders: Path, but: tuple[str, ...] = ()) -> Iterator[tuple[Path, bytes]]:
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name not in but):
            yield path, path.read_bytes()
            if path.suffix == ".parquet":
                yield path, json.dumps(pq.read_table(path).to_pylist(), default=lambda b: b.hex()).encode()


def assert_clean(found: Iterator[tuple[Path, bytes]], secrets: set[bytes]) -> None:
    n = 0
    for path, content in found:
        n += 1
        assert not [form for form in secrets if form in content], path
    assert n


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


def as_csv(folder: Path, rows: list[tuple[str, ...]]) -> str:
    write_rows(folder / "zaken.csv", rows)
    return 'file = "zaken.csv"\ndelimiter = ";"'


def as_parquet(folder: Path, rows: list[tuple[str, ...]]) -> str:
    pl.DataFrame(rows, schema=list(COLUMNS), orient="row").write_parquet(folder / "zaken.parquet")
    return 'file = "zaken.parquet"'


def as_xlsx(folder: Path, rows: list[tuple[str, ...]]) -> str:
    pl.DataFrame(rows, schema=list(COLUMNS), orient="row").write_excel(folder / "zaken.xlsx", "Zaken")
    return 'file = "zaken.xlsx"\nsheet = "Zaken"'


def as_xes(folder: Path, rows: list[tuple[str, ...]]) -> str:
    cells = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    tags = ("".join(f'<string key="{name}" value="{text}"/>' for name, text in row.items()) for row in cells)
    events = "".join(f"<event>{some}</event>" for some in tags)
    (folder / "zaken.xes").write_text(f"<log><trace>{events}</trace></log>", encoding="utf-8")
    return 'file = "zaken.xes"'


def as_database(folder: Path, rows: list[tuple[str, ...]]) -> str:
    with psycopg.connect(os.environ["BRON"].replace("+psycopg", "")) as connection:
        connection.execute("drop table if exists zaken")
        connection.execute(f"create table zaken ({', '.join(f'{name} text' for name in COLUMNS)})".encode())
        places = ", ".join(["%s"] * len(COLUMNS))
        connection.cursor().executemany(f"insert into zaken values ({places})".encode(), rows)
    return f'sql = "{SQL}"\ndatabase = "BRON"'


def with_source(text: str, lines: str) -> str:
    start, end = text.index("[sources.zaken]"), text.index("[[events]]")
    return f'{text[:start]}[sources.zaken]\n{lines}\nformats = ["%d-%m-%Y %H:%M"]\n\n{text[end:]}{KIND}'


def command(folder: Path, *words: str) -> tuple[int, bytes]:
    """What is shown by a command in a process of its own, whose temporary files are in `folder`/tmp."""
    (folder / "tmp").mkdir(exist_ok=True)
    python = [sys.executable, "-X", "faulthandler", "-m", "ketenmonitor"]
    environment = {
        **os.environ,
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": str(ROOT / "src"),
        "KETENMONITOR_NOW": "2024-03-01T06:00:00+01:00",
    }
    done = subprocess.run([*python, *words], cwd=folder, env=environment, capture_output=True, check=False)
    return done.returncode, done.stdout + done.stderr


SOURCES: list[Callable[[Path, list[tuple[str, ...]]], str]] = [as_csv, as_parquet, as_xlsx, as_xes, as_database]


@pytest.mark.parametrize("mode", ["hmac", "oprf"])
@pytest.mark.parametrize("write", SOURCES, ids=[write.__name__ for write in SOURCES])
def test_nothing_of_an_extract_is_in_what_is_written(
    tmp_path: Path,
    mode: str,
    write: Callable[[Path, list[tuple[str, ...]]], str],
    server: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "partner"
    folder.mkdir()
    if write is as_database:
        monkeypatch.setenv("BRON", new_database(server, f"bron-{mode}"))
    secret = make_key(folder / "hash.key", "hashing" if mode == "hmac" else "receiving", PHRASE.encode())
    text = hmac_text(folder) if mode == "hmac" else oprf_text(secret)
    shown = b""
    for rows, until in ((ROWS, "2024-02-01"), (LATER, "2024-02-02")):
        mapping = mapping_of(folder, with_source(text, write(folder, rows)))
        status, said = command(folder, "pack", "mapping.toml", "--until", until, *(["--json"] if rows is LATER else []))
        assert status == 0, said
        shown += said
        confirmed(mapping.state, str(pending(mapping.state)))
    keys = [secret.value, secret_of_state(folder).value]
    secrets = {form for one in PLANTED for form in forms_of(one)} | {form for key in keys for form in encoded(key)}
    assert_clean(iter([(folder, shown)]), secrets)
    assert_clean(everything_in(folder / "out", folder / "state", folder / "tmp"), secrets)
    # A library of the group puts itself there; nothing else may.
    assert {path.suffix for path in (folder / "tmp").iterdir()} <= {".so"}


def secret_of_state(folder: Path) -> Secret:
    from ketenmonitor.keys import open_key

    return open_key(folder / "state" / "state.key", "vault", PHRASE.encode())


def test_the_search_finds_what_is_planted(tmp_path: Path) -> None:
    """Or it would be no test."""
    from base64 import b64encode

    for name, content in {
        "bare": b"x999990342x",
        "hex": b"x" + b"999990342".hex().encode(),
        "base64": b64encode(b"ab{" + b"999990342" + b"}"),
        "key": b64encode(b"NL:bsn:999990342"),
    }.items():
        with pytest.raises(AssertionError):
            assert_clean(iter([(tmp_path / name, content)]), forms_of(PLANTED[0]))
    pl.DataFrame({"a": ["x999990342x"]}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(AssertionError):
        assert_clean(everything_in(tmp_path), forms_of(PLANTED[0]))


@pytest.mark.parametrize("place", ["made_of", "hashed", "write_files", "write_manifest"])
def test_a_mistake_of_ours_tells_nothing_of_the_extract(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in its words, nor in what it is chained to, nor in what was on disk at that moment."""
    from ketenmonitor.cli import main

    folder = tmp_path / "partner"
    folder.mkdir()
    secret = make_key(folder / "hash.key", "hashing", PHRASE.encode())
    mapping_of(folder, with_source(hmac_text(folder), as_csv(folder, ROWS)))
    secrets = {form for one in PLANTED for form in forms_of(one)} | encoded(secret.value)

    def fails(*args: object, **named: object) -> None:
        assert_clean(((p, c) for p, c in everything_in(folder, but=("zaken.csv",))), secrets)
        raise ValueError(f"cannot parse {PLANTED[0]} of {PLANTED[3]}")

    modules = {"made_of": "translated", "hashed": "gathered", "write_files": "packed", "write_manifest": "packed"}
    monkeypatch.setattr(f"ketenmonitor.source.pack.{modules[place]}.{place}", fails)
    monkeypatch.setattr(sys, "argv", ["ketenmonitor", "pack", str(folder / "mapping.toml"), "--until", "2024-02-01"])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = "".join(capsys.readouterr())
    assert stopped.value.code == 1
    assert "A mistake of this program: ValueError in" in said
    assert_clean(iter([(folder, said.encode())]), secrets)
    assert_clean(everything_in(folder, but=("zaken.csv",)), secrets)
    assert not list((folder / "out").glob("*"))


def test_what_a_killed_pack_leaves_on_disk_cannot_be_read(tmp_path: Path) -> None:
    """Killed just before the files that rows wait in would go."""
    folder = tmp_path / "partner"
    folder.mkdir()
    make_key(folder / "hash.key", "hashing", PHRASE.encode())
    mapping = mapping_of(folder, with_source(hmac_text(folder), as_csv(folder, ROWS)))
    script = (
        "import os, signal, tests.unit.source.extract as e\n"
        "from ketenmonitor.source.mapping import read_mapping\n"
        "from ketenmonitor.source.pack import packed\n"
        "packed.keep = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "e.packed(read_mapping(e.Path('mapping.toml')))\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    assert list((mapping.state / "work").glob("*.sealed"))
    secrets = {form for one in PLANTED for form in forms_of(one)}
    assert_clean(everything_in(folder, but=("zaken.csv",)), secrets)
    packed(mapping)
    assert not (mapping.state / "work").exists()
    assert (mapping.state.stat().st_mode & 0o777) == 0o700
