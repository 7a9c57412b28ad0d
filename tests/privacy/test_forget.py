"""Someone asks to be forgotten, and is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import JSON, String, Text, func, select

from portal import database
from portal.database import add, rows, session, writing
from portal.kit import clock as portal_clock
from portal.kit import drafts, pages, references, typed
from portal.kit.audit import AuditEvent
from portal.kit.drafts import Draft
from portal.kit.errors import NotFound, Refused
from portal.outbox import channels, worker
from portal.outbox.models import Message
from portal.people import services as people
from portal.people.models import AccessNeed, ContactWay, Person, TrustedPerson
from portal.people.rules import May
from portal.people.services import needs
from portal.personal.services import trusted
from portal.personal.services.trusted import Asking
from portal.privacy import services
from portal.privacy.holding import Fate
from portal.privacy.holdings import HOLDINGS
from portal.privacy.queries.whose import whose
from portal.signin import services as accounts
from portal.signin.models import SignInCode, UserSession
from portal.signin.services import Asker
from portal.stories import services as stories
from portal.stories import withdrawals
from portal.stories.models import Story
from portal.stories.withdrawals import Withdrawal
from portal.teams.models import ExpressionOfInterest, Membership
from portal.training import services as training
from portal.training.models import Booking, QISession
from portal.training.services import Request
from tests import privacy
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, AnExpression, APerson, ASession, AStory, way_of
from tests.outbox import Way, ways
from tests.privacy import TRACES, a_whole_life
from tests.staffing import AStaffMember, sign_in, sign_in_staff
from tests.training.steps import book, status_of


def every_text() -> list[tuple[str, str]]:
    """Where it stands, and every text of every row of every table."""
    database.session.remove()
    return [
        (f"{table.name}.{column.name}", str(value).lower())
        for table in database.Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String | Text | JSON)
        for (value,) in rows(select(column))
        if value
    ]


def traces() -> set[tuple[str, str]]:
    """Every place where a word of theirs still stands."""
    texts = every_text()
    return {(where, trace) for where, text in texts for trace in TRACES if trace.lower() in text}


def send_everything(clock: Clock, way: Any = None) -> None:
    worker.hand_over(ways(way or Way()), "a worker", now=lambda: clock.now)


def test_someone_who_is_everywhere_is_found_everywhere_and_then_nowhere(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    before = {where.split(".")[0] for where, _trace in traces()}
    named = {"person", "contact_way", "access_need", "need_flag", "trusted_person", "expression_of_interest"}
    assert before >= named | {"expression_step", "booking", "story", "draft", "message", "sign_in_code", "audit_event"}
    services.forget(life.id, now=clock.now)
    send_everything(clock)
    assert traces() == set()


def test_only_what_the_list_says_keeps_a_row(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    of = whose(life.id)
    had = {one.table: _count(one, of) for one in HOLDINGS}
    assert [table for table, count in had.items() if not count] == [], "the test does not reach these tables"
    services.forget(life.id, now=clock.now)
    for one in HOLDINGS:
        if one.fate == Fate.DELETED:
            assert _count(one, of) == 0, one.table
        elif not set(one.emptied) & {*one.theirs, "address", "value"}:  # by these it is not found any more
            assert _count(one, of) >= had[one.table], one.table


def _count(one: Any, of: Any) -> int:
    return session.scalar(select(func.count()).select_from(one.of).where(one.rows(of))) or 0


def test_a_person_forgets_themselves_on_their_page_and_is_signed_out(browser: Browser, clock: Clock) -> None:
    life = a_whole_life()
    sign_in(browser, session.get_one(Person, life.id))
    page = browser.visit("/you/forget")
    for one in HOLDINGS:
        assert all(str(said) in page.words for said in (one.goes, one.stays) if said), one.table
    assert "z***@quill.example" in page.words
    page = page.press("Forget me")
    assert page.errors == ["Tick the box if you want us to forget you"]
    assert session.get_one(Person, life.id).name == privacy.NAME
    page = page.press("Forget me", sure="yes")
    assert page.heading == "It is done" and page.path == "/forgotten"
    assert browser.visit("/you").heading != "Your page"
    assert session.get_one(Person, life.id).forgotten_at == clock.now
    with browser.client.session_transaction() as cookie:
        assert "_user_id" not in cookie and "drafts" not in cookie


def test_what_goes_and_what_stays_costs_three_queries(browser: Browser, at_most: AtMost) -> None:
    sign_in(browser, APerson("Ada"))
    with at_most(queries=3):  # who they are, whether they are staff, where the last message goes
        browser.visit("/you/forget")


def test_whoever_looks_at_the_page_only_is_not_forgotten(browser: Browser) -> None:
    ada = APerson("Ada")
    sign_in(browser, ada)
    browser.visit("/you/forget")
    browser.client.head("/you/forget")
    assert session.get_one(Person, ada.id).forgotten_at is None


def test_one_last_message_goes_and_then_vanishes(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    services.forget(life.id, now=clock.now)
    waiting = session.scalars(select(Message).where(Message.state == "waiting")).all()
    theirs = [message for message in waiting if message.person_id == life.id]
    assert [(m.kind, m.address, m.subject) for m in theirs] == [("forgotten", privacy.EMAIL, "It is done")]
    assert privacy.NAME not in theirs[0].body
    way = Way()
    send_everything(clock, way)
    assert f"forgotten {life.id}" in way.took
    last = _last(life.id)
    assert (last.state, last.address, last.subject, last.body) == ("sent", "", "", "")


def test_a_last_message_that_nobody_takes_vanishes_too_and_troubles_no_staff(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    services.forget(life.id, now=clock.now)
    refused = {f"forgotten {life.id}": channels.Never(f"{privacy.EMAIL} is not known")}
    send_everything(clock, Way(**refused))
    last = _last(life.id)
    assert (last.state, last.address, last.body, last.problem) == ("dropped", "", "", "")
    assert traces() == set()


def _last(person_id: int) -> Message:
    asked = select(Message).where(Message.key == f"forgotten {person_id}")
    return session.scalars(asked.execution_options(populate_existing=True)).one()


def test_whoever_wants_to_hear_nothing_hears_nothing(app: Flask, clock: Clock) -> None:
    in_june = date(2026, 6, 1)
    ada = APerson("Ada", quiet_at=clock.now, back_on=in_june)
    bea = APerson("Bea", quiet_at=clock.now - timedelta(days=40), back_on=clock.now.date())
    services.forget(ada.id, now=clock.now)
    services.forget(bea.id, now=clock.now)
    assert session.scalars(select(Message.person_id)).all() == [bea.id]  # who wanted to hear from us again by today


def test_their_place_goes_to_the_next_in_line(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    qi_session = session.get_one(QISession, life.session_id)
    waits = book(qi_session, 7)
    assert status_of(waits) == "waiting"
    services.forget(life.id, now=clock.now)
    assert status_of(waits) == "offered"
    assert session.get_one(Booking, life.booking_id, populate_existing=True).status == "cancelled"


def test_nothing_is_asked_of_someone_forgotten_afterwards(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada")
    booking = ABooking(ASession(starts_at=clock.now - timedelta(days=1)), ada, came=True)
    needs.flag(f"booking {booking.id}", ada.id, [("bsl", "")], directorate_id=None, now=clock.now)
    services.forget(ada.id, now=clock.now)
    assert training.write_afterwards(clock.advance(hours=2)) == 0
    assert session.scalars(select(Message.kind).where(Message.person_id == ada.id)).all() == ["forgotten"]


def test_training_that_is_over_still_counts_without_a_word(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada")
    booking = ABooking(ASession(starts_at=clock.now - timedelta(days=3)), ada, came=True, needs="A lift")
    services.forget(ada.id, now=clock.now)
    kept = session.get_one(Booking, booking.id)
    assert (kept.status, kept.came, kept.needs) == ("confirmed", True, "")


def test_offers_are_taken_back_and_memberships_end(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    refused = AnExpression(session.get_one(Person, life.id), step="not_now", answered_at=clock.now)
    services.forget(life.id, now=clock.now)
    steps = dict(rows(select(ExpressionOfInterest.id, ExpressionOfInterest.step)))
    assert steps[life.expression_id] == "withdrawn" and sorted(steps.values()) == ["joined", "withdrawn", "withdrawn"]
    assert steps[refused.id] == "withdrawn"  # so that staff cannot ask again
    assert session.scalars(select(Membership.ended_on)).all() == [clock.now.date()]


def test_stories_leave_at_once_and_a_restore_brings_nothing_back(browser: Browser, clock: Clock) -> None:
    life = a_whole_life()
    slug = session.get_one(Story, life.story_id).slug
    browser.visit(f"/stories/{slug}")
    services.forget(life.id, now=clock.now)
    browser.visit(f"/stories/{slug}", expect=404)
    reference = session.get_one(Story, life.story_id).reference
    assert f"{reference}\tall" in pages.settings().withdrawn_log.read_text()
    stories.withdraw_again(now=clock.advance(hours=1))
    story = session.get_one(Story, life.story_id, populate_existing=True)
    assert (story.state, story.is_public, story.body, story.title) == ("withdrawn", False, "", "")


def test_trust_ends_both_ways(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    services.forget(life.id, now=clock.now)
    found = session.scalars(select(TrustedPerson)).all()
    assert len(found) == 3
    for one in found:
        assert (one.ended_at, one.ended_by_id, one.name, one.value) == (clock.now, life.id, "", "")
    told = session.scalars(select(Message).where(Message.person_id == life.friend_id, Message.kind == "trust ended"))
    assert len(told.all()) == 2


def test_a_question_to_someone_whom_they_trust_is_not_sent_any_more(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    services.forget(life.id, now=clock.now)
    asked = session.scalars(select(Message).where(Message.kind == "trust asked", Message.state == "dropped")).all()
    assert {(message.address, message.body) for message in asked} == {("", "")}


def test_someone_else_on_the_same_address_is_untouched(app: Flask, clock: Clock) -> None:
    ada, bea = APerson("Ada", email="home@example.com"), APerson("Bea", email="home@example.com", needs="Large print")
    booked = ABooking(ASession(), bea, needs="A lift")
    told = AStory("Bea's story", person_id=bea.id, contact_way_id=way_of(bea).id)
    trust = {"name": "Bea", "channel": "email", "value": "home@example.com", "token_digest": "asked"}
    with writing():
        add(TrustedPerson(person_id=AStaffMember().id, until_on=clock.now.date(), asked_at=clock.now, **trust))
        drafts.start("join", "", "en", now=clock.now, owner_id=bea.id, data={"wants": {"wants": "To help"}})
    accounts.ask_code("home@example.com", "email", Asker("b", "d", "en"), is_staff=False, now=clock.now)
    bea_id, booking_id, story_id = bea.id, booked.id, told.id
    before = _of_bea(bea_id)
    services.forget(ada.id, now=clock.now)
    assert _of_bea(bea_id) == before
    assert session.get_one(Booking, booking_id).needs == "A lift"
    assert session.get_one(Story, story_id).is_public
    assert session.scalars(select(TrustedPerson.name)).one() == "Bea"
    assert session.scalars(select(SignInCode.way_value)).one() == "home@example.com"
    assert [name for _id, name in accounts.people_behind("home@example.com")] == ["Bea"]


def _of_bea(person_id: int) -> list[Any]:
    theirs = [Person.id == person_id, ContactWay.person_id == person_id, Draft.owner_id == person_id]
    found = [select(one.left.table).where(one) for one in theirs]
    return [tuple(row) for statement in found for row in session.execute(statement)]


def test_pressed_twice_it_is_done_once(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada")
    services.forget(ada.id, now=clock.now)
    key = session.get_one(Person, ada.id).name_key
    services.forget(ada.id, now=clock.advance(minutes=1))
    assert session.get_one(Person, ada.id, populate_existing=True).name_key == key
    assert session.scalar(select(func.count()).where(AuditEvent.kind == "forgotten")) == 1
    assert session.scalar(select(func.count()).where(Message.kind == "forgotten")) == 1


def test_staff_are_told_that_their_account_must_be_closed_first(browser: Browser, clock: Clock) -> None:
    staff = AStaffMember()
    sign_in(browser, staff)
    page = browser.visit("/you/forget")
    assert "Ask an administrator to close it first" in page.words
    assert not page.all("button.nhsuk-button--warning")
    with pytest.raises(Refused):
        services.forget(staff.id, now=clock.now)
    assert session.get_one(Person, staff.id, populate_existing=True).name == "Sam Staff"


def test_they_can_come_back_as_someone_new(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada", email="ada@example.com")
    services.forget(ada.id, now=clock.now)
    assert accounts.people_behind("ada@example.com") == []
    person, _way = people.meet("Ada", "email", "ada@example.com", locale="en", now=clock.now)
    assert person.id != ada.id
    assert [id for id, _name in accounts.people_behind("ada@example.com")] == [person.id]


def test_a_form_that_was_open_in_another_window_keeps_nothing_of_someone_forgotten(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada", email="ada@example.com")
    qi_session = ASession()
    services.forget(ada.id, now=clock.now)
    asked = {"name": "Ada", "channel": "email", "value": "ada@example.com", "needs": "A lift"}
    with pytest.raises(NotFound):
        training.book(Request(qi_session_id=qi_session.id, person_id=ada.id, **asked), draft_key="late", now=clock.now)
    assert session.scalar(select(func.count()).select_from(Booking)) == 0


def test_staff_pages_show_somebody_who_was_forgotten_without_a_name(browser: Browser, clock: Clock) -> None:
    life = a_whole_life()
    services.forget(life.id, now=clock.now)
    sign_in_staff(browser, "admin")
    someone = "Someone who asked to be forgotten"
    assert someone in browser.visit(f"/staff/training/{life.session_id}").words
    assert someone in browser.visit("/staff/interests?step=all").words
    assert browser.visit(f"/staff/interests/{life.expression_id}").heading == someone
    for path in ("/staff", f"/staff/stories/{life.story_id}", "/staff/record", "/staff/messages", "/staff/projects"):
        page = browser.visit(path)
        assert not any(trace.lower() in page.words.lower() for trace in TRACES), path
    assert someone in browser.visit("/staff/record").words


def test_the_pages_of_someone_who_trusted_them_still_work_and_name_nobody(browser: Browser, clock: Clock) -> None:
    life = a_whole_life()
    services.forget(life.id, now=clock.now)
    sign_in(browser, session.get_one(Person, life.friend_id))
    page = browser.visit("/you/trusted")
    assert "Someone who asked to be forgotten" in page.words
    assert page.follow("Someone who asked to be forgotten").heading == "Someone who asked to be forgotten"
    for path in ("/you", "/you/copy", "/you/history", "/you/messages"):
        words = browser.visit(path).words.lower()
        assert not any(trace.lower() in words for trace in TRACES), path


def test_what_they_were_telling_us_in_another_window_is_not_kept(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada")
    services.forget(ada.id, now=clock.now)
    with pytest.raises(NotFound):
        needs.tell(ada.id, [("bsl", "")], "A lift", by=ada.id, now=clock.now)
    asking = Asking("Bea", "email", "bea@example.com", frozenset({May.BOOK}), clock.now.date())
    with pytest.raises(NotFound):
        trusted.ask(asking, person_id=ada.id, locale="en", now=clock.now)
    assert session.scalars(select(TrustedPerson)).all() == session.scalars(select(AccessNeed)).all() == []


def test_the_keys_that_stay_match_nothing(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada")
    services.forget(ada.id, now=clock.now)
    kept = session.get_one(Person, ada.id)
    assert kept.name_key not in {"", typed.key_of("Ada"), typed.key_of("")}
    assert len(kept.name_key) >= len(references.new_token())
    assert session.scalars(select(UserSession)).all() == []
    assert portal_clock.now() == kept.forgotten_at


def test_whoever_comes_back_with_a_restored_copy_is_forgotten_again(app: Flask, clock: Clock) -> None:
    life = a_whole_life()
    clock.advance(days=1)
    with withdrawals_kept():
        privacy_log = services.log_of_forgotten()
        withdrawals.note(privacy_log, Withdrawal(clock.now, str(life.id), "forgotten"))  # since the copy was made
        withdrawals.note(privacy_log, Withdrawal(clock.now, "999999", "forgotten"))  # came after it was made
        newcomer = APerson("Nia", created_at=clock.advance(days=1))  # has a number that another had before the restore
        withdrawals.note(privacy_log, Withdrawal(clock.now - timedelta(days=1), str(newcomer.id), "forgotten"))
        said = app.test_cli_runner().invoke(args=["people", "forget-again"])
        assert said.exit_code == 0, said.output
        assert "Forgotten again: 1. Forgotten before, or not in this database: 2." in said.output
        again = app.test_cli_runner().invoke(args=["people", "forget-again"]).output
        assert "Forgotten again: 0." in again
    assert traces() == set()
    assert session.scalars(select(Message).where(Message.kind == "forgotten")).all() == []


def test_a_line_that_nobody_can_read_is_not_passed_over(app: Flask) -> None:
    with withdrawals_kept():
        services.log_of_forgotten().write_text("2026\tnobody\n2026-03-02T10:00:00+00:00\tAda\tforgotten\n")
        said = app.test_cli_runner().invoke(args=["people", "forget-again"])
    assert said.exit_code == 1 and "Look at them before you open" in said.output


@contextmanager
def withdrawals_kept() -> Iterator[None]:
    """The log as this test writes it, and gone afterwards."""
    services.log_of_forgotten().unlink(missing_ok=True)
    yield
    services.log_of_forgotten().unlink()


def test_what_is_old_goes_by_itself(app: Flask, clock: Clock) -> None:
    ada = APerson("Ada", email="ada@example.com")
    accounts.ask_code("ada@example.com", "email", Asker("b", "d", "en"), is_staff=False, now=clock.now)
    accounts.start_session(ada.id, now=clock.now)
    send_everything(clock)
    assert services.let_go_of_old(clock.advance(hours=23)) == 0
    assert services.let_go_of_old(clock.advance(hours=2)) == 2  # the code, and where it went
    assert session.scalars(select(SignInCode)).all() == [] and session.scalars(select(Message.address)).all() == [""]
    assert services.let_go_of_old(clock.advance(days=30)) == 1
    assert session.scalars(select(UserSession)).all() == []
