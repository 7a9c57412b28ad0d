"""Every message that teams, training, stories and signing in write: what a reader over the shoulder must not learn."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.config import ROOT
from portal.database import session, writing
from portal.outbox.models import Message
from portal.outbox.rules import BY_HAND
from portal.people import services as services_of_people
from portal.projects.models import Project
from portal.rewards.models import Claim, PayrollExport
from portal.rewards.services import claims, deciding, due, payroll
from portal.rewards.services.claims import Asked
from portal.signin import services as signin
from portal.signin.rules import Scope
from portal.signin.services import Asker
from portal.stories import services as stories
from portal.stories.models import Story
from portal.stories.services import Sharing
from portal.teams import services as teams
from portal.teams.models import ExpressionOfInterest
from portal.teams.services import Offer
from portal.training import services as training
from portal.training.models import QISession
from portal.training.services import Request
from portal.training.services.told import tell
from tests.conftest import Clock
from tests.factories import ACourse, AMember, APerson, AProject, ASession, way_of
from tests.personal.trust import ATrust
from tests.staffing import AStaffMember
from tests.training.steps import details_of

NAME, HELPER = "Zebedee Quillfeather", "Hortensia"
NEEDS, HOURS = "A wheelchair ramp, please", "Only when Gregor is at work"
TOLD = {
    "name": ("Zebedee", "Quillfeather", "Z Q"),
    "helper": ("Hortensia",),
    "needs": ("wheelchair", "ramp"),
    "hours": ("Gregor", "at work"),
    "wants": ("welcome desk", "lived with psychosis"),
    "story": ("restrained", "night nurse", "A night I remember"),
    "project": ("Perinatal", "calmer mornings"),
    "reason": ("Bluebell ward", "too long"),
    "note": ("rang twice", "sounded tired"),
}
WAYS = [
    ("email", "zebedee@example.com"),
    ("sms", "+447700900123"),
    ("phone", "+442079460000"),
    ("post", "London E1 4AA\n1"),
]


def _offers(clock: Clock, locale: str, channel: str, value: str, staff: int, project: int) -> None:
    """Offering to join, with every answer there may be."""
    offer = Offer(
        name=NAME,
        channel=channel,
        value=value,
        locale=locale,
        for_whom="for_someone",
        helper_name=HELPER,
        safe_hours=HOURS,
        needs=NEEDS,
        wants="To help at the welcome desk",
        experience="I have lived with psychosis",
        project_id=project,
    )
    key = f"{locale} {channel}"
    made = teams.express(offer, draft_key=key, now=clock.now)
    teams.express(replace(offer, wants="Again: the welcome desk"), draft_key=f"{key} again", now=clock.now)
    other = teams.express(replace(offer, project_id=None), draft_key=f"{key} any", now=clock.now)
    _by_a_helper(clock, offer, key)
    clock.now += timedelta(days=21)
    teams.tell_late(clock.now)
    note = "I rang twice; he sounded tired"
    for id, steps in ((made.id, ("contacted", "joined")), (other.id, ("not_now", "contacted"))):
        for to in steps:
            version = session.get_one(ExpressionOfInterest, id, populate_existing=True).version
            teams.move(id, to, note=note, by=staff, now=clock.now, version=version)
    person = session.get_one(ExpressionOfInterest, other.id).person_id
    teams.withdraw(other.id, person_id=person, now=clock.now)


def _by_a_helper(clock: Clock, offer: Offer, key: str) -> None:
    """Someone who can be reached in the same way offers for a person who trusts them."""
    helper = services_of_people.meet(NAME, offer.channel, offer.value, locale=offer.locale, now=clock.now)[0]
    person = APerson("Zebedee Quillfeather", locale=offer.locale)
    ATrust(person, helper)
    told = {"value": way_of(person).value, "channel": "email", "person_id": person.id}
    by_helper = replace(offer, how="trusted", by_id=helper.id, **told)
    teams.express(by_helper, draft_key=f"{key} helper", now=clock.now)


def _bookings(clock: Clock, locale: str, channel: str, value: str, staff: int) -> None:
    """Training, until it is called off."""

    def request(held: QISession, n: int) -> Request:
        family = f"{NAME} {n}"
        return Request(
            held.id,
            name=family,
            channel=channel,
            value=value,
            locale=locale,
            for_whom="for_someone",
            helper_name=HELPER,
            safe_hours=HOURS,
            needs=NEEDS,
            companion=HELPER if n == 1 else "",
        )

    key = f"{locale} {channel}"
    small = ASession(ACourse("A first look"), capacity=1)
    first, second, third = (training.book(request(small, n), draft_key=f"{key} {n}", now=clock.now) for n in range(3))
    training.book(request(small, 0), draft_key=f"{key} again", now=clock.now)
    training.cancel(first.id, why="Bluebell ward was too long ago", by=staff, now=clock.now)
    training.one_is_enough(second.id, by=None, now=clock.now)
    training.lapse_offers(clock.advance(days=3))
    training.accept(third.id, by=None, now=clock.now)
    training.say_coming(third.id, by=staff, now=clock.now, how="trusted")
    held = session.get_one(QISession, small.id, populate_existing=True)
    moved = replace(details_of(held), starts_at=held.starts_at + timedelta(hours=1))
    training.change_session(small.id, moved, by=staff, now=clock.now, version=held.version)
    tell(small.id, "place", {"en": "Bring a pen."}, key=key, by=staff, now=clock.now)
    training.remind(clock.advance(days=9))
    training.remind(clock.advance(days=2))
    training.write_afterwards(clock.advance(days=3))
    for came in (False, True):
        training.mark_came(third.id, came=came, by=staff, now=clock.now)
        training.write_afterwards(clock.now)
    later = ASession(ACourse("A second look"), capacity=1)
    training.book(request(later, 4), draft_key=f"{key} 4", now=clock.now)
    training.cancel_session(later.id, why="Bluebell ward was too long ago", by=staff, now=clock.now)


def _claims(clock: Clock, locale: str, channel: str, value: str, staff: int) -> None:
    """Money that someone asks for: agreed late and paid late, another sent back."""
    with writing():
        met = services_of_people.meet(NAME, channel, value, locale=locale, now=clock.now)[0]
    person = met.id
    member = AMember(met, AProject("Calmer mornings in Perinatal care"), started_on=clock.now.date())
    asked = Asked("travel", clock.now.date(), pence=450, words="The bus to Bluebell ward")
    first, second = (
        claims.ask(member.id, asked, key=f"{person} {n}", person_id=person, now=clock.now) for n in range(2)
    )
    deciding.send_back(second, why="Bluebell ward was too long ago", by=staff, now=clock.now, version=1)
    due.tell_late(clock.advance(days=14))
    version = session.get_one(Claim, first, populate_existing=True).version
    deciding.approve(first, 400, why="Bluebell ward is not far", by=staff, now=clock.now, version=version)
    due.tell_late(clock.advance(days=70))
    payroll.export(f"{person}", Scope(True), reason="", by=staff, now=clock.now)
    payroll.mark_paid(_newest_list(), Scope(True), by=staff, now=clock.now)


def _newest_list() -> int:
    return session.scalars(select(PayrollExport.id).order_by(PayrollExport.id.desc())).first() or 0


def _stories(clock: Clock, locale: str, channel: str, value: str, staff: int) -> None:
    """A story told once for each thing that may come of it."""
    sharing = Sharing(
        body="I was restrained. Then a night nurse sat down with me.",
        title="A night I remember",
        teller_name=NAME,
        name_shown="first_name",
        uses=("public_web",),
        locale=locale,
        channel=channel,
        value=value,
        safe_hours=HOURS,
    )
    reason = "It names Bluebell ward, and it is too long"
    by = {"by": staff, "now": clock.now, "version": 1}
    made = [stories.share(sharing, draft_key=f"{locale} {channel} {n}", now=clock.now).id for n in range(4)]
    stories.publish(made[0], **by)
    stories.send_back(made[1], reason, **by)
    stories.decline(made[2], reason, **by)
    teller = session.scalars(select(Story.person_id).where(Story.id == made[3])).one()
    stories.withdraw(made[3], person_id=teller or 0, now=clock.now)


_written: dict[str, list[Message]] = {}  # by database; to write it all takes long, and every test only reads


@pytest.fixture
def written(app: Flask, clock: Clock) -> list[Message]:
    """Everything that is written to one person in every language, by each way."""
    database = app.extensions["engine"].dialect.name
    if database not in _written:
        _written[database] = _write(clock)
    return _written[database]


def _write(clock: Clock) -> list[Message]:
    staff = AStaffMember(name="Sam Staff").id
    for locale in ("en", "ur"):
        for channel, value in WAYS:
            value = f"{locale}.{value}" if channel == "email" else value[:-1] + str(len(locale) + (locale == "ur"))
            project: Project = AProject("Calmer mornings in Perinatal care")
            _offers(clock, locale, channel, value, staff, project.id)
            _bookings(clock, locale, channel, value, staff)
            _stories(clock, locale, channel, value, staff)
            _claims(clock, locale, channel, value, staff)
            if channel not in BY_HAND:
                signin.ask_code(value, channel, Asker("b", "d", locale), is_staff=False, now=clock.now)
    session.expire_all()
    messages = list(session.scalars(select(Message).order_by(Message.id)))
    session.expunge_all()
    return messages


def _kinds_that_there_are() -> set[str]:
    """The kind of every message, as the modules of messages write it."""
    found: set[str] = set()
    for path in [*(ROOT / "portal").glob("*/messages.py"), *(ROOT / "portal/training/messages").glob("*.py")]:
        found |= _kinds_in(path)
    return found


def _kinds_in(path: Path) -> set[str]:
    """The third argument of `draft`, or `kind=`."""
    kinds = set()
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        said = [k.value for k in call.keywords if k.arg == "kind"]
        if isinstance(call.func, ast.Name) and call.func.id in {"draft", "_draft"}:
            said += call.args[2:3]
        kinds |= {str(kind.value) for kind in said if isinstance(kind, ast.Constant)}
    return kinds


def test_every_kind_of_message_is_looked_at_here_in_each_language_and_by_each_way(written: list[Message]) -> None:
    steps = {f"interest {to}" for to in ("contacted", "joined", "not_now", "withdrawn")}
    wanted = (_kinds_that_there_are() | steps) - {"staff"}  # what is written to colleagues names nobody's way
    assert len(wanted) > 15
    for locale in ("en", "ur"):
        for channel, _value in WAYS:
            seen = {m.kind for m in written if (m.locale, m.channel) == (locale, channel)}
            wanted_here = wanted - ({"sign-in code"} if channel in BY_HAND else set())
            assert seen >= wanted_here, f"{locale} {channel}: {sorted(wanted_here - seen)}"


def test_no_message_tells_a_name_a_need_a_story_a_reason_or_a_project(written: list[Message]) -> None:
    for message in written:
        said = f"{message.subject}\n{message.body}\n{message.attachment}".replace("\r\n ", "").lower()
        for what, words in TOLD.items():
            for word in words:
                assert word.lower() not in said, f"{message.kind} tells the {what} ({word!r}): {said}"


def test_a_subject_says_nothing_but_a_reference(written: list[Message]) -> None:
    for message in written:
        if message.kind == "sign-in code" or message.locale != "en":
            continue
        assert message.subject.startswith("Your reference ") and len(message.subject) == len("Your reference KRT 462 W")
    assert {m.subject for m in written if m.kind == "sign-in code" and m.locale == "en"} == {"Your code"}


def test_a_text_message_does_not_even_name_the_course(written: list[Message]) -> None:
    for message in written:
        if message.channel == "sms":
            assert "look" not in message.body.lower().replace("looking", ""), message.body
            assert message.attachment == ""


def test_whoever_is_rung_or_gets_a_letter_is_told_all_that_an_email_says(written: list[Message]) -> None:
    told = [m for m in written if m.channel in BY_HAND and m.locale == "en"]
    assert told
    for message in told:
        assert "\n\n" in message.body and "To talk to someone, ring 020 7946 0000." in message.body
        assert message.subject.removeprefix("Your reference ") in message.body


def test_what_staff_tell_waits_for_them_and_nothing_else_does(written: list[Message]) -> None:
    assert {m.channel for m in written if m.state == "by_hand"} == BY_HAND
    assert {m.state for m in written if m.channel in BY_HAND} == {"by_hand"}


def test_messages_are_in_the_language_of_the_person_and_lead_to_pages_in_it(written: list[Message]) -> None:
    for message in written:
        is_urdu = any("\u0600" <= letter <= "\u06ff" for letter in message.body)
        assert is_urdu == (message.locale == "ur"), f"{message.kind} in {message.locale}: {message.body}"
        assert any("\u0600" <= letter <= "\u06ff" for letter in message.subject) == (message.locale == "ur")
        for piece in message.body.split():
            if piece.startswith("http://localhost"):
                assert piece.startswith("http://localhost/ur/") == (message.locale == "ur"), piece


def test_every_link_in_a_message_begins_with_the_address_that_was_set(written: list[Message]) -> None:
    links = [piece for m in written for piece in m.body.split() if "://" in piece]
    assert len(links) > 40
    assert not [link for link in links if not link.startswith("http://localhost/")]
