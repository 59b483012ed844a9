"""Who calls by an inway of Federated Service Connectivity (FSC Core 2.0): by the token that the inway passes on.

Comes in: the header `Fsc-Authorization`. Goes out: a `Caller`. The promise: the token was signed by our own manager, for this group,
this service and now; the inway has checked that its holder has the certificate to which it is bound.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from ketenmonitor.identity.caller import OIN, Caller
from ketenmonitor.identity.kept import held
from ketenmonitor.identity.refusal import Unproven

BEARER = "Bearer"
THUMBPRINT = "x5t#S256"
SECONDS_APART = 30  # of the clocks of the manager and ours
# Those that the standard names; no secret that both sides have is among them.
ALGORITHMS = [f"{kind}{size}" for kind in ("RS", "ES") for size in (256, 384, 512)]
REGISTRY = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)


@dataclass(frozen=True)
class Fsc:
    """What a token has to say. `peer`: our own OIN, that of the manager; `keys`: the JWKS with which it signs."""

    keys: Path
    group: str
    peer: str
    service: str
    audience: str

    def caller(self, authorization: str, transaction: str, now_us: int, thumbprint: str | None = None) -> Caller:
        """Who calls. `thumbprint`: of the certificate, when the inway passes that on too. Raises Unproven."""
        claims = self._claims(authorization, now_us)
        bound = claims["cnf"].get(THUMBPRINT) if isinstance(claims["cnf"], dict) else None
        if not isinstance(bound, str) or not bound:
            raise _unfit("it is not bound to a certificate (cnf)")
        if thumbprint is not None and thumbprint != bound:
            raise _unfit("it is bound to another certificate than the one that calls")
        acting = claims["act"].get("sub") if isinstance(claims.get("act"), dict) else None
        if "act" in claims and not _is_oin(acting):
            raise _unfit("act names no OIN")
        if not _is_oin(claims["sub"]):
            raise _unfit("sub is no OIN")
        if acting is not None:  # who connects on behalf of the subject
            return Caller(acting, "fsc", claims["sub"], _transaction(transaction))
        return Caller(claims["sub"], "fsc", None, _transaction(transaction))

    def _claims(self, authorization: str, now_us: int) -> dict[str, Any]:
        """What the token says, when it says it to us. Raises Unproven."""
        kind, _, token = authorization.partition(" ")
        if kind.lower() != BEARER.lower() or not token.strip():
            raise Unproven("Fsc-Authorization is not a token. Right is: Bearer, and the token of the manager.", BEARER)
        said = self._signed(token.strip())
        ours = {"gid": self.group, "iss": self.peer, "svc": self.service, "aud": self.audience}
        wanted: dict[str, Any] = {name: {"essential": True, "value": value} for name, value in ours.items()}
        wanted |= {name: {"essential": True} for name in ("sub", "exp", "nbf", "cnf")}
        checks = jwt.JWTClaimsRegistry(now=lambda: now_us // 1_000_000, leeway=SECONDS_APART, **wanted)
        try:
            checks.validate(said)
        except (JoseError, TypeError, ValueError) as error:
            claim = getattr(error, "claim", None)
            is_of_time = claim not in (*ours, "sub", "cnf")
            raise _unfit("its time (nbf to exp) is not now" if is_of_time else f"{claim} is not right") from None
        return said

    def _signed(self, token: str) -> dict[str, Any]:
        keys = held(self.keys, "keys of the manager", lambda text: KeySet.import_key_set(json.loads(text)))
        for key in keys:
            try:
                return jwt.decode(token, key, registry=REGISTRY).claims
            except JoseError:
                continue
            except (ValueError, TypeError, KeyError):
                raise _unfit("it cannot be read") from None
        raise _unfit("it was not signed by the manager of this service")


def _is_oin(said: object) -> bool:
    return isinstance(said, str) and OIN.fullmatch(said) is not None


def _unfit(why: str) -> Unproven:
    return Unproven(f"The token in Fsc-Authorization cannot be taken: {why}. Ask the manager for a new one.", BEARER)


def _transaction(said: str) -> str:
    """The id of a request by which each side finds it in its log: a UUID of version 7."""
    try:
        found = UUID(said)
    except ValueError:
        found = None
    if found is None or found.version != 7 or str(found) != said.lower():
        raise Unproven("Fsc-Transaction-Id is not a UUID of version 7. The inway has to set it.", BEARER)
    return str(found)
