"""Messages in the database: written with their cause, claimed by one worker, never lost and never doubled."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import database
from portal.database import session, writing
from portal.kit.audit import AuditEvent
from portal.kit.errors import NotFound
from portal.outbox import queries, services
from portal.outbox.models import Message
from portal.outbox.services import SIGN_IN, SOON
from portal.stories.models import Story
from tests.conftest import AtMost, Clock
from tests.factories import APerson, AStory
from tests.outbox import a_draft, the_message, write

pytestmark = pytest.mark.usefixtures("app")


def count(what: type[Message | Story]) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def kinds() -> list[str]:
    return list(session.scalars(select(AuditEvent.kind).order_by(AuditEvent.id)))


class _PowerCut(Exception):
    pass


def _keys(taken: list[Message]) -> list[str]:
    return [message.key for message in taken]


def test_a_message_is_written_with_its_cause_or_not_at_all(clock: Clock) -> None:
    with pytest.raises(_PowerCut), writing():
        AStory()
        services.put(a_draft(), now=clock.now)
        session.flush()
        raise _PowerCut
    assert (count(Story), count(Message)) == (0, 0)
    with writing():
        AStory()
        services.put(a_draft(), now=clock.now)
    database.session.remove()
    assert (count(Story), count(Message)) == (1, 1)


def test_what_nobody_committed_is_not_sent_to_anybody(clock: Clock) -> None:
    taken: list[Message] = []

    def another_worker() -> None:
        if not database.is_sqlite():  # on SQLite it waits at the door until the cause is committed
            taken.extend(services.claim("b", now=clock.now))
        database.session.remove()

    with pytest.raises(_PowerCut), writing():
        services.put(a_draft(), now=clock.now)
        session.flush()
        thread = threading.Thread(target=another_worker)
        thread.start()
        thread.join()
        raise _PowerCut
    assert taken == [] and services.claim("a", now=clock.now) == []


def test_the_same_message_is_written_once_however_often_it_is_asked_for(clock: Clock) -> None:
    write(clock, body="The first")
    write(clock, body="Another")
    with writing():
        services.put(a_draft("two"), now=clock.now)
        services.put(a_draft("two"), now=clock.now)
    assert count(Message) == 2 and the_message().body == "The first"


def test_a_message_that_went_is_not_written_again(clock: Clock) -> None:
    number = write(clock)
    services.sent(number, now=clock.now)
    clock.advance(days=30)
    write(clock)
    assert count(Message) == 1 and the_message().state == "sent"


def test_a_message_is_claimed_by_one_worker_only(clock: Clock) -> None:
    write(clock)
    assert _keys(services.claim("a", now=clock.now)) == ["one"]
    assert services.claim("b", now=clock.now) == []
    assert the_message().claimed_by == "a"


def test_four_workers_at_once_take_each_message_once(clock: Clock) -> None:
    with writing():
        for number in range(40):
            services.put(a_draft(str(number)), now=clock.now)
    barrier = threading.Barrier(4)
    taken: list[str] = []
    problems: list[BaseException] = []

    def work(name: str) -> None:
        try:
            barrier.wait()
            for _ in range(8):
                taken.extend(_keys(services.claim(name, now=clock.now, most=5)))
        except BaseException as problem:  # a thread tells nobody else
            problems.append(problem)
        finally:
            database.session.remove()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(taken, key=int) == [str(number) for number in range(40)]


def test_a_worker_does_not_wait_for_another_that_is_just_claiming(clock: Clock) -> None:
    """On PostgreSQL two sessions stand open at once: the second passes over what the first holds."""
    for key in ("one", "two", "three"):
        write(clock, key)
    taken: list[str] = []

    def another() -> None:
        taken.extend(_keys(services.claim("b", now=clock.now)))
        database.session.remove()

    thread = threading.Thread(target=another)
    with writing():
        first = _keys(services.claim("a", now=clock.now, most=2))
        thread.start()
        if not database.is_sqlite():
            thread.join(timeout=15)
            assert not thread.is_alive(), "it waits"
    thread.join()
    assert (first, taken) == (["one", "two"], ["three"])


def test_a_worker_that_dies_loses_its_claim_after_a_minute_and_the_message_goes_once(clock: Clock) -> None:
    write(clock)
    services.claim("dead", now=clock.now)
    assert services.claim("b", now=clock.advance(seconds=60)) == []
    taken = services.claim("b", now=clock.advance(seconds=1))
    assert _keys(taken) == ["one"]
    services.sent(taken[0].id, now=clock.now)
    assert services.claim("c", now=clock.advance(hours=1)) == []
    assert (the_message().state, the_message().ended_at) == ("sent", clock.now - timedelta(hours=1))


def test_a_sign_in_code_never_waits_behind_five_hundred_others(clock: Clock, at_most: AtMost) -> None:
    with writing():
        for number in range(500):
            services.put(a_draft(str(number)), now=clock.now)
    clock.advance(minutes=5)
    write(clock, "soon", priority=SOON)
    write(clock, "code", priority=SIGN_IN)
    with at_most(queries=2):
        taken = services.claim("a", now=clock.now)
    assert _keys(taken)[:3] == ["code", "soon", "0"] and len(taken) == 20


def test_messages_of_one_kind_go_in_the_order_in_which_they_were_written(clock: Clock) -> None:
    for key in ("one", "two", "three"):
        write(clock, key)
        clock.advance(seconds=1)
    assert _keys(services.claim("a", now=clock.now)) == ["one", "two", "three"]


def test_a_message_that_did_not_go_is_tried_again_after_pauses_that_grow(clock: Clock) -> None:
    number = write(clock)
    pauses = []
    for _ in range(6):
        services.not_sent(number, "The mail server refused it (451)", now=clock.now)
        waits = the_message().due_at - clock.now
        assert services.claim("a", now=clock.now + waits - timedelta(seconds=1)) == []
        clock.now += waits
        assert _keys(services.claim("a", now=clock.now)) == ["one"]
        pauses.append(waits.total_seconds())
    assert pauses == [15, 60, 300, 900, 3600, 10800]
    assert the_message().problem == "The mail server refused it (451)"


def test_a_server_that_is_away_for_a_day_loses_nothing(clock: Clock) -> None:
    number = write(clock)
    ends = clock.now + timedelta(hours=24)
    while clock.now < ends and the_message().state == "waiting":
        clock.now = max(clock.now, the_message().due_at)
        services.claim("a", now=clock.now)
        services.not_sent(number, "away", now=clock.now)
    assert the_message().state == "waiting"
    services.sent(number, now=clock.now)
    assert (the_message().state, the_message().problem) == ("sent", "")


def test_after_three_days_we_give_up_and_staff_are_told_with_whom_and_why(clock: Clock, at_most: AtMost) -> None:
    amina = APerson("Amina Khan").id
    number = write(clock, person_id=amina)
    began = clock.now
    while the_message().state == "waiting":
        clock.now = max(clock.now, the_message().due_at)
        services.claim("a", now=clock.now)
        services.not_sent(number, "The mail server could not be reached", now=clock.now)
    assert timedelta(hours=69) <= clock.now - began < timedelta(hours=72)
    assert services.claim("a", now=clock.advance(days=9)) == []
    with at_most(queries=1):
        (row,) = queries.failed_for_staff(None).rows
    assert (row.id, row.initials, row.masked) == (number, "A K", "a***@example.com")
    assert row.problem == "The mail server could not be reached" and row.tries > 20
    assert queries.for_staff(clock.now).failed == 1
    event = session.scalars(select(AuditEvent)).one()
    assert (event.kind, event.about_person_id, event.thing) == ("message failed", amina, f"message {number}")


def test_a_final_refusal_is_told_to_staff_at_once_and_its_words_are_kept_for_another_try(clock: Clock) -> None:
    number = write(clock)
    services.not_sent(number, "The mail server refused it (550)", now=clock.now, is_final=True)
    assert (the_message().state, the_message().tries) == ("failed", 1)
    assert the_message().body == "Thank you for getting in touch."


def test_a_problem_of_any_length_is_noted(clock: Clock) -> None:
    services.not_sent(write(clock), "x" * 5000, now=clock.now)
    assert len(the_message().problem) == 400


def test_staff_try_a_failed_message_again_and_a_second_press_does_no_harm(clock: Clock) -> None:
    number = write(clock)
    services.not_sent(number, "refused", now=clock.now, is_final=True)
    staff = APerson("Sam Staff", kind="staff")
    clock.advance(days=4)
    for _ in range(2):
        services.send_again(number, by=staff.id, now=clock.now)
    assert kinds() == ["message failed", "message sent again"]
    again = the_message()
    assert (again.state, again.tries, again.lives_until) == ("waiting", 0, clock.now + timedelta(hours=72))
    services.sent(services.claim("a", now=clock.now)[0].id, now=clock.now)
    services.send_again(number, by=staff.id, now=clock.now)
    assert the_message().state == "sent" and services.claim("a", now=clock.advance(hours=1)) == []


def test_a_message_that_does_not_exist_is_not_sent_again(clock: Clock) -> None:
    with pytest.raises(NotFound):
        services.send_again(2**31 - 1, by=1, now=clock.now)


def test_the_words_of_a_sign_in_code_are_wiped_when_it_went(clock: Clock) -> None:
    code = write(clock, "code", priority=SIGN_IN, body="Your code is 123456")
    other = write(clock, "other")
    for number in (code, other):
        services.sent(number, now=clock.now)
    assert (the_message("code").state, the_message("code").body) == ("sent", "")
    assert the_message("other").body == "Thank you for getting in touch."


def test_a_sign_in_code_is_given_up_and_wiped_when_nobody_can_use_it_any_more(clock: Clock) -> None:
    lives = timedelta(minutes=15)
    write(clock, "code", priority=SIGN_IN, body="Your code is 123456", lives=lives)
    write(clock, "other")
    assert services.drop_late(clock.advance(minutes=15)) == 0
    assert services.drop_late(clock.advance(seconds=1)) == 1
    assert services.drop_late(clock.now) == 0
    assert (the_message("code").state, the_message("code").body) == ("dropped", "")
    assert the_message("other").state == "waiting"


def test_a_sign_in_code_that_cannot_be_sent_is_wiped_and_troubles_no_staff(clock: Clock) -> None:
    number = write(clock, priority=SIGN_IN, body="Your code is 123456", lives=timedelta(minutes=15))
    while the_message().state == "waiting":
        clock.now = max(clock.now, the_message().due_at)
        services.not_sent(number, "away", now=clock.now)
    assert (the_message().state, the_message().body) == ("dropped", "")
    assert queries.for_staff(clock.now).failed == 0 and kinds() == []


def test_a_message_that_is_held_back_keeps_no_address_and_no_words(clock: Clock) -> None:
    services.put(a_draft(), now=clock.now, is_held_back=True)
    assert (the_message().state, the_message().address, the_message().body) == ("dropped", "", "")
    assert services.claim("a", now=clock.now) == []


def test_staff_see_how_the_messages_flow_in_two_queries(clock: Clock, at_most: AtMost) -> None:
    first = clock.now
    services.sent(write(clock, "old"), now=clock.now)
    clock.advance(days=2)
    services.sent(write(clock, "new"), now=clock.now)
    for key in ("one", "two"):
        write(clock, key)
    oldest = clock.now
    clock.advance(hours=1)
    with at_most(queries=2):
        flow = queries.flow(clock.now - timedelta(days=1), clock.now)
    assert (flow.waiting, flow.oldest_at, flow.sent) == (2, oldest, 1)
    assert queries.flow(first, clock.now).sent == 2


@pytest.mark.parametrize("channel", ["phone", "post"])
def test_what_goes_by_phone_or_post_waits_for_staff_and_no_worker_takes_it(clock: Clock, channel: str) -> None:
    write(clock, channel=channel, address="+442079460000", attachment="BEGIN:VCALENDAR")
    assert (the_message().state, the_message().attachment) == ("by_hand", "")
    assert services.claim("a", now=clock.now) == []
