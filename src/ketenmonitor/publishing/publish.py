"""Publish: one release of a chain, from a question to a sealed folder.

Comes in: a home, a chain, a day, a folder. Goes out: `Published`. The promise: the folder appears whole or not at all; the
same release made again has the same bytes, but for the manifest, which says when it was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ketenmonitor.definition import Title
from ketenmonitor.instants import to_iso
from ketenmonitor.publishing.asked import Asked, ask
from ketenmonitor.publishing.causes import revisions_since
from ketenmonitor.publishing.kept import before, keep, kept_releases
from ketenmonitor.release import Content, Revision, cells_of, datasets_of, files_of, sealed, write_folder
from ketenmonitor.store import Home, publication_secrets


@dataclass(frozen=True)
class Published:
    """What came of it: where it is, what it holds, what changed since which day."""

    folder: Path
    files: int
    cells: int
    revisions: tuple[Revision, ...]
    since: date | None


def publish(home: Home, chain: str, as_of: date, folder: Path, now_us: int, notice: Title | None = None) -> Published:
    """Make a release and write it to `folder`, which must not be there or be empty.

    Raises UsageError, NotFoundError or DisclosureError when there is nothing that may be published.
    """
    asked = ask(home, chain, as_of, now_us)
    content = content_of(asked, now_us, notice)
    said = {
        "chain": chain,
        "as_of": as_of.isoformat(),
        "fingerprint": asked.fingerprint,
        "made_at": to_iso(now_us, asked.chain.zone),
    }
    files = sealed(files_of(content), said, publication_secrets(home.path).signing_key)
    cells = cells_of(datasets_of(content))
    write_folder(folder, files)
    keep(home.releases_path(chain), as_of, asked.fingerprint, files, cells)
    return Published(folder, len(files), len(cells), content.revisions, content.since)


def content_of(asked: Asked, now_us: int, notice: Title | None = None) -> Content:
    """What the release says, with what changed since the one before it."""
    last = before(kept_releases(asked.home.releases_path(asked.chain.id)), asked.as_of, asked.fingerprint)
    content = Content(
        chain=asked.chain,
        definition_text=asked.definition_text,
        as_of=asked.as_of,
        answers=asked.protected(),
        provenance=asked.provenance,
        published=asked.published,
        since=last.as_of if last else None,
        incomplete=asked.incomplete,
        notice=notice,
    )
    if last is None:
        return content
    revisions = revisions_since(last, asked, now_us, cells_of(datasets_of(content)))
    return Content(**{**vars(content), "revisions": revisions})
