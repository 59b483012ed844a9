"""Whose word is taken on who calls: [identity] in the settings of a service.

    [identity]
    authorities = "/etc/ketenmonitor/authorities.pem"   who may issue client certificates (PEM)
    revoked = "/etc/ketenmonitor/revoked.pem"           their lists of what they revoked (PEM); empty: not looked at
    proxies = "10.0.0.5"                                who may pass on a certificate in the header Client-Cert (RFC 9440)
    [identity.fsc]
    inways = "10.0.0.6"                                 who may pass on Fsc-Authorization
    keys = "/etc/ketenmonitor/fsc.jwks"                 with which the manager of this service signs (JWKS)
    group = "fsc.example.nl"                            the claims that a token must have: gid,
    peer = "00000099000000009000"                       iss: the OIN of this service's own organisation,
    service = "ketenmonitor"                            svc,
    audience = "https://inway.example.nl:443"           and aud

Comes in: that table. Goes out: a `Trust`. The promise: what is not a setting is refused by name, and what is not there is not
trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any

from ketenmonitor.errors import StorageError
from ketenmonitor.identity.caller import OIN
from ketenmonitor.identity.certificates import Authorities
from ketenmonitor.identity.fsc import Fsc

PLAIN = ("authorities", "revoked", "proxies")
Networks = tuple[IPv4Network | IPv6Network, ...]


@dataclass(frozen=True)
class Trust:
    """Nobody, when nothing is given."""

    authorities: Authorities | None = None
    proxies: Networks = ()
    inways: Networks = ()
    fsc: Fsc | None = None


def trust_of(said: Mapping[str, Any], place: str) -> Trust:
    """What the table [identity] says. Raises StorageError, which names `place`."""
    try:
        return _trust_of(dict(said))
    except (ValueError, TypeError) as error:
        raise StorageError(
            f"{place}: [identity] is not right: {error}. What is right: docs/how-to/receive-over-http.md."
        ) from None


def _trust_of(said: dict[str, Any]) -> Trust:
    fsc, inways = _fsc_of(said.pop("fsc", None))
    if unknown := sorted(set(said) - set(PLAIN)):
        raise ValueError(
            f"not a setting: {', '.join(unknown)}; settings are {', '.join(PLAIN)}, and the table [identity.fsc]"
        )
    if wrong := [name for name in PLAIN if not isinstance(said.get(name, ""), str)]:
        raise ValueError(f"{wrong[0]} is not a text")
    place, proxies = said.get("authorities", ""), _networks(said.get("proxies", ""))
    if not place and (proxies or said.get("revoked")):
        raise ValueError("proxies and revoked need authorities: who may issue the certificates")
    authorities = Authorities(Path(place), Path(said["revoked"]) if said.get("revoked") else None) if place else None
    return Trust(authorities, proxies, inways, fsc)


def _fsc_of(said: dict[str, Any] | None) -> tuple[Fsc | None, Networks]:
    if said is None:
        return None, ()
    names = ("inways", *(field.name for field in fields(Fsc)))
    if set(said) != set(names) or not all(isinstance(one, str) and one for one in said.values()):
        raise ValueError(f"[identity.fsc] needs exactly {', '.join(names)}, each a text")
    if not OIN.fullmatch(said["peer"]):
        raise ValueError("peer of [identity.fsc] is not an OIN of 20 digits")
    rest = {name: said[name] for name in names if name not in ("inways", "keys")}
    return Fsc(keys=Path(said["keys"]), **rest), _networks(said["inways"])


def _networks(said: str) -> Networks:
    return tuple(ip_network(one.strip()) for one in said.split(",") if one.strip())


def is_among(host: str, networks: Networks) -> bool:
    """Whether an address is in one of these networks; a socket for both kinds says IPv4 as IPv6."""
    try:
        found: IPv4Address | IPv6Address = ip_address(host)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in networks)
