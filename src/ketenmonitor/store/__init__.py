"""Tables on disk and the engine that reads them: everything that is kept, and what was known when.

- `Home`, `open_home`, `make_home`: the folder of one monitor.
- `SETTINGS_FILE`: what its file of settings is called.
- `Settings`: what an administrator may set.
- `View`, `open_view`: one chain at one moment of knowledge, ready to compute with.
- `ORDER`: the columns of a view's events that say in which order they come within a case.
- `SHARED`: what stands in an event_id between the event and the object, when an event has several rows.
- `steps_between`: views that go from one moment of knowledge to another, by what is taken in.
- `cut_at`: a view as if nothing had happened yet from one moment on.
- `PublicationSecrets`, `publication_secrets`: what a home protects and signs with, and never lets out.
- `log_access`, `case_name`: the log of who asked for what is internal, and what it calls a case.
- `log_refusal`: the same log, of deliveries that were refused.
- `limited`: a view of some objects only.
- `in_order`: events with these columns.
- `InForce`: which stored rows count at a moment, for the writer.
- `Engine`, `connect`: DuckDB on this machine, or Spark.
- `Receipt`, `Coverage`, `Gap`: what the ledger says of deliveries.
- `Behind`, `behind_in`, `furthest_us`, `days_between`: which partners are behind the others, and by how much.
- `prepared`: what was computed when deliveries came in.
- `Vault`, `open_vault`, `About`: which identifier has which id inside the monitor, sealed; of what a vault is.
- `look`: what may be known of a vault without its key.
- `ledger`, `tables`: for `intake`, the one room that writes.
"""

from ketenmonitor.store import ledger, prepared, tables
from ketenmonitor.store.access_log import case_name, log_access, log_refusal
from ketenmonitor.store.behind import Behind, behind_in, days_between, furthest_us
from ketenmonitor.store.between import steps_between
from ketenmonitor.store.cut import cut_at
from ketenmonitor.store.engine import Engine, connect
from ketenmonitor.store.home import SETTINGS_FILE, Home, Settings, make_home, open_home
from ketenmonitor.store.in_force import InForce
from ketenmonitor.store.ledger import Coverage, Gap, Receipt
from ketenmonitor.store.secrets import PublicationSecrets, publication_secrets
from ketenmonitor.store.vault import About, Vault, look, open_vault
from ketenmonitor.store.view import ORDER, SHARED, View, in_order, limited, open_view

__all__ = [
    "ORDER",
    "SETTINGS_FILE",
    "SHARED",
    "About",
    "Behind",
    "Coverage",
    "Engine",
    "Gap",
    "Home",
    "InForce",
    "PublicationSecrets",
    "Receipt",
    "Settings",
    "Vault",
    "View",
    "behind_in",
    "case_name",
    "connect",
    "cut_at",
    "days_between",
    "furthest_us",
    "in_order",
    "ledger",
    "limited",
    "log_access",
    "log_refusal",
    "look",
    "make_home",
    "open_home",
    "open_vault",
    "open_view",
    "prepared",
    "publication_secrets",
    "steps_between",
    "tables",
]
