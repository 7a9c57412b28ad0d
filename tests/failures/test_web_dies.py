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
            return set(filter(is_serving, children(pid)))
    return set()


def is_serving(pid: int) -> bool:
    """Whether it answers by now: while it starts it has one thread."""
    try:
        return len(list(Path(f"/proc/{pid}/task").iterdir())) > 1
    except OSError:
        return False


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _two_of(portal: Served) -> set[int]:
    """Its web processes, once both answer."""
    ends = time.monotonic() + 10
    while len(found := web_processes(portal)) < 2:
        assert time.monotonic() < ends
        time.sleep(0.05)
    return found


def test_the_other_serves_on_and_soon_there_are_two_again(two: Served) -> None:
    before = _two_of(two)
    os.kill(min(before), signal.SIGKILL)
    died = time.monotonic()
    answers: set[int] = set()
    while 200 not in answers or len(web_processes(two) - {min(before)}) < 2:
        assert time.monotonic() - died < BACK_WITHIN, answers
        answers.add(status(two))
    assert answers <= {200, CUT_OFF}
    assert [status(two) for _visit in range(20)] == [200] * 20


def status(portal: Served) -> int:
    """What someone is answered; CUT_OFF when they were just being served by the process that died."""
    try:
        return portal.get("/join")[0]
    except OSError:
        return CUT_OFF


def test_told_to_stop_while_one_is_just_starting_it_leaves_nothing_behind(two: Served) -> None:
    assert two.process is not None
    below = children(two.process.pid)
    os.kill(min(_two_of(two)), signal.SIGKILL)
    time.sleep(0.2)  # the next one is being started, and does not hear yet
    below |= {child for pid in below for child in children(pid)}
    two.stop()
    assert not list(filter(is_alive, below))
