"""How Dutch papers say when, which paper and who: grammars that can be read and tested.

- `moments`: every moment in a text, as intervals; `due`: the one by which the act of a commitment is to happen.
- `references`: every reference to a parliamentary paper.
- `people`, `members`, `officials`, `groups`, `surname`: who is named.
"""

from __future__ import annotations

from ketenmonitor.register.grammar.due import due
from ketenmonitor.register.grammar.moments import moments
from ketenmonitor.register.grammar.people import groups, members, officials, people, surname
from ketenmonitor.register.grammar.references import references

__all__ = ["due", "groups", "members", "moments", "officials", "people", "references", "surname"]
