"""Plain pages, and what machines ask."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from portal.help import services
from portal.help.services import Line
from tests.browser import Browser
from tests.conftest import AtMost
from tests.factories import AProject, ASession, AStory

PLAIN = ["/help", "/accessibility", "/privacy", "/cookies", "/how-stories-are-read", "/words", "/get-help-now"]


@pytest.mark.parametrize("address", PLAIN)
@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_plain_pages_open_in_each_language_without_a_cookie(browser: Browser, address: str, prefix: str) -> None:
    page = browser.visit(prefix + address)
    assert "Set-Cookie" not in page.response.headers
    assert page.one("html").get("dir") == ("rtl" if prefix else "ltr")


def test_help_lines_ring_and_those_for_a_crisis_come_first(browser: Browser, at_most: AtMost) -> None:
    services.add_line(Line("Carers Centre", "020 7790 1765", "9am to 5pm", "Advice", "Tower Hamlets", False), 1)
    services.add_line(Line("Samaritans", "Call 116 123 (free)", "24 hours", "To talk", "UK", True), 2)
    with at_most(queries=1):
        page = browser.visit("/get-help-now")
    assert page.links["116 123"] == "tel:116123"
    assert page.words.index("Samaritans") < page.words.index("Carers Centre")
    assert page.links["Leave this page"]
    assert page.response.headers["Cache-Control"] == "no-store"


def test_words_are_explained_by_the_alphabet(browser: Browser) -> None:
    services.add_term("PDSA", "Plan, do, study, act.")
    services.add_term("Big I", "A full member.")
    services.add_term("Big I", "A second meaning is not kept.")
    page = browser.visit("/words")
    assert page.words.index("A full member.") < page.words.index("Plan, do, study, act.")
    assert "second meaning" not in page.words


def test_machines_learn_that_we_are_alive_and_ready(app: Flask, browser: Browser, at_most: AtMost) -> None:
    with at_most(queries=0):
        assert browser.visit("/healthz").text == "alive\n"
    assert browser.visit("/readyz").text == "ready\n"


def test_a_database_that_waits_for_a_step_is_not_ready(app: Flask, browser: Browser) -> None:
    engine = app.extensions["engine"]
    with engine.begin() as connection:
        (held,) = connection.execute(text("SELECT version_num FROM alembic_version")).one()
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    try:
        assert browser.visit("/readyz", expect=503).text == "The database waits for: flask db upgrade\n"
    finally:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :held"), {"held": held})


def test_search_engines_are_told_of_every_public_page_and_of_nothing_else(browser: Browser) -> None:
    project, session, story = AProject(), ASession(), AStory()
    AProject("Draft", state="draft")
    AStory("Unread", state="waiting")
    found = browser.visit("/sitemap.xml").text
    for path in ("/projects", f"/projects/{project.slug}", f"/training/{session.slug}", f"/stories/{story.slug}"):
        assert f"<loc>http://localhost{path}</loc>" in found
        assert f"<loc>http://localhost/ur{path}</loc>" in found
    assert "draft" not in found and "unread" not in found and "/staff" not in found and "/you" not in found
    assert "Disallow: /staff" in browser.visit("/robots.txt").text
