"""Writing projects, as staff meet it."""

from __future__ import annotations

from tests.browser import Browser
from tests.factories import ADirectorate, APlace, AProject
from tests.staffing import AStaffMember, sign_in, sign_in_staff

FILLED = {
    "title": "Quieter nights",
    "plain_aim": "Help everyone to sleep.",
    "stage": "testing",
    "lead_role": "Ward manager",
    "involvement": "unknown",
}


def test_a_project_is_added_published_and_closed(browser: Browser) -> None:
    sign_in_staff(browser)
    place = APlace("Luton")
    page = browser.visit("/staff/projects/new").press("Save the draft", **FILLED, places=[str(place.id)])
    assert page.heading == "Quieter nights"
    browser.visit("/projects/quieter-nights", expect=404)
    page = browser.visit(page.path).press("Publish: everyone can see it")
    assert "Luton" in page.follow("See its public page").words
    browser.visit(page.path).press("Close this project")
    assert "This project is closed" in browser.visit("/projects/quieter-nights").words


def test_what_is_missing_is_told_beside_its_field_and_nothing_is_lost(browser: Browser) -> None:
    sign_in_staff(browser)
    page = browser.visit("/staff/projects/new").press("Save the draft", **{**FILLED, "title": ""})
    assert page.errors == ["Type what the project is called"]
    assert page.one("#plain_aim").text.strip() == "Help everyone to sleep."


def test_the_second_of_two_is_told_and_keeps_their_words(browser: Browser) -> None:
    sign_in_staff(browser)
    project = AProject()
    first = browser.visit(f"/staff/projects/{project.id}")
    browser.visit(f"/staff/projects/{project.id}").press("Save", plain_aim="Theirs.")
    page = first.press("Save", plain_aim="Mine.")
    assert "Someone else changed this project" in page.words
    assert page.one("#plain_aim").text.strip() == "Mine."
    assert "Mine." in page.press("Save").press("Save").text


def test_staff_see_and_write_only_what_is_theirs(browser: Browser) -> None:
    newham, luton = ADirectorate(name="Newham"), ADirectorate(name="Luton")
    mine, theirs = AProject("Mine", directorate_id=newham.id), AProject("Theirs", directorate_id=luton.id)
    person = sign_in_staff(browser, "project_lead", newham)
    led = AProject("Led by me", directorate_id=luton.id, lead_id=person.id)
    page = browser.visit("/staff/projects")
    assert {"Mine T", "Led b"} <= {words[:5] + " T" if words == "Mine" else words[:5] for words in page.links}
    assert "Theirs" not in page.words
    browser.visit(f"/staff/projects/{theirs.id}", expect=404)
    for id in (mine.id, led.id):
        browser.visit(f"/staff/projects/{id}")
    page = browser.visit(f"/staff/projects/{mine.id}").press("Save", directorate="")
    assert "Choose a part of the Trust that you work for" in page.errors


def test_a_reader_of_stories_may_not_write_projects(browser: Browser) -> None:
    sign_in(browser, AStaffMember("moderator"), is_staff=True)
    browser.visit("/staff/projects", expect=403)


def test_the_staff_list_is_narrowed_by_its_form(browser: Browser) -> None:
    sign_in_staff(browser)
    AProject("Quieter nights", search_text="quieter nights")
    AProject("Better meals", search_text="better meals", state="draft")
    page = browser.visit("/staff/projects").press("Show these", state="draft")
    assert "Better meals" in page.words and "Quieter nights" not in page.words
    page = browser.visit("/staff/projects").press("Show these", q="quieter")
    assert "Quieter nights" in page.words and "Better meals" not in page.words
