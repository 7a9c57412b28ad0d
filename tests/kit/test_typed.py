"""What people type is kept as they meant it."""

from hypothesis import given
from hypothesis import strategies as st

from portal.kit import references, typed, words


@given(st.text())
def test_anything_typed_can_be_kept_and_shown(said: str) -> None:
    for kept in (typed.tidy(said), typed.tidy_text(said)):
        kept.encode("utf-8")
        assert "\x00" not in kept
        assert not set(kept) & set("\u202e\u2066\u200b")


@given(st.text())
def test_tidying_twice_changes_nothing_more(said: str) -> None:
    assert typed.tidy(typed.tidy(said)) == typed.tidy(said)
    assert typed.tidy_text(typed.tidy_text(said)) == typed.tidy_text(said)


def test_names_of_every_script_stay_whole() -> None:
    for name in ("আমিনা খান", "آمنہ خان", "Zażółć Gęślą", "李小龍", "👩‍🦽 Jo", "O’Neill-Smith", "नी"):
        assert typed.tidy(name) == name


def test_lines_of_a_story_stay_lines() -> None:
    assert typed.tidy_text("One\r\n\r\n\r\n\r\nTwo\rThree  ") == "One\n\nTwo\nThree"


def test_a_reference_can_be_said_and_typed_back_carelessly() -> None:
    reference = references.new_reference()
    for said in (reference, reference.lower(), reference.replace(" ", ""), reference.replace(" ", "-")):
        assert references.said_reference(said) == reference


def test_digits_of_other_scripts_are_digits() -> None:
    assert words.plain_digits("۱۲۳ ٤٥٦ ৭৮৯") == "123 456 789"
