"""What we ask of a provider of OpenID Connect, and what of its answers we believe.

Comes in: a login that began, and what came back of it. Goes out: addresses to send a browser to, and claims. The promise:
claims were signed with a key of this provider and are about this monitor, this moment and, of a visitor, this login.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oauth2.rfc9068.claims import JWTAccessTokenClaims
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from ketenmonitor.web.provider.claims import Claims, claim
from ketenmonitor.web.provider.published import Published
from ketenmonitor.web.provider.refusals import Refusal, Why
from ketenmonitor.web.sessions import Begun
from ketenmonitor.web.settings import Login

BACK = "/inloggen/terug"
OF_PROGRAMS = ("at+jwt", "application/at+jwt")
SECONDS_APART = 60  # how far our clock and theirs may differ


class Provider:
    """The provider of the settings, for a monitor at an address."""

    def __init__(self, login: Login, address: str) -> None:
        self.login, self._address = login, address.rstrip("/")
        self._published = Published(login.issuer)

    async def to_log_in(self, begun: Begun) -> str:
        """Where a browser goes to log in."""
        asked = {
            "response_type": "code",
            "client_id": self.login.client_id,
            "redirect_uri": self._address + BACK,
            "scope": self.login.scopes,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": create_s256_code_challenge(begun.verifier),
            "code_challenge_method": "S256",
        }
        return _with(await self._published.address("authorization_endpoint"), asked)

    async def to_log_out(self, id_token: str) -> str | None:
        """Where a browser goes to log out there as well; None for a provider that has no such place."""
        place = await self._published.address("end_session_endpoint", may_lack=True)
        said = {
            "id_token_hint": id_token,
            "client_id": self.login.client_id,
            "post_logout_redirect_uri": f"{self._address}/",
        }
        return _with(place, said) if place else None

    async def claims_of_code(self, code: str, begun: Begun) -> tuple[Claims, str]:
        """What the provider says of who came back with this code, and the ID token in which it says so."""
        answer = await self._exchanged(code, begun)
        id_token, access_token = str(answer.get("id_token", "")), str(answer.get("access_token", ""))
        claims = await self._claims_of_visitor(id_token, access_token, begun.nonce)
        if claim(claims, self.login.roles_claim) is None:
            claims = {**await self._more(access_token, claims["sub"]), **claims}
        return claims, id_token

    async def claims_of_program(self, token: str) -> Claims:
        """What the provider says of who brings this access token (RFC 9068)."""
        if not self.login.audience:
            raise Refusal(Why.UNFIT, "[web.login] has no audience for programs")
        wanted = _wanted(self.login.issuer, self.login.audience, "client_id", "jti")
        signed = await self._published.verified(token)
        if str(signed.header.get("typ")).lower() not in OF_PROGRAMS:  # an ID token is for who asked for it only
            raise Refusal(Why.UNFIT, "typ of the token is not at+jwt")
        return _valid(JWTAccessTokenClaims(signed.claims, signed.header, wanted))

    async def _exchanged(self, code: str, begun: Begun) -> Claims:
        """The tokens for a code."""
        said = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._address + BACK,
            "code_verifier": begun.verifier,
        }
        who = self.login.client_id, self.login.client_secret
        place = await self._published.address("token_endpoint")
        if "client_secret_basic" in await self._published.ways_to_authenticate():
            # RFC 6749 (2.3.1): each is encoded as in a form before they are put together.
            return await self._published.asked("POST", place, data=said, auth=(quote(who[0], ""), quote(who[1], "")))
        return await self._published.asked("POST", place, data={**said, "client_id": who[0], "client_secret": who[1]})

    async def _claims_of_visitor(self, id_token: str, access_token: str, nonce: str) -> Claims:
        """The claims of an ID token, as OpenID Connect Core (3.1.3.7) wants them verified."""
        ours = self.login.client_id
        wanted = _wanted(self.login.issuer, ours) | {"nonce": {"essential": True, "value": nonce}}
        signed = await self._published.verified(id_token)
        about = {"nonce": nonce, "client_id": ours, "access_token": access_token}
        return _valid(CodeIDToken(signed.claims, signed.header, wanted, about))

    async def _more(self, access_token: str, subject: str) -> Claims:
        """What the provider says of the same person when asked; nothing when it cannot be asked."""
        place = await self._published.address("userinfo_endpoint", may_lack=True)
        if not place or not access_token:
            return {}
        found = await self._published.asked("GET", place, headers={"Authorization": f"Bearer {access_token}"})
        if found.get("sub") != subject:
            raise Refusal(Why.UNFIT, "userinfo_endpoint tells of another")
        return found


def _wanted(issuer: str, audience: str, *more: str) -> dict[str, Any]:
    """What has to be among the claims."""
    needed = {name: {"essential": True} for name in ("sub", "exp", "iat", *more)}
    return {**needed, "iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": audience}}


def _valid(claims: Any) -> Claims:
    """The same claims. Raises Refusal when they are not about us and now."""
    try:
        claims.validate(now=None, leeway=SECONDS_APART)
    except (JoseError, TypeError, ValueError) as error:
        raise Refusal(Why.UNFIT, getattr(error, "description", "claims are not of their kind")) from error
    return dict(claims)


def _with(address: str, said: dict[str, str]) -> str:
    """An address with what is said to it."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"
