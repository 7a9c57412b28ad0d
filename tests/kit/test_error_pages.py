"""When it does not work, people are told so in plain words."""

from tests.browser import Browser


def test_a_mistyped_address_says_so_and_offers_somewhere_to_go(browser: Browser) -> None:
    page = browser.visit("/nothing-here", expect=404)
    assert "cannot find" in page.words
