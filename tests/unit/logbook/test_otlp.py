"""A copy of the processing log over OTLP/HTTP, at a real receiver with TLS: confirmed before the answer, or no answer."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from ketenmonitor.errors import StorageError
from ketenmonitor.logbook import ForeignOperation, Logbook
from tests.certificates import OINS, Authority
from tests.unit.logbook.made import AT_US, CALLER, OM, UNSAMPLED, audit, decision, home_with, lines, view_of


@dataclass
class Receiving:
    """A receiver, and what it got."""

    address: str
    authority: Path
    certificate: tuple[Path, Path]
    spans: list[Span] = field(default_factory=list)
    status: int = 200
    answer: bytes = ExportTraceServiceResponse().SerializeToString()


@pytest.fixture
def receiving(tmp_path: Path) -> Iterator[Receiving]:
    authority = Authority()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.server().written(tmp_path / "tls", "server"))
    context.load_verify_locations(authority.written(tmp_path / "tls"))
    context.verify_mode = ssl.CERT_REQUIRED

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server calls
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert (self.path, self.headers["Content-Type"]) == ("/v1/traces", "application/x-protobuf")
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                made.spans.extend(span for scope in resource.scope_spans for span in scope.spans)
            self.send_response(made.status)
            self.send_header("Content-Length", str(len(made.answer)))
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(made.answer)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    certificate = authority.vouched(OINS["politie"]).written(tmp_path / "tls", "client")
    made = Receiving(
        f"https://localhost:{server.server_port}/v1/traces", tmp_path / "tls" / "authorities.pem", certificate
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def logbook_that_copies(tmp_path: Path, receiving: Receiving, **changed: str) -> Logbook:
    home = home_with(tmp_path)
    said = {
        "otlp": receiving.address, "authority": str(receiving.authority), "certificate": str(receiving.certificate[0]),
        "key": str(receiving.certificate[1]), **changed,
    }  # fmt: skip
    with (home.path / "monitor.toml").open("a") as file:
        file.write("[logbook]\n" + "".join(f'{name} = "{value}"\n' for name, value in said.items() if value))
    return Logbook(home)


def test_the_receiver_has_the_same_lines(tmp_path: Path, receiving: Receiving) -> None:
    logbook = logbook_that_copies(tmp_path, receiving)
    logbook.confirm(view_of(logbook, "S-1", "S-2"), decision(), audit(), above=ForeignOperation(UNSAMPLED, OM))
    kept = lines(logbook, "processing")
    assert [
        (
            one.trace_id.hex(),
            one.span_id.hex(),
            one.parent_span_id.hex(),
            one.name,
            one.start_time_unix_nano // 1_000_000,
        )
        for one in receiving.spans
    ] == [(one["trace_id"], one["span_id"], one["parent_span_id"], one["name"], one["start_time"]) for one in kept]
    for sent, line in zip(receiving.spans, kept, strict=True):
        assert {one.key: one.value.string_value for one in sent.attributes} == line["attributes"]
    assert receiving.spans[0].trace_id.hex() == CALLER[3:35]
    assert receiving.spans[0].start_time_unix_nano == AT_US * 1000


def test_who_acted_does_not_go_out(tmp_path: Path, receiving: Receiving) -> None:
    logbook = logbook_that_copies(tmp_path, receiving)
    logbook.confirm(view_of(logbook, "S-geheim-1"), decision(), audit(actor="om-00123"))
    logbook.confirm([], None, audit(operation="log-query"))
    assert len(receiving.spans) == 1
    assert "om-00123" not in str(receiving.spans)
    assert "geheim" not in str(receiving.spans)


@pytest.mark.parametrize(
    ("status", "answer", "why"),
    [
        (503, b"", "it answered with status 503"),
        (307, b"", "it answered with status 307"),
        (200, b"\xff<html>", "its answer is not one of OTLP"),
        (
            200,
            ExportTraceServiceResponse(partial_success=ExportTracePartialSuccess(rejected_spans=1)).SerializeToString(),
            "it rejected 1 of 3 lines",
        ),
    ],
)
def test_what_is_not_confirmed_is_not_answered(
    tmp_path: Path, receiving: Receiving, status: int, answer: bytes, why: str
) -> None:
    logbook = logbook_that_copies(tmp_path, receiving)
    receiving.status, receiving.answer = status, answer
    with pytest.raises(StorageError, match=rf"was not confirmed: {why}\. Nothing was shown"):
        logbook.confirm(view_of(logbook, "S-1", "S-2"), decision(), audit())
    assert lines(logbook, "audit") == []
    (trace,) = logbook.cut_off()
    assert trace == lines(logbook, "processing")[0]["trace_id"]


def test_a_receiver_that_is_not_there(tmp_path: Path, receiving: Receiving) -> None:
    logbook = logbook_that_copies(tmp_path, receiving, otlp="https://localhost:1/v1/traces")
    with pytest.raises(StorageError, match="it is not reached"):
        logbook.confirm(view_of(logbook, "S-1"), None, audit())


def test_a_receiver_for_which_nobody_vouches(tmp_path: Path, receiving: Receiving) -> None:
    logbook = logbook_that_copies(tmp_path, receiving, authority=str(Authority().written(tmp_path / "other")))
    with pytest.raises(StorageError, match="it is not reached"):
        logbook.confirm(view_of(logbook, "S-1"), None, audit())
    assert receiving.spans == []


def test_files_that_are_not_there(tmp_path: Path, receiving: Receiving) -> None:
    logbook = logbook_that_copies(tmp_path, receiving, certificate=str(tmp_path / "nothing"))
    with pytest.raises(StorageError, match="authority, certificate or key cannot be read"):
        logbook.confirm(view_of(logbook, "S-1"), None, audit())


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"otlp": "http://logboek.example.nl/v1/traces"}, "otlp is not an https address"),
        ({"otlp": "logboek"}, "otlp is not an https address"),
        ({"otlp": ""}, "there is no otlp"),
        ({"sampler": "always_off"}, "not a setting: sampler"),
    ],
)
def test_settings_that_are_not_right(tmp_path: Path, receiving: Receiving, changed: dict[str, str], words: str) -> None:
    with pytest.raises(StorageError, match=words):
        logbook_that_copies(tmp_path, receiving, **changed)
