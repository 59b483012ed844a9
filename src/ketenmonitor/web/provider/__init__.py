"""Logging in with a provider of OpenID Connect, and programs that bring an access token of it.

- `Provider`: what we ask of a provider, and what of its answers we believe.
- `Refusal`: a login that did not succeed, and why.
"""

from ketenmonitor.web.provider.protocol import Provider
from ketenmonitor.web.provider.refusals import Refusal

__all__ = ["Provider", "Refusal"]
