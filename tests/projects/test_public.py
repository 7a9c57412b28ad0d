"""Browsing projects and reading one, as a person sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AnOpening, APlace, AProject, ASession, AStory, ATheme


def _titles(browser: Browser, address: str) -> list[str]:
    page = browser.visit(address)
    return [" ".join(h.text_content().split()) for h in page.all("h3")]


def test_the_list_says_how_many_there_are_and_what_each_is_about(browser: Browser) -> None:
    AProject("Calmer mornings", plain_aim="Make mornings calmer.", places=[APlace("Newham")])
    AnOpening(AProject("Better meals"))
    page = browser.visit("/projects")
    assert page.words_in("#found") == "2 projects"
    assert "Make mornings calmer." in page.words
    assert "Newham" in page.words
    assert page.words.count("Looking for people to join") == 1


@pytest.mark.parametrize("name", ["directorate", "place", "theme", "stage", "how", "help", "q"])
def test_each_way_to_narrow_has_its_own_address_that_can_be_shared(browser: Browser, name: str) -> None:
    luton, forensic, sleep = APlace("Luton"), ADirectorate(name="Forensic"), ATheme("Sleep")
    wanted = AProject(
        "Quieter nights",
        places=[luton],
        directorate_id=forensic.id,
        theme_id=sleep.id,
        stage="improving",
        is_online=True,
        search_text="quieter nights on the ward",
    )
    AnOpening(wanted)
    AProject("Better meals", search_text="better meals")
    said = {
        "directorate": forensic.slug,
        "place": luton.slug,
        "theme": sleep.slug,
        "stage": "improving",
        "how": "online",
        "help": "yes",
        "q": "night quiet",
    }
    assert _titles(browser, f"/projects?{name}={said[name]}") == ["Quieter nights"]


def test_filters_work_together_and_each_can_be_taken_away(browser: Browser) -> None:
    luton = APlace("Luton")
    AProject("Quieter nights", places=[luton], is_online=True)
    AProject("Better meals", places=[luton])
    page = browser.visit(f"/projects?place={luton.slug}&how=online")
    assert page.words_in("#found") == "1 project"
    assert page.follow("take this away: Online").words_in("#found") == "2 projects"


def test_the_form_leads_to_the_shared_address(browser: Browser) -> None:
    AProject("Quieter nights", search_text="quieter nights")
    AProject("Better meals", search_text="better meals")
    page = browser.visit("/projects").press("Show these projects", q="quieter")
    assert page.path.startswith("/projects?")
    assert page.words_in("#found") == "1 project"


@pytest.mark.parametrize(
    "asked", ["q=%F0%9F%98%80", "q=%22%27%29%3B--", "q=-", "q=a*b", "stage=none", "how=x", "from=zzz"]
)
def test_strange_words_find_something_or_nothing_and_never_break(browser: Browser, asked: str) -> None:
    AProject()
    browser.visit(f"/projects?{asked}")


def test_nothing_found_says_what_to_try(browser: Browser) -> None:
    AProject()
    page = browser.visit("/projects?q=zebra")
    assert page.words_in("#found") == "0 projects"
    assert "use fewer or shorter words" in page.words
    assert page.follow("tell us what you would like to do").path == "/join"


def test_pages_go_on_and_back_and_lose_nobody(browser: Browser) -> None:
    made = [AProject(f"Project {n}").title for n in range(45)]
    seen: list[str] = []
    page = browser.visit("/projects")
    while True:
        seen += [" ".join(h.text_content().split()) for h in page.all("h3")]
        if "Next page" not in page.links:
            break
        page = page.follow("Next page")
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(set(seen))
    back = page.follow("Previous page").follow("Previous page")
    assert [" ".join(h.text_content().split()) for h in back.all("h3")] == seen[:20]


def test_pages_go_on_within_a_place(browser: Browser) -> None:
    luton = APlace("Luton")
    for n in range(25):
        AProject(f"Project {n}", places=[luton])
    page = browser.visit(f"/projects?place={luton.slug}").follow("Next page")
    assert len(page.all("h3")) == 5
    assert page.words_in("#found") == "25 projects"


def test_drafts_and_closed_ones_are_not_in_the_list(browser: Browser) -> None:
    AProject("Draft", state="draft")
    AProject("Closed", state="closed")
    assert _titles(browser, "/projects") == []


@pytest.mark.parametrize("asked", ["", "?q=calm&how=in_person&stage=testing"])
def test_the_list_costs_two_queries_however_long_it_is(browser: Browser, at_most: AtMost, asked: str) -> None:
    place, theme, directorate = APlace(), ATheme(), ADirectorate()
    for n in range(30):
        AProject(f"Calm {n}", places=[place], theme_id=theme.id, directorate_id=directorate.id)
    with at_most(queries=2):
        browser.visit(f"/projects{asked}")


def test_a_project_s_page_says_all_that_someone_needs_to_decide(browser: Browser) -> None:
    project = AProject(
        "Calmer mornings",
        plain_aim="Make mornings calmer.",
        lead_role="Ward manager",
        involvement="big_i",
        places=[APlace("Newham")],
        directorate_id=ADirectorate(name="Newham Mental Health").id,
        theme_id=ATheme("Safety").id,
        source_url="https://qi.elft.nhs.uk/stories/one",
    )
    AnOpening(
        project,
        hours_a_month="3 hours a month",
        meets="Every second Tuesday",
        access="Step-free, hearing loop",
        paid="Travel is paid",
        support="Someone meets you at the door",
    )
    AStory("What helped me", project_id=project.id)
    AStory("Not to be shown", project_id=project.id, state="waiting")
    ASession()
    page = browser.visit(f"/projects/{project.slug}")
    for words in (
        "Make mornings calmer.",
        "Testing changes",
        "Newham",
        "Newham Mental Health",
        "Ward manager",
        "3 hours a month",
        "Every second Tuesday",
        "Step-free, hearing loop",
        "Travel is paid",
        "Someone meets you at the door",
        "full member of the project team",
        "Introduction to QI",
        "What helped me",
    ):
        assert words in page.words, words
    assert "Not to be shown" not in page.words
    assert page.links["see that page"] == "https://qi.elft.nhs.uk/stories/one"
    assert "/join" in page.links["Offer to join this project"]


def test_a_project_s_page_costs_three_queries(browser: Browser, at_most: AtMost) -> None:
    project = AProject(directorate_id=ADirectorate().id, theme_id=ATheme().id)
    for _n in range(4):
        AnOpening(project)
        AStory(project_id=project.id)
        ASession()
    with at_most(queries=3):
        browser.visit(f"/projects/{project.slug}")


def test_an_opening_that_nobody_confirmed_says_that_it_rests(browser: Browser, clock: Clock) -> None:
    opening = AnOpening(AProject("Calmer mornings"), confirmed_at=clock.now - timedelta(days=15))
    page = browser.visit("/projects").follow("Calmer mornings")
    assert "so it is resting" in page.words
    assert opening.title in page.words


def test_a_closed_project_says_so_and_offers_nothing_to_join(browser: Browser) -> None:
    project = AProject(state="closed")
    page = browser.visit(f"/projects/{project.slug}")
    assert "This project is closed" in page.words
    assert "Offer to join this project" not in page.links


def test_a_source_on_a_staging_copy_is_never_shown(browser: Browser) -> None:
    project = AProject(source_url="https://qi.speedwaystaging.co.uk/stories/one")
    assert "speedway" not in browser.visit(f"/projects/{project.slug}").text


def test_a_thin_project_says_that_little_is_known(browser: Browser) -> None:
    project = AProject(evidence="title only")
    assert "little more than the name" in browser.visit(f"/projects/{project.slug}").words


@pytest.mark.parametrize("slug", ["nothing-there", "x" * 300, "%00", "😀"])
def test_a_draft_and_an_unknown_address_are_the_same_404(browser: Browser, slug: str) -> None:
    draft = AProject(state="draft")
    unknown = browser.visit(f"/projects/{slug}", expect=404)
    assert browser.visit(f"/projects/{draft.slug}", expect=404).heading == unknown.heading


def test_what_people_wrote_is_shown_as_text(browser: Browser) -> None:
    project = AProject("<script>alert(1)</script>", plain_aim="a & b < c")
    page = browser.visit(f"/projects/{project.slug}")
    assert "<script>alert(1)" not in page.text
    assert page.heading == "<script>alert(1)</script>"


def test_public_pages_set_no_cookie(browser: Browser) -> None:
    project = AProject()
    for address in ("/projects", f"/projects/{project.slug}"):
        assert "Set-Cookie" not in browser.visit(address).response.headers
