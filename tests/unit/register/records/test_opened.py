"""Opening a register: its tables are brought up to date, a newer one is left alone, and no message has the password."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from ketenmonitor.errors import StorageError
from ketenmonitor.register.records import Register, open_register
from ketenmonitor.register.records import opened as opening
from ketenmonitor.register.records.place import ENVIRONMENT, url_of
from ketenmonitor.register.records.schema import VERSION, metadata

SECRET = "hunter2wachtwoord"


def test_the_steps_lead_to_the_tables_that_the_code_knows(register: Register) -> None:
    with register.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_last_step_is_the_version_of_the_code() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [VERSION]


def test_a_newer_register_is_left_alone(home: Path, register: Register) -> None:
    with register.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match=r"made by a newer Ketenmonitor \(tables 9999, this one knows 0001\)"):
        open_register(home)


def test_a_step_that_fails_leaves_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(connection: object) -> None:
        done(connection)  # type: ignore[arg-type]  # a connection
        raise RuntimeError("in the midst of it")

    done = opening._upgrade
    monkeypatch.setattr(opening, "_upgrade", break_off)
    with pytest.raises(RuntimeError):
        open_register(home, make=True)
    monkeypatch.undo() if "sqlite" in str(url_of(home)) else monkeypatch.setattr(opening, "_upgrade", done)
    engine = opening._engine(url_of(home))
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    open_register(home, make=True).engine.dispose()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"postgresql://tests:{SECRET}@localhost:1/register", "cannot be read or written"),
        (f"mysql://tests:{SECRET}@localhost/register", "not in mysql"),
        (f"tests:{SECRET}@localhost", "not the URL of a database"),
        (f"postgresql+psycopg://tests:{SECRET}@localhost:poort/register", "not the URL of a database"),
    ],
)
def test_no_message_has_the_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, words: str) -> None:
    monkeypatch.setenv(ENVIRONMENT, said)
    with pytest.raises(StorageError, match=words) as raised:
        open_register(tmp_path)
    assert SECRET not in str(raised.getrepr(style="long", chain=True, showlocals=False)).replace(said, "")


def test_the_settings_file_says_where_and_the_environment_overrides_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert url_of(tmp_path).database == str(tmp_path / "register.sqlite")
    (tmp_path / "monitor.toml").write_text('[monitor]\n[register]\nurl = "postgresql://a@b/c"\n', encoding="utf-8")
    assert url_of(tmp_path).render_as_string() == "postgresql+psycopg://a@b/c"
    monkeypatch.setenv(ENVIRONMENT, "postgresql://d@e/f")
    assert url_of(tmp_path).database == "f"


@pytest.mark.parametrize("wrong", ["[register]\nadres = 'x'", "[register]\nurl = 3", "register = 1", "[register"])
def test_a_setting_that_is_not_one_is_refused(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "monitor.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(StorageError, match=r"monitor\.toml"):
        open_register(tmp_path)
