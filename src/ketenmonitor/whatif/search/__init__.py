"""The least capacity, and where, that brings a lead time within its norm by a day.

- `search`: what it would take in a `Chain`; `Searched`, with an `Answer` for the mean and one that is sure.
"""

from ketenmonitor.whatif.search.attain import Chain
from ketenmonitor.whatif.search.search import Answer, Searched, search

__all__ = ["Answer", "Chain", "Searched", "search"]
