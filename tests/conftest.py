"""How Hypothesis looks for counterexamples: `make test` tries the same inputs each time, `make slow` new ones."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("new", print_blob=True)
settings.load_profile("same")
