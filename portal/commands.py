"""What can be said to the portal on a command line: db, staff, stories, people, worker, serve, example."""

from __future__ import annotations

from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal import migrations, serving
from portal.kit import clock, forms
from portal.kit.pages import settings
from portal.privacy import services as privacy
from portal.signin import services as accounts
from portal.signin.rules import ROLES
from portal.stories import services as stories
from portal.trust import queries as trust


def prepare(app: Flask) -> None:
    """Add our commands to `flask`."""
    app.cli.add_command(_database())
    app.cli.add_command(_staff())
    app.cli.add_command(_stories())
    app.cli.add_command(_people())
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


def _staff() -> AppGroup:
    group = AppGroup("staff", help="Who works here, and what they may do.")

    @group.command("add")
    @click.option("--name", required=True)
    @click.option("--email", required=True)
    @click.option("--job", default="", help="What people are told that they are, such as: People Participation lead")
    @click.option("--role", "roles", required=True, multiple=True, type=click.Choice(sorted(ROLES)))
    @click.option("--directorate", "directorates", multiple=True, help="Its short name; left out, the whole Trust")
    def add(name: str, email: str, job: str, roles: tuple[str, ...], directorates: tuple[str, ...]) -> None:
        """Give someone of the staff an account, or more roles; say the secret for their authenticator app, once."""
        wheres: list[int | None] = [*map(_directorate_id, directorates)] or [None]
        pairs = [(role, where) for role in roles for where in wheres]
        made = accounts.add_staff(name, _email(email), job or name, roles=pairs, now=clock.now())
        if not made.is_new:
            click.echo(f"{email} had an account, and now has these roles too. Their second step stays as it was.")
            return
        click.echo(f"{email} may sign in at {settings().base_url}/staff/sign-in")
        click.echo(f"Secret for their authenticator app (it is not shown again): {made.secret}")

    @group.command("end")
    @click.option("--email", required=True)
    def end(email: str) -> None:
        """Close someone's account, and sign them out wherever they are."""
        if not accounts.end_staff(_email(email), now=clock.now()):
            raise SystemExit(f"Nobody of the staff has the address {email}.")
        click.echo(f"{email} cannot sign in any more, and is signed out.")

    return group


def _email(said: str) -> str:
    try:
        return forms.read_email(said).lower()
    except ValueError as problem:
        raise SystemExit(str(problem)) from None


def _directorate_id(slug: str) -> int:
    known = {one: id for id, one, _name in trust.directorates()}
    if slug not in known:
        raise SystemExit(f"There is no directorate {slug}. There are: {', '.join(sorted(known))}")
    return known[slug]


def _stories() -> AppGroup:
    group = AppGroup("stories", help="What people told us.")

    @group.command("withdraw-again")
    def withdraw_again() -> None:
        """After a restore: take back again whatever its teller has taken back (WITHDRAWN_LOG). Twice does no harm."""
        log = settings().withdrawn_log
        if not log.exists():
            raise SystemExit(f"There is no {log}. Either nobody ever took a story back, or WITHDRAWN_LOG is wrong.")
        came = stories.withdraw_again(now=clock.now())
        click.echo(
            f"Withdrawn again: {came.done}. Withdrawn before, or agreed to again since: {came.stood}. "
            f"Of stories that this database does not have: {came.unknown}."
        )
        if came.unread:
            raise SystemExit(f"Lines of {log} that cannot be read: {came.unread}. Look at them before you open.")

    return group


def _people() -> AppGroup:
    group = AppGroup("people", help="Who asked to be forgotten.")

    @group.command("forget-again")
    def forget_again() -> None:
        """After a restore: forget again whoever was forgotten since the copy was made. Twice does no harm."""
        came = privacy.forget_again(clock.now())
        click.echo(f"Forgotten again: {came.done}. Forgotten before, or not in this database: {came.stood}.")
        if came.left:
            raise SystemExit(
                f"Lines of {privacy.log_of_forgotten()} that cannot be read, or of people whose staff account is in use:"
                f" {came.left}. Look at them before you open."
            )

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
