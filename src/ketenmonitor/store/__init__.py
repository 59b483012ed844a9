"""Tables on disk and the engine that reads them: everything that is kept, and what was known when.

- `Home`, `open_home`, `make_home`: the folder of one monitor.
- `SETTINGS_FILE`: what its file of settings is called.
- `Settings`: what an administrator may set; `add_settings`: put a table of theirs into that file.
- `View`, `open_view`: one chain at one moment of knowledge, ready to compute with.
- `ORDER`: the columns of a view's events that say in which order they come within a case.
- `SHARED`: what stands in an event_id between the event and the object, when an event has several rows.
- `steps_between`: views that go from one moment of knowledge to another, by what is taken in.
- `cut_at`: a view as if nothing had happened yet from one moment on.
- `PublicationSecrets`, `publication_secrets`: what a home protects and signs with, and never lets out.
- `write_secret`: a file for its owner only, made once.
- `case_name`, `case_names`: what the logs call a person or case, now and in lines of earlier versions; `subject_key`: with which key;
  `is_named_in`, `words_of`: whether a sentence names one.
- `limited`: a view of some objects only.
- `in_order`: events with these columns.
- `InForce`: which stored rows count at a moment, for the writer.
- `Engine`, `connect`: DuckDB on this machine, or Spark.
- `Receipt`, `Coverage`, `Gap`: what the ledger says of deliveries.
- `Behind`, `behind_in`, `furthest_us`, `days_between`: which partners are behind the others, and by how much.
- `prepared`: what was computed when deliveries came in.
- `Vault`, `open_vault`, `About`: which identifier has which id inside the monitor, sealed; of what a vault is.
- `look`: what may be known of a vault without its key.
- `Gone`: what left a view by a rule of retention; `departures`: these runs and their states.
- `Leaving`, `rewrite`: write all tables anew without what leaves; `generations`: in which folder they are.
- `kept_out`, `tombstone`, `tombstone_of`: what was destroyed, and may not come back.
- `aliases_of`, `ids_in`, `forget`: of a vault: under which ids destroyed ones would come back, all ids, and forget some.
- `remove_left_scratch`: remove intermediate results of processes that were killed.
- `latest`: a table that only rewriting writes.
- `ledger`, `tables`: for `intake`, the one room that writes.
"""

from ketenmonitor.store import departures, generations, ledger, prepared, tables
from ketenmonitor.store.behind import Behind, behind_in, days_between, furthest_us
from ketenmonitor.store.between import steps_between
from ketenmonitor.store.case_names import case_name, case_names, is_named_in, subject_key, words_of
from ketenmonitor.store.cut import cut_at
from ketenmonitor.store.departures import Gone
from ketenmonitor.store.engine import Engine, connect
from ketenmonitor.store.gatekeeper import latest
from ketenmonitor.store.home import SETTINGS_FILE, Home, Settings, make_home, open_home
from ketenmonitor.store.in_force import InForce
from ketenmonitor.store.ledger import Coverage, Gap, Receipt
from ketenmonitor.store.rewriting import Leaving, rewrite
from ketenmonitor.store.scratch import remove_left_scratch
from ketenmonitor.store.secrets import PublicationSecrets, publication_secrets, write_secret
from ketenmonitor.store.settings_file import add_settings
from ketenmonitor.store.tombstones import kept_out, tombstone, tombstone_of
from ketenmonitor.store.vault import About, Vault, look, open_vault
from ketenmonitor.store.vault_gone import aliases_of, forget, ids_in
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
    "Gone",
    "Home",
    "InForce",
    "Leaving",
    "PublicationSecrets",
    "Receipt",
    "Settings",
    "Vault",
    "View",
    "add_settings",
    "aliases_of",
    "behind_in",
    "case_name",
    "case_names",
    "connect",
    "cut_at",
    "days_between",
    "departures",
    "forget",
    "furthest_us",
    "generations",
    "ids_in",
    "in_order",
    "is_named_in",
    "kept_out",
    "latest",
    "ledger",
    "limited",
    "look",
    "make_home",
    "open_home",
    "open_vault",
    "open_view",
    "prepared",
    "publication_secrets",
    "remove_left_scratch",
    "rewrite",
    "steps_between",
    "subject_key",
    "tables",
    "tombstone",
    "tombstone_of",
    "words_of",
    "write_secret",
]
