"""What may happen to a story, and which words ask for a person to read soon."""

from __future__ import annotations

import pytest

from portal.stories import rules
from portal.stories.rules import Decision, State, Use


def test_only_a_story_that_was_read_and_may_be_shown_is_public() -> None:
    assert rules.is_public(State.PUBLISHED, {Use.PUBLIC_WEB})
    assert not rules.is_public(State.PUBLISHED, {Use.NEWSLETTER, Use.QI_FORUM, Use.PROJECT_TEAM})
    for state in set(State) - {State.PUBLISHED}:
        assert not rules.is_public(state, set(Use))


def test_staff_decide_about_what_waits_and_about_what_was_approved() -> None:
    assert rules.decisions(State.WAITING, is_reachable=True) == [
        Decision.PUBLISH,
        Decision.SEND_BACK,
        Decision.DECLINE,
    ]
    assert rules.decisions(State.PUBLISHED, is_reachable=True) == [Decision.KEEP, Decision.TAKE_DOWN]
    for state in (State.SENT_BACK, State.DECLINED, State.WITHDRAWN):
        assert rules.decisions(state, is_reachable=True) == []


def test_nobody_is_asked_a_question_that_cannot_reach_them() -> None:
    assert Decision.SEND_BACK not in rules.decisions(State.WAITING, is_reachable=False)
    with pytest.raises(rules.MayNotMove):
        rules.check(State.WAITING, Decision.SEND_BACK, is_reachable=False)


def test_a_teller_may_change_a_story_until_it_is_over() -> None:
    assert [rules.can_edit(state) for state in State] == [True, True, False, True, False]
    assert not rules.can_withdraw(State.WITHDRAWN) and rules.can_withdraw(State.DECLINED)


@pytest.mark.parametrize(
    ("shown", "seen"), [("name", "Amina bint Khan"), ("first_name", "Amina"), ("none", ""), ("anything", "")]
)
def test_a_name_is_shown_as_its_owner_wants(shown: str, seen: str) -> None:
    assert rules.shown_name("Amina bint Khan", shown) == seen
    assert rules.shown_name("", shown) == ""


def test_a_story_without_a_title_is_called_by_its_first_words() -> None:
    assert rules.heading("Mornings", "It was loud.") == "Mornings"
    assert rules.heading("", "It was loud.\n\nThen it was not.") == "It was loud. Then it was not."
    assert len(rules.heading("", "loud " * 100)) <= 61


def test_an_excerpt_ends_between_words() -> None:
    assert rules.excerpt("The team asked, and listened.", 16) == "The team asked…"
    assert rules.excerpt("short") == "short"
    assert rules.excerpt("x" * 500).startswith("xxx")


@pytest.mark.parametrize(("letters", "minutes"), [(1, 1), (1_000, 1), (3_100, 3), (20_000, 20)])
def test_how_long_it_takes_to_read(letters: int, minutes: int) -> None:
    assert rules.minutes(letters) == minutes


def test_paragraphs_are_as_they_were_parted() -> None:
    assert rules.paragraphs("One\nstill one\n\n \nTwo") == ["One\nstill one", "Two"]


@pytest.mark.parametrize(
    "said",
    [
        "I want to die",
        "I  WANT\nto   die.",
        "Some nights I wanted to die",
        "Some days I don’t want to live",
        "I think about self-harm",
        "We are not safe at home",
        "suicidal",
        "مجھے خودکشی کے خیال آتے ہیں",
        "میں مرنا چاہتی ہوں",
        "میں مرنا چاہتا تھا",
        "ميں مرنا چاهتي هوں",  # the same, typed on an Arabic keyboard
        "ہم گھر میں محفوظ نہیں ہیں",
        "আমার আত্মহত্যার কথা মনে আসে",
        "আমি আর বাঁচতে চাই না",
        "মাঝে মাঝে মরে যেতে ইচ্ছে করে",
        "আমরা বাড়িতে নিরাপদ নই",
    ],
)
def test_words_that_a_person_should_read_soon(said: str) -> None:
    assert rules.is_worrying("", said)


@pytest.mark.parametrize(
    "said",
    [
        "The team listened to me.",
        "I killed time in the garden",
        "The diet was better",
        "صبح اب پرسکون ہے",
        "সকালটা এখন শান্ত",
        "",
        None,
    ],
)
def test_words_that_can_wait_their_turn(said: str | None) -> None:
    assert not rules.is_worrying(said)
