"""A web process dies: the other serves on, and there are two again within three seconds."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import Served

BACK_WITHIN = 3.0  # seconds
CUT_OFF = 0


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Served]:
    """A portal with two web processes."""
    portal = Served(tmp_path, WORKERS="2")
    portal.flask("db", "upgrade")
    portal.start()
    yield portal
    portal.stop()


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def web_processes(portal: Served) -> set[int]:
    """Those that answer people: the children of granian, which is a child of the supervisor."""
    assert portal.process is not None
    for pid in children(portal.process.pid):
        if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes():
            return {child for child in children(pid) if is_alive(child)}
    return set()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_other_serves_on_and_soon_there_are_two_again(two: Served) -> None:
    before = web_processes(two)
    ends = time.monotonic() + 10
    while len(before) < 2 and time.monotonic() < ends:
        time.sleep(0.1)
        before = web_processes(two)
    assert len(before) == 2
    os.kill(min(before), signal.SIGKILL)
    died = time.monotonic()
    answers = []
    while len(web_processes(two) - {min(before)}) < 2:
        assert time.monotonic() - died < BACK_WITHIN
        answers.append(status(two))
    assert 200 in answers and set(answers) <= {200, CUT_OFF}
    assert [status(two) for _visit in range(20)] == [200] * 20


def status(portal: Served) -> int:
    """What someone is answered; CUT_OFF when they were just being served by the process that died."""
    try:
        return portal.get("/join")[0]
    except OSError:
        return CUT_OFF
