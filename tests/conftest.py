"""How Hypothesis looks for counterexamples: `make test` tries the same inputs each time, `make slow` new ones."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Two workers share a machine: how long one example takes says nothing there.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **UNTIMED)
settings.register_profile("new", print_blob=True, **UNTIMED)
settings.load_profile("same")
