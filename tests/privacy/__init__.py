"""Tests of what people may see and have taken away, with someone who appears in every table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from portal.database import add, session, writing
from portal.kit import audit, clock, drafts
from portal.outbox import services as outbox
from portal.people.models import ContactWay, FilledIn, Person
from portal.people.rules import May
from portal.people.services import needs
from portal.personal.services import trusted
from portal.personal.services.trusted import Asking, Helper
from portal.rewards.models import Claim, ClaimStep, PayRate, PayrollExport, Receipt
from portal.signin import services as accounts
from portal.signin.models import StaffAccount
from portal.signin.services import Asker
from portal.stories import services as stories
from portal.stories.models import Story
from portal.stories.services import Sharing
from portal.teams import services as teams
from portal.teams.models import (
    CheckIn,
    CheckSeen,
    ExpressionOfInterest,
    LittleI,
    MatchWeight,
    Membership,
    MembershipStep,
    Opening,
    PossibleDouble,
    ProfileLine,
    ProfileShare,
    SkillsSurvey,
    StandIn,
    StepDays,
    TakingPart,
    TeamProfile,
)
from portal.teams.rules import Step
from portal.training import services as training
from portal.training.models import (
    Attendance,
    Booking,
    BookingAnswer,
    CalendarLink,
    Certificate,
    QISession,
    SessionMessage,
    TrainingFeedback,
)
from portal.training.services import Request
from tests.factories import APerson, AProject, ASession
from tests.outbox import a_draft
from tests.staffing import AStaffMember

NAME, EMAIL, MOBILE = "Zebedee Quillfeather", "zebedee@quill.example", "+447700900777"
HELPER, COLLEAGUE = "Hortensia Plume", "Ottoline Marchbanks"
# What they or others wrote, each with a word that stands nowhere else.
NEEDS, WANTS, NOTE, HOURS = "a marmalade ramp", "to weave heliotrope", "rang about quincunx", "after vespertine cocoa"
TITLE, BODY, REPORTED = "Oblong gazebo", "My saffron canoe.", "too much vermilion"
DRAFTED, SENDING, CHECK_WORD, SAY = "half a pantechnicon", "nearly sent kumquat", "zeugma", "the escritoire"
REASON, TRUSTED_AS = "rang to ask about flummery", "Uncle Zeb"
HOPE, SAID = "to meet a troglodyte", "kind as persimmon"
LIVED, PROFILE, CLAIMED = "a decade of gossamer", "hums like a theremin", "a fare by funicular"
WORDS = (NEEDS, WANTS, NOTE, HOURS, TITLE, BODY, REPORTED, DRAFTED, SENDING, CHECK_WORD, SAY, REASON, HOPE, SAID)
WORDS = (*WORDS, LIVED, PROFILE, CLAIMED)
TRACES = (NAME, "zebedee", EMAIL, MOBILE, "Plume", TRUSTED_AS, *(word.split()[-1].strip(".").lower() for word in WORDS))


@dataclass(frozen=True)
class Life:
    """Someone who did everything that can be done here, and what came of it, by number."""

    id: int
    staff_id: int
    friend_id: int
    booking_id: int
    expression_id: int
    story_id: int
    session_id: int


def a_whole_life() -> Life:
    """Someone who appears in every table that may hold a person."""
    staff, friend = AStaffMember(name="Sam Staff"), APerson("Fay Friend", email="fay@example.com")
    colleague = AStaffMember(name=COLLEAGUE)
    person_id = _a_former_colleague()
    booked, qi_session = _training(person_id)
    expression_id = _teams(staff.id, colleague.id)
    story_id = _stories(staff.id)
    _people(person_id, friend.id, booked)
    _drafts(person_id)
    _reached(person_id, staff.id, booked)
    _on_a_team(person_id, staff.id)
    return Life(person_id, staff.id, friend.id, booked, expression_id, story_id, qi_session.id)


def _a_former_colleague() -> int:
    now = clock.now()
    made = accounts.add_staff(NAME, EMAIL, "Peer worker", roles=[("moderator", None)], now=now)
    with writing() as open_session:
        person = open_session.get_one(Person, made.person_id)
        person.needs, person.check_word, person.say_about, person.safe_hours = NEEDS, CHECK_WORD, SAY, HOURS
        add(ContactWay(person_id=person.id, channel="sms", value=MOBILE, created_at=now))
    AProject("Quiet corridors", lead_id=made.person_id)
    accounts.end_staff(EMAIL, now=now)
    return made.person_id


def _training(person_id: int) -> tuple[int, QISession]:
    qi_session = ASession(capacity=1)
    told = {
        "name": NAME,
        "channel": "email",
        "value": EMAIL,
        "needs": NEEDS,
        "safe_hours": HOURS,
        "need_kinds": [("bsl", NEEDS)],
    }
    request = Request(qi_session_id=qi_session.id, for_whom="with_someone", helper_name=HELPER, **told)
    with writing():
        draft, _token = drafts.start("book", qi_session.slug, "en", now=clock.now())
        draft.sent_at = clock.now()
        key = draft.token_digest
    booked = training.book(request, draft_key=key, now=clock.now()).id
    _after_training(person_id, booked, qi_session)
    return booked, qi_session


def _after_training(person_id: int, booked: int, qi_session: QISession) -> None:
    now = clock.now()
    with writing() as open_session:
        open_session.get_one(Booking, booked).companion = HELPER
        add(BookingAnswer(booking_id=booked, number=1, question="What do you hope for?", answer=HOPE))
        add(Attendance(booking_id=booked, number=1, came=True, at=now))
        add(Certificate(booking_id=booked, code="ABCD2345", name=NAME, is_shared=True, made_at=now))
        add(TrainingFeedback(booking_id=booked, was_good=5, words=SAID, may_show=True, said_at=now))
        add(CalendarLink(person_id=person_id, nonce="nonce", token_digest="digest", made_at=now))
        sent = {"to_whom": "all", "words": "{}", "people": 1, "texts": 0, "sent_at": now, "by_person_id": person_id}
        add(SessionMessage(key="sent", qi_session_id=qi_session.id, **sent))


def _teams(staff_id: int, colleague_id: int) -> int:
    now, project = clock.now(), AProject("Calmer mornings")
    told = {"name": NAME, "channel": "email", "value": EMAIL, "needs": NEEDS, "safe_hours": HOURS}
    offer = teams.Offer(helper_name=HELPER, for_whom="with_someone", wants=WANTS, experience=WANTS, **told)
    joining = teams.Offer(project_id=project.id, **told)
    open_one = teams.express(offer, draft_key="open", now=now).id
    joined = teams.express(joining, draft_key="joined", now=now).id
    teams.assign(open_one, colleague_id, by=staff_id, now=now, version=_version(open_one))
    teams.move(open_one, Step.CONTACTED, note=NOTE, by=staff_id, now=now, version=_version(open_one))
    teams.move(joined, Step.JOINED, note=NOTE, by=staff_id, now=now, version=_version(joined))
    return open_one


def _on_a_team(person_id: int, staff_id: int) -> None:
    now, today = clock.now(), clock.today()
    member = session.scalars(select(Membership).where(Membership.person_id == person_id)).one()
    with writing() as open_session:
        there = open_session.get_one(Membership, member.id)
        there.pay_agreed, there.greeter, there.first_meeting = CLAIMED, HELPER, NEEDS
        add(MembershipStep(membership_id=there.id, what="joined", at=now, by_person_id=staff_id))
        add(
            TakingPart(
                membership_id=there.id, project_id=there.project_id, took_part_on=today, words=SAID, noted_at=now
            )
        )
        answered = {"answered_at": now, "going": 4, "heard": 2, "words": SAID}
        add(
            CheckIn(
                membership_id=there.id, month_on=today.replace(day=1), token_digest="check", sent_at=now, **answered
            )
        )
        _told_for_matching(person_id, there.project_id, staff_id)
        _paid(person_id, there.id, staff_id)
        _as_staff(person_id, there.project_id)


def _told_for_matching(person_id: int, project_id: int, staff_id: int) -> None:
    now, today = clock.now(), clock.today()
    add(SkillsSurvey(person_id=person_id, lived="caring", good_at="writing", lived_words=LIVED, changed_at=now))
    add(ProfileLine(person_id=person_id, part="good_at", words=PROFILE, approved_at=now, changed_at=now))
    add(ProfileShare(person_id=person_id, project_id=project_id, shared_at=now))
    add(CheckSeen(person_id=person_id, kind="induction", seen_on=today, seen_by_id=staff_id))
    alike = {"first_id": min(person_id, staff_id), "second_id": max(person_id, staff_id)}
    add(PossibleDouble(why="name", state="same", found_at=now, decided_at=now, decided_by_id=staff_id, **alike))


def _paid(person_id: int, membership_id: int, staff_id: int) -> None:
    now, today = clock.now(), clock.today()
    theirs = {"person_id": person_id, "membership_id": membership_id, "happened_on": today, "decide_by": today}
    asked = {"kind": "travel", "pence": 450, "words": CLAIMED, "asked_at": now}
    claim = add(Claim(reference="PAYM-2345", draft_key="claimed", approver_id=staff_id, **asked, **theirs))
    session.flush()
    add(ClaimStep(claim_id=claim.id, what="asked", at=now, by_person_id=person_id))
    add(Receipt(claim_id=claim.id, number=1, picture=b"a picture", width=1, height=1, made_at=now))


def _as_staff(person_id: int, project_id: int) -> None:
    now, today = clock.now(), clock.today()
    colleague_id = session.scalars(select(Person.id).where(Person.name == COLLEAGUE)).one()
    add(LittleI(project_id=project_id, kind="survey", held_on=today, people=9, noted_at=now, noted_by_id=person_id))
    add(TeamProfile(project_id=project_id, meetings="Names first.", changed_at=now, changed_by_id=person_id))
    add(MatchWeight(factor="times", weight=3, why="Evenings matter.", set_at=now, set_by_id=person_id))
    add(StepDays(step="contacted", ideal=2, most=5, set_at=now, set_by_id=person_id))
    days = {"from_on": today, "until_on": today, "set_at": now, "set_by_id": person_id}
    add(StandIn(person_id=person_id, stand_in_id=colleague_id, **days))
    add(PayRate(pence_an_hour=1200, from_on=today, set_at=now, set_by_id=person_id))
    add(PayrollExport(key="sent to payroll", made_at=now, by_person_id=person_id, claims=1, pence=450))
    opened = {"title": "A seat", "what_you_would_do": "Listen.", "opened_at": now, "confirmed_at": now}
    add(Opening(project_id=project_id, decides_id=person_id, **opened))


def _version(expression_id: int) -> int:
    return session.get_one(ExpressionOfInterest, expression_id, populate_existing=True).version


def _stories(staff_id: int) -> int:
    now = clock.now()
    told = {"channel": "email", "value": EMAIL, "safe_hours": HOURS, "name_shown": "name", "teller_name": NAME}
    sharing = Sharing(body=BODY, title=TITLE, uses=("public_web", "newsletter"), locale="en", **told)
    made = stories.share(sharing, draft_key="told", now=now)
    version = session.get_one(Story, made.id).version
    stories.publish(made.id, by=staff_id, now=now, version=version)
    slug = session.get_one(Story, made.id, populate_existing=True).slug
    stories.report(slug, REPORTED, device="a ward", now=now)
    return made.id


def _people(person_id: int, friend_id: int, booking_id: int) -> None:
    now = clock.now()
    needs.tell(person_id, [("bsl", NEEDS)], NEEDS, by=friend_id, now=now)
    mine = _trust(HELPER, "plume@example.com", person_id)
    trusted.accept(mine, Helper(friend_id), now=now)
    trusted.accept(_trust(TRUSTED_AS, EMAIL, friend_id), Helper(person_id), now=now)
    _trust(TRUSTED_AS, MOBILE, friend_id)
    with writing():
        add(FilledIn(thing=f"booking {booking_id}", person_id=person_id, by_person_id=friend_id, how="trusted", at=now))


def _trust(name: str, value: str, by: int) -> int:
    until_on = (clock.now() + timedelta(days=90)).date()
    channel = "email" if "@" in value else "sms"
    asking = Asking(name, channel, value, frozenset({May.BOOK}), until_on)
    return trusted.ask(asking, person_id=by, locale="en", now=clock.now())


def _drafts(person_id: int) -> None:
    now = clock.now()
    with writing():
        drafts.start("join", "", "en", now=now, owner_id=person_id, data={"wants": {"wants": DRAFTED}})
        drafts.start("share", "", "en", now=now, channel="sms", value=MOBILE, data={"words": {"body": DRAFTED}})
        form = {"form": {"body": SENDING}, "person": person_id}
        drafts.start("interrupted", "/you/stories/1/edit", "en", now=now, data=form)


def _reached(person_id: int, staff_id: int, booking_id: int) -> None:
    now = clock.now()
    accounts.ask_code(EMAIL, "email", Asker("a browser", "a device", "en"), is_staff=False, now=now)
    accounts.start_session(person_id, value=EMAIL, now=now)
    outbox.put(a_draft("failed", person_id=person_id, address=EMAIL, body=f"Dear {NAME}"), now=now)
    failed = session.scalars(select(outbox.Message.id).where(outbox.Message.key == "failed")).one()
    outbox.not_sent(failed, f"{EMAIL} is not known", now=now, is_final=True)
    audit.look_at("looked at bookings", [(person_id, f"booking {booking_id}")], by=staff_id, now=now)
    with writing():
        audit.record("booking cancelled", now=now, by=staff_id, about=person_id, reason=REASON)


def former_account() -> StaffAccount:
    """The account that they had when they were staff."""
    return session.scalars(select(StaffAccount).where(StaffAccount.job == "Peer worker")).one()
