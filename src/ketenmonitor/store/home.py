"""A home: the folder that holds one monitor, with its settings, chains and lock.

    HOME/monitor.toml                       settings; environment KETENMONITOR_<NAME> overrides them
    HOME/chains/CHAIN/definitions/0001.toml the adopted versions of a definition, in order, with when
    HOME/chains/CHAIN/tables/               Delta tables, see `tables`
    HOME/chains/CHAIN/vault/                pseudonyms and the ids they have here, sealed, see `vault`
    HOME/chains/CHAIN/prepared/             what can be computed again, see `prepared`
    HOME/chains/CHAIN/releases/, drafts/    what was published and what may be, see `publishing`
    HOME/public/CHAIN/DAY/                  the releases that everybody may see, see `web.public`
    HOME/secrets.toml                       what protects and signs what is published, see `secrets`
    HOME/refused/0001/                      refused deliveries, whole, with the reasons
    HOME/lock                               held by the one writer

The promise: a file is written beside its place and moved into it, so a crash leaves the old or the new.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ketenmonitor.definition import Definition, known_definition, read_definition
from ketenmonitor.errors import NotFoundError, StorageError, UsageError
from ketenmonitor.instants import from_us, to_us
from ketenmonitor.store import generations, ledger

SETTINGS_FILE = "monitor.toml"
# Not the hidden ones: those are being written, or a crash left them.
VERSIONS = "[0-9]*.toml"
ADOPTED = "%Y%m%dT%H%M%S.%fZ"
# Below a folder with one of these in its name Delta does not find its tables, or the engine takes it for a pattern.
IMPOSSIBLE = "[]*?%|^\\"


@dataclass(frozen=True)
class Settings:
    """What an administrator may set. `memory_limit` is a size such as "4GB", empty for the engine's own default.

    A chain with at least `prepare_from` events has prepared tables; for fewer, making them takes longer than it saves.
    """

    engine: str = "duckdb"
    memory_limit: str = ""
    lock_timeout_seconds: float = 60.0
    prepare_from: int = 100_000


@dataclass(frozen=True)
class Home:
    """One monitor on disk."""

    path: Path

    @cached_property
    def settings(self) -> Settings:
        """The settings of `monitor.toml`, each overridden by an environment variable of its name."""
        found = self.said("monitor")
        known: dict[str, Callable[[Any], Any]] = {f.name: type(getattr(Settings, f.name)) for f in fields(Settings)}
        if unknown := sorted(set(found) - set(known)):
            raise StorageError(
                f"{self.path / SETTINGS_FILE}: not a setting: {', '.join(unknown)}. "
                f"Settings are: {', '.join(known)}. Remove or rename it."
            )
        overrides = {n: v for n in known if (v := os.environ.get(f"KETENMONITOR_{n.upper()}")) is not None}
        said = {**found, **overrides}
        try:
            return Settings(**{name: known[name](value) for name, value in said.items()})
        except ValueError:
            raise StorageError(
                f"{self.path / SETTINGS_FILE}: lock_timeout_seconds or prepare_from is not a number. "
                "Right is a number of seconds, such as 60, and of events, such as 100000. Mend it there or in the environment."
            ) from None

    def said(self, table: str) -> dict[str, Any]:
        """A table of the settings file as it stands there, such as [monitor]; empty when there is none."""
        place = self.path / SETTINGS_FILE
        try:
            found = tomllib.loads(place.read_text(encoding="utf-8")).get(table, {})
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise StorageError(f"{place}: not a TOML file ({error}). Mend it, or put it back from a backup.") from None
        if not isinstance(found, dict):
            raise StorageError(f"{place}: {table} is not a table. Right is a line [{table}] with settings under it.")
        return found

    def chain_path(self, chain: str) -> Path:
        """The folder of one chain."""
        return self.path / "chains" / chain

    def tables_path(self, chain: str) -> Path:
        """The folder of one chain's tables, as they are now."""
        return generations.current(self.chain_path(chain))

    def prepared_path(self, chain: str) -> Path:
        """The folder of what was computed of one chain and can be computed again."""
        return self.chain_path(chain) / "prepared"

    def releases_path(self, chain: str) -> Path:
        """The folder of one chain's releases."""
        return self.chain_path(chain) / "releases"

    def drafts_path(self, chain: str) -> Path:
        """The folder of one chain's drafts of releases."""
        return self.chain_path(chain) / "drafts"

    @property
    def public_path(self) -> Path:
        """The folder of the releases that were let out to everybody."""
        return self.path / "public"

    def chains(self) -> tuple[str, ...]:
        """The chains of this monitor, by name: those with a definition, so that a crash never leaves half a one."""
        return tuple(sorted({p.parts[-3] for p in self.path.glob(f"chains/*/definitions/{VERSIONS}")}))

    def definitions(self, chain: str) -> tuple[Definition, ...]:
        """All adopted versions of a chain's definition, the one in force last."""
        if chain not in self.chains():
            raise NotFoundError(
                f"{self.path}: there is no chain of this name. Chains here: {', '.join(self.chains()) or 'none'}. "
                "Name one of these, or adopt its definition first."
            )
        return tuple(known_definition(place) for place in self._places(chain))

    def _places(self, chain: str) -> list[Path]:
        return sorted((self.chain_path(chain) / "definitions").glob(VERSIONS))

    def definition_text(self, chain: str, at_us: int | None = None) -> bytes:
        """The definition in force at `at_us` (None: now), as it was adopted."""
        return self._in_force(chain, at_us).read_bytes()

    def definition(self, chain: str, at_us: int | None = None) -> Definition:
        """The version of a chain's definition that was in force at `at_us` (None: now); before all of them the first."""
        versions = self.definitions(chain)
        return versions[-1] if at_us is None else known_definition(self._in_force(chain, at_us))

    def _in_force(self, chain: str, at_us: int | None) -> Path:
        places = self._places(chain)
        adopted = [(place, _adopted_us(place)) for place in places]
        return [place for place, since in adopted if at_us is None or since is None or since <= at_us][-1]

    def adopted_us(self, chain: str) -> int | None:
        """When the version in force was adopted; None for a chain that has only its first."""
        return _adopted_us(self._places(chain)[-1])

    def add_definition(self, source: Path, definition: Definition, adopted_us: int) -> None:
        """Keep one more version of a definition; the caller has checked that it may be adopted.

        From a chain's second version on the name of the file says when it was adopted; the first holds from the start.
        """
        ledger.start(self.tables_path(definition.id))
        folder = self.chain_path(definition.id) / "definitions"
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob(VERSIONS))) + 1
        place = folder / (f"{number:04d}-{from_us(adopted_us):{ADOPTED}}.toml" if number > 1 else f"{number:04d}.toml")
        beside = folder / f".{place.name}"
        shutil.copyfile(source, beside)
        os.replace(beside, place)

    @property
    def is_being_written(self) -> bool:
        """Whether there is a writer now."""
        try:
            with FileLock(self.path / "lock", timeout=0):
                return False
        except Timeout:
            return True

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer. Waits for another; the kernel frees the lock of a writer that was killed."""
        lock = FileLock(self.path / "lock")
        try:
            lock.acquire(timeout=self.settings.lock_timeout_seconds)
        except Timeout:
            raise StorageError(
                f"{self.path}: another command has been writing for {self.settings.lock_timeout_seconds:g} seconds. "
                "One writer at a time is allowed, and nothing was changed. Try again when it is done."
            ) from None
        except OSError as error:
            raise StorageError(
                f"{self.path}: cannot be written: {error}. A writer needs the file `lock` in this folder, and nothing "
                "was changed. Check free space and your rights to it, and give the same command again."
            ) from error
        try:
            yield
        finally:
            lock.release()


def open_home(path: Path) -> Home:
    """The monitor in a folder. Raises NotFoundError when there is none."""
    _check_name(path)
    if not (path / SETTINGS_FILE).is_file():
        raise NotFoundError(
            f"{path}: no monitor here ({SETTINGS_FILE} is missing). "
            "Make one with `ketenmonitor new HOME DEFINITION.toml`, or give the folder of an existing one."
        )
    return Home(path)


def _adopted_us(place: Path) -> int | None:
    """When a version was adopted, by the name of its file; None for the first."""
    _, _, adopted = place.stem.partition("-")
    return to_us(datetime.strptime(adopted, ADOPTED).replace(tzinfo=UTC)) if adopted else None


def _check_name(path: Path) -> None:
    if found := sorted(set(str(path.resolve())) & set(IMPOSSIBLE)):
        raise UsageError(
            f"{path}: the name of the folder, or of one that it is in, has {' '.join(found)}. "
            f"All characters except {' '.join(IMPOSSIBLE)} are allowed: choose a folder with another name."
        )


def make_home(path: Path, definitions: list[Path]) -> Home:
    """A new monitor with these chains. Nothing is made when a definition has faults or the folder is in use."""
    _check_name(path)
    read = [(source, read_definition(source)) for source in definitions]
    ids = [definition.id for _, definition in read]
    if len(set(ids)) < len(ids):
        raise UsageError(
            "Two of these definitions have the same chain id. A monitor holds each chain once: leave one out."
        )
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(f"{path}: already in use. A monitor is made in a new or an empty folder: name another one.")
    (path / "chains").mkdir(parents=True)
    home = Home(path)
    for source, definition in read:
        home.add_definition(source, definition, 0)
    # Written last: a folder without it is not a monitor yet.
    (path / SETTINGS_FILE).write_text(DEFAULT_SETTINGS, encoding="utf-8")
    return home


DEFAULT_SETTINGS = """\
# The settings of this monitor. Each can be overridden by an environment variable, e.g. KETENMONITOR_MEMORY_LIMIT.
[monitor]
engine = "duckdb"            # or "spark" for Spark on this machine, "spark://HOST:PORT" for a cluster
memory_limit = ""            # e.g. "4GB"; empty: the engine decides
lock_timeout_seconds = 60    # how long a second writer waits for the first
"""
