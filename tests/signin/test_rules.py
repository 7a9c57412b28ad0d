"""Who may do what, when a session is over, and where one may go on to: decided without a database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.signin import rules
from portal.signin.rules import Permission, Scope
from tests.conftest import MONDAY

MINUTE = timedelta(minutes=1)
EAST, WEST = 1, 2


@pytest.mark.parametrize("is_staff", [False, True])
def test_someone_who_does_nothing_for_half_an_hour_is_signed_out(is_staff: bool) -> None:
    def has_ended(idle: timedelta) -> bool:
        return rules.has_ended(MONDAY, MONDAY, MONDAY + idle, is_staff=is_staff)

    assert not has_ended(30 * MINUTE)
    assert has_ended(30 * MINUTE + timedelta(seconds=1))


@pytest.mark.parametrize("is_staff", [False, True])
def test_someone_who_never_stops_is_signed_out_after_twelve_hours(is_staff: bool) -> None:
    def has_ended(worked: timedelta) -> bool:
        return rules.has_ended(MONDAY, MONDAY + worked - MINUTE, MONDAY + worked, is_staff=is_staff)

    assert not has_ended(timedelta(hours=12))
    assert has_ended(timedelta(hours=12, seconds=1))


@pytest.mark.parametrize("said", ["/you", "/training?from=2026", "/you/stories/3", "/projects/آمنہ", "/x" + "y" * 498])
def test_someone_goes_on_to_the_page_they_wanted(said: str) -> None:
    assert rules.safe_next(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "",
        "you",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/you\\..\\evil",
        "https://evil.example",
        "https:evil.example",
        "HTTPS:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nLocation: https://evil.example",
        "/\x00/evil.example",
        "/\u202e/evil.example",
        "@evil.example",
        "/" + "a" * 500,
    ],
)
def test_nobody_is_led_elsewhere(said: str) -> None:
    assert rules.safe_next(said) == ""


def test_a_family_on_one_address_is_told_apart_by_letters() -> None:
    assert rules.told_apart(["Amina Khan", "Bilal Khan"]) == ["A K", "B K"]


def test_two_of_the_same_letters_are_told_apart_by_numbers() -> None:
    assert rules.told_apart(["Amina Khan", "Bilal", "Adam King"]) == ["A K (1)", "B", "A K (2)"]


def test_no_name_is_shown_whole_even_when_it_is_long_or_of_another_script() -> None:
    names = ["Ana Maria Lopez de Souza", "آمنہ خان", "Li"]
    assert rules.told_apart(names) == ["A M L", "آ خ", "L"]


def test_a_role_in_one_directorate_holds_there_only() -> None:
    scope = rules.scopes_of([("pp_lead", EAST)])[Permission.ANSWER_INTERESTS]
    assert scope.covers(EAST)
    assert not scope.covers(WEST)
    assert not scope.covers(None)


def test_a_role_in_the_whole_trust_holds_everywhere() -> None:
    scope = rules.scopes_of([("pp_lead", None)])[Permission.ANSWER_INTERESTS]
    assert scope.covers(EAST) and scope.covers(None)


def test_roles_add_up_and_each_keeps_its_own_place() -> None:
    scopes = rules.scopes_of([("project_lead", EAST), ("moderator", WEST)])
    assert scopes[Permission.WRITE_PROJECTS] == Scope(False, frozenset({EAST}))
    assert scopes[Permission.MODERATE_STORIES] == Scope(False, frozenset({WEST}))
    assert scopes[Permission.SEE_TODAY] == Scope(False, frozenset({EAST, WEST}))


def test_a_role_in_one_place_does_not_take_away_the_whole_trust() -> None:
    for roles in ([("moderator", None), ("moderator", EAST)], [("moderator", EAST), ("moderator", None)]):
        assert rules.scopes_of(roles)[Permission.MODERATE_STORIES].is_everywhere


def test_a_role_that_is_no_longer_known_opens_nothing() -> None:
    assert rules.scopes_of([("owner of everything", None)]) == {}


def test_only_the_administrator_reads_the_record() -> None:
    assert [role for role, may in rules.ROLES.items() if Permission.SEE_RECORD in may] == ["admin"]
    # What members answered about their teams is for People Participation and Improvement Advisors alone.
    assert rules.ROLES["admin"] == frozenset(Permission) - {Permission.SEE_CHECK_INS}
    sees = {role for role, may in rules.ROLES.items() if Permission.SEE_CHECK_INS in may}
    assert sees == {"pp_lead", "improvement_advisor"}


def test_a_code_lives_a_quarter_of_an_hour_and_takes_five_tries() -> None:
    assert (rules.CODE_LIVES, rules.MOST_TRIES, rules.CODES_IN_TIME) == (15 * MINUTE, 5, 5)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("246802", "246802"),
        (" 246 802 ", "246802"),
        ("24 68 02", "246802"),
        ("246-802", "246802"),
        ("246.802", "246802"),
        ("\u200e246802\u200f", "246802"),
        ("Your code is 246802. It works for 15 minutes.", "246802"),
        ("15 minutes: 246802", "246802"),
        ("", ""),
        ("24680", ""),
        ("2468024", ""),
    ],
)
def test_the_six_digits_are_found_among_words(said: str, code: str) -> None:
    assert rules.code_in(said) == code
