"""Paperwork that makes itself: the register of processing, facts for an impact assessment, dictionaries, the access matrix.

- `facts_of`, `Facts`, `Route`: what definitions, registers and settings of a home say.
- `paperwork_files`: all paperwork, as bytes by path.
- `processing_register`, `assessment_facts`, `access_matrix`: what is in it, as plain values.
"""

from ketenmonitor.paperwork.assessment import assessment_facts
from ketenmonitor.paperwork.facts import Facts, Route, facts_of
from ketenmonitor.paperwork.files import paperwork_files
from ketenmonitor.paperwork.matrix import access_matrix
from ketenmonitor.paperwork.processing import processing_register

__all__ = [
    "Facts",
    "Route",
    "access_matrix",
    "assessment_facts",
    "facts_of",
    "paperwork_files",
    "processing_register",
]
