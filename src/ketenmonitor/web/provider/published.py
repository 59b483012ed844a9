"""What a provider publishes of itself: where to ask what, and its keys.

Comes in: an issuer. Goes out: its addresses, its answers, and tokens of which the signature is right. The promise: the
addresses are those that the issuer itself gives, nobody can listen in on the way, and a key of others signs nothing.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from ketenmonitor.web.provider.claims import Claims
from ketenmonitor.web.provider.refusals import Refusal, Why
from ketenmonitor.web.settings import is_safe

SECONDS_TO_WAIT = 10
# What was published is asked again after an hour; keys sooner when a signature fits none of them, but not for each
# token that somebody made up.
KEPT_SECONDS, KEYS_KEPT_SECONDS = 3600, 10
# A provider that did not give its keys is left alone for a while: else each token that somebody made up, and everybody who
# logs in after it, waits for it in turn.
LEFT_ALONE_SECONDS = 5
# Not one with a secret that both sides have: a provider's public key is no secret.
ALGORITHMS = [f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)]
REGISTRY = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)


class Published:
    """What this process knows of a provider."""

    def __init__(self, issuer: str) -> None:
        self._issuer, self._tls = issuer, httpx.create_ssl_context()
        self._metadata: tuple[float, Claims] | None = None
        self._keys: tuple[float, KeySet] | None = None
        self._failed = float("-inf")
        self._turn = asyncio.Lock()  # who asks for keys while they are on their way waits for them

    async def address(self, name: str, may_lack: bool = False) -> str:
        """The address of this name that the provider gives; empty when it may lack and does."""
        found = (await self._said()).get(name)
        if found is None and may_lack:
            return ""
        if not isinstance(found, str) or not is_safe(found):
            raise Refusal(Why.UNFIT, f"{name} is not an address with https")
        return found

    async def ways_to_authenticate(self) -> list[str]:
        """How a program can say who it is; what is meant when the provider does not say is in its standard."""
        found = (await self._said()).get("token_endpoint_auth_methods_supported")
        return found if isinstance(found, list) else ["client_secret_basic"]

    async def verified(self, token: str) -> jwt.Token:
        """A token that was signed with a key of this provider. Raises Refusal."""
        for key_age in (KEPT_SECONDS, KEYS_KEPT_SECONDS):
            keys = await self._signing(key_age)
            try:
                return jwt.decode(token, keys, registry=REGISTRY)
            except JoseError as error:
                trouble = error  # with a key that is new, perhaps
            except (ValueError, TypeError, KeyError) as error:
                raise Refusal(Why.UNFIT, "not a token") from error
        raise Refusal(Why.UNFIT, trouble.description) from trouble

    async def asked(self, method: str, place: str, **said: Any) -> Claims:
        """What the provider answers. Raises Refusal."""
        path = urlsplit(place).path
        try:
            async with httpx.AsyncClient(verify=self._tls, timeout=SECONDS_TO_WAIT) as client:
                answer = await client.request(method, place, **said)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Refusal(Why.UNREACHABLE, f"{path} does not answer") from error
        if answer.status_code != 200:
            why = Why.UNREACHABLE if answer.status_code >= 500 else Why.UNFIT
            raise Refusal(why, f"{path} answers {answer.status_code}")
        try:
            found = answer.json()
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise Refusal(Why.UNFIT, f"{path} does not answer with an object of JSON")
        return found

    async def _said(self) -> Claims:
        """What the issuer says of itself."""
        if self._metadata is None or self._metadata[0] < time.monotonic() - KEPT_SECONDS:
            place = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
            found = await self.asked("GET", place)
            if found.get("issuer") != self._issuer:
                raise Refusal(Why.UNFIT, f"{urlsplit(place).path} is of another issuer")
            self._metadata = time.monotonic(), found
        return self._metadata[1]

    async def _signing(self, age: float) -> KeySet:
        """The keys with which the provider signs, not longer ago than this."""
        async with self._turn:
            if self._keys is None or self._keys[0] < time.monotonic() - age:
                self._keys = await self._given()
            return self._keys[1]

    async def _given(self) -> tuple[float, KeySet]:
        if time.monotonic() - self._failed < LEFT_ALONE_SECONDS:
            raise Refusal(Why.UNREACHABLE, "its keys could not be had a moment ago")
        try:
            return time.monotonic(), _keys(await self.asked("GET", await self.address("jwks_uri")))
        except Refusal:
            self._failed = time.monotonic()
            raise


def _keys(found: Any) -> KeySet:
    """Keys to sign with, of those that a provider has."""
    try:
        keys = KeySet.import_key_set(found)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Refusal(Why.UNFIT, "jwks_uri does not give keys") from error
    return KeySet([key for key in keys if key.get("use") in (None, "sig")])
