"""What an administrator sets for the web: [web] in `monitor.toml`, each overridden by KETENMONITOR_WEB_<NAME>.

    [web]
    address = "https://monitor.example.nl"      where visitors find it; empty for this machine only
    contact = "mailto:security@example.nl"           where to tell of a weakness
    style = "/etc/ketenmonitor/style.css"        tokens of your own organisation, after the monitor's
    proxies = "10.0.0.5, 10.1.0.0/16"            whose word on where a visitor comes from is taken
    upload_mb = 512                              the largest delivery that is taken in
    requests_a_minute = 1200                     of one visitor; 0 for no limit
    login_attempts = 10                          that fail, of one place, in five minutes
    events_a_minute = 60000                      of one organisation, to /v1/gebeurtenissen; 0 for no limit
    inquiry = "/etc/ketenmonitor/ask.toml"       the hit/no-hit check, see `inquiry.asker.config`; empty: there is none
    [web.tls]                                    TLS of the monitor itself, instead of a proxy's
    certificate = "/etc/ketenmonitor/server.pem"
    key = "/etc/ketenmonitor/server.key"
    [[web.accounts]]                             local accounts, on this machine only
    name = "analist"
    password = "scrypt$..."                      see `ketenmonitor password`
    roles = ["analyst"]
    [web.login]                                  a provider of OpenID Connect, see `Login`
    [identity]                                   whose word is taken on which organisation calls, see `identity.trust`
    [deliverers]                                 who delivers for whom besides itself, by OIN
    "00000099000000003000" = ["politie"]

The promise: a setting that is not one, or of the wrong kind, is refused by name when the program starts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ketenmonitor.errors import StorageError
from ketenmonitor.identity import OIN, Tls, Trust, trust_of
from ketenmonitor.store import SETTINGS_FILE, Home
from ketenmonitor.web.visitor import Role

ENVIRONMENT = "KETENMONITOR_"
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Account:
    """Somebody with a password on this machine, for a demonstration."""

    name: str
    password: str = field(repr=False)
    roles: tuple[str, ...] = ()
    partner: str | None = None

    @property
    def grounds(self) -> str:
        """What a session of this account rests on: it ends when anything of the account is changed."""
        return _hash(f"{self!r} {self.password}")


@dataclass(frozen=True)
class Login:
    """Everything under [web.login]: where to log in, and what of the answer makes which roles.

    A claim may be within others: `realm_access.roles`. `audience`: of access tokens of programs; without it they have none.
    """

    issuer: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    scopes: str = "openid profile"
    name_claim: str = "name"
    roles_claim: str = "roles"
    partner_claim: str = "partner"
    audience: str = ""
    roles: Mapping[str, frozenset[Role]] = field(default_factory=dict, repr=False)

    @property
    def grounds(self) -> str:
        """What a session by this provider rests on: it ends when what is asked of the provider or made of it is changed."""
        return _hash(repr((self, sorted((value, sorted(roles)) for value, roles in self.roles.items()))))


@dataclass(frozen=True)
class WebSettings:
    """Everything under [web], and what else it rests on. `session_hours`: the longest that a login lasts.

    `signing`: the partners that sign what they deliver; `blinding`: the chains of which key services make the pseudonyms.
    """

    address: str = ""
    contact: str = ""
    style: str = ""
    session_hours: int = 8
    proxies: str = "127.0.0.1, ::1"
    upload_mb: int = 512
    requests_a_minute: int = 1200
    login_attempts: int = 10
    events_a_minute: int = 60_000
    inquiry: str = ""
    accounts: tuple[Account, ...] = ()
    login: Login | None = None
    tls: Tls | None = None
    trust: Trust = field(default_factory=Trust)
    deliverers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    signing: frozenset[str] = frozenset()
    blinding: frozenset[str] = frozenset()

    @cached_property
    def grounds(self) -> frozenset[str]:
        """All that a session can rest on."""
        return frozenset([one.grounds for one in self.accounts] + ([self.login.grounds] if self.login else []))

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
        login, tls = _login(said.pop("login", None)), said.pop("tls", None)
        trust = trust_of(home.said("identity"), str(place))
        found = WebSettings(
            **_read(WebSettings, said, "WEB_"), accounts=accounts, login=login, trust=trust, tls=_tls(tls, trust),
            deliverers=_deliverers(home.said("deliverers")), signing=frozenset(home.said("signatures")),
            blinding=frozenset(chain for chain, one in home.said("pseudonyms").items() if _is_blinding(one)),
        )  # fmt: skip
        _check_limits(found)
    except (TypeError, ValueError, AttributeError) as error:
        raise StorageError(
            f"{place}: [web] is not right: {error}. What is right: docs/how-to/serve-a-monitor.md."
        ) from None
    if wrong := _wrong_with(found):
        raise StorageError(f"{place}: {wrong}")
    return found


def _wrong_with(found: WebSettings) -> str | None:
    """What does not go together, as a sentence."""
    if found.address and urlsplit(found.address).scheme not in ("http", "https"):
        return "address is not an address. Right is such as https://monitor.example.nl."
    if found.address and not is_safe(found.address):
        return "address has to begin with https://, for only on this machine can nobody listen in."
    if found.login and not found.address:
        return "[web.login] needs `address` under [web]: where the provider sends visitors back to."
    return None


def is_safe(address: str) -> bool:
    """Whether nobody can listen in on the way to an address."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def _login(said: Mapping[str, Any] | None) -> Login | None:
    """The settings of a provider. Raises ValueError for those that are not right."""
    if said is None:
        return None
    roles = {
        value: frozenset(map(Role, [names] if isinstance(names, str) else names))
        for value, names in said.get("roles", {}).items()
    }
    plain = {name: value for name, value in said.items() if name != "roles"}
    found = Login(**_read(Login, plain, "WEB_LOGIN_"), roles=roles)
    if missing := [name for name in ("issuer", "client_id", "client_secret", "roles") if not getattr(found, name)]:
        raise ValueError(f"[web.login] lacks {', '.join(missing)}")
    if not is_safe(found.issuer):
        raise ValueError("issuer of [web.login] has to begin with https://, unless it is on this machine")
    if "openid" not in found.scopes.split():
        raise ValueError("scopes of [web.login] need openid among them")
    if found.audience == found.client_id:
        raise ValueError("audience of [web.login] has to be another than client_id: programs are not this client")
    return found


def _tls(said: Mapping[str, Any] | None, trust: Trust) -> Tls | None:
    """With what the monitor proves itself; who calls is asked for a certificate when there is who may issue one."""
    if said is None:
        return None
    if set(said) != {"certificate", "key"} or not all(isinstance(one, str) and one for one in said.values()):
        raise ValueError("[web.tls] needs exactly certificate and key, each the path of a PEM file")
    authorities = trust.authorities.place if trust.authorities else None
    return Tls(Path(said["certificate"]), Path(said["key"]), authorities)


def _deliverers(said: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """For which partners an organisation delivers besides itself."""
    for oin, partners in said.items():
        if (
            not OIN.fullmatch(oin)
            or not isinstance(partners, list)
            or not all(isinstance(one, str) for one in partners)
        ):
            raise ValueError("[deliverers] needs lines of an OIN of 20 digits and a list of partners")
    return {oin: frozenset(partners) for oin, partners in said.items()}


def _is_blinding(said: object) -> bool:
    return isinstance(said, Mapping) and said.get("mode", "oprf") == "oprf"


def _check_limits(found: WebSettings) -> None:
    """Raises ValueError for what would let everybody do everything, or nobody anything."""
    for name in ("session_hours", "upload_mb", "login_attempts"):
        if getattr(found, name) < 1:
            raise ValueError(f"{name} has to be at least 1")
    for name in ("requests_a_minute", "events_a_minute"):
        if getattr(found, name) < 0:
            raise ValueError(f"{name} is less than 0, which stands for no limit")
    for one in found.trusted:
        ip_network(one)  # not *: then everybody could say to be somebody else


def _read(kind: type, said: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """The plain settings of a kind, from the file and then the environment."""
    known = {f.name: type(f.default) for f in fields(kind) if isinstance(f.default, str | int)}
    if unknown := sorted(set(said) - set(known)):
        more = "[[web.accounts]], [web.login] and [web.tls]" if kind is WebSettings else "[web.login.roles]"
        raise ValueError(f"not a setting: {', '.join(unknown)}; settings are {', '.join(known)} and {more}")
    overrides = {n: v for n in known if (v := os.environ.get(f"{ENVIRONMENT}{prefix}{n.upper()}")) is not None}
    return {name: known[name](value) for name, value in {**said, **overrides}.items()}


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def style_of(settings: WebSettings) -> str:
    """The tokens of the own organisation, as CSS. Raises StorageError when the file cannot be read."""
    try:
        return Path(settings.style).read_text(encoding="utf-8") if settings.style else ""
    except (OSError, UnicodeDecodeError):
        raise StorageError(f"{settings.style}: this style sheet cannot be read. Mend `style` under [web].") from None
