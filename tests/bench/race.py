"""Many people press "send" at the same moment for a few places, over HTTP."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import create_engine, text

from tests.journeys.visitor import Stubborn

AT_THE_DOOR = 12  # how many fill in their forms at a time, before the race


@dataclass(frozen=True)
class Race:
    """What came of it."""

    references: list[str]
    statuses: Counter[str]
    line: list[int]  # the places in the waiting list, in order
    seconds: float
    errors: int


def race(base: str, slug: str, people: int, database_url: str) -> Race:
    """Let so many people come to the last page of a booking, then press at once."""
    runners = [Stubborn(base, f"Runner {n}", f"runner{n}@example.com", 240) for n in range(people)]
    with ThreadPoolExecutor(AT_THE_DOOR) as pool:
        list(pool.map(lambda runner: runner.until_check(f"/training/{slug}/book"), runners))
    start = threading.Barrier(people + 1)
    references: list[str] = []

    def run(runner: Stubborn) -> None:
        start.wait()
        references.append(runner.send())

    threads = [threading.Thread(target=run, args=(runner,)) for runner in runners]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    statuses, line = _outcome(database_url, slug)
    return Race(references, statuses, line, took, sum(runner.errors for runner in runners))


def _outcome(database_url: str, slug: str) -> tuple[Counter[str], list[int]]:
    engine = create_engine(database_url.replace("postgresql://", "postgresql+psycopg://"))
    asked = text(
        "SELECT b.status, b.id FROM booking b JOIN qi_session s ON s.id = b.qi_session_id"
        " WHERE s.slug = :slug ORDER BY b.asked_at, b.id"
    )
    with engine.connect() as connection:
        found = [(status, number) for status, number in connection.execute(asked, {"slug": slug})]
    engine.dispose()
    return Counter(status for status, _number in found), [number for status, number in found if status == "waiting"]


def check(found: Race, people: int, places: int) -> None:
    """Exactly the places were given, everyone else waits in line, nobody was lost, doubled or shown an error."""
    assert found.statuses == {"confirmed": places, "waiting": people - places}, found.statuses
    assert len(set(found.references)) == people, "a reference was lost, or given twice"
    assert len(set(found.line)) == people - places
    assert found.errors == 0, f"{found.errors} error pages"
