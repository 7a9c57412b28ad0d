"""The board: a column for each step, beside the list."""

from __future__ import annotations

from datetime import timedelta

from portal.kit import clock
from tests.browser import Browser, Page
from tests.conftest import AtMost
from tests.factories import ADirectorate, AnExpression, APerson, AProject
from tests.staffing import sign_in_staff


def headings(page: Page) -> list[str]:
    return [" ".join(h.text_content().split()) for h in page.all("section h2")]


def test_sixty_people_stand_in_columns_the_longest_waiting_first(browser: Browser, at_most: AtMost) -> None:
    for n in range(60):
        step = ("new", "contacted", "trying")[n % 3] if n >= 30 else "new"
        AnExpression(APerson(f"Person {n:02}"), step=step, asked_at=clock.now() - timedelta(days=60 - n))
    AnExpression(APerson("Gone"), step="withdrawn")
    sign_in_staff(browser)
    browser.visit("/staff/interests").follow("The same as a board").follow("The same as a list")
    with at_most(queries=11):
        page = browser.visit("/staff/interests/board")
    assert [h.rpartition("(")[2] for h in headings(page)] == ["40)", "10)", "0)", "0)", "10)"]
    first = page.all("section")[0]
    names = [" ".join(a.text_content().split()) for a in first.xpath(".//li//a")]
    assert names[:2] == ["Person 00", "Person 01"] and len(names) == 25
    assert "Gone" not in page.words and "Nobody is here." in page.words
    rest = page.follow("All of them")
    assert rest.heading == "People who offered to join" and rest.one("#step option[selected]").get("value") == "new"


def test_ticked_cards_are_dealt_with_together_and_filters_hold(browser: Browser) -> None:
    there = ADirectorate()
    ada = AnExpression(APerson("Ada"), AProject(directorate_id=there.id), directorate_id=there.id)
    bea = AnExpression(APerson("Bea"))
    ids, directorate_id = [str(ada.id), str(bea.id)], there.id
    sign_in_staff(browser)
    page = browser.visit("/staff/interests/board")
    assert {box.get("form") for box in page.all("input[name=id]")} == {page.one("#several").get("id")}
    several = browser.visit("/staff/interests/several?" + "&".join(f"id={id}" for id in ids))
    assert "Ada" in several.words and "Bea" in several.words
    page = page.press("Show", directorate=str(directorate_id))
    assert "Ada" in page.words and "Bea" not in page.words


def test_staff_of_one_directorate_see_their_own_cards_alone(browser: Browser) -> None:
    here, there = ADirectorate(), ADirectorate()
    for name, directorate in (("Ada", here), ("Bea", there)):
        AnExpression(APerson(name), AProject(directorate_id=directorate.id), directorate_id=directorate.id)
    sign_in_staff(browser, "pp_lead", here)
    page = browser.visit("/staff/interests/board")
    assert "Ada" in page.words and "Bea" not in page.words
