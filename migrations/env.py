"""How Alembic reaches the database and the models; on the command line, the database of the LMS_* settings."""

from importlib import import_module

from alembic import context

from lms.config import ROOT, from_environment
from lms.db import Base, Timestamp, make_engine

for models in sorted((ROOT / "lms").glob("*/models.py")):
    import_module(f"lms.{models.parent.name}.models")


def render_item(kind, item, autogen):
    """A time is written by the name of our own type."""
    if kind == "type" and isinstance(item, Timestamp):
        autogen.imports.add("from lms.db import Timestamp")
        return "Timestamp()"
    return False


def number(migration, _revision, directives):
    """Migrations are numbered: 0001, 0002 …; one that would change nothing is not written."""
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []
        return
    head = migration.script.get_current_head()
    directives[0].rev_id = f"{int(head or 0) + 1:04d}"


def run(connection):
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        process_revision_directives=number,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(from_environment().database).begin() as connection:
        run(connection)
