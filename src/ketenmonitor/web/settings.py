"""What an administrator sets for the web: [web] in `monitor.toml`, each overridden by KETENMONITOR_WEB_<NAME>.

    [web]
    address = "https://monitor.example.nl"      where visitors find it; empty for this machine only
    contact = "mailto:security@example.nl"           where to tell of a weakness
    style = "/etc/ketenmonitor/style.css"        tokens of your own organisation, after the monitor's
    proxies = "10.0.0.5, 10.1.0.0/16"            whose word on where a visitor comes from is taken
    upload_mb = 512                              the largest delivery that is taken in
    requests_a_minute = 1200                     of one visitor; 0 for no limit
    login_attempts = 10                          that fail, of one place, in five minutes
    [[web.accounts]]                             local accounts, on this machine only
    name = "analist"
    password = "scrypt$..."                      see `ketenmonitor password`
    roles = ["analyst"]

The promise: a setting that is not one, or of the wrong kind, is refused by name when the program starts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ketenmonitor.errors import StorageError
from ketenmonitor.store import SETTINGS_FILE, Home
from ketenmonitor.web.visitor import Role

ENVIRONMENT = "KETENMONITOR_WEB_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Account:
    """Somebody with a password on this machine, for a demonstration."""

    name: str
    password: str = field(repr=False)
    roles: tuple[str, ...] = ()
    partner: str | None = None


@dataclass(frozen=True)
class WebSettings:
    """Everything under [web]. `session_hours`: the longest that a login lasts."""

    address: str = ""
    contact: str = ""
    style: str = ""
    session_hours: int = 8
    proxies: str = "127.0.0.1, ::1"
    upload_mb: int = 512
    requests_a_minute: int = 1200
    login_attempts: int = 10
    accounts: tuple[Account, ...] = ()

    @property
    def is_secure(self) -> bool:
        """Whether visitors come over https: then cookies go over nothing else."""
        return urlsplit(self.address).scheme == "https"

    @property
    def trusted(self) -> list[str]:
        """The addresses and networks of `proxies`."""
        return [one.strip() for one in self.proxies.split(",") if one.strip()]


def web_settings(home: Home) -> WebSettings:
    """The settings of a home. Raises StorageError for what is not a setting."""
    place, said = home.path / SETTINGS_FILE, dict(home.said("web"))
    try:
        accounts = tuple(
            Account(**{**one, "roles": tuple(Role(r) for r in one.get("roles", ()))})
            for one in said.pop("accounts", [])
        )
        found = WebSettings(**_read(said), accounts=accounts)
        _check_limits(found)
    except (TypeError, ValueError, AttributeError) as error:
        raise StorageError(
            f"{place}: [web] is not right: {error}. What is right: docs/how-to/serve-a-monitor.md."
        ) from None
    if found.address and urlsplit(found.address).scheme not in ("http", "https"):
        raise StorageError(f"{place}: address is not an address. Right is such as https://monitor.example.nl.")
    if found.address and not found.is_secure and urlsplit(found.address).hostname not in LOOPBACK:
        raise StorageError(
            f"{place}: address has to begin with https://, for only on this machine can nobody listen in."
        )
    return found


def _check_limits(found: WebSettings) -> None:
    """Raises ValueError for what would let everybody do everything, or nobody anything."""
    for name in ("session_hours", "upload_mb", "login_attempts"):
        if getattr(found, name) < 1:
            raise ValueError(f"{name} has to be at least 1")
    if found.requests_a_minute < 0:
        raise ValueError("requests_a_minute is less than 0, which stands for no limit")
    for one in found.trusted:
        ip_network(one)  # not *: then everybody could say to be somebody else


def _read(said: Mapping[str, Any]) -> dict[str, Any]:
    """The plain settings, from the file and then the environment."""
    known = {f.name: type(f.default) for f in fields(WebSettings) if isinstance(f.default, str | int)}
    if unknown := sorted(set(said) - set(known)):
        raise ValueError(f"not a setting: {', '.join(unknown)}; settings are {', '.join(known)} and [[web.accounts]]")
    overrides = {n: v for n in known if (v := os.environ.get(f"{ENVIRONMENT}{n.upper()}")) is not None}
    return {name: known[name](value) for name, value in {**said, **overrides}.items()}


def style_of(settings: WebSettings) -> str:
    """The tokens of the own organisation, as CSS. Raises StorageError when the file cannot be read."""
    try:
        return Path(settings.style).read_text(encoding="utf-8") if settings.style else ""
    except (OSError, UnicodeDecodeError):
        raise StorageError(f"{settings.style}: this style sheet cannot be read. Mend `style` under [web].") from None
