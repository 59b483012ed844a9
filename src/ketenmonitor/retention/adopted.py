"""The policies that a chain adopted: every version is kept, and the last one counts.

    HOME/chains/CHAIN/retention/policies/0001.toml    the versions, in order
    HOME/chains/CHAIN/retention/plan.csv              the identifiers of the last dry run; for its owner only
    HOME/chains/CHAIN/retention/requests.jsonl        who asked to see what is behind the gatekeeper, and who decided

Comes in: a home and a chain. Goes out: its `Policy`. The promise: only a sound table is adopted, and which one was applied can be
looked up for ever.
"""

from __future__ import annotations

import os
from pathlib import Path

from ketenmonitor.errors import NotFoundError
from ketenmonitor.retention.policy import Policy, policy_from_text, read_policy
from ketenmonitor.store import Home
from ketenmonitor.store.tables import storage_errors

VERSIONS = "[0-9]*.toml"
PLANNED = "plan.csv"  # the identifiers of a dry run; never leaves its folder


def folder_of(home: Home, chain: str) -> Path:
    """Where all that concerns the retention of a chain lies."""
    return home.chain_path(chain) / "retention"


def adopt(home: Home, chain: str, source: Path) -> Policy:
    """Let a table of retention count from now on. Raises DefinitionError for one with faults."""
    definition = home.definition(chain)
    policy = read_policy(source, definition)
    folder = folder_of(home, chain) / "policies"
    with home.writing(), storage_errors(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = folder / f"{len(list(folder.glob(VERSIONS))) + 1:04d}.toml"
        beside = folder / f".{place.name}"
        beside.write_bytes(source.read_bytes())
        os.replace(beside, place)
    return policy


def policy_of(home: Home, chain: str) -> Policy:
    """The policy that counts. Raises NotFoundError when there is none, DefinitionError when it does not fit the chain any more."""
    definition = home.definition(chain)
    places = sorted((folder_of(home, chain) / "policies").glob(VERSIONS))
    if not places:
        raise NotFoundError(
            f"{chain}: no table of retention was adopted, so nothing is removed or destroyed. "
            "Write one and adopt it: ketenmonitor retention adopt HOME CHAIN FILE."
        )
    return policy_from_text(str(places[-1]), places[-1].read_bytes(), definition)
