"""The ceiling: what the same server and framework do with a page that says hello."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI(openapi_url=None)


@app.get("/", response_class=HTMLResponse)
async def hello() -> str:
    return "<!doctype html><title>Hello</title><p>Hello"
