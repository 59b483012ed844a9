"""The outcome of a scenario for who reads one page: what was asked, what it does, and what to beware of.

- `summary_of`: the page as a `Letter`, in Dutch or English.
- `summary_files`: the page of an answer as PDF and as JSON, and its pictures, in both languages.
- `pictures_of`: the charts of it, with bands.
"""

from ketenmonitor.whatif.summary.files import summary_files
from ketenmonitor.whatif.summary.page import summary_of
from ketenmonitor.whatif.summary.pictures import pictures_of

__all__ = ["pictures_of", "summary_files", "summary_of"]
