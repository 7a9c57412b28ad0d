"""What someone began is never lost: found again by a code, a link or signing in, and deleted only after a word."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask, render_template
from sqlalchemy import func, select

from portal.database import session, writing
from portal.help import queries, services
from portal.kit import clock as portal_clock
from portal.kit import drafts
from portal.kit.audit import AuditEvent
from portal.kit.drafts import Draft
from portal.outbox.models import Message
from portal.signin.models import SignInCode
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import APerson, way_of
from tests.signin import raw
from tests.staffing import AStaffMember, sign_in

AMINA, PHONE = "amina@example.com", "+447700900123"


def begin(browser: Browser, name: str = "Amina") -> Page:
    """Someone begins to offer to join, and stops."""
    page = browser.visit("/join").press("Finish later", for_whom="self", name=name)
    assert page.heading == "We have kept what you wrote"
    return page


def begin_and_say_how(browser: Browser, **reach: str) -> Page:
    """Someone begins, says how to reach them, and stops at the question after that."""
    browser.visit("/join").press("Continue", for_whom="self", name="Amina")
    browser.visit("/join/reach").press("Continue", **(reach or {"channel": "email", "email": AMINA}))
    return browser.visit("/join/needs").press("Finish later", needs="A lift")


def written_code(page: Page) -> str:
    return page.words_in(".app-reference")


def the_draft() -> Draft:
    session.expire_all()
    return session.scalars(select(Draft).order_by(Draft.id.desc())).first()


def link() -> str:
    """The address that a message leads to."""
    return f"/continue/{(the_draft().reference or '').replace(' ', '')}"


def sent(kind: str = "") -> list[Message]:
    """What was written to anybody and is on its way, oldest first."""
    session.expire_all()
    found = session.scalars(select(Message).where(Message.state == "waiting").order_by(Message.id))
    return [message for message in found if not kind or message.kind == kind]


def six_digits() -> str:
    found = re.search(r"(?<![\w-])\d{6}(?![\w-])", sent("sign-in code")[-1].body)
    assert found
    return found.group()


def name_shown(page: Page) -> str | None:
    name: str | None = page.one("[name='name']").get("value")
    return name


def a_draft(owner_id: int | None = None, **given: Any) -> Draft:
    """Something begun, as it stands in the table."""
    with writing():
        draft, _token = drafts.start("join", "", "en", now=portal_clock.now(), owner_id=owner_id, **given)
    return draft


# The code that was written down


def test_someone_goes_on_with_a_code_on_another_phone(app: Flask, browser: Browser, at_most: AtMost) -> None:
    code = written_code(begin(browser))
    other = Browser(app)
    page = other.visit("/continue")
    with at_most(queries=14):
        page = page.press("Continue", code=code.lower().replace("-", " "))
    assert page.path == "/join/who" and name_shown(page) == "Amina"


def test_the_code_works_on_the_page_of_a_link_too(app: Flask, browser: Browser) -> None:
    code = written_code(begin(browser))
    page = Browser(app).visit(link()).press("Continue", code=code)
    assert page.path == "/join/who" and name_shown(page) == "Amina"


@pytest.mark.parametrize("code", ["", "x", "KRTW-462C-KRTW-462C", "😀" * 30])
@pytest.mark.parametrize("address", ["/continue", "/continue/KRT462W"])
def test_a_wrong_code_is_told_beside_the_field(browser: Browser, code: str, address: str) -> None:
    page = browser.visit(address).press("Continue", code=code)
    assert len(page.errors) == 1 and page.path == address


def test_a_machine_that_guesses_codes_is_stopped_and_told_so(
    app: Flask, browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = written_code(begin(browser))
    monkeypatch.setattr(services, "GUESSES_A_DEVICE", 3)
    other = Browser(app)
    for _guess in range(3):
        page = other.visit("/continue").press("Continue", code="KRTW-462C-KRTW-462C")
    assert other.visit("/continue").press("Continue", code=code).path == "/continue"
    clock.advance(minutes=61)
    assert page.press("Continue", code=code).path == "/join/who"


# The link


def test_someone_has_a_link_sent_and_the_message_says_nothing_about_them(browser: Browser, at_most: AtMost) -> None:
    page = begin(browser)
    with at_most(queries=14):
        page = page.press("Send me a link", contact=" Amina@Example.com ")
    assert "We have sent you a link" in page.words
    (message,) = sent()
    assert (message.address, message.channel) == (AMINA, "email")
    assert f"http://localhost{link()}" in message.body
    for word in ("join", "project", "health", "amina", "quality", "trust"):
        assert word not in (message.subject + message.body).lower()


def test_a_text_message_with_the_link_is_short(browser: Browser) -> None:
    begin(browser).press("Send me a link", contact="07700 900123")
    (message,) = sent()
    assert (message.address, message.channel) == (PHONE, "sms")
    assert len(message.body) <= 160 and message.body.endswith(link())


def test_what_they_gave_before_is_filled_in_already(browser: Browser) -> None:
    page = begin_and_say_how(browser)
    assert page.one("[name='contact']").get("value") == AMINA
    page.press("Send me a link", contact=PHONE)
    assert browser.visit("/join/later").one("[name='contact']").get("value") == PHONE


def test_pressing_twice_sends_one_link(browser: Browser, clock: Clock) -> None:
    page = begin(browser)
    for _time in range(3):
        assert "We have sent you a link" in page.press("Send me a link", contact=AMINA).words
    assert len(sent()) == 1
    clock.advance(hours=1)
    page.press("Send me a link", contact=AMINA)  # it did not come: they ask again
    assert len(sent()) == 2


@pytest.mark.parametrize("contact", ["", "amina@", "12"])
def test_an_address_that_cannot_be_one_is_told_and_stays(browser: Browser, contact: str) -> None:
    page = begin(browser).press("Send me a link", contact=contact)
    assert len(page.errors) == 1 and page.heading == "We have kept what you wrote"
    assert (page.one("#contact").get("value") or "") == contact
    assert sent() == []


def test_where_no_text_messages_can_be_sent_only_email_is_asked_for(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(app.extensions["settings"]), "can_text", False)
    page = begin(browser)
    assert "Your email address" in page.words and "mobile" not in page.words_in("main form")
    page = page.press("Send me a link", contact="07700 900123")
    assert page.errors == ["We cannot send text messages. Type an email address, such as name@example.com"]


def test_nobody_is_flooded_with_links_and_the_answer_is_the_same(app: Flask, clock: Clock) -> None:
    said = set()
    for _time in range(8):
        page = begin(Browser(app)).press("Send me a link", contact=AMINA)
        said.add(page.words.replace(written_code(page), ""))
        clock.advance(minutes=20)
    assert len(sent()) == services.LINKS_AN_ADDRESS and len(said) == 1


def test_a_device_that_sends_links_all_day_sends_no_more(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "LINKS_A_DEVICE", 2)
    for n in range(4):
        begin(Browser(app)).press("Send me a link", contact=f"stranger{n}@example.com")
    assert len(sent()) == 2


def test_a_link_is_opened_by_a_button_where_it_was_begun(browser: Browser, at_most: AtMost) -> None:
    begin(browser)
    path = link()
    with at_most(queries=2):
        page = browser.visit(path)
    assert page.heading == "Go on with what you began"
    page = page.press("Go on")
    assert page.path == "/join/who" and name_shown(page) == "Amina"


def test_a_mail_scanner_that_opens_a_link_changes_nothing(app: Flask, browser: Browser) -> None:
    begin(browser)
    before = the_draft().saved_at
    scanner = Browser(app)
    for _time in range(2):
        scanner.client.head(link())
        scanner.visit(link())
    assert name_shown(scanner.visit("/join")) is None
    assert the_draft().saved_at == before and sent() == []


def without_token(text: str) -> str:
    return re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", text)


def test_a_link_shows_another_browser_not_even_whether_there_is_something(app: Flask, browser: Browser) -> None:
    begin_and_say_how(browser)
    there, nowhere = link(), "/continue/KRT462W"
    assert there != nowhere
    pages = [without_token(Browser(app).visit(path).text).replace(path, "") for path in (there, nowhere)]
    assert pages[0] == pages[1] and "Amina" not in pages[0]


# A code sent for it


def ask_for_code(app: Flask, path: str = "") -> tuple[Browser, Page]:
    other = Browser(app)
    page = other.visit(path or link()).press("Send me a code")
    assert page.heading == "Type the code"
    return other, page


def test_someone_without_their_code_is_sent_another_and_goes_on(app: Flask, browser: Browser, at_most: AtMost) -> None:
    begin_and_say_how(browser)
    other, page = ask_for_code(app)
    (message,) = sent("sign-in code")
    assert message.address == AMINA and "://" not in message.body
    with at_most(queries=18):
        page = page.press("Continue", code=six_digits())
    assert page.path == "/join/needs" and "A lift" in page.one("#needs").text
    assert name_shown(other.visit("/join/who")) == "Amina"


def test_the_code_goes_where_the_link_went(app: Flask, browser: Browser) -> None:
    begin(browser).press("Send me a link", contact=PHONE)
    _other, page = ask_for_code(app)
    assert sent("sign-in code")[0].address == PHONE
    assert name_shown(page.press("Continue", code=six_digits())) == "Amina"


def test_finishing_later_again_after_a_code_needs_no_written_code(app: Flask, browser: Browser) -> None:
    begin_and_say_how(browser)
    _other, page = ask_for_code(app)
    page = page.press("Continue", code=six_digits()).press("Finish later", needs="A lift and a seat")
    assert not page.all(".app-reference") and "open the link that we sent you" in page.words


def test_a_way_that_was_typed_and_not_confirmed_is_not_written_to(app: Flask, browser: Browser) -> None:
    browser.visit("/join").press("Continue", for_whom="self", name="Amina")
    browser.visit("/join/reach").press("Finish later", channel="email", email="someone.else@example.com")
    ask_for_code(app)
    assert sent() == []


def test_the_answer_is_the_same_when_there_is_nothing_or_nowhere_to_write_to(
    app: Flask, browser: Browser, at_most: AtMost
) -> None:
    begin_and_say_how(browser)
    there = link()
    begin(Browser(app), "Nobody to write to")
    pages = []
    for path in (there, link(), "/continue/KRT462W"):
        other = Browser(app)
        page = other.visit(path)
        with at_most(queries=14):
            page = page.press("Send me a code")
        wrong = [page := page.press("Continue", code="1") for _try in range(6)]
        pages.append([without_token(shown.text).replace(path, "") for shown in wrong])
    assert pages[0] == pages[1] == pages[2]
    assert [message.address for message in sent()] == [AMINA]
    assert session.scalar(select(func.count()).select_from(SignInCode)) == 3


def test_a_code_works_only_in_the_browser_that_asked(app: Flask, browser: Browser) -> None:
    begin_and_say_how(browser)
    ask_for_code(app)
    thief = Browser(app)
    assert thief.visit(f"{link()}/code").path == link()  # it asked for nothing
    _thief, page = ask_for_code(app, "/continue/KRT462W")
    assert page.press("Continue", code=six_digits()).errors


def test_a_code_for_one_draft_opens_no_other(app: Flask, browser: Browser) -> None:
    begin_and_say_how(browser)
    first = link()
    begin_and_say_how(Browser(app))
    second = link()
    other, page = ask_for_code(app, first)
    page = other.visit(f"{second}/code")
    assert page.press("Continue", code=six_digits()).errors == [
        "This code has ended or was used. Ask for a new one below"
    ]


def test_a_code_ends_after_a_quarter_of_an_hour_and_after_five_tries(
    app: Flask, browser: Browser, clock: Clock
) -> None:
    begin_and_say_how(browser)
    _other, page = ask_for_code(app)
    code = six_digits()
    for _try in range(5):
        page = page.press("Continue", code="1")
    assert page.press("Continue", code=code).errors == ["That was tried too often. Ask for a new code below"]
    _other, page = ask_for_code(app)
    clock.advance(minutes=15, seconds=1)
    assert page.press("Continue", code=six_digits()).errors == [
        "This code has ended or was used. Ask for a new one below"
    ]


def test_a_code_that_was_used_opens_nothing_more(app: Flask, browser: Browser) -> None:
    begin_and_say_how(browser)
    other, page = ask_for_code(app)
    code, path = six_digits(), page.path
    copy = Browser(app)
    copy.client.set_cookie("portal", other.client.get_cookie("portal").value)
    page.press("Continue", code=code)
    assert copy.visit(path).press("Continue", code=code).errors


def test_a_code_to_a_wrong_address_opens_nothing_once_it_is_put_right(app: Flask, browser: Browser) -> None:
    later = begin(browser)
    later.press("Send me a link", contact="wrong@example.com")
    stranger, page = ask_for_code(app)
    code = six_digits()
    browser.visit("/join/later").press("Send me a link", contact=AMINA)
    token = page.one("input[name='csrf_token']").get("value")
    page = stranger.send(f"{link()}/code", {"code": code, "csrf_token": token}, expect=404)
    assert page.heading == "We cannot find what you began" and name_shown(stranger.visit("/join")) is None


def test_what_was_sent_or_deleted_meanwhile_says_so(app: Flask, browser: Browser) -> None:
    begin_and_say_how(browser)
    other, page = ask_for_code(app)
    token, path, code = page.one("input[name='csrf_token']").get("value"), page.path, six_digits()
    with writing() as held:
        held.delete(held.get_one(Draft, the_draft().id))
    page = other.send(path, {"code": code, "csrf_token": token}, expect=404)
    assert page.heading == "We cannot find what you began"


def test_nobody_is_sent_a_code_for_what_staff_fill_in_or_for_what_was_sent(
    app: Flask, browser: Browser, clock: Clock
) -> None:
    staff = AStaffMember()
    told = {"data": {"reach": {"channel": "email", "email": AMINA}}, "outcome": {"whole": ["reach"]}}
    a_draft(by_id=staff.id, how="on_phone", **told)
    ask_for_code(app)
    a_draft(sent_at=clock.now, channel="email", value=AMINA)
    ask_for_code(app)
    assert sent() == []


def test_the_pages_of_going_on_are_kept_nowhere_and_can_be_left_at_once(app: Flask, browser: Browser) -> None:
    begin_and_say_how(browser)
    other, page = ask_for_code(app)
    for shown in (page, other.visit(link()), other.visit("/continue"), browser.visit("/join/later")):
        assert shown.response.headers["Cache-Control"] == "no-store"
        assert "Leave this page" in shown.words


# Begun while signed in


def theirs(browser: Browser, name: str = "Ada", **given: Any) -> Draft:
    """Something that someone began while signed in, in this browser."""
    person = APerson(name, email=f"{name.lower()}@example.com")
    sign_in(browser, person)
    said = {"who": {"for_whom": "self", "name": name}, "reach": {"channel": "email", "email": way_of(person).value}}
    return a_draft(person.id, data=said, outcome={"whole": ["who", "reach"]}, **given)


def test_whoever_was_signed_in_goes_on_by_their_link_once_they_are_again(app: Flask, browser: Browser) -> None:
    draft = theirs(browser)
    page = browser.visit(link()).press("Go on")
    assert page.path == "/join/needs"
    later = page.press("Finish later", needs="A lift")
    assert not later.all(".app-reference") and "sign in on any phone or computer" in later.words
    stranger, page = ask_for_code(app)
    page = page.press("Continue", code=six_digits())
    assert urlsplit(page.path).path == "/sign-in"  # the code alone is not enough
    sign_in(stranger, APerson("Somebody Else"))
    assert "A lift" not in stranger.visit("/join/needs").text
    assert session.get_one(Draft, draft.id).answers()["needs"] == "A lift"


def test_someone_finds_on_their_own_page_what_they_began(browser: Browser, at_most: AtMost) -> None:
    draft = theirs(browser)
    a_draft(APerson("Bob").id)
    a_draft(draft.owner_id, by_id=AStaffMember().id)
    a_draft(draft.owner_id, sent_at=portal_clock.now())
    with at_most(queries=1):
        begun = queries.begun_by(draft.owner_id or 0)
    assert [row.id for row in begun] == [draft.id]
    with browser.app.test_request_context():
        said = render_template("help/_begun.html", begun=begun)
    assert "Offer to join a project" in said and f"/you/drafts/{draft.id}/delete" in said


def press_go_on(browser: Browser, id: int, expect: int | None = None) -> Page:
    page = browser.visit("/you")
    token = page.one("input[name='csrf_token']").get("value")
    return browser.send(f"/you/drafts/{id}/go-on", {"csrf_token": token}, expect=expect)


def test_going_on_from_one_s_own_page_needs_no_code(browser: Browser) -> None:
    draft = theirs(browser)
    assert press_go_on(browser, draft.id).path == "/join/needs"
    assert name_shown(browser.visit("/join/who")) == "Ada"


def test_what_another_began_is_not_there(app: Flask, browser: Browser) -> None:
    draft, other = theirs(browser), Browser(app)
    theirs(other, "Bob")
    page = press_go_on(other, draft.id, expect=404)
    unknown = press_go_on(other, 2**31 - 1, expect=404)
    assert page.words == unknown.words
    other.visit(f"/you/drafts/{draft.id}/delete", expect=404)
    token = other.visit("/you").one("input[name='csrf_token']").get("value")
    other.send(f"/you/drafts/{draft.id}/delete", {"csrf_token": token})
    assert session.get(Draft, draft.id) is not None


def test_someone_deletes_what_they_began_after_a_question(browser: Browser, at_most: AtMost) -> None:
    draft = theirs(browser)
    with at_most(queries=3):
        page = browser.visit(f"/you/drafts/{draft.id}/delete")
    assert page.heading == "Do you want to delete what you began?"
    assert page.press("Yes, delete it").path == "/you?done=yes"
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Draft)) == 0
    assert page.press("Yes, delete it").path == "/you?done=yes"  # pressed twice
    assert session.scalars(select(AuditEvent.kind)).all() == ["draft deleted"]


# Forgetting


def sweep(now: Any) -> None:
    """What the worker does each minute, in its order."""
    services.warn_before_forgetting(now)
    services.forget_drafts(now)


def test_what_was_begun_is_forgotten_after_thirty_days(browser: Browser, clock: Clock) -> None:
    begin(browser)
    sweep(clock.advance(days=29))
    assert the_draft() is not None
    sweep(clock.advance(days=2))
    assert the_draft() is None and sent() == []


def test_someone_is_told_once_three_days_before(browser: Browser, clock: Clock) -> None:
    begin_and_say_how(browser)
    sweep(clock.advance(days=26, hours=23))
    assert sent() == []
    clock.advance(hours=1)
    for _minute in range(3):
        sweep(clock.advance(minutes=1))
    (message,) = sent()
    assert (message.address, message.kind) == (AMINA, "draft ending")
    assert "We keep it until Wednesday 1 April 2026" in message.body
    assert f"http://localhost{link()}" in message.body
    for word in ("join", "project", "health", "amina", "quality", "trust"):
        assert word not in (message.subject + message.body).lower()
    sweep(clock.advance(days=3))
    assert the_draft() is None and len(sent()) == 1


def test_whoever_had_a_link_sent_is_told_there(browser: Browser, clock: Clock) -> None:
    begin(browser).press("Send me a link", contact=PHONE)
    sweep(clock.advance(days=27, minutes=1))
    assert [(m.kind, m.address) for m in sent()] == [("draft link", PHONE), ("draft ending", PHONE)]


def test_writing_on_after_that_keeps_it_for_another_thirty_days(browser: Browser, clock: Clock) -> None:
    begin_and_say_how(browser)
    sweep(clock.advance(days=27, minutes=1))
    browser.visit("/join/needs").press("Finish later", needs="A lift and a seat")
    sweep(clock.advance(days=20))
    assert the_draft().warned_at is None and len(sent()) == 1
    sweep(clock.advance(days=7, minutes=1))
    assert len(sent()) == 2


def test_whoever_is_told_late_still_has_the_days_that_they_were_told(browser: Browser, clock: Clock) -> None:
    begin_and_say_how(browser)
    sweep(clock.advance(days=40))  # nothing was swept for a while
    assert "We keep it until Tuesday 14 April 2026" in sent()[0].body
    sweep(clock.advance(days=2, hours=23))
    assert the_draft() is not None
    sweep(clock.advance(hours=2))
    assert the_draft() is None


def test_nobody_is_told_about_what_they_sent_what_staff_began_or_a_form_that_was_cut_off(
    app: Flask, clock: Clock
) -> None:
    way = {"channel": "email", "value": AMINA}
    a_draft(sent_at=clock.now, **way)
    a_draft(by_id=AStaffMember().id, how="in_room", **way)
    with writing():
        drafts.start("interrupted", "/staff", "en", now=clock.now, **way)
    sweep(clock.advance(days=28))
    assert sent() == []
    sweep(clock.advance(days=3, minutes=1))
    assert the_draft() is None


def test_two_workers_tell_someone_once(browser: Browser, clock: Clock) -> None:
    begin_and_say_how(browser)
    now = clock.advance(days=28)
    services.warn_before_forgetting(now)
    with writing():
        the_draft().warned_at = None  # as the second worker saw it
    services.warn_before_forgetting(now + timedelta(seconds=1))
    assert len(sent()) == 1


def test_a_message_speaks_the_language_in_which_it_was_begun(browser: Browser, clock: Clock) -> None:
    page = browser.visit("/ur/join")
    token = page.one("input[name='csrf_token']").get("value")
    browser.send("/ur/join", {"for_whom": "self", "name": "آمنہ", "later": "yes", "csrf_token": token})
    page = browser.page
    assert page is not None
    token = page.one("main input[name='csrf_token']").get("value")
    browser.send("/ur/join/later", {"contact": AMINA, "csrf_token": token})
    assert f"http://localhost/ur{link()}" in sent()[0].body and sent()[0].locale == "ur"


def test_a_draft_from_before_there_were_references_gets_one_with_its_link(browser: Browser) -> None:
    page = begin(browser)
    with writing():
        the_draft().reference = None
    page.press("Send me a link", contact=AMINA)
    assert the_draft().reference and link() in sent()[0].body


def test_asking_for_a_link_is_a_press_and_never_a_look(browser: Browser) -> None:
    begin(browser)
    assert raw(browser, "GET", f"{link()}/send-code").status_code == 405
    assert raw(browser, "HEAD", "/join/later").status_code == 200
    assert sent() == []
