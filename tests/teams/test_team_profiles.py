"""What a team says of itself before anybody joins it."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.database import writing
from portal.kit import clock
from portal.kit.errors import ChangedMeanwhile
from portal.projects.models import Project
from portal.teams.rules.team_profiles import MOST
from portal.teams.services import team_profiles as services
from tests.browser import Browser
from tests.conftest import AtMost
from tests.factories import ADirectorate, AProject
from tests.pdfs import Pdf
from tests.staffing import AStaffMember, sign_in_staff

SAID = {
    "meetings": "One hour, with a break.",
    "greets": "Jo, at the main door",
    "jargon": "",
    "failed": "",
    "hopes": "",
}


def a_project() -> tuple[int, str]:
    project = AProject("Quiet nights", directorate_id=ADirectorate().id)
    return project.id, project.slug


def test_a_lead_writes_it_and_only_then_everyone_reads_it_from_the_project_s_page(
    browser: Browser, at_most: AtMost
) -> None:
    id, slug = a_project()
    sign_in_staff(browser)
    browser.visit(f"/projects/{slug}/team", expect=404)
    page = browser.visit(f"/staff/projects/{id}").follow("About the team")
    page = page.press("Save", meetings="One hour, with a break.", is_public="yes")
    assert page.errors == ["Say how meetings go and who greets you, before everyone can read it"]
    page = page.press("Save", is_public="no", greets="Jo, at the main door")
    browser.visit(f"/projects/{slug}/team", expect=404)
    browser.visit(f"/projects/{slug}/team.pdf", expect=404)
    assert "About the team" not in browser.visit(f"/projects/{slug}").words
    page = page.press("Save", is_public="yes", failed="We met at 9am. Nobody came.").follow("See the page")
    assert page.heading == "About the team" and "Nobody came." in page.words and "What we hope for" not in page.words
    with at_most(queries=4):
        page = browser.visit(f"/projects/{slug}").follow("About the team: how meetings go")
    assert "Jo, at the main door" in page.words
    browser.visit(f"/staff/projects/{id}/profile").press("Save", is_public="no")
    browser.visit(f"/projects/{slug}/team", expect=404)


def test_a_closed_project_leads_to_no_page_about_its_team(app: Flask, browser: Browser) -> None:
    id, slug = a_project()
    services.write(id, SAID, is_public=True, by=AStaffMember().id, now=clock.now(), version=0)
    assert "About the team" in browser.visit(f"/projects/{slug}").words
    with writing() as open_session:
        open_session.get_one(Project, id).state = "closed"
    assert "About the team" not in browser.visit(f"/projects/{slug}").words
    browser.visit(f"/projects/{slug}/team", expect=404)


def test_the_sheet_is_one_page_however_much_was_written_and_can_be_read_aloud(app: Flask, browser: Browser) -> None:
    id, slug = a_project()
    by = AStaffMember().id
    full = {name: ("A long word " * 100)[:most] for name, most in MOST.items()}
    services.write(id, full, is_public=True, by=by, now=clock.now(), version=0)
    for path in (f"/projects/{slug}/team.pdf", f"/ur/projects/{slug}/team.pdf"):
        answer = browser.client.get(path)
        assert answer.mimetype == "application/pdf"
        pdf = Pdf(answer.data)
        assert pdf.pages == 1 and len(pdf.headings(1)) == 1
    assert "Quiet nights" in Pdf(browser.client.get(f"/projects/{slug}/team.pdf").data).seen


def test_of_two_who_write_at_once_the_second_is_told(app: Flask) -> None:
    id, _slug = a_project()
    by = AStaffMember().id
    services.write(id, SAID, is_public=True, by=by, now=clock.now(), version=0)
    with pytest.raises(ChangedMeanwhile):
        services.write(id, SAID, is_public=False, by=by, now=clock.now(), version=0)


def test_a_lead_of_another_project_does_not_write_it(browser: Browser) -> None:
    id, _slug = a_project()
    sign_in_staff(browser, "project_lead", ADirectorate())
    browser.visit(f"/staff/projects/{id}/profile", expect=404)
