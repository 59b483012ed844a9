"""Records of persons without a common key: which belong together, and how sure that is.

Used inside one partner, or in a closed run that removes its input; names never leave it.

- `link_records`, `Asked`: link two files of persons into a folder of outputs; returns the report.
- `page`: a report for people, in Dutch or English.
- `read_settings`, `Settings`: what the columns of both files hold and how sure a link must be.
- `write_registers`: two files of made-up persons with their truth, to try it on.
"""

from ketenmonitor.records.linkage import Asked, link_records
from ketenmonitor.records.made_up.files import write_registers
from ketenmonitor.records.reporting import page
from ketenmonitor.records.settings import Settings, read_settings

__all__ = ["Asked", "Settings", "link_records", "page", "read_settings", "write_registers"]
