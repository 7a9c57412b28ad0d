"""The page on Big I."""

from __future__ import annotations

from datetime import timedelta

from portal.measures import services
from portal.measures.queries import ShareRow
from tests.browser import Browser
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AnExpression, APerson, AProject


def _share(**given: object) -> ShareRow:
    return ShareRow(
        **{
            "period": "2025-07",
            "area": "London",
            "measure": "Big I projects",
            "numerator": 15,
            "denominator": 15,
            "share_percent": 100,
            "source_url": "https://www.elft.nhs.uk/news/one",
            "is_seen": True,
            "note": "",
            **given,
        }
    )


def test_figures_say_x_of_y_and_what_is_not_confirmed(browser: Browser) -> None:
    services.add_share(_share(), 1)
    services.add_share(_share(), 2)
    services.add_share(
        _share(period="early 2024", share_percent=40, numerator=None, denominator=None, is_seen=False), 3
    )
    services.add_share(_share(period="2019-10", share_percent=None, numerator=133, denominator=320), 4)
    page = browser.visit("/big-i")
    assert page.words.count("100% (15 of 15)") == 1
    assert "We could not confirm this figure." in page.words
    assert "No share is given" in page.words
    assert "October 2019" in page.words and "early 2024" in page.words
    assert "42%" not in page.words and "133 of 320" not in page.words


def test_waits_are_published_by_part_of_the_trust_with_those_who_still_wait(browser: Browser, clock: Clock) -> None:
    newham = ADirectorate(name="Newham Mental Health")
    for days in (2, 4, 9):
        asked = clock.now - timedelta(days=20)
        project = AProject(directorate_id=newham.id)
        AnExpression(APerson(), project, asked_at=asked, answered_at=asked + timedelta(days=days), step="contacted")
    AnExpression(APerson(), AProject(directorate_id=newham.id), asked_at=clock.now - timedelta(days=30))
    row = browser.visit("/big-i").words_in("#waits-caption").strip()
    assert row == "Days until the first answer"
    cells = [" ".join(c.text_content().split()) for c in browser.visit("/big-i").all("td .app-cell")]
    assert cells[-4:] == ["3", "1", "4 days", "30 days"]


def test_the_page_costs_a_query_for_each_of_its_three_tables(browser: Browser, at_most: AtMost) -> None:
    services.add_share(_share(), 1)
    AnExpression(project=AProject())
    with at_most(queries=3):
        browser.visit("/big-i")
