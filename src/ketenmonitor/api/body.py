"""How large and how slow may be what is sent.

Comes in: a request. Goes out: the same, of which reading the body raises 413 or 408. The promise: nothing is read beyond the limit.
"""

from __future__ import annotations

import asyncio
import time

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

# A body may take so many seconds, and a second more for each so many bytes of it that came.
PATIENCE_SECONDS, BYTES_A_SECOND = 30, 16 * 1024


def limited(request: Request, most: int) -> Request:
    """The same request, of which reading the body raises HTTPException as soon as it is too large or too slow."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > most:
        raise HTTPException(413)
    received, began, is_whole = 0, time.monotonic(), False

    async def receive() -> Message:
        nonlocal received, is_whole
        if is_whole:  # from here on one waits for the visitor to leave
            return await request.receive()
        try:
            async with asyncio.timeout(max(began + PATIENCE_SECONDS + received / BYTES_A_SECOND - time.monotonic(), 0)):
                message = await request.receive()
        except TimeoutError:
            raise HTTPException(408) from None
        received += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if received > most:
            raise HTTPException(413)
        return message

    return Request(request.scope, receive)
