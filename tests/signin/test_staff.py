"""Staff sign in with two steps, open only what is theirs, and every look stands on record."""

from __future__ import annotations

import re

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.database import add, session, writing
from portal.kit import audit
from portal.kit.audit import AuditEvent
from portal.outbox.models import Message
from portal.people.models import Person
from portal.signin import services
from portal.signin.models import StaffAccount, StaffRole, UserSession
from portal.trust.models import Directorate
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import (
    ABooking,
    ADirectorate,
    AnExpression,
    APerson,
    AProject,
    ASession,
    AStory,
)
from tests.signin import raw
from tests.staffing import AStaffMember, sign_in, sign_in_staff

SAM, SECRET = "sam@example.com", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def sam(app: Flask, clock: Clock) -> int:
    """Sam, who answers those who offer to join, with an authenticator app."""
    roles = [("pp_lead", None)]
    made = services.add_staff("Sam Staff", SAM, "Lead", roles=roles, now=clock.now, totp_secret=SECRET)
    return made.person_id


def ask(browser: Browser, contact: str = SAM, path: str = "/staff/sign-in") -> Page:
    return browser.visit(path).press("Send me a code", contact=contact)


def newest() -> Message:
    session.expire_all()
    found = session.scalars(select(Message).where(Message.state == "waiting").order_by(Message.id.desc())).first()
    assert found is not None, "no message waits"
    return found


def first_step(browser: Browser, path: str = "/staff/sign-in") -> Page:
    page = ask(browser, path=path)
    found = re.search(r"\b(\d{6})\b", newest().body)
    assert found
    return page.press("Continue", code=found.group(1))


def app_shows(clock: Clock) -> str:
    return pyotp.TOTP(SECRET).at(clock.now)


def not_(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def enter(browser: Browser, clock: Clock, path: str = "/staff/sign-in") -> Page:
    return first_step(browser, path).press("Sign in", second_step=app_shows(clock))


def is_in(browser: Browser) -> bool:
    return raw(browser, "GET", "/staff").status_code == 200


def copy_of(app: Flask, browser: Browser) -> Browser:
    held = browser.client.get_cookie("portal")
    assert held is not None
    copy = Browser(app)
    copy.client.set_cookie("portal", held.value)
    return copy


def looks() -> list[tuple[str, int | None, int | None, str]]:
    session.expire_all()
    found = select(AuditEvent.kind, AuditEvent.by_person_id, AuditEvent.about_person_id, AuditEvent.thing)
    return [tuple(row) for row in session.execute(found.order_by(AuditEvent.id))]  # type: ignore[misc]


def test_staff_sign_in_with_a_code_and_their_app(browser: Browser, clock: Clock, sam: int) -> None:
    page = first_step(browser)
    assert page.heading == "The second step"
    assert not is_in(browser)
    page = browser.visit("/staff/sign-in/second-step").press("Sign in", second_step=app_shows(clock))
    assert page.path == "/staff" and is_in(browser)
    assert session.scalars(select(UserSession.is_staff)).one()


def test_a_link_of_staff_still_asks_for_the_second_step(browser: Browser, clock: Clock, sam: int) -> None:
    ask(browser)
    found = re.search(r"localhost(/sign-in/link/\S+)", newest().body)
    assert found
    page = browser.visit(found.group(1)).press("Sign in")
    assert page.path == "/staff/sign-in/second-step"
    assert not is_in(browser)
    assert page.press("Sign in", second_step=app_shows(clock)).path == "/staff"


def test_nobody_skips_the_first_step(browser: Browser, sam: int) -> None:
    assert browser.visit("/staff/sign-in/second-step").path == "/staff/sign-in"
    ask(browser)
    assert browser.visit("/staff/sign-in/second-step").path == "/staff/sign-in"


def test_a_code_that_opened_one_s_own_page_is_no_first_step_of_staff(browser: Browser, sam: int) -> None:
    APerson("Sam's partner", email=SAM)
    page = browser.visit("/sign-in").press("Send me a code", contact=SAM)
    found = re.search(r"\b(\d{6})\b", newest().body)
    assert found
    assert page.press("Continue", code=found.group(1)).heading == "Who are you?"
    assert browser.visit("/staff/sign-in/second-step").path == "/staff/sign-in"


def test_the_same_code_of_the_app_is_not_taken_twice(app: Flask, browser: Browser, clock: Clock, sam: int) -> None:
    shown = app_shows(clock)
    enter(browser, clock)
    other = Browser(app)
    page = first_step(other).press("Sign in", second_step=shown)
    assert page.errors == ["This code is not right. Wait for the app to show the next one, and type that"]
    assert not is_in(other)
    clock.advance(seconds=30)
    assert page.press("Sign in", second_step=app_shows(clock)).path == "/staff"


def test_after_five_wrong_second_steps_the_right_one_waits_a_quarter_of_an_hour(
    browser: Browser, clock: Clock, sam: int
) -> None:
    page = first_step(browser)
    for _ in range(5):
        page = page.press("Sign in", second_step=not_(app_shows(clock)))
    page = page.press("Sign in", second_step=app_shows(clock))
    assert page.errors == ["That was tried too often. Wait 15 minutes, then try again"]
    clock.advance(minutes=15, seconds=1)
    assert enter(browser, clock).path == "/staff"


def test_the_second_step_must_follow_within_a_quarter_of_an_hour(browser: Browser, clock: Clock, sam: int) -> None:
    page = first_step(browser)
    clock.advance(minutes=15, seconds=1)
    assert page.press("Sign in", second_step=app_shows(clock)).path == "/staff/sign-in"


def test_a_copy_of_the_cookie_between_the_steps_opens_nothing_afterwards(
    app: Flask, browser: Browser, clock: Clock, sam: int
) -> None:
    page = first_step(browser)
    copy = copy_of(app, browser)
    token = page.one("input[name='csrf_token']").get("value")
    page.press("Sign in", second_step=app_shows(clock)).press("Sign out")
    clock.advance(seconds=30)
    page = copy.send("/staff/sign-in/second-step", {"second_step": app_shows(clock), "csrf_token": token})
    assert page.path == "/staff/sign-in"
    assert not is_in(copy)


def test_an_account_that_ended_opens_nothing_at_any_step(app: Flask, browser: Browser, clock: Clock, sam: int) -> None:
    between = Browser(app)
    enter(browser, clock)
    page = first_step(between)
    services.end_staff(SAM, now=clock.now)
    assert not is_in(browser)
    clock.advance(seconds=30)
    assert page.press("Sign in", second_step=app_shows(clock)).path == "/staff/sign-in"
    before = session.scalar(select(func.count()).where(Message.state == "waiting"))
    assert ask(Browser(app)).heading == "Type the code"  # the same answer as ever
    assert session.scalar(select(func.count()).where(Message.state == "waiting")) == before


def test_a_session_of_staff_ends_with_their_account_even_when_its_row_was_missed(
    browser: Browser, clock: Clock, sam: int
) -> None:
    services.end_staff(SAM, now=clock.now)
    person = session.get_one(Person, sam)
    sign_in(browser, person, is_staff=True)
    assert not is_in(browser)


def test_the_answer_is_the_same_for_staff_and_strangers(app: Flask, sam: int) -> None:
    pages = []
    for contact in (SAM, "nobody@example.com"):
        text = ask(Browser(app), contact).text
        pages.append(re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", text))
    assert pages[0] == pages[1]


def test_a_session_of_staff_ends_after_half_an_hour_of_nothing(browser: Browser, clock: Clock, sam: int) -> None:
    enter(browser, clock)
    clock.advance(minutes=30)
    assert is_in(browser)
    clock.advance(minutes=31)
    assert not is_in(browser)


def test_staff_who_sign_out_are_out_and_a_copy_of_their_cookie_too(
    app: Flask, browser: Browser, clock: Clock, sam: int
) -> None:
    page = enter(browser, clock)
    copy = copy_of(app, browser)
    assert page.press("Sign out").heading == "You are signed out"
    assert not is_in(browser) and not is_in(copy)


def test_a_member_s_session_opens_no_staff_door(browser: Browser) -> None:
    sign_in(browser, APerson("Ada"))
    for path in ("/staff", "/staff/interests", "/staff/messages", "/staff/record", "/staff/stories"):
        answer = raw(browser, "GET", path)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/staff/sign-in?"), path


def test_what_staff_typed_before_their_session_ended_is_there_after_signing_in_again(
    browser: Browser, clock: Clock, sam: int
) -> None:
    enter(browser, clock)
    offer = AnExpression(APerson("Ada"), AProject())
    path = f"/staff/interests/{offer.id}"
    page = browser.visit(path)
    clock.advance(minutes=31)
    page = page.press("Save this step", to="contacted", note="I rang her twice, on Monday and on Tuesday")
    assert page.heading == "Staff: sign in"
    page = page.press("Send me a code", contact=SAM)
    found = re.search(r"\b(\d{6})\b", newest().body)
    assert found
    page = page.press("Continue", code=found.group(1)).press("Sign in", second_step=app_shows(clock))
    assert page.path == path
    assert "I rang her twice, on Monday and on Tuesday" in page.text
    session.expire_all()
    assert session.scalars(select(type(offer).step)).one() == "new"  # nothing was done in their name meanwhile
    page.press("Save this step")
    assert session.scalars(select(type(offer).step).execution_options(populate_existing=True)).one() == "contacted"
    assert "I rang her twice" not in browser.visit(path).one("textarea[name='note']").text_content()


def test_a_project_that_was_being_written_is_there_after_signing_in_again(
    browser: Browser, clock: Clock, sam: int
) -> None:
    enter(browser, clock)
    page = browser.visit("/staff/projects/new")
    clock.advance(minutes=31)
    page = page.press("Save the draft", title="Quieter nights", plain_aim="Help everyone to sleep.", stage="testing")
    page = page.press("Send me a code", contact=SAM)
    found = re.search(r"\b(\d{6})\b", newest().body)
    assert found
    page = page.press("Continue", code=found.group(1)).press("Sign in", second_step=app_shows(clock))
    assert page.path == "/staff/projects/new"
    assert page.one("#title").get("value") == "Quieter nights"
    assert page.one("#plain_aim").text.strip() == "Help everyone to sleep."


@pytest.mark.parametrize(
    "path", ["/staff/messages", "/staff/interests", "/staff/projects", "/staff/training", "/staff/record"]
)
def test_without_permission_staff_are_told_so_in_the_same_shell(browser: Browser, path: str) -> None:
    sign_in_staff(browser, "moderator")
    page = browser.visit(path, expect=403)
    assert page.heading == "You may not open this page"
    assert "It is only for people with a different role." in page.words
    assert {"Projects", "Training", "Home page", "Get help now"} <= set(page.links)
    assert "Sign out" in page.words
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/staff/messages/1/again", "/staff/projects/1/move"])
def test_without_permission_no_button_works_either(browser: Browser, path: str) -> None:
    sign_in_staff(browser, "moderator")
    token = browser.visit("/staff").one("input[name='csrf_token']").get("value")
    browser.send(path, {"csrf_token": token}, expect=403)


def test_staff_are_offered_only_what_they_may_open(browser: Browser) -> None:
    sign_in_staff(browser, "moderator")
    page = browser.visit("/staff")
    shown = {" ".join(link.text_content().split()) for link in page.all(".app-staff a")}
    assert shown == {"Today", "Stories"}


def test_a_role_in_one_directorate_does_not_open_another_s_things(browser: Browser) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    theirs = AProject("Theirs", directorate_id=west.id)
    paths = [
        f"/staff/interests/{AnExpression(APerson('Ada'), theirs).id}",
        f"/staff/projects/{theirs.id}",
        f"/staff/projects/{theirs.id}/openings",
        f"/staff/stories/{AStory(project_id=theirs.id, state='waiting').id}",
    ]
    sign_in_staff(browser, "pp_lead", east)
    for path in paths:
        assert browser.visit(path, expect=404).heading == "We cannot find this page", path
    for path in ("/staff/interests", "/staff/projects", "/staff/stories", "/staff"):
        words = browser.visit(path).words_in("main")
        assert "Theirs" not in words and "Ada" not in words, path


def test_every_page_that_shows_a_person_to_staff_is_on_record(browser: Browser) -> None:
    ada = APerson("Ada Lovelace")
    offer = AnExpression(ada, AProject())
    qi_session = ASession()
    booking = ABooking(qi_session, ada)
    story = AStory(person_id=ada.id, state="waiting")
    pages = {
        "/staff/interests": ("looked at interests", f"interest {offer.id}"),
        f"/staff/interests/{offer.id}": ("looked at interest", f"interest {offer.id}"),
        f"/staff/training/{qi_session.id}": (None, f"booking {booking.id}"),
        f"/staff/bookings/{booking.id}/cancel": (None, f"booking {booking.id}"),
        f"/staff/stories/{story.id}": ("looked at story", f"story {story.id}"),
    }
    me, her = sign_in_staff(browser, "admin").id, ada.id
    for path, (kind, thing) in pages.items():
        before = len(looks())
        browser.visit(path)
        [(said, by, about, of)] = looks()[before:]
        assert (by, about, of) == (me, her, thing), path
        assert kind is None or said == kind


def _events(clock: Clock, many: int) -> list[int]:
    """So many looks at a number of people, the newest last."""
    people = [APerson(name).id for name in ("Ada Lovelace", "Grace Hopper")]
    sam = APerson("Sam Staff", kind="staff").id
    for n in range(many):
        seen = [(people[n % 2], f"story {n % 3}")]
        audit.look_at("looked at story", seen, by=sam, now=clock.advance(minutes=1))
    return people


def test_the_record_says_who_did_what_about_whom_and_shows_no_name_of_a_person(browser: Browser, clock: Clock) -> None:
    _events(clock, 2)
    sign_in_staff(browser, "admin")
    page = browser.visit("/staff/record")
    assert "looked at story (story 1)" in page.words and "Sam Staff" in page.words
    assert "A L" in page.words and "Lovelace" not in page.text and "Hopper" not in page.text


def test_the_record_is_narrowed_to_one_person_or_thing(browser: Browser, clock: Clock) -> None:
    ada, grace = _events(clock, 6)
    sign_in_staff(browser, "admin")
    page = browser.visit("/staff/record").press("Show these", person=str(ada))
    assert "A L" in page.words and "G H" not in page.words
    assert page.one("#person").get("value") == str(ada)
    page = browser.visit("/staff/record").press("Show these", thing="story 2")
    assert "story 2" in page.words and "story 1" not in page.words_in("table")
    page = browser.visit("/staff/record").press("Show these", person=str(ada), thing="story 0")
    assert len(page.all("tbody tr")) == 1
    page = browser.visit("/staff/record").follow(f"person {grace}")
    assert "A L" not in page.words_in("table")
    assert "Nothing is on record for that." in browser.visit("/staff/record?thing=story+99").words


def test_looking_at_the_record_is_on_record(browser: Browser) -> None:
    ada = APerson("Ada")
    me = sign_in_staff(browser, "admin").id
    browser.visit(f"/staff/record?person={ada.id}")
    assert looks()[-1] == ("looked at the record", me, ada.id, "")


def test_the_record_is_read_page_by_page_and_back_with_its_filter(browser: Browser, clock: Clock) -> None:
    ada, _grace = _events(clock, 60)
    sign_in_staff(browser, "admin")
    first = browser.visit(f"/staff/record?person={ada}&thing=story+0")
    assert len(first.all("tbody tr")) == 10
    first = browser.visit(f"/staff/record?person={ada}")
    assert len(first.all("tbody tr")) == 25
    second = first.follow("Next")
    assert f"person={ada}" in second.path and "G H" not in second.words
    assert 5 <= len(second.all("tbody tr")) <= 6
    assert len(second.follow("Previous").all("tbody tr")) >= 25


@pytest.mark.parametrize("said", ["person=x", "person=99999999999", "person=-1", "page=x", "thing=" + "x" * 500])
def test_a_record_asked_for_carelessly_still_opens(browser: Browser, said: str) -> None:
    sign_in_staff(browser, "admin")
    assert browser.visit(f"/staff/record?{said}").heading == "Looks on record"


def test_whoever_asks_the_record_for_a_name_is_told_to_type_a_number(browser: Browser) -> None:
    sign_in_staff(browser, "admin")
    page = browser.visit("/staff/record?person=Ada")
    assert page.errors == ["Type the number of a person as it stands in the list, such as 12"]
    assert page.one("#person").get("value") == "Ada"


def test_the_record_finds_a_thing_in_capital_letters_too(browser: Browser, clock: Clock) -> None:
    with writing():
        audit.record("story published", now=clock.now, thing="story 12")
    sign_in_staff(browser, "admin")
    assert len(browser.visit("/staff/record?thing=Story+12").all("tbody tr")) == 1


def test_the_record_costs_the_same_however_long_it_is(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    _events(clock, 40)
    sign_in_staff(browser, "admin")
    with at_most(queries=4):  # who asks, what they may, the record, and that it was looked at
        browser.visit("/staff/record")


def test_signing_in_and_out_and_wrong_second_steps_are_on_record(browser: Browser, clock: Clock, sam: int) -> None:
    page = first_step(browser).press("Sign in", second_step=not_(app_shows(clock)))
    page.press("Sign in", second_step=app_shows(clock)).press("Sign out")
    kinds = [kind for kind, *_rest in looks()]
    assert kinds == ["staff added", "second step wrong", "signed in", "signed out"]


def test_no_member_reads_the_record(browser: Browser) -> None:
    for role in ("pp_lead", "improvement_advisor", "project_lead", "moderator"):
        sign_in(browser, AStaffMember(role), is_staff=True)
        browser.visit("/staff/record", expect=403)


def test_changed_numbers_open_nothing_of_another_directorate_and_look_like_what_never_was(browser: Browser) -> None:
    east, west = ADirectorate(name="East").id, ADirectorate(name="West").id
    found = {}
    for where in (east, west):
        project = AProject(directorate_id=where)
        offer, story = AnExpression(project=project), AStory(state="waiting", project_id=project.id)
        qi_session = ASession(directorate_id=where)
        booking = ABooking(qi_session)
        found[where] = [
            f"/staff/interests/{offer.id}",
            f"/staff/projects/{project.id}",
            f"/staff/projects/{project.id}/openings",
            f"/staff/training/{qi_session.id}",
            f"/staff/training/{qi_session.id}/edit",
            f"/staff/training/{qi_session.id}/cancel",
            f"/staff/bookings/{booking.id}/cancel",
            f"/staff/stories/{story.id}",
        ]
    me = AStaffMember("pp_lead", session.get_one(Directorate, east))
    sign_in(browser, me, is_staff=True)
    for mine, theirs in zip(found[east], found[west], strict=True):
        browser.visit(mine)
        unknown = browser.visit(re.sub(r"\d+", "2147483647", theirs, count=1), expect=404)
        page = browser.visit(theirs, expect=404)
        assert (page.heading, page.words) == (unknown.heading, unknown.words)


def test_another_browser_does_not_see_what_was_typed(app: Flask, browser: Browser, clock: Clock) -> None:
    offer = AnExpression().id
    me = AStaffMember()
    sign_in(browser, me, is_staff=True)
    page = browser.visit(f"/staff/interests/{offer}")
    clock.advance(minutes=31)
    page.press("Save this step", to="contacted", note="A private note")
    other = Browser(app)
    sign_in(other, me, is_staff=True)
    assert "A private note" not in other.visit(f"/staff/interests/{offer}").text


def test_a_role_that_is_taken_away_shuts_its_doors_at_once(browser: Browser) -> None:
    me = sign_in_staff(browser, "admin")
    browser.visit("/staff/record")
    with writing() as now_open:
        account = now_open.scalars(select(StaffAccount).where(StaffAccount.person_id == me.id)).one()
        now_open.delete(now_open.scalars(select(StaffRole).where(StaffRole.staff_id == account.id)).one())
        add(StaffRole(staff_id=account.id, role="moderator"))
    browser.visit("/staff/record", expect=403)


def test_staff_are_added_and_ended_on_the_command_line(app: Flask, browser: Browser, clock: Clock) -> None:
    run = app.test_cli_runner().invoke
    given = ["--name", "Sam Staff", "--email", "SAM@example.com", "--job", "Lead"]
    came = run(args=["staff", "add", *given, "--role", "moderator"])
    assert came.exit_code == 0 and "may sign in at http://localhost/staff/sign-in" in came.output
    secret = re.search(r"not shown again\): (\w{32,})", came.output)
    assert secret, came.output
    page = first_step(browser)
    page = page.press("Sign in", second_step=pyotp.TOTP(secret.group(1)).at(clock.now))
    assert page.path == "/staff"
    again = run(args=["staff", "add", *given, "--role", "pp_lead"])
    assert again.exit_code == 0 and "stays as it was" in again.output and secret.group(1) not in again.output
    browser.visit("/staff/interests")
    ended = run(args=["staff", "end", "--email", SAM])
    assert ended.exit_code == 0 and not is_in(browser)


def test_roles_on_the_command_line_hold_in_the_directorates_that_are_named(app: Flask) -> None:
    east, west = ADirectorate(name="East"), ADirectorate(name="West")
    slugs, ids = [east.slug, west.slug], {east.id, west.id}
    where = [word for slug in slugs for word in ("--directorate", slug)]
    given = ["staff", "add", "--name", "Sam", "--email", SAM, "--role", "moderator"]
    assert app.test_cli_runner().invoke(args=[*given, *where]).exit_code == 0
    assert set(session.scalars(select(StaffRole.directorate_id))) == ids


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["add", "--name", "Sam", "--email", "sam@", "--role", "admin"], "Type an email address in full"),
        (["add", "--name", "Sam", "--email", SAM, "--role", "owner"], "'owner' is not one of"),
        (["add", "--name", "Sam", "--email", SAM], "Missing option '--role'"),
        (
            ["add", "--name", "Sam", "--email", SAM, "--role", "admin", "--directorate", "nowhere"],
            "There is no directorate nowhere",
        ),
        (["end", "--email", "nobody@example.com"], "Nobody of the staff has the address nobody@example.com"),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_changes_nothing(app: Flask, args: list[str], told: str) -> None:
    came = app.test_cli_runner().invoke(args=["staff", *args])
    assert came.exit_code != 0 and told in came.output
    assert session.scalar(select(func.count()).select_from(StaffAccount)) == 0
