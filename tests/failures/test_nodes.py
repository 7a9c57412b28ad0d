"""Two web servers and two workers on one PostgreSQL: each message goes once, and a change on one shows on the other."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select

from portal import create_app, database, migrations
from portal.database import session, writing
from portal.kit import clock
from portal.outbox import services as outbox
from portal.outbox.models import Message
from portal.outbox.services import Draft
from portal.stories import services as stories
from tests.conftest import settings_for
from tests.factories import APerson, AStory
from tests.journeys.conftest import Served

LETTERS = 150
SHOWS_WITHIN = 1.0  # seconds


@pytest.fixture
def nodes(postgres: str, tmp_path: Path) -> Iterator[list[Served]]:
    """Two machines, as far as the portal can tell: nothing in common but the database and the key."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS nodes WITH (FORCE)")
        connection.execute("CREATE DATABASE nodes")
    url = postgres.replace("/postgres?", "/nodes?")
    settings = settings_for("postgresql", tmp_path, url)
    bound = database._factory.kw.get("bind")
    app = create_app(settings)
    migrations.upgrade(app.extensions["engine"])
    made = []
    with app.app_context():
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            made.append(Served(tmp_path / name, DATABASE_URL=url, SECRET_KEY=settings.secret_key))
        try:
            yield made
        finally:
            for node in made:
                node.stop()
            session.remove()
            app.extensions["engine"].dispose()
            database._factory.configure(bind=bound)


def letter(n: int) -> Draft:
    return Draft(f"letter {n}", "letter", None, "email", f"p{n}@example.com", "en", "A message", "Hello.")


def waiting() -> int:
    session.remove()
    return session.scalar(select(func.count()).where(Message.state == "waiting")) or 0


def until_both_work(nodes: list[Served]) -> None:
    """Give the workers a letter at a time, until each of them took one."""
    ends = time.monotonic() + 30
    for n in itertools.count(LETTERS):
        if all(node.messages() for node in nodes):
            return
        assert time.monotonic() < ends, "only one of the workers works"
        with writing():
            outbox.put(letter(n), now=clock.now())
        time.sleep(0.2)


def test_each_message_goes_once_and_what_is_taken_back_is_gone_everywhere(nodes: list[Served]) -> None:
    person = APerson().id
    story = AStory("Calmer mornings", person_id=person)
    address, story_id = f"/stories/{story.slug}", story.id
    for node in nodes:
        node.start()
    until_both_work(nodes)
    with writing():
        for n in range(LETTERS):
            outbox.put(letter(n), now=clock.now())
    ends = time.monotonic() + 30
    while waiting() and time.monotonic() < ends:
        time.sleep(0.1)
    assert not waiting()
    gone = [Counter(message["to"] for message in node.messages()) for node in nodes]
    told = gone[0] + gone[1]
    assert {f"p{n}@example.com" for n in range(LETTERS)} <= set(told)
    assert set(told.values()) == {1}

    for node in nodes:
        for _visit in range(2):  # the second comes from the node's own memory
            assert node.get(address)[0] == 200
    stories.withdraw(story_id, person_id=person, now=clock.now())
    session.remove()
    time.sleep(SHOWS_WITHIN)
    assert [node.get(address)[0] for node in nodes] == [404, 404]
    assert all("Calmer mornings" not in node.get("/stories")[1] for node in nodes)
