"""Small steps from one shape of the database to the next, forwards and back.

Alembic takes a quarter of a second and ten megabytes: it is loaded by whoever moves the database, not by every process that
serves pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


def config_for(engine: Engine) -> Config:
    """What Alembic is told about our steps and this database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database forward to `to`; a step that was cut off is done again whole."""
    from alembic import command

    command.upgrade(config_for(engine), to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take the database back to `to`."""
    from alembic import command

    command.downgrade(config_for(engine), to)


def write(engine: Engine, words: str) -> None:
    """Write the next step from what the models say now."""
    from alembic import command

    newest = int(newest_step())
    command.revision(config_for(engine), message=words, autogenerate=True, rev_id=f"{newest + 1:04}")


def newest_step() -> str:
    """The number of the newest step: each file's name begins with its own, and they form one line."""
    return max(path.name[:4] for path in (HERE / "versions").glob("[0-9]*.py"))


def is_current(engine: Engine) -> bool:
    """Whether the database has every step."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return list(connection.scalars(text("SELECT version_num FROM alembic_version"))) == [newest_step()]
