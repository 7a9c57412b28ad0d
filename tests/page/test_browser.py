"""The browser of the tests refuses a page that is broken, also when it looked at one like it before."""

from __future__ import annotations

import pytest

from tests import browser
from tests.browser import refuse_unsound


def whole(inside: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body>{inside}</body></html>'


@pytest.mark.parametrize(
    "broken", ["<p>One</p></p>", '<p id="a" id="b">One</p>', "<ul><li>One</ul></li>", "<p>&nosuch; one</p>"]
)
def test_unsound_html_is_refused_however_like_a_sound_page_it_is(broken: str) -> None:
    refuse_unsound("/", whole('<p id="a">One</p>'))
    for _again in range(2):
        with pytest.raises(AssertionError, match="unsound"):
            refuse_unsound("/", whole(broken))


def test_pages_that_differ_in_words_alone_are_read_once() -> None:
    before = len(browser._sound)
    for words in ("One", "Another word", "ایک"):
        refuse_unsound("/", whole(f'<p title="{words}">{words}</p><i></i>'))
    assert len(browser._sound) == before + 1
