"""Codes, links, sessions and accounts, on both databases."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import event, func, select, text

from portal import database
from portal.database import session
from portal.kit import limits
from portal.kit.audit import AuditEvent
from portal.kit.limits import Attempt
from portal.outbox.models import Message
from portal.people.models import ContactWay
from portal.signin import services
from portal.signin.models import SignInCode, StaffAccount, StaffRole, UserSession
from portal.signin.services import Asker, Tried
from tests.conftest import Clock
from tests.factories import ADirectorate, APerson, way_of
from tests.staffing import AStaffMember

pytestmark = pytest.mark.usefixtures("app")
ADA, NOBODY = "ada@example.com", "bob@example.com"
PHONE, LIBRARY = Asker("the phone", "home", "en"), Asker("the library", "library", "en")


def ask(
    clock: Clock, value: str = ADA, asker: Asker = PHONE, *, is_staff: bool = False, channel: str = "email"
) -> None:
    services.ask_code(value, channel, asker, is_staff=is_staff, now=clock.now)


def codes() -> list[SignInCode]:
    session.expire_all()
    return list(session.scalars(select(SignInCode).order_by(SignInCode.id)))


def messages() -> list[Message]:
    session.expire_all()
    return list(session.scalars(select(Message).order_by(Message.id)))


def code_in(message: Message) -> str:
    found = re.search(r"Your code is (\d{6})", message.body)
    assert found, message.body
    return found.group(1)


def link_in(message: Message) -> str:
    found = re.search(r"/sign-in/link/(\S+)", message.body)
    assert found, message.body
    return found.group(1)


def not_(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def try_code(clock: Clock, said: str, asker: Asker = PHONE, *, is_staff: bool = False) -> tuple[Tried, str]:
    return services.try_code(said, asker.browser, is_staff=is_staff, now=clock.now)


def try_link(clock: Clock, link: str, asker: Asker = PHONE) -> tuple[Tried, str, bool]:
    return services.try_link(link, asker.browser, now=clock.now)


def count(what: Any) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


@pytest.fixture
def ada(app: Flask) -> int:
    """Ada, who can be reached by email."""
    return int(APerson("Ada Lovelace", email=ADA).id)


@pytest.mark.usefixtures("ada")
def test_a_code_that_was_sent_lets_its_reader_in_once(clock: Clock) -> None:
    ask(clock)
    code = code_in(messages()[0])
    assert try_code(clock, code) == (Tried.RIGHT, ADA)
    assert try_code(clock, code) == (Tried.ENDED, "")
    assert try_link(clock, link_in(messages()[0]))[0] == Tried.ENDED


@pytest.mark.usefixtures("ada")
def test_whoever_reads_the_table_of_codes_finds_no_code_no_link_and_no_stranger_s_address(clock: Clock) -> None:
    ask(clock)
    ask(clock, NOBODY)
    message = messages()[0]
    columns = [c.name for c in SignInCode.__table__.columns]
    stored = [str(getattr(row, name)) for row in codes() for name in columns]
    for secret in (code_in(message), link_in(message), PHONE.browser, NOBODY):
        assert not [value for value in stored if secret in value], secret
    assert [row.way_value for row in codes()] == [ADA, ""]


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(("later", "came"), [(15, Tried.RIGHT), (15.1, Tried.ENDED)])
def test_a_code_lives_a_quarter_of_an_hour(clock: Clock, later: float, came: Tried) -> None:
    ask(clock)
    code = code_in(messages()[0])
    clock.advance(minutes=later)
    assert try_code(clock, code)[0] == came


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(("later", "came"), [(15, Tried.RIGHT), (15.1, Tried.ENDED)])
def test_a_link_lives_no_longer_than_its_code(clock: Clock, later: float, came: Tried) -> None:
    ask(clock)
    link = link_in(messages()[0])
    clock.advance(minutes=later)
    assert try_link(clock, link)[0] == came


@pytest.mark.usefixtures("ada")
def test_someone_may_mistype_four_times_and_is_then_let_in(clock: Clock) -> None:
    ask(clock)
    code = code_in(messages()[0])
    assert [try_code(clock, not_(code))[0] for _ in range(4)] == [Tried.WRONG] * 4
    assert try_code(clock, code)[0] == Tried.RIGHT


@pytest.mark.usefixtures("ada")
def test_a_guessing_machine_has_five_tries_and_the_right_code_is_then_refused_too(clock: Clock) -> None:
    ask(clock)
    code = code_in(messages()[0])
    assert [try_code(clock, not_(code))[0] for _ in range(6)] == [Tried.WRONG] * 5 + [Tried.TOO_OFTEN]
    assert try_code(clock, code)[0] == Tried.TOO_OFTEN
    assert codes()[0].tries == 5


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("spelling", ["{} {}", "{}-{}", " Your code is {}{}. ", "code:{}{}", "\u200f{}\u00a0{}"])
@pytest.mark.parametrize("zero", ["0", "٠", "۰", "০"], ids=["plain", "arabic", "urdu", "bengali"])
def test_a_code_is_understood_as_people_type_it(clock: Clock, spelling: str, zero: str) -> None:
    ask(clock)
    code = "".join(chr(ord(zero) + int(digit)) for digit in code_in(messages()[0]))
    assert try_code(clock, spelling.format(code[:3], code[3:]))[0] == Tried.RIGHT


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("locale", ["en", "ur"])
def test_a_whole_message_pasted_is_understood(clock: Clock, locale: str) -> None:
    ask(clock, asker=Asker("the phone", "home", locale))
    said = messages()[0].body.split("http")[0]
    assert "15" in said or "۱۵" in said
    assert try_code(clock, said)[0] == Tried.RIGHT


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize("said", ["", "abc", "12345", "1234567", "²²²²²²", "\x00", "\ud800", "9" * 400])
def test_what_is_no_code_is_simply_wrong(clock: Clock, said: str) -> None:
    ask(clock)
    assert try_code(clock, said)[0] in {Tried.WRONG}


@pytest.mark.usefixtures("ada")
def test_a_code_works_only_in_the_browser_that_asked(clock: Clock) -> None:
    ask(clock)
    message = messages()[0]
    assert try_code(clock, code_in(message), LIBRARY)[0] == Tried.ENDED
    assert try_link(clock, link_in(message), LIBRARY) == (Tried.WRONG, "", False)
    assert try_link(clock, link_in(message)) == (Tried.RIGHT, ADA, False)


@pytest.mark.usefixtures("ada")
def test_a_link_is_used_once_and_takes_its_code_with_it(clock: Clock) -> None:
    ask(clock)
    message = messages()[0]
    assert try_link(clock, link_in(message))[0] == Tried.RIGHT
    assert try_link(clock, link_in(message))[0] == Tried.ENDED
    assert try_code(clock, code_in(message))[0] == Tried.ENDED


@pytest.mark.usefixtures("ada")
def test_the_newest_code_is_the_one_that_counts(clock: Clock) -> None:
    ask(clock)
    clock.advance(minutes=1)
    ask(clock)
    first, second = (code_in(message) for message in messages())
    if first != second:
        assert try_code(clock, first)[0] == Tried.WRONG
    assert try_code(clock, second)[0] == Tried.RIGHT


@pytest.mark.usefixtures("ada")
def test_the_sixth_code_in_a_quarter_of_an_hour_is_not_sent_and_the_fifth_still_works(clock: Clock) -> None:
    for _ in range(7):
        ask(clock)
        clock.advance(minutes=1)
    states = [message.state for message in messages()]
    assert states == ["waiting"] * 5 + ["dropped"] * 2
    for held_back in messages()[5:]:
        assert (held_back.address, held_back.body) == ("", "")
    assert try_code(clock, code_in(messages()[4]))[0] == Tried.RIGHT


@pytest.mark.usefixtures("ada")
def test_what_was_not_sent_opens_nothing_even_to_who_guesses_it(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        ask(clock)
    monkeypatch.setattr(services.references, "new_code", lambda: "246802")
    monkeypatch.setattr(services.references, "new_token", lambda: "a link that nobody was sent")
    ask(clock, asker=LIBRARY)
    assert codes()[-1].is_held_back
    assert try_code(clock, "246802", LIBRARY)[0] == Tried.ENDED
    assert try_link(clock, "a link that nobody was sent", LIBRARY)[0] == Tried.ENDED
    if code_in(messages()[4]) != "246802":
        assert try_code(clock, "246802")[0] == Tried.WRONG


@pytest.mark.usefixtures("ada")
def test_asking_often_buys_no_more_guesses(clock: Clock) -> None:
    for _ in range(12):
        ask(clock)
    code = code_in(messages()[4])
    assert [try_code(clock, not_(code))[0] for _ in range(5)] == [Tried.WRONG] * 5
    ask(clock)
    assert try_code(clock, code)[0] == Tried.TOO_OFTEN


@pytest.mark.usefixtures("ada")
def test_a_quarter_of_an_hour_later_codes_are_sent_again(clock: Clock) -> None:
    for _ in range(6):
        ask(clock)
    clock.advance(minutes=15, seconds=1)
    ask(clock)
    assert messages()[-1].state == "waiting"
    assert try_code(clock, code_in(messages()[-1]))[0] == Tried.RIGHT


@pytest.mark.usefixtures("ada")
def test_codes_for_one_address_are_counted_wherever_they_are_asked_for(clock: Clock) -> None:
    for n in range(6):
        ask(clock, asker=Asker(f"browser {n}", f"device {n}", "en"))
    assert [m.state for m in messages()] == ["waiting"] * 5 + ["dropped"]
    APerson("Bob", email=NOBODY)
    ask(clock, NOBODY)
    assert messages()[-1].state == "waiting"  # another address is another count


@pytest.mark.usefixtures("ada")
def test_a_device_that_asks_for_codes_all_day_is_not_served_any_more(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "CODES_A_DEVICE", 3)
    for n in range(3):
        ask(clock, f"stranger{n}@example.com", LIBRARY)
    ask(clock, asker=LIBRARY)
    assert messages()[-1].state == "dropped"
    ask(clock)  # the same address from somewhere else
    assert messages()[-1].state == "waiting"
    clock.advance(hours=1, seconds=1)
    ask(clock, asker=LIBRARY)
    assert messages()[-1].state == "waiting"


def test_a_whole_hospital_behind_one_address_may_sign_in_at_once() -> None:
    assert services.CODES_A_DEVICE >= 300


def test_tries_are_counted_in_the_database_and_known_by_digest_only(clock: Clock) -> None:
    ask(clock)
    tries = session.execute(select(Attempt.kind, Attempt.who)).all()
    assert sorted(kind for kind, _who in tries) == ["code", "code device"]
    assert not [who for _kind, who in tries if "ada" in who or "example" in who]


def test_tries_are_forgotten_after_two_days(clock: Clock) -> None:
    ask(clock)
    assert limits.forget_old(clock.advance(days=1)) == 0
    assert limits.forget_old(clock.advance(days=1, minutes=1)) == 2
    session.rollback()
    assert session.scalar(select(func.count()).select_from(limits.Attempt)) == 0  # and not only until then


def _asked(app: Flask, clock: Clock, value: str, channel: str = "email", *, is_staff: bool = False) -> list[str]:
    """Every statement that asking for a code costs, in order."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    database.session.remove()
    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    try:
        ask(clock, value, is_staff=is_staff, channel=channel)
    finally:
        event.remove(app.extensions["engine"], "before_cursor_execute", note)
    return seen


@pytest.mark.usefixtures("ada")
def test_asking_does_the_same_work_for_known_and_unknown(app: Flask, clock: Clock) -> None:
    _asked(app, clock, "warm@example.com")
    known, unknown = _asked(app, clock, ADA), _asked(app, clock, NOBODY)
    assert known == unknown
    assert count(SignInCode) == count(Message) == 3 and count(Attempt) == 6
    assert {m.priority for m in messages()} == {1}


def test_asking_does_the_same_work_for_staff_and_others(app: Flask, clock: Clock) -> None:
    staff = way_of(AStaffMember()).value
    _asked(app, clock, "warm@example.com", is_staff=True)
    assert _asked(app, clock, staff, is_staff=True) == _asked(app, clock, NOBODY, is_staff=True)


def test_a_stranger_is_sent_nothing_and_no_guess_lets_them_in(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.references, "new_code", lambda: "246802")
    ask(clock, NOBODY)
    assert (messages()[0].state, messages()[0].address, messages()[0].body) == ("dropped", "", "")
    assert try_code(clock, "246802") == (Tried.WRONG, "")
    assert [try_code(clock, "246802")[0] for _ in range(5)] == [Tried.WRONG] * 4 + [Tried.TOO_OFTEN]


@pytest.mark.usefixtures("ada")
def test_a_code_for_a_phone_fits_one_text_message_with_its_link(clock: Clock) -> None:
    APerson("Ada Lovelace", mobile="+447700900123")
    ask(clock, "+447700900123", channel="sms")
    message = messages()[-1]
    assert len(message.body) <= 160
    assert message.body.startswith(f"Your code is {code_in(message)}. It works for 15 minutes. http")
    assert try_link(clock, link_in(message)) == (Tried.RIGHT, "+447700900123", False)


@pytest.mark.usefixtures("ada")
def test_a_code_for_one_thing_opens_that_and_nothing_else(clock: Clock) -> None:
    services.ask_code(ADA, "email", PHONE, is_staff=False, now=clock.now, opens="draft KRT462W")
    code = code_in(messages()[0])
    assert "://" not in messages()[0].body  # nobody is signed in by it
    assert try_code(clock, code)[0] == Tried.ENDED
    for other in ("draft FRT462W", "way 5"):
        assert services.try_code(code, PHONE.browser, is_staff=False, now=clock.now, opens=other)[0] == Tried.ENDED
    said = services.try_code(code, PHONE.browser, is_staff=False, now=clock.now, opens="draft KRT462W")
    assert said == (Tried.RIGHT, ADA)


@pytest.mark.usefixtures("ada")
def test_a_code_that_signs_in_opens_no_draft(clock: Clock) -> None:
    ask(clock)
    said = services.try_code(
        code_in(messages()[0]), PHONE.browser, is_staff=False, now=clock.now, opens="draft KRT462W"
    )
    assert said[0] == Tried.ENDED


@pytest.mark.usefixtures("ada")
def test_the_link_of_a_code_for_one_thing_signs_nobody_in(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.references, "new_token", lambda: "a link that was made and not sent")
    services.ask_code(ADA, "email", PHONE, is_staff=False, now=clock.now, opens="draft KRT462W")
    assert try_link(clock, "a link that was made and not sent")[0] == Tried.ENDED


@pytest.mark.usefixtures("ada")
def test_a_code_is_worded_in_the_language_of_the_page_where_it_was_asked_for(clock: Clock) -> None:
    ask(clock, asker=Asker("the phone", "home", "ur"))
    message = messages()[0]
    assert message.locale == "ur" and "Your code" not in message.body + message.subject
    assert "http://localhost/ur/sign-in/link/" in message.body


@pytest.mark.usefixtures("ada")
def test_a_message_with_a_code_tells_a_reader_over_the_shoulder_nothing(clock: Clock) -> None:
    ask(clock)
    said = (messages()[0].subject + messages()[0].body).lower()
    for word in ("ada", "lovelace", "quality", "trust", "improving", "health", "nhs", "story", "project"):
        assert word not in said.replace("http://localhost/sign-in/link/" + link_in(messages()[0]).lower(), ""), word


def test_a_code_of_staff_does_not_open_their_own_page_nor_the_other_way_round(clock: Clock) -> None:
    staff = way_of(AStaffMember()).value
    ask(clock, staff, is_staff=True)
    code = code_in(messages()[0])
    assert try_code(clock, code)[0] == Tried.ENDED
    assert try_code(clock, code, is_staff=True) == (Tried.RIGHT, staff)
    ask(clock, staff)
    assert try_code(clock, code_in(messages()[1]), is_staff=True)[0] == Tried.ENDED


def test_nobody_but_staff_is_sent_a_code_for_staff(clock: Clock, ada: int) -> None:
    ask(clock, ADA, is_staff=True)
    staff = way_of(AStaffMember()).value
    services.end_staff(staff, now=clock.now)
    ask(clock, staff, is_staff=True)
    assert [m.state for m in messages()] == ["dropped", "dropped"]


def test_signing_in_proves_the_address_and_is_on_record(clock: Clock, ada: int) -> None:
    token = services.start_session(ada, value=ADA, now=clock.now)
    assert session.scalars(select(ContactWay.verified_at)).one() == clock.now
    assert session.scalars(select(AuditEvent.kind)).all() == ["signed in"]
    stored = session.scalars(select(UserSession)).one()
    assert stored.person_id == ada and token not in stored.token_digest


def test_signing_out_everywhere_ends_every_session_of_this_person_only(clock: Clock, ada: int) -> None:
    bob = APerson("Bob")
    for _ in range(3):
        services.start_session(ada, now=clock.now)
    services.start_session(bob.id, now=clock.now)
    assert services.end_all_sessions(ada, by=ada, now=clock.now) == 3
    assert session.scalars(select(UserSession.person_id).where(UserSession.ended_at.is_(None))).all() == [bob.id]
    assert services.end_all_sessions(ada, by=ada, now=clock.now) == 0


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def staff(clock: Clock, **given: Any) -> int:
    made = services.add_staff(
        "Sam Staff",
        "sam@example.com",
        "Lead",
        **{"roles": [("pp_lead", None)], "now": clock.now, "totp_secret": SECRET, **given},
    )
    return made.person_id


def app_shows(clock: Clock) -> str:
    return pyotp.TOTP(SECRET).at(clock.now)


def second(clock: Clock, person_id: int, said: str) -> Tried:
    return services.try_second_step(person_id, said, now=clock.now)


def test_the_code_of_the_app_is_taken_once(clock: Clock) -> None:
    sam = staff(clock)
    shown = app_shows(clock)
    assert second(clock, sam, shown) == Tried.RIGHT
    assert second(clock, sam, shown) == Tried.WRONG
    clock.advance(seconds=30)
    assert second(clock, sam, shown) == Tried.WRONG  # the phone may be off by a step, but this one was used
    assert second(clock, sam, app_shows(clock)) == Tried.RIGHT


def test_an_earlier_code_is_not_taken_after_a_later_one(clock: Clock) -> None:
    sam = staff(clock)
    earlier = app_shows(clock)
    clock.advance(seconds=30)
    assert second(clock, sam, app_shows(clock)) == Tried.RIGHT
    assert second(clock, sam, earlier) == Tried.WRONG


@pytest.mark.parametrize(
    ("off", "came"), [(-30, Tried.RIGHT), (30, Tried.RIGHT), (-90, Tried.WRONG), (90, Tried.WRONG)]
)
def test_a_phone_s_clock_may_be_off_by_half_a_minute(clock: Clock, off: int, came: Tried) -> None:
    sam = staff(clock)
    shown = pyotp.TOTP(SECRET).at(clock.now + timedelta(seconds=off))
    assert second(clock, sam, shown) == came


def test_the_code_of_the_app_is_understood_as_people_type_it(clock: Clock) -> None:
    sam = staff(clock)
    shown = "".join(chr(ord("۰") + int(digit)) for digit in app_shows(clock))
    assert second(clock, sam, f" {shown[:3]} {shown[3:]} ") == Tried.RIGHT


def test_five_wrong_second_steps_close_it_for_a_quarter_of_an_hour_even_to_the_right_one(clock: Clock) -> None:
    sam = staff(clock)
    for _ in range(5):
        assert second(clock, sam, not_(app_shows(clock))) == Tried.WRONG
    assert second(clock, sam, app_shows(clock)) == Tried.TOO_OFTEN
    wrong = select(func.count()).where(AuditEvent.kind == "second step wrong", AuditEvent.about_person_id == sam)
    assert session.scalar(wrong) == 5
    clock.advance(minutes=15, seconds=1)
    assert second(clock, sam, app_shows(clock)) == Tried.RIGHT


def test_guesses_at_one_second_step_do_not_close_another_s(clock: Clock) -> None:
    sam = staff(clock)
    other = AStaffMember(name="Other")
    for _ in range(6):
        second(clock, other.id, "000000")
    assert second(clock, sam, app_shows(clock)) == Tried.RIGHT


def test_nobody_passes_the_second_step_without_a_secret_or_an_account_in_use(clock: Clock, ada: int) -> None:
    assert second(clock, ada, "") == Tried.WRONG
    without = AStaffMember()  # no app was set up yet
    assert second(clock, without.id, "") == Tried.WRONG
    sam = staff(clock)
    services.end_staff("sam@example.com", now=clock.now)
    assert second(clock, sam, app_shows(clock)) == Tried.WRONG


def test_ending_an_account_signs_its_owner_out_at_once(clock: Clock) -> None:
    sam = staff(clock)
    services.start_session(sam, is_staff=True, now=clock.now)
    assert services.end_staff("sam@example.com", now=clock.now)
    assert session.scalars(select(UserSession.ended_at)).one() == clock.now
    assert services.staff_at("sam@example.com") is None
    assert not services.end_staff("nobody@example.com", now=clock.now)


def test_adding_a_role_keeps_the_second_step_and_adds_nothing_twice(clock: Clock) -> None:
    east = ADirectorate()
    sam = staff(clock)
    for _ in range(2):
        again = services.add_staff(
            "Sam Staff",
            "sam@example.com",
            "Lead",
            roles=[("pp_lead", None), ("moderator", east.id)],
            now=clock.now,
        )
    assert (again.person_id, again.secret, again.is_new) == (sam, SECRET, False)
    assert count(StaffAccount) == 1
    roles = session.execute(select(StaffRole.role, StaffRole.directorate_id).order_by(StaffRole.id)).all()
    assert [tuple(row) for row in roles] == [("pp_lead", None), ("moderator", east.id)]


def test_a_role_that_does_not_exist_is_given_to_nobody(clock: Clock) -> None:
    with pytest.raises(KeyError):
        staff(clock, roles=[("owner", None)])
    assert count(StaffAccount) == 0


def test_a_new_member_of_staff_gets_a_secret_by_chance(clock: Clock) -> None:
    sam = services.add_staff("Sam", "sam@example.com", "Lead", roles=[], now=clock.now)
    eve = services.add_staff("Eve", "eve@example.com", "Lead", roles=[], now=clock.now)
    assert len(sam.secret) >= 32 and sam.secret != eve.secret
    assert session.execute(text("SELECT count(*) FROM staff_account WHERE totp_secret = ''")).scalar() == 0
