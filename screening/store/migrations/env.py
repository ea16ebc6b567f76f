"""What Alembic runs for each upgrade: our connection, in the transaction that the caller began."""

from alembic import context

from screening.store import models  # noqa: F401  the tables register themselves on import
from screening.store.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
