"""Killing the web server or the worker at any moment loses nothing that was confirmed, and sends nothing twice."""

from __future__ import annotations

import itertools
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text, update

from portal.kit import clock
from portal.outbox import rules
from portal.outbox.models import Message
from tests.journeys.conftest import Served
from tests.journeys.visitor import Stubborn

KILLS, VISITORS = 24, 4
# The whole example takes half a minute to load, and nobody here looks at it.
ROOM_FOR_ALL = """
from tests.factories import ASession
from wsgi import app
with app.app_context():
    print(ASession(capacity=1000).slug)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """A portal of its own, that may be killed."""
    url = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS mortal")
            connection.execute("CREATE DATABASE mortal")
        url = server.replace("/postgres?", "/mortal?")
    portal = Served(tmp_path, WORKERS="2", **({"DATABASE_URL": url} if url else {}))
    portal.flask("db", "upgrade")
    portal.told = portal.python("-c", ROOM_FOR_ALL).strip()
    portal.start()
    yield portal
    portal.stop(signal.SIGKILL)


def _children(pid: int) -> list[int]:
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _kill_something(portal: Served, chance: random.Random) -> str:
    """SIGKILL a web process, the worker, or everything at once."""
    assert portal.process is not None
    if chance.random() < 0.2:
        portal.stop(signal.SIGKILL)
        portal.start()
        return "everything"
    below = _children(portal.process.pid)
    below += [grandchild for child in below for grandchild in _children(child)]
    if not below:
        return "nothing"
    try:
        os.kill(chance.choice(below), signal.SIGKILL)
    except ProcessLookupError:
        return "nothing"
    return "one"


def test_nothing_confirmed_is_lost_and_nothing_is_sent_twice(mortal: Served) -> None:
    starts = [f"/training/{mortal.told}/book", "/join", "/stories/share"]
    confirmed: list[tuple[str, str]] = []
    problems: list[BaseException] = []
    enough = threading.Event()

    def visit(number: int) -> None:
        try:
            for turn in itertools.takewhile(lambda _turn: not enough.is_set(), itertools.count()):
                email = f"stubborn{number}.{turn}@example.com"
                start = starts[(number + turn) % len(starts)]
                confirmed.append((Stubborn(mortal.url, f"Stubborn {number} {turn}", email, 120).finish(start), email))
        except BaseException as problem:
            problems.append(problem)

    visitors = [threading.Thread(target=visit, args=(number,)) for number in range(VISITORS)]
    for thread in visitors:
        thread.start()
    chance, killed = random.Random(7), Counter[str]()
    for _kill in range(KILLS):
        time.sleep(chance.uniform(0.05, 0.9))
        killed[_kill_something(mortal, chance)] += 1
    enough.set()
    for thread in visitors:
        thread.join()
    assert not problems, problems[0]
    assert killed["one"] >= KILLS // 2 and killed["everything"] >= 2, killed
    _let_claims_of_the_dead_lapse(mortal)
    _wait_for_quiet(mortal)
    assert len(confirmed) >= VISITORS
    kept = _references(mortal)
    assert {reference for reference, _email in confirmed} <= set(kept)
    assert max(Counter(kept).values()) == 1
    told = Counter(message["to"] for message in mortal.messages())
    assert {email: told[email] for _reference, email in confirmed} == {email: 1 for _reference, email in confirmed}


def _database(portal: Served) -> str:
    return portal.environment.get("DATABASE_URL", "").replace("postgresql://", "postgresql+psycopg://") or (
        f"sqlite:///{portal.folder / 'portal.sqlite3'}"
    )


def _references(portal: Served) -> list[str]:
    engine = create_engine(_database(portal))
    with engine.connect() as connection:
        found = [
            reference
            for table in ("booking", "expression_of_interest", "story")
            for (reference,) in connection.execute(text(f"SELECT reference FROM {table}"))
        ]
    engine.dispose()
    return found


def _let_claims_of_the_dead_lapse(portal: Served) -> None:
    """Let the minute pass after which another worker takes what a killed one had claimed: nobody is at work meanwhile."""
    portal.stop(signal.SIGKILL)
    engine = create_engine(_database(portal))
    with engine.begin() as connection:
        before = clock.now() - rules.CLAIM
        lapsed = update(Message).where(Message.state == "waiting", Message.claimed_until.is_not(None))
        connection.execute(lapsed.values(claimed_until=before))
    engine.dispose()
    portal.start()


def _wait_for_quiet(portal: Served) -> None:
    """Until the worker has handed over all that is due."""
    engine = create_engine(_database(portal))
    ends = time.monotonic() + 90
    while time.monotonic() < ends:
        with engine.connect() as connection:
            waiting = connection.execute(text("SELECT count(*) FROM message WHERE state = 'waiting'")).scalar_one()
        if not waiting:
            engine.dispose()
            return
        time.sleep(0.5)
    raise AssertionError(f"{waiting} messages still wait")
