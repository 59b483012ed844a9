"""Whether what a paper states is so: every figure gets a verdict, and why.

- `verdicts_of`: figures and releases -> `Check`s, one figure at least one.
- `counted`: how many figures have which verdict.
"""

from ketenmonitor.register.checking.verdicts import counted, verdicts_of

__all__ = ["counted", "verdicts_of"]
