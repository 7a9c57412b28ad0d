"""What a project may be, without a database."""

from __future__ import annotations

import pytest

from portal.projects import rules


def test_what_was_public_never_becomes_a_draft_again() -> None:
    for state in rules.State:
        assert not rules.may_move(state, "draft")
    assert rules.may_move("draft", "published")
    assert rules.may_move("published", "closed")
    assert rules.may_move("closed", "published")
    assert not rules.may_move("draft", "closed")


@pytest.mark.parametrize(
    "url",
    [
        "https://qi.speedwaystaging.co.uk/stories/one",
        "http://QI.speedwaystaging.co.uk:443/",
        "javascript:alert(1)",
        "//qi.example.com/",
        "",
    ],
)
def test_nobody_is_sent_to_a_staging_copy_or_to_a_script(url: str) -> None:
    assert rules.public_source(url) == ""


def test_a_public_page_may_be_named() -> None:
    assert rules.public_source("https://qi.elft.nhs.uk/stories/one") == "https://qi.elft.nhs.uk/stories/one"


def test_a_project_of_which_only_the_title_is_known_says_so() -> None:
    assert rules.is_thin("title only")
    assert rules.is_thin("title and one line")
    assert not rules.is_thin("story")
    assert not rules.is_thin("")
