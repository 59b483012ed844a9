"""The ceiling: what the same server and framework do with a page that says hello: `python -m benchmarks.load.hello`."""

from __future__ import annotations

import argparse

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from ketenmonitor.web.serving import run

app = FastAPI(openapi_url=None)


@app.get("/", response_class=HTMLResponse)
async def hello() -> str:
    return "<!doctype html><title>Hello</title><p>Hello"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--workers", type=int)
    given = parser.parse_args()
    run("benchmarks.load.hello:app", "127.0.0.1", given.port, given.workers)
