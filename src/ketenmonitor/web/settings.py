"""What an administrator sets for the web: [web] in `monitor.toml`, each overridden by KETENMONITOR_WEB_<NAME>.

    [web]
    address = "https://monitor.example.nl"      where visitors find it; empty for this machine only
    contact = "mailto:security@example.nl"           where to tell of a weakness
    style = "/etc/ketenmonitor/style.css"        tokens of your own organisation, after the monitor's
    [web.login]                                  OpenID Connect; without it there is no way in but local accounts
    issuer = "https://login.example.nl"
    client_id = "ketenmonitor"
    client_secret = "..."                        better in KETENMONITOR_WEB_LOGIN_CLIENT_SECRET
    roles_claim = "groups"
    partner_claim = "partner"
    [web.roles]                                  which values of the claim are which role
    analyst = ["monitor-analisten"]
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
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ketenmonitor.errors import StorageError
from ketenmonitor.store import SETTINGS_FILE, Home
from ketenmonitor.web.visitor import Role

ENVIRONMENT = "KETENMONITOR_WEB_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Login:
    """The provider that says who somebody is."""

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    roles_claim: str = "roles"
    partner_claim: str = "partner"


@dataclass(frozen=True)
class Account:
    """Somebody with a password on this machine, for a demonstration."""

    name: str
    password: str = field(repr=False)
    roles: tuple[str, ...] = ()
    partner: str | None = None


@dataclass(frozen=True)
class WebSettings:
    """Everything under [web]. `upload_limit` is in bytes, `session_hours` the longest that a login lasts."""

    address: str = ""
    contact: str = ""
    style: str = ""
    session_hours: int = 8
    upload_limit: int = 2_000_000_000
    login: Login = Login()
    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    accounts: tuple[Account, ...] = ()

    @property
    def is_secure(self) -> bool:
        """Whether visitors come over https: then cookies go over nothing else."""
        return urlsplit(self.address).scheme == "https"


def web_settings(home: Home) -> WebSettings:
    """The settings of a home. Raises StorageError for what is not a setting."""
    place, said = home.path / SETTINGS_FILE, dict(home.said("web"))
    try:
        login, roles, accounts = said.pop("login", {}), said.pop("roles", {}), said.pop("accounts", [])
        found = WebSettings(
            **_read(WebSettings, said, ENVIRONMENT),
            login=Login(**_read(Login, login, f"{ENVIRONMENT}LOGIN_")),
            roles={Role(name): tuple(map(str, values)) for name, values in roles.items()},
            accounts=tuple(
                Account(**{**one, "roles": tuple(Role(r) for r in one.get("roles", ()))}) for one in accounts
            ),
        )
    except (TypeError, ValueError, AttributeError) as error:
        raise StorageError(f"{place}: [web] is not right: {error}. See docs/reference/web-settings.md.") from None
    if found.address and urlsplit(found.address).scheme not in ("http", "https"):
        raise StorageError(f"{place}: address is not an address. Right is such as https://monitor.example.nl.")
    if found.address and not found.is_secure and urlsplit(found.address).hostname not in LOOPBACK:
        raise StorageError(
            f"{place}: address has to begin with https://, for only on this machine can nobody listen in."
        )
    return found


def _read(kind: type, said: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Values of the plain fields of a kind of settings, from the file and then the environment."""
    known = {f.name: type(f.default) for f in fields(kind) if f.default.__class__ in (str, int)}
    if unknown := sorted(set(said) - set(known)):
        raise ValueError(f"not a setting: {', '.join(unknown)}; settings are {', '.join(known)}")
    overrides = {n: v for n in known if (v := os.environ.get(f"{prefix}{n.upper()}")) is not None}
    return {name: known[name](value) for name, value in {**said, **overrides}.items()}


def style_of(settings: WebSettings) -> str:
    """The tokens of the own organisation, as CSS. Raises StorageError when the file cannot be read."""
    try:
        return Path(settings.style).read_text(encoding="utf-8") if settings.style else ""
    except (OSError, UnicodeDecodeError):
        raise StorageError(f"{settings.style}: this style sheet cannot be read. Mend `style` under [web].") from None
