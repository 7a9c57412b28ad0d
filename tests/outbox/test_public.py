"""The example's post: what the example would have sent, for everyone to see; a real portal has no such page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.outbox.channels import Files
from portal.training import calendar
from tests.browser import Browser
from tests.conftest import MONDAY, Clock
from tests.outbox import the_message, write


@pytest.fixture
def folder(app: Flask) -> Iterator[Path]:
    """Where the example's messages are, empty at first."""
    found: Path = app.extensions["settings"].instance / "post"
    shutil.rmtree(found, ignore_errors=True)
    yield found
    shutil.rmtree(found, ignore_errors=True)


def post(folder: Path, clock: Clock, key: str = "one", **given: Any) -> None:
    write(clock, key, **given)
    Files(folder).send(the_message(key))


def test_the_post_is_empty_at_first_and_says_what_to_do(browser: Browser, folder: Path) -> None:
    page = browser.visit("/example/post")
    assert page.heading == "The example's post" and "There is no message yet" in page.words


def test_someone_who_tries_the_example_reads_what_it_would_have_sent_newest_first(
    browser: Browser, folder: Path, clock: Clock
) -> None:
    post(folder, clock, "one", subject="The first")
    clock.advance(minutes=1)
    post(folder, clock, "two", subject="The second", channel="sms", address="+447700900123")
    page = browser.visit("/example/post")
    assert [" ".join(h.text_content().split()) for h in page.all("h2.nhsuk-card__heading")] == [
        "The second",
        "The first",
    ]
    assert "ada@example.com, Monday 2 March 2026" in page.words and "+447700900123" in page.words


def test_the_post_is_narrowed_to_one_address(browser: Browser, folder: Path, clock: Clock) -> None:
    post(folder, clock, "one", body="For Ada")
    post(folder, clock, "two", body="For Bob", address="bob@example.com")
    page = browser.visit("/example/post").press("Show these", to=" BOB@example.com ")
    assert "For Bob" in page.words and "For Ada" not in page.words
    assert page.one("#to").get("value") == "bob@example.com"


def test_only_links_of_ours_can_be_pressed(browser: Browser, folder: Path, clock: Clock) -> None:
    ours, theirs, alike = "http://localhost/you", "https://meet.example/abc", "http://localhost.evil.example/you"
    post(folder, clock, body=f"See {ours} and {theirs} and {alike} now")
    page = browser.visit("/example/post")
    assert [a.get("href") for a in page.all(".app-written a")] == [ours]
    assert page.words_in(".app-written") == f"See {ours} and {theirs} and {alike} now"


def test_scripts_in_a_message_are_shown_as_text(browser: Browser, folder: Path, clock: Clock) -> None:
    post(folder, clock, subject="<script>alert(1)</script>", body='<b>bold</b> http://localhost/"><b>x')
    page = browser.visit("/example/post")
    assert "<script>alert(1)</script>" in page.words and not page.all(".app-written b")


def test_a_message_in_urdu_is_marked_as_urdu(browser: Browser, folder: Path, clock: Clock) -> None:
    post(folder, clock, locale="ur", subject="آپ کا کوڈ", body="آپ کا کوڈ 123456 ہے")
    page = browser.visit("/example/post")
    assert page.one(".app-written").get("lang") == page.one("h2.nhsuk-card__heading").get("lang") == "ur"
    assert "آپ کا کوڈ 123456 ہے" in page.words


def test_a_message_with_a_calendar_file_says_so(browser: Browser, folder: Path, clock: Clock) -> None:
    days = (calendar.Day(1, MONDAY, MONDAY + timedelta(hours=2)),)
    entry = calendar.Entry(3, 1, "First step", days, "Example House", "Come in", MONDAY)
    post(folder, clock, attachment=calendar.entry_file(entry, now=MONDAY), locale="ur")
    page = browser.visit("/example/post")
    assert "With a calendar file" in page.words and page.one(".app-written").get("lang") == "ur"


def test_a_long_post_shows_the_newest_fifty(browser: Browser, folder: Path, clock: Clock) -> None:
    for number in range(53):
        post(folder, clock, str(number), subject=f"Number {number}.")
    page = browser.visit("/example/post")
    assert len(page.all(".app-written")) == 50
    assert "Number 52." in page.words and "Number 2." not in page.words


@pytest.mark.parametrize("to", ["nobody%00", "x" * 5000, "nobody%ED%A0%80", "'\"><script>"])
def test_an_address_that_is_none_finds_nothing(browser: Browser, folder: Path, clock: Clock, to: str) -> None:
    post(folder, clock)
    assert "There is no message yet" in browser.visit(f"/example/post?to={to}").words


def test_a_real_portal_has_no_such_page(app: Flask, browser: Browser, folder: Path, clock: Clock) -> None:
    post(folder, clock, body="A private word")
    as_example = app.extensions["settings"]
    app.extensions["settings"] = replace(as_example, is_example=False)
    try:
        page = browser.visit("/example/post", expect=404)
    finally:
        app.extensions["settings"] = as_example
    assert "A private word" not in page.text


def test_the_post_is_kept_nowhere_and_found_by_no_search(browser: Browser, folder: Path) -> None:
    headers = browser.visit("/example/post").response.headers
    assert headers["Cache-Control"] == "no-store" and "noindex" in headers["X-Robots-Tag"]
