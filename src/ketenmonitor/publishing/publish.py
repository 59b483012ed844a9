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
from ketenmonitor.publishing.kept import (
    Cells,
    Kept,
    Rows,
    before,
    drop,
    keep,
    kept_releases,
    known_before,
    made_before,
    names_of,
    shown_in,
)
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


@dataclass(frozen=True)
class Edition:
    """A release that nobody has seen yet: its files as they are sealed, and all that is kept of it.

    `told`: what was shown of which cases, see `keep`. `after`: the releases that it was made against.
    """

    chain: str
    as_of: date
    fingerprint: str
    files: Mapping[str, bytes]
    cells: Cells
    told: Mapping[str, Rows]
    after: tuple[str, ...]
    revisions: tuple[Revision, ...] = ()
    since: date | None = None


def publish(home: Home, chain: str, as_of: date, folder: Path, now_us: int, notice: Title | None = None) -> Published:
    """Make a release and write it to `folder`, which must not be there or be empty.

    Raises UsageError, NotFoundError or DisclosureError when there is nothing that may be published, StorageError when it
    cannot be written.
    """
    check_free(folder)
    edition = compose(home, chain, as_of, now_us, notice)
    let_out(home, edition, folder)
    return Published(folder, len(edition.files), len(edition.cells), edition.revisions, edition.since)


def compose(home: Home, chain: str, as_of: date, now_us: int, notice: Title | None = None) -> Edition:
    """Make a release, sealed, without writing anything."""
    releases = kept_releases(home.releases_path(chain))
    asked = ask(home, chain, as_of, now_us, notice, known_before(releases, as_of))
    if asked.view.gone.code:
        raise DisclosureError(
            f"{chain}: of what was known at the start of {as_of}, something was removed or destroyed since, after its term. Figures "
            "that were released stay as they are; they cannot be made again. Give a later day."
        )
    after = names_of(made_before(releases, as_of, asked.fingerprint))
    content, shown = content_of(asked, now_us)
    said = {
        "chain": chain,
        "as_of": as_of.isoformat(),
        "fingerprint": asked.fingerprint,
        "made_at": to_iso(now_us, asked.chain.zone),
    }
    files = sealed(files_of(content), said, publication_secrets(home.path).signing_key)
    cells, told = cells_of(datasets_of(content)), told_of(content, shown)
    return Edition(chain, as_of, asked.fingerprint, files, cells, told, after, content.revisions, content.since)


def let_out(home: Home, edition: Edition, folder: Path) -> None:
    """Keep it, then write it: what went out is never unknown here, and what is kept and did not go out is harmless."""
    kept = home.releases_path(edition.chain)
    with home.writing():
        # Of whichever day: what that one showed of which cases must be known to this one too.
        if names_of(made_before(kept_releases(kept), edition.as_of, edition.fingerprint)) != edition.after:
            raise StorageError(f"{kept}: another release of this chain was made at the same time. Make this one again.")
        place = keep(kept, edition.as_of, edition.fingerprint, edition.files, edition.cells, edition.told)
        try:
            write_folder(folder, edition.files)
        except Exception:
            if place:
                drop(place)
            raise


def content_of(asked: Asked, now_us: int, fingerprint: str = "") -> tuple[Content, Shown]:
    """What the release says, with what changed since the one before it: before the one of this `fingerprint`, or this.

    Beside it what has been shown of which cases, in all releases before this one and in this one.
    """
    releases = kept_releases(asked.home.releases_path(asked.chain.id))
    made = made_before(releases, asked.as_of, fingerprint or asked.fingerprint)
    _check_alike(asked, releases, made)
    last, earlier = before(made, asked.as_of), shown_in(made, asked.chain.publication.stock_method)
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


def told_of(content: Content, shown: Shown) -> dict[str, Rows]:
    """What is kept of what was shown, by how stocks are protected; nothing when there are no stocks."""
    has_stocks = any(question.measure == "stock" for question in content.answers)
    return {content.chain.publication.stock_method: shown.rows()} if has_stocks else {}


def _check_alike(asked: Asked, releases: tuple[Kept, ...], made: tuple[Kept, ...]) -> None:
    """Raises DisclosureError when one was protected with other secrets, or stocks of one in another way."""
    for one in releases:
        if one.provenance["secrets"] != asked.provenance["secrets"]:
            raise DisclosureError(
                f"{asked.home.path}: the release of {one.as_of} was protected with other secrets than there are now, and "
                "this one beside it would give away more than each. Put back secrets.toml of then from a backup."
            )
    method = asked.chain.publication.stock_method
    has_stocks = any(question.measure == "stock" for question in asked.questions)
    # Those before the last one with stocks were held against each other when they were made.
    last = next((one for one in reversed(made) if one.stock_methods), None) if has_stocks else None
    if last and (other := last.stock_methods - {method}):
        raise DisclosureError(
            f"{asked.chain.id}: the stocks of the release of {last.as_of} were protected by {', '.join(other)}, and "
            f"now by {method}. The same cases in two ways can be computed. Adopt a definition with the method of then."
        )
