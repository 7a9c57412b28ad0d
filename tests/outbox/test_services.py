"""Writing messages and claiming them, on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal import database
from portal.database import session, writing
from portal.kit import clock as portal_clock
from portal.kit.audit import AuditEvent
from portal.kit.errors import NotFound
from portal.outbox import queries, services
from portal.outbox.models import Message
from portal.outbox.rules import CLAIM, LIVES
from portal.people.models import Person
from tests.conftest import AtMost, Clock
from tests.factories import APerson
from tests.outbox import a_code, a_draft, kept, states, write

pytestmark = pytest.mark.usefixtures("app")


def count(what: type) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def claim(clock: Clock, worker: str = "one", most: int = 20) -> list[str]:
    return [message.key for message in services.claim(worker, now=clock.now, most=most)]


def test_a_message_is_written_with_its_cause(clock: Clock) -> None:
    with writing():
        APerson("Ada")
        services.put(a_draft(), now=clock.now)
    assert (count(Person), count(Message)) == (1, 1)
    assert (kept().state, kept().due_at, kept().lives_until) == ("waiting", clock.now, clock.now + LIVES)


def test_a_message_whose_cause_fails_is_not_written(clock: Clock) -> None:
    with pytest.raises(RuntimeError), writing():
        APerson("Ada")
        services.put(a_draft(), now=clock.now)
        session.flush()
        raise RuntimeError
    assert (count(Person), count(Message)) == (0, 0)


def test_nobody_hears_of_a_cause_that_is_not_committed_yet(app: Flask, clock: Clock) -> None:
    """A worker on a connection of its own sees the message only after the commit."""
    engine = app.extensions["engine"]
    with writing():
        services.put(a_draft(), now=clock.now)
        session.flush()
        with engine.connect() as other:
            assert other.execute(text("SELECT count(*) FROM message")).scalar() == 0
    with engine.connect() as other:
        assert other.execute(text("SELECT count(*) FROM message")).scalar() == 1


def test_the_same_message_is_written_once(clock: Clock) -> None:
    write(a_draft(body="First"))
    write(a_draft(body="Second"))
    assert count(Message) == 1 and kept().body == "First"


def test_the_same_message_is_written_once_even_after_it_went(clock: Clock) -> None:
    message = write()
    services.sent(message.id, now=clock.now)
    write()
    assert states() == {"one": "sent"}


def test_a_message_held_back_goes_to_nobody_and_keeps_no_words(clock: Clock) -> None:
    services.put(a_draft(), now=clock.now, is_held_back=True)
    assert (kept().state, kept().address, kept().body) == ("dropped", "", "")
    assert claim(clock) == []


def test_what_is_due_is_claimed_by_one_worker_only(clock: Clock) -> None:
    write()
    assert claim(clock, "one") == ["one"]
    assert claim(clock, "two") == [] == claim(clock, "one")


def _at_once(app: Flask, workers: int, now: Clock, most: int) -> list[list[str]]:
    ready = Barrier(workers)

    def one(n: int) -> list[str]:
        with app.app_context():
            ready.wait()
            try:
                return claim(now, f"worker {n}", most)
            finally:
                database.session.remove()

    database.session.remove()
    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(one, range(workers)))


def test_workers_that_claim_at_the_same_moment_share_nothing(app: Flask, clock: Clock) -> None:
    for n in range(40):
        write(a_draft(f"message {n}"))
    claimed = _at_once(app, 4, clock, most=15)
    counted = Counter(key for keys in claimed for key in keys)
    assert set(counted.values()) == {1}
    for worker in range(4):
        for key in claimed[worker]:
            assert kept(key).claimed_by == f"worker {worker}"
    rest = claim(clock, "the last", most=40)
    assert sorted([*counted, *rest]) == sorted(f"message {n}" for n in range(40))


def test_a_worker_passes_over_what_another_is_just_taking(app: Flask, clock: Clock) -> None:
    """Two sessions of PostgreSQL at once; SQLite lets only one write at a time."""
    engine = app.extensions["engine"]
    first, second = write(a_draft("first")).id, write(a_draft("second")).id
    database.session.remove()
    if engine.dialect.name != "postgresql":
        assert claim(clock) == ["first", "second"]
        return
    with engine.begin() as other:
        other.execute(text("SELECT id FROM message WHERE id = :id FOR UPDATE"), {"id": first})
        assert claim(clock) == ["second"]
    assert claim(clock) == ["first"] and second


def test_a_worker_that_dies_loses_its_claim_after_a_minute(clock: Clock) -> None:
    write()
    assert claim(clock, "dies") == ["one"]
    clock.advance(seconds=CLAIM.total_seconds())
    assert claim(clock, "next") == []
    clock.advance(seconds=1)
    assert claim(clock, "next") == ["one"]
    assert kept().claimed_by == "next"


def test_what_a_dead_worker_held_counts_as_tried_since_it_may_have_gone(clock: Clock) -> None:
    write()
    claim(clock, "dies")
    assert kept().tries == 0
    clock.advance(seconds=61)
    claim(clock, "next")
    assert kept().tries == 1


def test_a_sign_in_code_does_not_wait_behind_five_hundred_others(clock: Clock) -> None:
    with writing():
        for n in range(500):
            services.put(a_draft(f"message {n}"), now=clock.now)
    clock.advance(minutes=1)
    write(a_code())
    assert claim(clock, most=1) == ["code"]


def test_what_somebody_waits_for_goes_before_what_can_wait(clock: Clock) -> None:
    write(a_draft("usual"))
    clock.advance(minutes=1)
    write(a_draft("soon", priority=services.SOON))
    write(a_code())
    assert claim(clock) == ["code", "soon", "usual"]


def test_claiming_costs_the_same_however_many_wait(clock: Clock, at_most: AtMost) -> None:
    with writing():
        for n in range(100):
            services.put(a_draft(f"message {n}"), now=clock.now)
    with at_most(queries=2):
        assert len(claim(clock)) == 20


def test_a_message_that_did_not_go_is_tried_again_after_a_pause(clock: Clock) -> None:
    message = write()
    claim(clock)
    services.not_sent(message.id, "away", now=clock.now)
    assert (kept().state, kept().tries, kept().problem) == ("waiting", 1, "away")
    assert claim(clock) == []
    clock.advance(seconds=15)
    assert claim(clock) == ["one"]


def test_a_message_is_given_up_after_three_days_and_staff_are_told(clock: Clock) -> None:
    message = write(a_draft(person_id=APerson("Ada").id))
    began, id = clock.now, message.id
    while kept().state == "waiting":
        clock.now = max(kept().due_at, clock.now)
        assert claim(clock) == ["one"]
        services.not_sent(id, "away", now=clock.now)
    assert kept().state == "failed"
    assert timedelta(hours=68) < clock.now - began <= LIVES
    assert queries.failed_count() == 1
    assert session.scalars(select(AuditEvent.kind)).all() == ["message failed"]


def test_a_final_no_is_not_tried_again(clock: Clock) -> None:
    message = write()
    services.not_sent(message.id, "no such address", now=clock.now, is_final=True)
    assert kept().state == "failed"
    clock.advance(hours=80)
    assert claim(clock) == []


def test_the_words_of_a_code_are_wiped_once_it_went(clock: Clock) -> None:
    message = write(a_code())
    services.sent(message.id, now=clock.now)
    assert (kept("code").state, kept("code").body) == ("sent", "")
    other = write()
    services.sent(other.id, now=clock.now)
    assert kept().body == "Thank you for getting in touch."


def test_a_code_that_cannot_go_is_wiped_and_bothers_no_staff(clock: Clock) -> None:
    message = write(a_code())
    services.not_sent(message.id, "no such address", now=clock.now, is_final=True)
    assert (kept("code").state, kept("code").body) == ("dropped", "")
    assert queries.failed_count() == 0 and count(AuditEvent) == 0


def test_a_code_is_tried_only_while_it_lives(clock: Clock) -> None:
    message = write(a_code())
    began = clock.now
    while kept("code").state == "waiting":
        clock.now = max(kept("code").due_at, clock.now)
        services.not_sent(message.id, "away", now=clock.now)
    assert kept("code").state == "dropped" and clock.now - began < timedelta(minutes=15)


def test_a_code_that_came_too_late_is_dropped_by_the_sweep_and_others_stay(clock: Clock) -> None:
    write(a_code())
    write()
    assert services.drop_late(clock.advance(minutes=15)) == 0
    assert services.drop_late(clock.advance(seconds=1)) == 1
    assert services.drop_late(clock.now) == 0
    assert states() == {"code": "dropped", "one": "waiting"} and kept("code").body == ""


def test_staff_send_a_failed_message_again_for_another_three_days(clock: Clock) -> None:
    message, sam = write(), APerson("Sam", kind="staff")
    services.not_sent(message.id, "full", now=clock.now, is_final=True)
    clock.advance(days=5)
    services.send_again(message.id, by=sam.id, now=clock.now)
    assert (kept().state, kept().tries, kept().lives_until) == ("waiting", 0, clock.now + LIVES)
    assert session.scalars(select(AuditEvent.kind).order_by(AuditEvent.id)).all()[-1] == "message sent again"
    assert claim(clock) == ["one"]


@pytest.mark.parametrize("state", ["waiting", "sent", "dropped"])
def test_only_what_failed_is_sent_again(clock: Clock, state: str) -> None:
    message, sam = write(), APerson("Sam", kind="staff")
    with writing() as held:
        held.get_one(Message, message.id).state = state
    services.send_again(message.id, by=sam.id, now=clock.now)
    assert kept().state == state and count(AuditEvent) == 0
    with pytest.raises(NotFound):
        services.send_again(message.id + 1, by=sam.id, now=clock.now)


def test_a_very_long_problem_or_subject_breaks_nothing(clock: Clock) -> None:
    message = write(a_draft(subject="s" * 1000))
    services.not_sent(message.id, "p" * 5000, now=clock.now)
    assert (len(kept().subject), len(kept().problem)) == (300, 400)


def test_staff_see_how_messages_flow(clock: Clock) -> None:
    for n in range(3):
        write(a_draft(f"message {n}"))
        clock.advance(minutes=1)
    services.sent(kept("message 0").id, now=clock.now)
    flow = queries.flow(portal_clock.now() - timedelta(days=1))
    assert (flow.waiting, flow.sent, flow.oldest_at) == (2, 1, kept("message 1").made_at)
