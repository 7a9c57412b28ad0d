"""Small steps from one shape of the database to the next, forwards and back."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database forward to `to`; a step that was cut off is done again whole."""
    command.upgrade(_config(engine), to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take the database back to `to`."""
    command.downgrade(_config(engine), to)


def write(engine: Engine, words: str) -> None:
    """Write the next step from what the models say now."""
    command.revision(_config(engine), message=words, autogenerate=True)


def is_current(engine: Engine) -> bool:
    """Whether the database has every step."""
    wanted = set(ScriptDirectory.from_config(_config(engine)).get_heads())
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == wanted
