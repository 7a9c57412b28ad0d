"""The worker: it hands over what is due, parks what breaks, and stops when it is told to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from portal import database, work
from portal.config import ROOT
from portal.outbox import services, worker
from portal.outbox.channels import Never, NotNow
from portal.outbox.models import Message
from portal.outbox.services import SIGN_IN
from tests.conftest import Clock
from tests.outbox import Way, a_draft, the_message, ways, write

pytestmark = pytest.mark.usefixtures("app")
LONGEST = 30  # seconds that a process may take to do its work


def hand_over(way: Way, clock: Clock, name: str = "a") -> int:
    return worker.hand_over(ways(way), name, now=lambda: clock.now)


def test_what_waits_goes_once(clock: Clock) -> None:
    write(clock)
    write(clock, "two", channel="sms", address="+447700900123")
    way = Way()
    assert [hand_over(way, clock), hand_over(way, clock)] == [2, 0]
    assert way.took == ["one", "two"]
    assert (the_message().state, the_message().ended_at) == ("sent", clock.now)


def test_a_message_that_breaks_its_channel_is_parked_while_others_flow(clock: Clock) -> None:
    for key in ("broken", "one", "two"):
        write(clock, key)
    way = Way(broken=ZeroDivisionError("with a private word in it"))
    hand_over(way, clock)
    assert way.took == ["one", "two"]
    broken = the_message("broken")
    assert (broken.state, broken.tries) == ("waiting", 1)
    assert broken.problem == "It could not be made (ZeroDivisionError)"
    while the_message("broken").state == "waiting":
        clock.now = max(clock.now, the_message("broken").due_at)
        hand_over(way, clock)
    assert the_message("broken").state == "failed" and way.took == ["one", "two"]


def test_a_message_of_a_kind_that_has_no_way_out_is_parked_too(clock: Clock) -> None:
    write(clock, "letter", channel="paper")
    write(clock, "one")
    way = Way()
    hand_over(way, clock)
    assert way.took == ["one"] and the_message("letter").problem == "It could not be made (KeyError)"


def test_a_refusal_for_now_and_a_refusal_for_ever_are_told_apart(clock: Clock) -> None:
    for key in ("later", "never", "one"):
        write(clock, key)
    hand_over(Way(later=NotNow("away"), never=Never("no such person")), clock)
    assert [the_message(key).state for key in ("later", "never", "one")] == ["waiting", "failed", "sent"]
    assert the_message("never").problem == "no such person"


def test_a_sign_in_code_that_came_too_late_goes_to_nobody_and_its_words_are_gone(clock: Clock) -> None:
    write(clock, priority=SIGN_IN, body="Your code is 123456", lives=timedelta(minutes=15))
    clock.advance(minutes=15, seconds=1)
    way = Way()
    hand_over(way, clock)
    assert way.tried == [] and (the_message().state, the_message().body) == ("dropped", "")


def test_a_sign_in_code_goes_in_its_last_minute(clock: Clock) -> None:
    write(clock, priority=SIGN_IN, lives=timedelta(minutes=15))
    clock.advance(minutes=15)
    way = Way()
    hand_over(way, clock)
    assert way.took == ["one"]


def test_a_message_that_waited_longer_than_three_days_is_told_to_staff_not_sent(clock: Clock) -> None:
    write(clock)
    clock.advance(hours=72, seconds=1)
    way = Way()
    hand_over(way, clock)
    assert way.tried == [] and (the_message().state, the_message().problem) == (
        "failed",
        "It could not be sent in time",
    )


def test_a_slow_worker_leaves_what_another_may_take_and_each_goes_once(clock: Clock) -> None:
    for number in range(5):
        write(clock, str(number))

    class Slow(Way):
        def send(self, message: Message) -> None:
            super().send(message)
            clock.advance(seconds=9)

    way = Slow()
    hand_over(way, clock, "slow")
    assert way.took == ["0", "1", "2"]  # the fourth could still be on its way when the claim ends
    clock.advance(seconds=60)
    hand_over(way, clock, "b")
    hand_over(way, clock, "slow")
    clock.advance(seconds=60)
    hand_over(way, clock, "slow")
    assert sorted(way.took) == ["0", "1", "2", "3", "4"]


def test_a_worker_that_is_killed_while_it_sends_leaves_the_rest_to_another(clock: Clock) -> None:
    for key in ("one", "two"):
        write(clock, key)

    class Killed(Way):
        def send(self, message: Message) -> None:
            if message.key == "two":
                raise SystemExit  # nothing catches it, as nothing catches SIGKILL
            super().send(message)

    with pytest.raises(SystemExit):
        hand_over(Killed(), clock, "dead")
    database.session.remove()
    other = Way()
    assert hand_over(other, clock, "b") == 0
    clock.advance(seconds=61)
    hand_over(other, clock, "b")
    assert other.took == ["two"] and the_message("one").state == "sent"


def test_a_sweep_that_fails_does_not_keep_the_others_from_their_work(clock: Clock) -> None:
    done: list[datetime] = []

    def breaks(_now: datetime) -> None:
        raise ZeroDivisionError

    def is_busy(_now: datetime) -> None:
        raise database.Busy

    worker.sweep([breaks, is_busy, done.append], clock.now)
    assert done == [clock.now]


def test_every_sweep_may_run_twice_on_an_empty_portal(clock: Clock) -> None:
    for _ in range(2):
        for due in work.sweeps():
            due(clock.now)


def _started(app: Flask, folder: Path) -> subprocess.Popen[bytes]:
    url = app.extensions["engine"].url.render_as_string(hide_password=False)
    environment = {
        **os.environ,
        "SECRET_KEY": "a key for tests only, 0123456789 abcdefgh",
        "EXAMPLE": "yes",
        "INSTANCE": str(folder),
        "DATABASE_URL": url,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def _is_listening(process: subprocess.Popen[bytes]) -> bool:
    """Whether a worker would stop in order when told: SIGTERM is among the signals that it catches (proc(5), SigCgt)."""
    caught = re.search(r"SigCgt:\s*(\w+)", Path(f"/proc/{process.pid}/status").read_text())
    return bool(caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)


def test_two_worker_processes_send_each_message_once_and_stop_when_told(app: Flask, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with database.writing():
        for number in range(60):
            services.put(a_draft(str(number)), now=now)
    database.session.remove()
    folders = [tmp_path / "a", tmp_path / "b"]
    running = [_started(app, folder) for folder in folders]
    try:
        ends = time.monotonic() + LONGEST
        while time.monotonic() < ends and sum(len(list(f.glob("post/*.eml"))) for f in folders) < 60:
            time.sleep(0.05)
        while time.monotonic() < ends and not all(map(_is_listening, running)):  # one may still be starting
            time.sleep(0.05)
        for process in running:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(timeout=LONGEST) for process in running] == [0, 0]
    finally:
        for process in running:
            process.kill()
    sent = [path.name for folder in folders for path in folder.glob("post/*.eml")]
    assert len(sent) == len(set(sent)) == 60
    assert {the_message(str(number)).state for number in range(60)} == {"sent"}
