"""What a text message costs is known before it goes: its parts are counted as phone companies count them."""

from __future__ import annotations

import pytest

from portal.kit.texts import is_basic, parts


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("", 0),
        ("a", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 459, 3),
        ("a" * 460, 4),
        ("£" * 160, 1),
        ("\n" * 160, 1),
        ("€" * 80, 1),  # an escape stands before each
        ("€" * 81, 2),
        ("a" * 159 + "€", 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # the escape is not cut off from its sign, so one place stays empty
        ("a" * 151 + "€" + "a" * 153, 2),
        ("[" * 76 + "a" + "[" * 76 + "a", 2),
        ("’", 1),
        ("’" + "a" * 69, 1),
        ("’" + "a" * 70, 2),  # one curly sign, and the whole message has room for 70
        ("ç" * 71, 2),  # the alphabet has the capital letter only
        ("ا" * 70, 1),
        ("ا" * 71, 2),
        ("ا" * 134, 2),
        ("ا" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),  # 33 in each part: a face is not cut in two
        ("😀" * 67, 3),
    ],
)
def test_a_message_has_as_many_parts_as_are_charged(said: str, count: int) -> None:
    assert parts(said) == count


@pytest.mark.parametrize(
    ("said", "basic"), [("Ring 020 7946 0000 @ 10.", True), ("{€}", True), ("ê", False), ("ت", False)]
)
def test_one_letter_outside_the_alphabet_is_noticed(said: str, basic: bool) -> None:
    assert is_basic(said) is basic
