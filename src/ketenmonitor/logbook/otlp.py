"""A copy of the processing log for a receiver of OTLP, such as that of an organisation with one log for all its systems.

    [logbook]                                              in monitor.toml
    otlp = "https://logboek.example.nl/v1/traces"
    authority = "/etc/ketenmonitor/authorities.pem"        who vouches for it; without: those of the system
    certificate = "/etc/ketenmonitor/client.pem"           how it knows us, with `key`
    key = "/etc/ketenmonitor/client.key"

Comes in: spans. Goes out: nothing. The promise: the receiver said that it has all of them, or a StorageError; and they go over TLS only,
except to this machine itself (rules L9 and L10).

The exporter of the SDK does not do: it takes a redirect for a confirmation, and does not read how many spans were rejected.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from opentelemetry.sdk.trace import ReadableSpan

from ketenmonitor.errors import StorageError

if TYPE_CHECKING:
    import httpx

SETTINGS = ("otlp", "authority", "certificate", "key")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
SECONDS = 10  # without a sign of life
TYPE = "application/x-protobuf"


class Receiver:
    """Where a copy goes."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        """Of the table [logbook] of the settings. Raises StorageError for one that is not right."""
        if unknown := sorted(set(said) - set(SETTINGS)):
            raise StorageError(f"[logbook]: not a setting: {', '.join(unknown)}. Settings are: {', '.join(SETTINGS)}.")
        self.address = str(said["otlp"])
        self._said = said
        parts = urlsplit(self.address)
        if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in LOOPBACK):
            raise StorageError(
                "[logbook]: otlp is not an https address. Lines go over TLS only, except to this machine itself."
            )

    def confirm(self, spans: Sequence[ReadableSpan]) -> None:
        """Send them, and wait until the receiver has all. Raises StorageError."""
        from google.protobuf.message import DecodeError
        from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse

        body = encode_spans(spans).SerializeToString()
        answer = self._post(body)
        if answer.status_code != 200:
            raise self._failed(f"it answered with status {answer.status_code}")
        try:
            said = ExportTraceServiceResponse.FromString(answer.content)
        except DecodeError:
            raise self._failed("its answer is not one of OTLP") from None
        if rejected := said.partial_success.rejected_spans:
            raise self._failed(f"it rejected {rejected} of {len(spans)} lines")

    def _post(self, body: bytes) -> httpx.Response:
        import httpx

        try:
            return self._client.post(self.address, content=body, headers={"Content-Type": TYPE})
        except httpx.HTTPError as error:
            raise self._failed(f"it is not reached ({type(error).__name__})") from None

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        try:
            trusted = ssl.create_default_context(cafile=self._said.get("authority"))
            if "certificate" in self._said:
                trusted.load_cert_chain(self._said["certificate"], self._said.get("key"))
        except OSError:  # of a file, or of what is in it
            raise self._failed("authority, certificate or key cannot be read") from None
        return httpx.Client(verify=trusted, timeout=SECONDS)

    def _failed(self, why: str) -> StorageError:
        return StorageError(
            f"{self.address}: the copy of the processing log was not confirmed: {why}. Nothing was shown. Mend the receiver, or what "
            "[logbook] says of it, and ask again."
        )


def receiver_of(said: Mapping[str, Any]) -> Receiver | None:
    """The receiver in the settings, where there is one. Raises StorageError."""
    if not said:
        return None
    if "otlp" not in said:
        raise StorageError(
            "[logbook]: there is no otlp. Right is the address of a receiver of OTLP over HTTP, or no such table."
        )
    try:
        import httpx  # noqa: F401  # only whether it is there: with it comes what sends
        import opentelemetry.exporter.otlp.proto.common  # noqa: F401  # the same
    except ImportError:
        raise StorageError("[logbook]: a copy over OTLP needs more. Install ketenmonitor[otlp].") from None
    return Receiver(said)
