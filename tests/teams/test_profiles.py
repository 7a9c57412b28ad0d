"""A one-page profile: written by the person, seen by nobody until they say so, and taken back at once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from portal.database import add, session, writing
from portal.kit import clock
from portal.kit.audit import AuditEvent
from portal.people.models import Person
from portal.teams.models import SkillsSurvey
from portal.teams.rules.profiles import PARTS
from portal.teams.services import members
from portal.teams.services import profiles as services
from portal.teams.services.profiles import Written
from tests.browser import Browser
from tests.conftest import AtMost
from tests.factories import ADirectorate, AMember, AnExpression, APerson, AProject
from tests.pdfs import Pdf
from tests.staffing import sign_in, sign_in_staff


def a_member() -> tuple[int, int, int]:
    """Someone who told us things, on a team: person, project, membership."""
    project, ada = AProject("Quiet nights", directorate_id=ADirectorate().id), APerson("Ada Lovelace")
    with writing():
        told = {"good_at": "designing", "good_words": "Knitting", "lived_words": "A ward at night"}
        add(SkillsSurvey(person_id=ada.id, changed_at=clock.now(), times="tue_evening", **told))
    return ada.id, project.id, AMember(ada, project).id


def as_member(app: Flask, person_id: int) -> Browser:
    browser = Browser(app)
    sign_in(browser, session.get_one(Person, person_id))
    return browser


def test_nobody_reads_a_line_until_it_is_approved_and_shown_and_not_a_moment_longer(
    app: Flask, browser: Browser, at_most: AtMost
) -> None:
    ada, project, member = a_member()
    mine, address = as_member(app, ada), f"/staff/projects/{project}/profiles/{ada}"
    sign_in_staff(browser)
    page = mine.visit("/you").follow("Write your one-page profile")
    assert "Knitting" in page.one("#good_at").text and not page.one("#lived").text.strip()
    browser.visit(address, expect=404)
    page = page.press("Save who sees it", projects=[str(project)])
    browser.visit(address, expect=404)  # shown, but no line is approved
    page = page.press("Save", good_at="Knitting for everyone", good_at_seen=["yes"], lived="A ward", when="Tuesdays")
    assert "Knitting for everyone" in page.words and "nobody has read it yet" in page.words
    with at_most(queries=8):
        seen = browser.visit(address)
    assert "Knitting for everyone" in seen.words
    for hidden in ("A ward", "Tuesdays"):
        assert hidden not in seen.words and hidden not in Pdf(browser.client.get(f"{address}.pdf").data).text
    assert "Their one-page profile" in browser.visit(f"/staff/members/{member}").words
    with at_most(queries=6):
        page = mine.visit("/you/profile")
    assert "first read on Monday 2 March 2026" in page.words
    page = page.press("Save", good_at="Something else", good_at_seen=[])
    browser.visit(address, expect=404)
    page = page.press("Save", good_at_seen=["yes"])
    assert "Something else" in browser.visit(address).words
    page.press("Save who sees it", projects=[])
    browser.visit(address, expect=404)
    browser.visit(f"{address}.pdf", expect=404)
    kinds = select(AuditEvent.kind).where(AuditEvent.about_person_id == ada)
    assert {"profile written", "profile shown", "profile taken back", "looked at profile"} <= set(
        session.scalars(kinds)
    )


def test_whoever_leaves_shows_nothing_any_more(app: Flask, browser: Browser) -> None:
    ada, project, member = a_member()
    now = clock.now()
    services.write(ada, {"learn": Written("Charts", True)}, now=now)
    services.show_to(ada, [project], now=now)
    sign_in_staff(browser)
    browser.visit(f"/staff/projects/{project}/profiles/{ada}")
    members.leave(member, person_id=ada, now=now)
    browser.visit(f"/staff/projects/{project}/profiles/{ada}", expect=404)


def test_it_is_shown_only_to_projects_of_one_s_own(app: Flask, browser: Browser) -> None:
    ada, project, _member = a_member()
    other = AProject("Other", directorate_id=ADirectorate().id)
    offered = AProject("Offered", directorate_id=ADirectorate().id)
    AnExpression(session.get_one(Person, ada), offered)
    now, other_id, offered_id = clock.now(), other.id, offered.id
    services.write(ada, {"learn": Written("Charts", True)}, now=now)
    services.show_to(ada, [other_id, offered_id], now=now)
    sign_in_staff(browser)
    browser.visit(f"/staff/projects/{offered_id}/profiles/{ada}")
    for id in (other_id, project):
        browser.visit(f"/staff/projects/{id}/profiles/{ada}", expect=404)
    lead = Browser(app)
    sign_in_staff(lead, "pp_lead", ADirectorate())
    lead.visit(f"/staff/projects/{offered_id}/profiles/{ada}", expect=404)


def test_what_was_told_anew_changes_no_line_and_stands_beside_it(app: Flask) -> None:
    ada, _project, _member = a_member()
    services.write(ada, {"good_at": Written("Knitting", True)}, now=clock.now())
    with writing() as open_session:
        open_session.scalars(select(SkillsSurvey)).one().good_words = "Chess"
    page = as_member(app, ada).visit("/you/profile")
    assert page.one("#good_at").text.strip() == "Knitting" and "You told us something else since then" in page.words
    assert "Chess" in page.words


def test_the_sheet_is_one_page_in_the_person_s_language_and_only_theirs(app: Flask, browser: Browser) -> None:
    ada, project, _member = a_member()
    browser_of_ada = as_member(app, ada)
    browser_of_ada.visit("/you/profile.pdf", expect=404)
    with writing() as open_session:
        open_session.get_one(Person, ada).locale = "ur"
    services.write(ada, {part: Written("A long word " * 41, True) for part in PARTS}, now=clock.now())
    services.show_to(ada, [project], now=clock.now())
    sign_in_staff(browser)
    theirs = Pdf(browser.visit(f"/staff/projects/{project}/profiles/{ada}.pdf").response.data)
    mine = Pdf(browser_of_ada.visit("/you/profile.pdf").response.data)
    assert [theirs.pages, mine.pages] == [1, 1]
    assert mine.headings(1) == ["One-page profile"] and theirs.root["/Lang"] == "ur"
    assert "Ada Lovelace" in mine.seen
