"""Publish: one release of a chain, from a question to a sealed folder.

Comes in: a home, a chain, a day, a folder. Goes out: `Published`. The promise: the folder appears whole or not at all, and
the home knows a release before it goes out; the same release made again has the same bytes, but for the manifest, which
says when it was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ketenmonitor.definition import Title
from ketenmonitor.disclosure import Shown
from ketenmonitor.errors import DisclosureError, StorageError
from ketenmonitor.instants import to_iso
from ketenmonitor.publishing.asked import Asked, ask
from ketenmonitor.publishing.causes import revisions_since
from ketenmonitor.publishing.kept import Kept, before, drop, keep, kept_releases, known_before, shown_before
from ketenmonitor.release import (
    Before,
    Content,
    Revision,
    cells_of,
    check_free,
    datasets_of,
    files_of,
    sealed,
    write_folder,
)
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

    Raises UsageError, NotFoundError or DisclosureError when there is nothing that may be published, StorageError when it
    cannot be written.
    """
    check_free(folder)
    known_at_us = known_before(kept_releases(home.releases_path(chain)), as_of)
    asked = ask(home, chain, as_of, now_us, notice, known_at_us)
    content, shown = content_of(asked, now_us)
    said = {
        "chain": chain,
        "as_of": as_of.isoformat(),
        "fingerprint": asked.fingerprint,
        "made_at": to_iso(now_us, asked.chain.zone),
    }
    files = sealed(files_of(content), said, publication_secrets(home.path).signing_key)
    _let_out(asked, content, shown, files, folder)
    return Published(folder, len(files), len(cells_of(datasets_of(content))), content.revisions, content.since)


def _let_out(asked: Asked, content: Content, shown: Shown, files: Mapping[str, bytes], folder: Path) -> None:
    """Keep it, then write it: what went out is never unknown here, and what is kept and did not go out is harmless."""
    kept = asked.home.releases_path(asked.chain.id)
    with asked.home.writing():
        last = _last(asked, asked.fingerprint)
        if (last.as_of if last else None) != content.since:
            raise StorageError(f"{kept}: another release of this chain was made at the same time. Make this one again.")
        cells, told = cells_of(datasets_of(content)), {asked.chain.publication.stock_method: shown.rows()}
        place = keep(kept, asked.as_of, asked.fingerprint, files, cells, told)
        try:
            write_folder(folder, files)
        except Exception:
            if place:
                drop(place)
            raise


def content_of(asked: Asked, now_us: int, fingerprint: str = "") -> tuple[Content, Shown]:
    """What the release says, with what changed since the one before it: before the one of this `fingerprint`, or this.

    Beside it what has been shown of which cases, in all releases before this one and in this one.
    """
    last = _last(asked, fingerprint or asked.fingerprint)
    method, releases = asked.chain.publication.stock_method, kept_releases(asked.home.releases_path(asked.chain.id))
    earlier = shown_before(releases, asked.as_of, fingerprint or asked.fingerprint, method)
    shown = Shown(earlier)
    content = Content(
        chain=asked.chain,
        definition_text=asked.definition_text,
        as_of=asked.as_of,
        answers=asked.protected(shown),
        provenance=asked.provenance,
        published=asked.published,
        incomplete=asked.incomplete,
        notice=asked.notice,
    )
    if last is None:
        return content, shown
    old = ask(asked.home, asked.chain.id, last.as_of, now_us, known_at_us=last.known_at_us)
    revisions = revisions_since(last, old, asked, cells_of(datasets_of(content)), earlier)
    was = Before(last.as_of, old.chain, old.definition_text, last.cells())
    return replace(content, revisions=revisions, before=was), shown


def _last(asked: Asked, fingerprint: str) -> Kept | None:
    """The release before this one. Raises DisclosureError when any was protected with other secrets."""
    releases = kept_releases(asked.home.releases_path(asked.chain.id))
    for one in releases:
        if one.provenance["secrets"] != asked.provenance["secrets"]:
            raise DisclosureError(
                f"{asked.home.path}: the release of {one.as_of} was protected with other secrets than there are now, and "
                "this one beside it would give away more than each. Put back secrets.toml of then from a backup."
            )
    return before(releases, asked.as_of, fingerprint)
