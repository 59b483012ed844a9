"""Look for secrets in everything that was written: as bytes, in hexadecimal digits, in base64, and inside Parquet files."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from pathlib import Path

import pyarrow.parquet as pq


def ways_of(secret: bytes) -> set[bytes]:
    """How a secret could stand in a file: also in the midst of a longer text in base64, at each of the three places."""
    found = {secret, secret.hex().encode(), secret.hex().upper().encode()}
    for encode in (b64encode, urlsafe_b64encode):
        for before in range(3):
            inside = encode(bytes(before) + secret)
            first = -(-before * 8 // 6)  # characters that also depend on what stands before
            last = len(inside) - (4 if (before + len(secret)) % 3 else 0)  # and after
            found.add(inside[first:last])
    return found


def traces(folders: list[Path], texts: list[bytes], secrets: dict[str, bytes]) -> list[str]:
    """Where which secret stands: `NAME in FILE`."""
    files = {str(p): p.read_bytes() for folder in folders for p in sorted(folder.rglob("*")) if p.is_file()}
    inside = {f"{name} (its rows)": rows for name in files if name.endswith(".parquet") for rows in [_rows(Path(name))]}
    said = {f"text {n}": text for n, text in enumerate(texts)}
    ways = {name: ways_of(secret) for name, secret in secrets.items()}
    return [
        f"{name} in {place}"
        for place, content in {**files, **inside, **said}.items()
        for name, forms in ways.items()
        if any(form in content for form in forms)
    ]


def _rows(place: Path) -> bytes:
    try:
        return str(pq.read_table(place).to_pylist()).encode()
    except (OSError, ValueError):  # cut off, on purpose
        return b""
