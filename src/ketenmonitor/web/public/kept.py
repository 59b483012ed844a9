"""Pages that were made once and are asked for again: a release does not change, so neither do its pages.

Comes in: what makes a page. Goes out: the same, or what it made before. The promise: only pages for who is not logged in are
kept, and all are made anew as soon as another release is let out or taken away.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import wraps
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from ketenmonitor.web.public.shelves import Shelves

KEPT_BYTES = 32_000_000
Endpoint = Callable[[Request], Awaitable[Response]]
Key = tuple[str, str, str]


class Kept:
    """Pages in memory, those that were asked for last."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Key, tuple[bytes, str]] = OrderedDict()
        self._of = -1
        self._size = 0

    def find(self, key: Key, state: int) -> tuple[bytes, str] | None:
        """A page and its tag, when it was made in this state of the shelves."""
        if state != self._of:
            self._pages.clear()
            self._of, self._size = state, 0
        if key in self._pages:
            self._pages.move_to_end(key)
        return self._pages.get(key)

    def keep(self, key: Key, content: bytes) -> tuple[bytes, str]:
        """Remember a page; forget others when there is no room."""
        page = (content, f'"{sha256(content).hexdigest()[:32]}"')
        self._pages[key] = page
        self._size += len(content)
        while self._size > KEPT_BYTES:
            _, (gone, _) = self._pages.popitem(last=False)
            self._size -= len(gone)
        return page


def kept(answer: Endpoint) -> Endpoint:
    """The same, made once for all who are not logged in; who has it already is told so."""

    @wraps(answer)
    async def from_memory(request: Request) -> Response:
        if request.state.session.visitor.is_known:
            return await answer(request)
        shelves: Shelves = request.app.state.shelves
        pages: Kept = request.app.state.kept
        key = (request.state.language, request.url.path, request.url.query)
        found = pages.find(key, shelves.state())
        if found is None:
            made = await answer(request)
            if made.status_code != 200:
                return made
            found = pages.keep(key, bytes(made.body))
        content, tag = found
        headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Cookie"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type="text/html; charset=utf-8", headers=headers)

    return from_memory
