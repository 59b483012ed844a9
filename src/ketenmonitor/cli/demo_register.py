"""The register of the demonstration: three made-up papers, read as any other, and one point tied to a figure of the made-up chain.

Comes in: a filled monitor. Goes out: its register. The promise: nothing in it is of a real paper, and each paper says so in its first
line; a register that is there already is left as it is.
"""

from __future__ import annotations

import tomllib
from importlib.resources import as_file, files
from pathlib import Path

import ketenmonitor

PAPERS = ("beleidsbrief.txt", "kamervragen.txt", "voortgangsbijlage.txt")
READER = "demonstration"
TIED = "tied.toml"  # which commitment a figure of the chain answers


def with_register(home: Path, chain: str, at_us: int) -> None:
    """Read the made-up papers into the register of a home that has none."""
    # Loaded only here: other commands do without a database.
    from ketenmonitor.errors import NotFoundError
    from ketenmonitor.register import extract, read
    from ketenmonitor.register.records import Action, Kind, add_paper, decide, items, open_register

    try:
        open_register(home)
    except NotFoundError:
        register = open_register(home, make=True)
    else:
        return
    for name in PAPERS:
        with as_file(files("ketenmonitor.synth") / "papers" / name) as place:
            add_paper(register, extract(read(place)), at_us, READER, ketenmonitor.__version__)
    tied = tomllib.loads((files("ketenmonitor.synth") / "papers" / TIED).read_text(encoding="utf-8"))
    for one in items(register, Kind.COMMITMENT, words=tied["words"]):
        decide(register, Action.TIE, one.key, READER, at_us, value={"chain": chain, **tied["value"]})
