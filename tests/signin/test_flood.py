"""Signing in while someone floods it, from other devices, after signing out, and on a phone that two people share."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.outbox.models import Message
from portal.signin import rules, services
from tests.browser import Browser, Page
from tests.conftest import Clock
from tests.factories import AnExpression, APerson, AProject
from tests.signin import raw

MANY = 200
ADA, PHONE = "ada@example.com", "+447700900123"


def sent() -> list[Message]:
    """What is on its way to anybody, oldest first."""
    session.expire_all()
    return list(session.scalars(select(Message).where(Message.state == "waiting").order_by(Message.id)))


def code_in(message: Message) -> str:
    found = re.search(r"Your code is (\d{6})", message.body)
    assert found, message.body
    return found.group(1)


def link_in(message: Message) -> str:
    found = re.search(r"http://localhost(/sign-in/link/\S+)", message.body)
    assert found, message.body
    return found.group(1)


def ask(browser: Browser, contact: str = ADA) -> Page:
    return browser.visit("/sign-in").press("Send me a code", contact=contact)


def flood(browser: Browser, contacts: list[str]) -> set[tuple[int, str]]:
    """Ask for a code for each; every answer that came."""
    token = browser.visit("/sign-in").one("input[name='csrf_token']").get("value")
    answers = set()
    for contact in contacts:
        answer = raw(browser, "POST", "/sign-in", data={"contact": contact, "next": "", "csrf_token": token})
        answers.add((answer.status_code, answer.headers["Location"]))
    return answers


def is_signed_in(browser: Browser) -> bool:
    return raw(browser, "GET", "/you").status_code == 200


def test_two_hundred_requests_for_one_address_send_five_messages_and_the_newest_works(
    app: Flask, browser: Browser
) -> None:
    APerson("Ada Lovelace", email=ADA)
    assert flood(browser, [ADA] * MANY) == {(303, "/sign-in/code")}
    assert len(sent()) == rules.CODES_IN_TIME
    page = browser.visit("/sign-in/code").press("Continue", code=code_in(sent()[-1]))
    assert page.path == "/you" and "Ada Lovelace" in page.words


def test_two_hundred_strangers_who_flood_an_address_do_not_shut_its_owner_out_for_long(
    app: Flask, browser: Browser, clock: Clock
) -> None:
    APerson("Ada Lovelace", email=ADA)
    flood(Browser(app), [ADA] * MANY)
    clock.advance(minutes=15, seconds=1)
    page = ask(browser)
    assert page.press("Continue", code=code_in(sent()[-1])).path == "/you"


def test_two_hundred_requests_from_one_device_send_no_more_than_its_limit(
    app: Flask, browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "CODES_A_DEVICE", 20)
    people = [f"person{n}@example.com" for n in range(MANY)]
    for number, email in enumerate(people):
        APerson(f"Person {number}", email=email)
    assert flood(browser, people) == {(303, "/sign-in/code")}
    assert [message.address for message in sent()] == people[:20]
    page = browser.visit("/sign-in/code").press("Continue", code=code_in(sent()[-1]))
    assert page.path == "/you" and "Person 19" in page.words  # the newest that was sent
    clock.advance(hours=1, seconds=1)
    ask(Browser(app), people[-1])
    assert sent()[-1].address == people[-1]


def test_a_code_and_its_link_are_used_once(app: Flask, browser: Browser) -> None:
    APerson("Ada Lovelace", email=ADA)
    page = ask(browser)
    code, link = code_in(sent()[-1]), link_in(sent()[-1])
    before = browser.client.get_cookie("portal")
    assert page.press("Continue", code=code).path == "/you"
    replay = Browser(app)
    replay.client.set_cookie("portal", before.value)
    assert replay.visit("/sign-in/code").press("Continue", code=code).errors
    assert replay.visit(link).press("Sign in").heading == "This link does not work here"
    assert not is_signed_in(replay)


def test_a_code_and_its_link_do_nothing_on_another_device(app: Flask, browser: Browser) -> None:
    APerson("Ada Lovelace", email=ADA)
    other = Browser(app)
    ask(other, "nobody@example.com")
    ask(browser)
    code, link = code_in(sent()[-1]), link_in(sent()[-1])
    assert other.visit("/sign-in/code").press("Continue", code=code).errors
    assert other.visit(link).press("Sign in").heading == "This link does not work here"
    assert not is_signed_in(other)
    assert browser.visit(link).press("Sign in").path == "/you"  # and they still work where they were asked for


@pytest.mark.parametrize("button", ["Sign out", "Sign out everywhere"])
def test_a_code_and_its_link_do_nothing_after_signing_out(app: Flask, browser: Browser, button: str) -> None:
    APerson("Ada Lovelace", email=ADA)
    page = ask(browser)
    code, link = code_in(sent()[-1]), link_in(sent()[-1])
    page = page.press("Continue", code=code)
    inside = browser.client.get_cookie("portal")
    page.press(button)
    assert browser.visit(link).press("Sign in").heading == "This link does not work here"
    assert not is_signed_in(browser)
    thief = Browser(app)
    thief.client.set_cookie("portal", inside.value)
    assert not is_signed_in(thief)
    assert thief.visit(link).press("Sign in").heading == "This link does not work here"


def test_two_people_on_one_phone_are_told_apart_by_initials_and_neither_sees_the_other_s(app: Flask) -> None:
    names, ids, offers = ("Amina Khan", "Bilal Karim"), [], []
    for name, title in zip(names, ("Calmer mornings", "Kinder letters"), strict=True):
        person = APerson(name, mobile=PHONE)
        offer = AnExpression(person, AProject(title))
        ids.append(str(person.id))
        offers.append((offer.reference, f"/you/interests/{offer.id}/withdraw"))
    for mine, theirs in ((0, 1), (1, 0)):
        phone = Browser(app)
        page = ask(phone, "07700 900123").press("Continue", code=code_in(sent()[-1]))
        assert page.heading == "Who are you?" and "A K" in page.words and "B K" in page.words
        assert not [name for name in " ".join(names).split() if name in page.text]
        page = page.press("Continue", person=ids[mine])
        assert offers[mine][0] in page.text and names[mine] in page.words
        assert offers[theirs][0] not in page.text and names[theirs] not in page.text
        phone.visit(offers[theirs][1], expect=404)
        page.press("Sign out")
        assert not is_signed_in(phone)
