"""Staff fill in a form with someone, and the person says whether it is right: as each of them meets it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from portal.database import session, writing
from portal.kit import clock as portal_clock
from portal.kit import drafts
from portal.kit.audit import AuditEvent
from portal.kit.drafts import Draft
from portal.people import services as people
from portal.people.models import FilledIn, Person
from portal.personal.services import filling
from portal.stories.models import Story
from portal.teams.models import ExpressionOfInterest
from portal.training.models import Booking
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ABooking, ACourse, AnExpression, APerson, AProject, ASession, AStory, way_of
from tests.personal.trust import messages
from tests.staffing import sign_in, sign_in_staff


@pytest.fixture
def sam(browser: Browser) -> Person:
    """Sam, of People Participation, who is signed in."""
    return sign_in_staff(browser)


def begin(browser: Browser, what: str, how: str = "in_room", **more: str) -> Page:
    return browser.visit("/staff/filling").press("Go on", how=how, what=what, **more)


def book_with(browser: Browser, slug: str, how: str = "in_room") -> Page:
    """A member of staff books for someone, up to the check."""
    page = begin(browser, "book", how, session=slug)
    page = page.press("Continue", for_whom="self", name="Ada Lovelace")
    page = page.press("Continue", channel="email", email="ada@example.com")
    return page.press("Continue")


def filled() -> FilledIn:
    return session.scalars(select(FilledIn).execution_options(populate_existing=True)).one()


def AFilledIn(thing: str, person: Person, by: Person, how: str = "on_phone", is_right: bool | None = None) -> int:
    with writing():
        people.note_filled_in(thing, person.id, by.id, how, now=portal_clock.now())
        held = session.scalars(select(FilledIn).where(FilledIn.thing == thing)).one()
        held.is_right = is_right
        return held.id


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("in_room", "in the room with them. Read each question to them."),
        ("on_phone", "on the phone. Read each question to them."),
        ("on_paper", "You are typing in what someone wrote on a paper form. Type it as they wrote it."),
    ],
)
def test_staff_book_with_someone_on_the_pages_that_everyone_sees(
    browser: Browser, sam: Person, how: str, said: str
) -> None:
    slug = ASession(ACourse("Introduction to QI")).slug
    page = begin(browser, "book", how, session=slug)
    assert page.path == f"/training/{slug}/book/who" and said in page.words
    check = book_with(browser, slug, how)
    assert check.heading == "Check your answers" and said in check.words
    page = check.press("Book my place")
    assert page.heading == "Your place is booked"
    booking = session.scalars(select(Booking)).one()
    held = filled()
    assert (held.thing, held.person_id) == (f"booking {booking.id}", booking.person_id)
    assert (held.by_person_id, held.how, held.is_right) == (sam.id, how, None)
    assert page.follow("Fill in another with someone").heading == "Fill in a form with someone"


def test_the_person_is_told_that_staff_filled_it_in_and_where_to_say_that_it_is_not_right(
    browser: Browser, sam: Person
) -> None:
    book_with(browser, ASession().slug).press("Book my place")
    sent = messages("booking confirmed")[0]
    assert sent.address == "ada@example.com"
    assert "A member of staff filled this in with you." in sent.body
    assert "If something is not right, tell us on your page:" in sent.body and "http://localhost/you" in sent.body
    assert "Sam" not in sent.body


def test_what_someone_books_by_themselves_says_nothing_of_staff(browser: Browser) -> None:
    page = browser.visit(f"/training/{ASession().slug}/book").press("Continue", for_whom="self", name="Ada")
    assert "filling this in with someone" not in page.words
    page = page.press("Continue", channel="email", email="ada@example.com").press("Continue")
    page = page.press("Book my place")
    assert "Fill in another with someone" not in page.words
    assert "member of staff" not in messages("booking confirmed")[0].body
    assert session.scalar(select(func.count()).select_from(FilledIn)) == 0


def test_staff_offer_for_someone_to_join_a_project_by_its_reference(browser: Browser, sam: Person) -> None:
    project = AProject("Calmer mornings")
    page = begin(browser, "join", project=project.reference.lower())
    assert "Calmer mornings" in page.words
    page = page.press("Continue", for_whom="self", name="Ada")
    page = page.press("Continue", channel="sms", mobile="07700 900123").press("Continue").press("Continue")
    page.press("Send my offer")
    offer = session.scalars(select(ExpressionOfInterest)).one()
    assert filled().thing == f"interest {offer.id}"
    assert "A member of staff filled this in with you." in messages("interest received")[0].body


def test_staff_offer_for_someone_to_join_anything(browser: Browser, sam: Person) -> None:
    assert begin(browser, "join").path == "/join/who"


def test_staff_write_down_a_story_with_someone(browser: Browser, sam: Person) -> None:
    page = begin(browser, "share", "on_phone").press("Continue", body="They listened to me.")
    page = page.press("Continue", teller_name="Ada", name_shown="none").press("Continue")
    page = page.press("Continue", is_reachable="yes", channel="email", email="ada@example.com")
    page.press("Send my story")
    story = session.scalars(select(Story)).one()
    assert (filled().thing, filled().person_id, filled().how) == (f"story {story.id}", story.person_id, "on_phone")
    assert "A member of staff filled this in with you." in messages("story received")[0].body


def test_a_story_whose_teller_wants_no_letters_is_kept_all_the_same(browser: Browser, sam: Person) -> None:
    page = begin(browser, "share").press("Continue", body="They listened to me.")
    page = page.press("Continue", name_shown="none").press("Continue").press("Continue", is_reachable="no")
    page.press("Send my story")
    story = session.scalars(select(Story)).one()
    assert session.scalar(select(func.count()).select_from(FilledIn)) == 0
    received = select(AuditEvent.by_person_id).where(AuditEvent.thing == f"story {story.id}")
    assert session.scalars(received).all() == [sam.id]


def a_draft(**given: object) -> Draft:
    with writing():
        return drafts.start("join", "", "en", now=portal_clock.now(), **given)[0]


def test_a_form_on_paper_is_typed_into_the_draft_whose_reference_it_bears(browser: Browser, sam: Person) -> None:
    draft_id, reference = (draft := a_draft()).id, str(draft.reference)
    page = begin(browser, "go_on", "on_paper", reference=reference.lower().replace(" ", "-"))
    assert page.path == "/join/who" and "paper form" in page.words
    held = session.get_one(Draft, draft_id, populate_existing=True)
    assert (held.by_id, held.how) == (sam.id, "on_paper")
    page = page.press("Continue", for_whom="self", name="Ada")
    page = page.press("Continue", channel="email", email="ada@example.com").press("Continue").press("Continue")
    page.press("Send my offer")
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    assert session.scalars(select(ExpressionOfInterest)).one().draft_key == held.token_digest


def test_what_someone_began_is_gone_on_with_and_the_look_is_on_record(browser: Browser, sam: Person) -> None:
    ada = APerson("Ada")
    said = {"who": {"for_whom": "self", "name": "Ada Lovelace", "helper_name": ""}}
    reference = str(a_draft(owner_id=ada.id, data=said, outcome={"whole": ["who"]}).reference)
    page = begin(browser, "go_on", "on_phone", reference=reference)
    assert page.path == "/join/reach"
    assert browser.visit("/join/who").one("#name").get("value") == "Ada Lovelace"
    event = session.scalars(select(AuditEvent).where(AuditEvent.kind == "form opened")).one()
    assert (event.by_person_id, event.about_person_id, event.thing) == (sam.id, ada.id, f"form {reference}")


def test_a_form_that_was_sent_says_so_with_its_reference(browser: Browser, sam: Person, clock: Clock) -> None:
    reference = str(a_draft(sent_at=clock.now, outcome={"reference": "KRT 462 W"}).reference)
    page = begin(browser, "go_on", reference=reference)
    assert page.errors == ["This form was sent already. Its reference is now KRT 462 W"]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"what": "join"}, "Choose how you are filling this in"),
        ({"how": "in_room"}, "Choose which form it is"),
        ({"how": "in_room", "what": "book"}, "Choose the training"),
        ({"how": "in_room", "what": "go_on"}, "Type the reference that stands on the form, such as KRT 462 W"),
        (
            {"how": "in_room", "what": "go_on", "reference": "KRT 462 W"},
            "We cannot find a form with this reference. Check each letter",
        ),
        (
            {"how": "in_room", "what": "join", "project": "EX-9999"},
            "We know no open project by that. Type its reference, such as EX-0012, or its address",
        ),
    ],
)
def test_what_is_missing_is_said_beside_it(browser: Browser, sam: Person, answers: dict[str, str], error: str) -> None:
    page = browser.visit("/staff/filling").press("Go on", **answers)
    assert page.errors == [error]
    if "project" in answers:
        assert page.one("#project").get("value") == "EX-9999"
    assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_form_that_only_waited_for_a_sign_in_is_not_opened(browser: Browser, sam: Person) -> None:
    with writing():
        reference = str(drafts.start("interrupted", "/staff/x", "en", now=portal_clock.now())[0].reference)
    assert begin(browser, "go_on", reference=reference).errors


def test_two_people_one_after_the_other_get_a_form_each(browser: Browser, sam: Person) -> None:
    slug = ASession().slug
    book_with(browser, slug).press("Book my place")
    page = begin(browser, "book", session=slug)
    assert page.one("#name").get("value") is None
    page = page.press("Continue", for_whom="self", name="Grace Hopper")
    page = page.press("Continue", channel="email", email="grace@example.com").press("Continue")
    page.press("Book my place")
    assert session.scalar(select(func.count()).select_from(Booking)) == 2


def test_only_the_member_of_staff_who_began_can_send_it(browser: Browser, sam: Person) -> None:
    check = book_with(browser, ASession().slug)
    sign_in(browser, sam)  # the same person, but not signed in as staff
    page = check.press("Book my place")
    assert page.errors == ["Only the member of staff who began this can send it. Please sign in as staff."]
    assert session.scalar(select(func.count()).select_from(Booking)) == 0


def test_a_colleague_on_the_same_computer_does_not_see_it(browser: Browser, sam: Person) -> None:
    slug = ASession().slug
    book_with(browser, slug)
    sign_in_staff(browser, "admin")
    page = browser.visit(f"/training/{slug}/book")
    assert page.one("#name").get("value") is None and "filling this in with someone" not in page.words


@pytest.mark.parametrize("role", ["project_lead", "moderator"])
def test_staff_who_may_not_fill_in_find_the_door_closed(browser: Browser, role: str) -> None:
    sign_in_staff(browser, role)
    browser.visit("/staff/filling", expect=403)
    assert "Fill in with someone" not in browser.visit("/staff").links


# What the person says of it


def say(browser: Browser, id: int, answer: str, *, expect: int | None = None) -> None:
    token = browser.visit("/you").one("input[name=csrf_token]").get("value")
    browser.send(f"/you/filled-in/{id}", {"csrf_token": token, "is_right": answer}, expect=expect)


def test_the_person_says_that_it_is_not_right_and_may_change_their_mind(browser: Browser) -> None:
    ada, sam = APerson("Ada"), APerson("Sam", kind="staff")
    id = AFilledIn(f"booking {ABooking(person=ada).id}", ada, sam)
    sign_in(browser, ada)
    say(browser, id, "no")
    assert filled().is_right is False and filled().answered_at is not None
    say(browser, id, "yes")
    assert filled().is_right is True
    say(browser, id, "perhaps")
    assert filled().is_right is True


def test_on_their_own_page_the_person_sees_who_filled_it_in_and_says_that_it_is_right(browser: Browser) -> None:
    ada, sam = APerson("Ada"), APerson("Sam Staff", kind="staff")
    AFilledIn(f"booking {ABooking(person=ada).id}", ada, sam)
    eve = APerson("Eve")
    sign_in(browser, ada)
    page = browser.visit("/you")
    assert "Sam Staff filled it in on Monday 2 March 2026, on the phone with you." in page.words
    page = page.press("It is right: Training that was booked, Monday 2 March 2026")
    assert "You said that it is right." in page.words
    page = page.press("It is not right: Training that was booked, Monday 2 March 2026")
    assert "You said that it is not right. Our staff look at it." in page.words
    sign_in(browser, eve)
    assert "Sam Staff" not in browser.visit("/you").text


def test_nobody_says_it_for_someone_else(browser: Browser) -> None:
    ada, sam = APerson("Ada"), APerson("Sam", kind="staff")
    id = AFilledIn("booking 1", ada, sam)
    sign_in(browser, APerson("Eve"))
    say(browser, id, "no", expect=404)
    assert filled().is_right is None


@pytest.mark.parametrize(
    ("is_right", "said"),
    [
        (None, "the person has not said if it is right"),
        (True, "the person says that it is right"),
        (False, "the person says that it is not right"),
    ],
)
def test_staff_see_on_each_page_who_filled_it_in_and_what_the_person_says(
    browser: Browser, is_right: bool | None, said: str
) -> None:
    ada, sam = APerson("Ada"), APerson("Sam", kind="staff")
    booking = ABooking(person=ada)
    interest = AnExpression(ada)
    story = AStory(person_id=ada.id, contact_way_id=way_of(ada).id)
    things = {
        f"booking {booking.id}": f"/staff/training/{booking.qi_session_id}",
        f"interest {interest.id}": f"/staff/interests/{interest.id}",
        f"story {story.id}": f"/staff/stories/{story.id}",
    }
    for thing in things:
        AFilledIn(thing, ada, sam, "on_phone", is_right)
    sign_in_staff(browser, "admin")
    for path in things.values():
        assert f"Filled in by Sam, on the phone, 2 Mar 2026; {said}" in browser.visit(path).words


def test_what_people_filled_in_themselves_says_nothing_of_it(browser: Browser) -> None:
    sign_in_staff(browser, "admin")
    assert "Filled in by" not in browser.visit(f"/staff/interests/{AnExpression().id}").words


def test_today_counts_what_is_not_right_until_it_is_put_right_and_then_the_person_is_asked_again(
    browser: Browser, sam: Person
) -> None:
    ada = APerson("Ada")
    booking = ABooking(person=ada)
    path = f"/staff/training/{booking.qi_session_id}"
    AFilledIn(f"booking {booking.id}", ada, sam, is_right=False)
    page = browser.visit("/staff")
    assert "1 person said that what we filled in with them is not right" in page.words
    page = page.follow("See which, and put it right")
    assert page.links["Training that was booked"] == path
    page = page.press("It has been put right. Ask them again: Training that was booked, 2 Mar 2026")
    assert "There are none." in page.words
    assert filled().is_right is None
    assert "not right" not in browser.visit("/staff").words


def test_what_was_put_right_meanwhile_is_not_put_right_twice(sam: Person, clock: Clock) -> None:
    ada = APerson("Ada")
    id = AFilledIn("booking 1", ada, sam, is_right=True)
    filling.put_right(id, by=sam.id, now=clock.now)
    assert filled().is_right is True


def test_what_someone_books_again_by_themselves_is_their_own(browser: Browser) -> None:
    ada, sam = APerson("Ada Lovelace", email="ada@example.com"), APerson("Sam", kind="staff")
    qi_session = ASession()
    slug, booking = qi_session.slug, ABooking(qi_session, ada, status="cancelled")
    AFilledIn(f"booking {booking.id}", ada, sam, is_right=False)
    page = browser.visit(f"/training/{slug}/book").press("Continue", for_whom="self", name="Ada Lovelace")
    page = page.press("Continue", channel="email", email="ada@example.com").press("Continue")
    page.press("Book my place")
    assert session.scalar(select(func.count()).select_from(FilledIn)) == 0


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_costs_the_same_however_much_is_not_right(
    browser: Browser, sam: Person, at_most: AtMost, many: int
) -> None:
    ada = APerson("Ada")
    for n in range(many):
        ASession()
        booking = ABooking(person=APerson(f"Person {n}"))
        with writing():
            people.note_filled_in(f"booking {booking.id}", ada.id, sam.id, "on_phone", now=portal_clock.now())
            open_session = session()
            open_session.flush()
            for held in open_session.scalars(select(FilledIn)):
                held.is_right = False
    with at_most(queries=5):  # the visitor and their roles, the sessions, what is not right, and where it is
        browser.visit("/staff/filling")
