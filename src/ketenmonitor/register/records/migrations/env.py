"""What Alembic runs: the steps that a database lacks, on the connection that `opened` gives it, in its transaction."""

from __future__ import annotations

from alembic import context

from ketenmonitor.register.records.schema import metadata

# SQLite can take back changes of tables too, with the transactions that `opened` begins: Alembic has to be told.
context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
