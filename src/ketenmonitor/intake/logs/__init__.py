"""Event logs as deliveries, so that a log comes in through the same gate as any delivery.

- `deliveries_of_log`: a log (XES, XES.gz, CSV, OCEL 2.0) as one full delivery per partner.
- `LogImport`: the folders it wrote, and what was odd.
"""

from ketenmonitor.intake.logs.deliveries import LogImport, deliveries_of_log

__all__ = ["LogImport", "deliveries_of_log"]
