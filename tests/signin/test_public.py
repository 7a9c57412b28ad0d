"""Signing in and out, as someone meets it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select

from portal import database
from portal.database import Base, session
from portal.outbox.models import Message
from portal.people.models import Person
from portal.signin.models import SignInCode, UserSession
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import AnExpression, APerson, AProject
from tests.signin import raw
from tests.staffing import AStaffMember, sign_in

ADA = "ada@example.com"


@pytest.fixture
def ada(app: Flask) -> Person:
    """Ada, who can be reached by email."""
    found: Person = APerson("Ada Lovelace", email=ADA)
    return found


def ask(browser: Browser, contact: str = ADA, path: str = "/sign-in") -> Page:
    return browser.visit(path).press("Send me a code", contact=contact)


def newest() -> Message:
    session.expire_all()
    found = session.scalars(select(Message).where(Message.state == "waiting").order_by(Message.id.desc())).first()
    assert found is not None, "no message waits"
    return found


def code_in(message: Message) -> str:
    found = re.search(r"\b(\d{6})\b", message.body)
    assert found, message.body
    return found.group(1)


def link_in(message: Message) -> str:
    found = re.search(r"https?://\S+", message.body)
    assert found, message.body
    return found.group()


def enter(browser: Browser, contact: str = ADA, path: str = "/sign-in") -> Page:
    """Ask for a code, read it, type it."""
    page = ask(browser, contact, path)
    return page.press("Continue", code=code_in(newest()))


def is_signed_in(browser: Browser) -> bool:
    return raw(browser, "GET", "/you").status_code == 200


def cookie_of(browser: Browser) -> str:
    found = browser.client.get_cookie("portal")
    return found.value if found else ""


def with_cookie(app: Flask, value: str) -> Browser:
    """Another browser that was given a copy of a cookie."""
    thief = Browser(app)
    thief.client.set_cookie("portal", value)
    return thief


def without_token(page: Page) -> str:
    return re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", page.text)


def counts() -> dict[str, int]:
    session.remove()
    return {
        name: session.scalar(select(func.count()).select_from(table)) or 0
        for name, table in Base.metadata.tables.items()
    }


def test_someone_asks_for_a_code_types_it_and_is_on_their_page(browser: Browser, ada: Person) -> None:
    page = ask(browser)
    assert page.heading == "Type the code"
    page = page.press("Continue", code=f" {code_in(newest())[:3]} {code_in(newest())[3:]} ")
    assert (page.path, page.heading) == ("/you", "Your page")
    assert "Ada Lovelace" in page.words


def test_someone_who_reads_urdu_signs_in_in_urdu(browser: Browser, ada: Person) -> None:
    page = browser.visit("/ur/sign-in")
    page = browser.send(
        "/ur/sign-in", {"contact": ADA, "next": "", "csrf_token": page.one("input[name='csrf_token']").get("value")}
    )
    assert page.path == "/ur/sign-in/code" and page.one("html").get("dir") == "rtl"
    code = "".join(chr(ord("۰") + int(digit)) for digit in code_in(newest()))
    token = page.one("input[name='csrf_token']").get("value")
    page = browser.send("/ur/sign-in/code", {"code": code, "csrf_token": token})
    assert page.path == "/ur/you"


@pytest.mark.parametrize("contact", ["07700 900123", "+44 7700 900123", "0044 7700 900 123", "(07700) 900123"])
def test_someone_with_a_phone_signs_in_by_text_message(app: Flask, browser: Browser, contact: str) -> None:
    APerson("Bilal", mobile="+447700900123")
    assert enter(browser, contact).path == "/you"


@pytest.mark.parametrize("contact", ["ADA@Example.com", "  ada@example.com  "])
def test_an_address_is_known_however_it_is_written(browser: Browser, ada: Person, contact: str) -> None:
    assert enter(browser, contact).path == "/you"


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("", "Type the email address or the mobile phone number that you gave us"),
        ("ada@", "Type an email address in full, such as name@example.com"),
        ("аda@example.com", "Type an email address in full, such as name@example.com"),
        ("ada", "Type a phone number with all its digits, such as 07700 900123"),
        ("\x00", "Type the email address or the mobile phone number that you gave us"),
    ],
)
def test_what_cannot_be_an_address_is_told_so_and_stays(browser: Browser, contact: str, told: str) -> None:
    page = ask(browser, contact)
    assert page.errors == [told]
    assert page.one("#contact").get("value") in {contact, "", None}


def test_the_answer_is_the_same_bytes_for_known_and_unknown(app: Flask, ada: Person) -> None:
    pages = []
    for contact in (ADA, "nobody@example.com"):
        browser = Browser(app)
        token = browser.visit("/sign-in").one("input[name='csrf_token']").get("value")
        sent = raw(browser, "POST", "/sign-in", data={"contact": contact, "next": "", "csrf_token": token})
        headers = {k: v for k, v in sent.headers if k != "Set-Cookie"}
        page = browser.visit("/sign-in/code")
        wrong = page.press("Continue", code="000000x1")
        over = [wrong := wrong.press("Continue", code="0000000") for _ in range(5)]
        pages.append((sent.status_code, headers, sent.data, *map(without_token, [page, wrong, *over])))
    assert pages[0] == pages[1]


def test_known_and_unknown_cost_the_same_and_write_the_same_kinds_of_rows(
    app: Flask, ada: Person, at_most: AtMost
) -> None:
    wrote = []
    for contact in (ADA, "nobody@example.com"):
        browser = Browser(app)
        token = browser.visit("/sign-in").one("input[name='csrf_token']").get("value")
        before = counts()
        with at_most(queries=8):
            raw(browser, "POST", "/sign-in", data={"contact": contact, "next": "", "csrf_token": token})
        after = counts()
        wrote.append({name: after[name] - before[name] for name in after if after[name] != before[name]})
    assert wrote[0] == wrote[1] == {"sign_in_code": 1, "attempt": 2, "message": 1}


def test_the_limit_is_not_told_either(app: Flask, browser: Browser, ada: Person) -> None:
    pages = [without_token(ask(browser)) for _ in range(7)]
    assert len(set(pages)) == 1


def test_someone_who_asked_too_often_signs_in_with_the_newest_that_came(browser: Browser, ada: Person) -> None:
    for _ in range(8):
        page = ask(browser)
    assert session.scalar(select(func.count()).where(Message.state == "waiting")) == 5
    assert page.press("Continue", code=code_in(newest())).path == "/you"


def test_the_newest_that_came_to_this_browser_works_after_another_asked_too_often(
    app: Flask, browser: Browser, ada: Person
) -> None:
    page = ask(browser)
    code = code_in(newest())
    for _ in range(6):
        ask(Browser(app))
    assert page.press("Continue", code=code).path == "/you"


def test_a_code_that_is_not_right_is_told_kindly_and_can_be_put_right(browser: Browser, ada: Person) -> None:
    page = ask(browser)
    code = code_in(newest())
    page = page.press("Continue", code=f"{(int(code) + 1) % 1_000_000:06}")
    assert page.errors == ["This code is not right. Look at the newest message, and type its 6 digits"]
    assert page.press("Continue", code=code).path == "/you"


def test_a_code_that_ended_says_so_and_leads_to_a_new_one(browser: Browser, clock: Clock, ada: Person) -> None:
    page = ask(browser)
    clock.advance(minutes=15, seconds=1)
    page = page.press("Continue", code=code_in(newest()))
    assert page.errors == ["This code has ended or was used. Ask for a new one below"]
    assert page.follow("Ask for a new code").heading == "See what you asked for"


def test_after_five_wrong_codes_the_right_one_is_refused_and_a_new_one_works(browser: Browser, ada: Person) -> None:
    page = ask(browser)
    code = code_in(newest())
    for _ in range(5):
        page = page.press("Continue", code="1")
    page = page.press("Continue", code=code)
    assert page.errors == ["That was tried too often. Ask for a new code below"]
    assert not is_signed_in(browser)
    assert enter(browser).path == "/you"


def test_a_browser_that_asked_for_nothing_is_sent_to_ask(browser: Browser) -> None:
    for path in ("/sign-in/code", "/sign-in/who"):
        assert browser.visit(path).path == "/sign-in"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_that_a_scanner_opens_signs_nobody_in_and_changes_nothing(
    browser: Browser, ada: Person, method: str
) -> None:
    ask(browser)
    path = urlsplit(link_in(newest())).path
    before = counts()
    for _ in range(3):
        assert raw(browser, method, path).status_code == 200
    assert counts() == before
    assert session.scalars(select(SignInCode.used_at)).one() is None
    assert not is_signed_in(browser)


def test_the_button_behind_a_link_signs_in_once_and_only_there(app: Flask, browser: Browser, ada: Person) -> None:
    ask(browser)
    path = urlsplit(link_in(newest())).path
    page = Browser(app).visit(path).press("Sign in")
    assert page.heading == "This link does not work here"
    assert "in the browser, where you asked for the code" in page.words
    assert session.scalar(select(func.count()).select_from(UserSession)) == 0
    page = browser.visit(path)
    assert page.heading == "Sign in" and ADA not in page.words and "Ada" not in page.words
    assert page.press("Sign in").path == "/you"
    assert "It works once, and for 15 minutes" in browser.visit(path).press("Sign in").words
    assert session.scalar(select(func.count()).select_from(UserSession)) == 1


def test_a_link_that_nobody_was_sent_says_what_to_do(browser: Browser) -> None:
    page = browser.visit("/sign-in/link/not-a-link").press("Sign in")
    assert page.heading == "This link does not work here"
    assert page.follow("Ask for a new code").path == "/sign-in"


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Forwarded", "X-Original-Host"])
def test_a_forged_host_changes_no_link(app: Flask, ada: Person, header: str) -> None:
    client = app.test_client()
    forged = {"base_url": "http://evil.example", "headers": {header: "host=evil.example"}}
    page = client.get("/sign-in", **forged)  # type: ignore[arg-type]
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    said = {"contact": ADA, "next": "", "csrf_token": token.group(1)}
    answer = client.post("/sign-in", data=said, **forged)  # type: ignore[arg-type]
    assert answer.status_code == 303 and answer.headers["Location"] == "/sign-in/code"
    assert link_in(newest()).startswith("http://localhost/sign-in/link/")
    assert "evil" not in newest().body


@pytest.fixture
def family(app: Flask) -> list[int]:
    """Two people at one address."""
    return [APerson(name, email="home@example.com").id for name in ("Amina Khan", "Bilal Karim")]


def test_a_family_on_one_address_is_told_apart_by_letters_and_sees_no_name(browser: Browser, family: list[int]) -> None:
    AnExpression(session.get_one(Person, family[0]), AProject("Calmer mornings"))
    page = enter(browser, "home@example.com")
    assert page.heading == "Who are you?"
    assert "A K" in page.words and "B K" in page.words
    for name in ("Amina", "Bilal", "Khan", "Karim"):
        assert name not in page.text
    page = page.press("Continue", person=str(family[1]))
    assert page.path == "/you" and "Bilal Karim" in page.words
    assert "Amina" not in page.text and "Calmer mornings" not in page.text


def test_who_you_are_is_chosen_from_those_at_the_address_only(browser: Browser, family: list[int]) -> None:
    stranger = APerson("Somebody Else")
    page = enter(browser, "home@example.com")
    assert page.press("Continue").errors == ["Choose your letters"]
    for person in (str(stranger.id), "x", "-1", "9" * 40):
        assert page.press("Continue", person=person).errors == ["Choose one of the answers"]
    assert not is_signed_in(browser)


def test_nobody_chooses_who_they_are_without_the_code(browser: Browser, family: list[int]) -> None:
    ask(browser, "home@example.com")
    assert browser.visit("/sign-in/who").path == "/sign-in"
    assert not is_signed_in(browser)


def test_who_you_are_must_be_said_within_a_quarter_of_an_hour(
    browser: Browser, clock: Clock, family: list[int]
) -> None:
    page = enter(browser, "home@example.com")
    clock.advance(minutes=15, seconds=1)
    assert page.press("Continue", person=str(family[0])).path == "/sign-in"


def test_a_code_lets_one_person_of_a_family_in_once(app: Flask, browser: Browser, family: list[int]) -> None:
    """A copy of the cookie from the question who they are opens nothing after the question was answered."""
    page = enter(browser, "home@example.com")
    copy = with_cookie(app, cookie_of(browser))
    token = page.one("input[name='csrf_token']").get("value")
    page.press("Continue", person=str(family[0]))
    browser.visit("/you").press("Sign out everywhere")
    copy.send("/sign-in/who", {"person": str(family[1]), "csrf_token": token})
    assert not is_signed_in(copy)


def test_someone_who_presses_twice_is_signed_in_all_the_same(browser: Browser, family: list[int]) -> None:
    page = enter(browser, "home@example.com")
    before = cookie_of(browser)
    token = page.one("input[name='csrf_token']").get("value")
    page.press("Continue", person=str(family[0]))
    after = cookie_of(browser)
    browser.client.set_cookie("portal", before)
    again = raw(browser, "POST", "/sign-in/who", data={"person": str(family[0]), "csrf_token": token})
    assert (again.status_code, again.headers["Location"]) == (303, "/you")
    assert "Set-Cookie" not in again.headers  # what the first press put there stands
    browser.client.set_cookie("portal", after)
    assert is_signed_in(browser)


def test_someone_goes_on_to_the_page_that_asked_them_to_sign_in(browser: Browser, ada: Person) -> None:
    interest = AnExpression(ada, AProject())
    wanted = f"/you/interests/{interest.id}/withdraw"
    page = browser.visit(wanted)
    assert urlsplit(page.path).path == "/sign-in"
    page = page.press("Send me a code", contact=ADA).press("Continue", code=code_in(newest()))
    assert page.path == wanted


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
    ],
)
def test_signing_in_leads_nowhere_else(browser: Browser, ada: Person, elsewhere: str) -> None:
    page = browser.visit("/sign-in")
    token = page.one("input[name='csrf_token']").get("value")
    for path, said in (("/sign-in?next=" + elsewhere, ""), ("/sign-in", elsewhere)):
        shown = browser.visit(path).one("input[name='next']").get("value") or ""
        assert shown == ""
        page = browser.send("/sign-in", {"contact": ADA, "next": said, "csrf_token": token})
        token = page.one("input[name='csrf_token']").get("value")
        code = code_in(newest())
        answer = raw(browser, "POST", "/sign-in/code", data={"code": code, "csrf_token": token})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/you")
        token = browser.visit("/sign-in").one("input[name='csrf_token']").get("value")


def test_half_an_hour_of_nothing_signs_someone_out(browser: Browser, clock: Clock, ada: Person) -> None:
    enter(browser)
    clock.advance(minutes=30)
    assert is_signed_in(browser)
    clock.advance(minutes=30)
    assert is_signed_in(browser)
    clock.advance(minutes=31)
    assert not is_signed_in(browser)


def test_twelve_hours_sign_someone_out_however_busy_they_are(browser: Browser, clock: Clock, ada: Person) -> None:
    enter(browser)
    for _ in range(12 * 3):
        clock.advance(minutes=20)
        assert is_signed_in(browser)
    clock.advance(seconds=1)
    assert not is_signed_in(browser)


def test_being_seen_is_written_at_most_once_a_minute(
    browser: Browser, clock: Clock, ada: Person, at_most: AtMost
) -> None:
    enter(browser)
    clock.advance(seconds=59)
    browser.visit("/you")
    assert session.scalars(select(UserSession.seen_at)).one() < clock.now
    clock.advance(seconds=2)
    browser.visit("/you")
    session.remove()
    assert session.scalars(select(UserSession.seen_at)).one() == clock.now


def test_signing_out_leaves_nothing_and_says_so(browser: Browser, ada: Person) -> None:
    page = enter(browser)
    token = page.one("input[name='csrf_token']").get("value")
    answer = raw(browser, "POST", "/sign-out", data={"csrf_token": token})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Location"] == "/signed-out"
    assert "no-store" in answer.headers["Cache-Control"]
    with browser.client.session_transaction() as cookie:
        assert dict(cookie) == {}
    assert browser.visit("/signed-out").heading == "You are signed out"
    assert not is_signed_in(browser)


def test_signing_out_needs_the_button(browser: Browser, ada: Person) -> None:
    enter(browser)
    assert raw(browser, "GET", "/sign-out").status_code == 405
    assert raw(browser, "POST", "/sign-out").status_code == 400
    assert is_signed_in(browser)


def test_a_copy_of_a_cookie_is_worth_nothing_after_signing_out(app: Flask, browser: Browser, ada: Person) -> None:
    enter(browser)
    thief = with_cookie(app, cookie_of(browser))
    assert is_signed_in(thief)
    browser.visit("/you").press("Sign out")
    assert not is_signed_in(thief)


def test_a_cookie_from_before_signing_in_is_never_signed_in(app: Flask, browser: Browser, ada: Person) -> None:
    page = ask(browser)
    planted = with_cookie(app, cookie_of(browser))
    page = page.press("Continue", code=code_in(newest()))
    assert not is_signed_in(planted)
    page.press("Sign out")
    assert not is_signed_in(planted)
    code = code_in(newest())
    page = planted.visit("/sign-in/code").press("Continue", code=code)
    assert page.errors == ["This code has ended or was used. Ask for a new one below"]


def test_a_form_s_token_from_before_signing_in_is_not_taken_over(browser: Browser, ada: Person) -> None:
    page = ask(browser)
    before = page.one("input[name='csrf_token']").get("value")
    page.press("Continue", code=code_in(newest()))
    assert raw(browser, "POST", "/you/sessions/end", data={"csrf_token": before}).status_code == 400
    assert is_signed_in(browser)


def test_signing_out_everywhere_signs_the_other_browser_out_too(app: Flask, browser: Browser, ada: Person) -> None:
    library, bob = Browser(app), Browser(app)
    enter(browser)
    sign_in(library, ada)
    sign_in(bob, APerson("Bob"))
    assert is_signed_in(library)
    assert browser.visit("/you").press("Sign out everywhere").heading == "You are signed out"
    assert not is_signed_in(browser) and not is_signed_in(library)
    assert is_signed_in(bob)


def test_a_member_of_staff_who_signs_in_as_a_member_opens_no_staff_door(browser: Browser) -> None:
    person = AStaffMember("admin", name="Sam Staff")
    sign_in(browser, person)
    assert is_signed_in(browser)
    for path in ("/staff", "/staff/interests", "/staff/record", "/staff/messages"):
        answer = raw(browser, "GET", path)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/staff/sign-in?")


def test_a_made_up_session_opens_nothing(browser: Browser, ada: Person) -> None:
    for token in ("", "x", str(ada.id), "\ud800", "a" * 5000):
        with browser.client.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert not is_signed_in(browser)


def test_the_pages_of_signing_in_are_kept_nowhere_and_can_be_left_at_once(browser: Browser, ada: Person) -> None:
    for page in (browser.visit("/sign-in"), ask(browser), browser.visit("/sign-in/link/x")):
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "Leave this page" in page.words


def test_the_code_page_of_the_example_leads_to_its_post(browser: Browser, ada: Person) -> None:
    assert ask(browser).follow("See the example's post").heading == "The example's post"


def _is_there(app: Flask, table: Any) -> bool:
    return bool(inspect(app.extensions["engine"]).has_table(table.__tablename__))


def test_every_web_server_knows_a_session_because_it_is_in_the_database(
    app: Flask, browser: Browser, ada: Person
) -> None:
    enter(browser)
    assert _is_there(app, UserSession) and _is_there(app, SignInCode)
    with database.writing() as held:
        held.execute(UserSession.__table__.delete())
    assert not is_signed_in(browser)
