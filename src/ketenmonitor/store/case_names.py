"""What a home calls a person or case in its logs, and in all that refers to them: a keyed hash.

    HOME/logbook.toml   subject_key (64 hexadecimal digits)

Comes in: a home and an identifier. Goes out: 64 hexadecimal digits. The promise: who has the key can ask for a given person or case,
and nobody can read from a log which ones there are. The key is made on first use, is not a secret of publication, is readable for its
owner only, and is never replaced: with another one the logs could not be asked any more who looked at whom.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
import tomllib
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

from ketenmonitor.errors import StorageError
from ketenmonitor.store.home import Home
from ketenmonitor.store.secrets import FILE as PUBLICATION
from ketenmonitor.store.secrets import publication_secrets, write_secret

FILE = "logbook.toml"
BYTES = 32
SIGNS = ".,;:!?()[]<>\"'"
NAMED = re.compile(rb'"case": "[0-9a-f]{64}"')
REMEDY = "Put it back from a backup: with another key nobody finds in the logs who looked at whom."


def case_name(home: Home, chain: str, identifier: str) -> str:
    """What the logs call a person or case. Raises StorageError when the key cannot be used."""
    return hmac.digest(subject_key(home.path), f"{chain}|{identifier}".encode(), "sha256").hex()


def case_names(home: Home, chain: str, identifier: str) -> tuple[str, ...]:
    """The same, and after it what version 0.2.0 and those before called it in `internal.jsonl`: their lines stay."""
    name = case_name(home, chain, identifier)
    if not (home.path / PUBLICATION).exists():  # these secrets were the key then, and are not made to look back
        return (name,)
    secret = publication_secrets(home.path).record_key
    return name, hmac.digest(secret, f"access|{chain}|{identifier}".encode(), "sha256").hex()[:32]


def words_of(text: str) -> set[str]:
    """What in a sentence could be an identifier: its words, without the signs around them."""
    return {word.strip(SIGNS) for word in text.split()}


def is_named_in(home: Home, chain: str, text: str, names: Collection[str]) -> bool:
    """Whether the identifier of somebody of whom only these names are known stands in a text."""
    return any(name in names for word in words_of(text) for name in case_names(home, chain, word))


def subject_key(home: Path) -> bytes:
    """The key of this home. Raises StorageError for a file that cannot be read, does not hold one, or is gone."""
    place = home / FILE
    if not os.path.lexists(place):
        _make(place)
    try:
        found = place.stat()
        return _read(place, found.st_ino, found.st_mtime_ns)
    except OSError:
        raise _no_key(place) from None


@lru_cache(maxsize=64)  # of thousands of cases each is named before it is shown
def _read(place: Path, _number: int, _changed_ns: int) -> bytes:
    try:
        key = bytes.fromhex(tomllib.loads(place.read_text(encoding="utf-8"))["logbook"]["subject_key"])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        raise _no_key(place) from None
    if len(key) != BYTES:
        raise StorageError(f"{place}: the key is not {BYTES} bytes long. {REMEDY}")
    return key


def _no_key(place: Path) -> StorageError:
    return StorageError(f"{place}: this does not hold the key of the logs. {REMEDY}")


def _make(place: Path) -> None:
    if _is_needed(place.parent / "log") and not os.path.lexists(place):  # not: made meanwhile by another
        raise StorageError(f"{place}: this is missing, and there are logs that were made with it. {REMEDY}")
    lines = (
        "# Never publish or change this file. With it the logs of this monitor name persons and cases.",
        "[logbook]",
    )
    try:
        write_secret(place, "\n".join((*lines, f'subject_key = "{secrets.token_hex(BYTES)}"', "")))
    except OSError as error:
        reason = (error.strerror or "it failed").lower()
        raise StorageError(f"{place}: cannot be written: {reason}. Check free space and your rights to it.") from None


def _is_needed(folder: Path) -> bool:
    """Whether anything was named with a key that is not there now."""
    if (folder / "processing").exists():
        return True
    try:
        with (folder / "internal.jsonl").open("rb") as file:
            return any(NAMED.search(line) for line in file)
    except OSError:  # whether it can be written, who writes it finds out
        return False
