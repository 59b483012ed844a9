"""Handing in a delivery as a browser does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from httpx import Response
from starlette.testclient import TestClient

from ketenmonitor.store import Home

FORM, ADDRESS = "/leveringen/proef", "/leveringen/proef/inzending"
EDGE = "grens"
HEADERS = {"content-type": f"multipart/form-data; boundary={EDGE}"}


def zipped(folder: Path) -> bytes:
    """A delivery as a zip."""
    return Path(shutil.make_archive(str(folder), "zip", folder)).read_bytes()


def token_of(client: Any) -> str:
    """What the forms of this session carry."""
    return str(client.get(FORM).text.split('name="token" value="')[1].split('"')[0])


def part(name: str, content: bytes, file: str = "") -> bytes:
    """A part of a form."""
    named = f'; filename="{file}"' if file else ""
    return f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


def body(token: str, content: bytes) -> bytes:
    """The form, filled in."""
    return part("token", token.encode()) + part("delivery", content, "levering.zip") + f"--{EDGE}--\r\n".encode()


def handed_in(client: TestClient, content: bytes, address: str = ADDRESS) -> Response:
    """The answer to the form."""
    return client.post(address, content=body(token_of(client), content), headers=HEADERS)


def in_pieces(content: bytes, size: int = 1000) -> Iterator[bytes]:
    """The same without a length, as it comes: for a body that does not say how large it is."""
    yield from (content[i : i + size] for i in range(0, len(content), size))


def left(home: Home) -> list[Path]:
    """What lies where deliveries lie while they come in."""
    return [p for p in (home.path / "inbox" / "incoming").glob("*") if p.is_dir()]
