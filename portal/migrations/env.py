"""How Alembic reaches our database."""

from alembic import context
from sqlalchemy import Column, Table

from portal import tables
from portal.database import Base

assert tables.ALL  # noqa: S101 - importing it is what fills the metadata


def is_ours(thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Leave out the full-text indexes, which each database has in its own way."""
    name = name or ""
    if kind == "table":
        return "_words" not in name
    if kind == "column" and isinstance(thing, Column) and isinstance(thing.table, Table):
        return name != "words"
    return kind != "index" or not name.endswith("_words")


engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=is_ours,
        transaction_per_migration=True,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
