"""What can be said to the portal on a command line: db, worker, serve, example."""

from __future__ import annotations

from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal import migrations, serving
from portal.kit import clock
from portal.kit.pages import settings


def prepare(app: Flask) -> None:
    """Add our commands to `flask`."""
    app.cli.add_command(_database())
    app.cli.add_command(_worker)
    app.cli.add_command(_serve)
    app.cli.add_command(_example)


def _database() -> AppGroup:
    group = AppGroup("db", help="Bring the database to another step.")

    @group.command("upgrade")
    def upgrade() -> None:
        """Bring the database forward to the newest step."""
        migrations.upgrade(current_app.extensions["engine"])

    @group.command("downgrade")
    @click.argument("to")
    def downgrade(to: str) -> None:
        """Take the database back to a step, or to base."""
        migrations.downgrade(current_app.extensions["engine"], to)

    @group.command("migration")
    @click.argument("words")
    def migration(words: str) -> None:
        """Write the next step from the models."""
        migrations.write(current_app.extensions["engine"], words)

    return group


@click.command("worker")
def _worker() -> None:
    """Hand messages over and do what is due, until stopped."""
    from portal import work

    work.run(settings())


@click.command("serve")
def _serve() -> NoReturn:
    """Run the web server and the worker together."""
    raise SystemExit(serving.serve(settings()))


@click.command("example")
def _example() -> None:
    """Load the example Trust, once; say how its staff sign in."""
    from portal import example

    if not settings().is_example:
        raise SystemExit("This portal is not the example (EXAMPLE=no), so nothing was loaded.")
    click.echo(example.load_and_tell(settings(), clock.now()))
