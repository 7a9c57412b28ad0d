"""Any sane spelling is taken; every refusal says how to put it right."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.kit import forms


class Everything(forms.Form):
    """One of each field."""

    name = forms.line("Name", needed="Type a name")
    words = forms.text("Words", most=20)
    colour = forms.choice("Colour", [("red", "Red"), ("blue", "Blue")], needed="Choose a colour")
    uses = forms.choices("Uses", [("a", "A"), ("b", "B")])
    places = forms.number("Places", least=1, most=30, needed="Type how many places")
    day = forms.DateInput("Day", needed="Type the day")


def filled(app: Flask, **said: str | list[str]) -> Everything:
    """The form as someone filled it in."""
    good = {"name": "Ada", "colour": "red", "places": "12", "day-day": "3", "day-month": "3", "day-year": "2026"}
    with app.test_request_context("/", method="POST"):
        form = Everything(MultiDict({**good, **said}), meta={"csrf": False})
        form.validate()
    return form


@pytest.mark.parametrize(
    ("said", "field", "told"),
    [
        ({"name": "  "}, "name", "Type a name"),
        ({"name": "a" * 201}, "name", "1 letter too long"),
        ({"words": "b" * 25}, "words", "5 letters too long"),
        ({"colour": ""}, "colour", "Choose a colour"),
        ({"colour": "green"}, "colour", "Choose one of the answers"),
        ({"uses": ["a", "c"]}, "uses", "Choose from the answers shown"),
        ({"places": ""}, "places", "Type how many places"),
        ({"places": "many"}, "places", "Type a number, such as 12"),
        ({"places": "31"}, "places", "from 1 to 30"),
        ({"places": "1" * 400}, "places", "Type a number, such as 12"),
        ({"day-day": "31", "day-month": "2"}, "day", "Type a real date"),
        ({"day-day": "x"}, "day", "Type a real date"),
        ({"day-year": "99999999999999999999"}, "day", "Type a real date"),
        ({"day-day": "", "day-month": "", "day-year": ""}, "day", "Type the day"),
    ],
)
def test_each_refusal_says_how_to_put_it_right(
    app: Flask, said: dict[str, str | list[str]], field: str, told: str
) -> None:
    form = filled(app, **said)
    assert told in str(form[field].errors[0])
    assert {f.name for f in form if f.errors} == {field}


@pytest.mark.parametrize("name", ["A", "آمنہ خان", "李小龍", "O’Neill 🙂", "a" * 200])
def test_names_of_any_script_are_names(app: Flask, name: str) -> None:
    assert filled(app, name=name).name.data == name


@pytest.mark.parametrize(
    "parts", [("3", "3", "2026"), ("٣", "٣", "٢٠٢٦"), ("3", "March", "26"), (" 03 ", "mar", "2026")]
)
def test_a_day_in_any_sane_spelling(app: Flask, parts: tuple[str, str, str]) -> None:
    day, month, year = parts
    form = filled(app, **{"day-day": day, "day-month": month, "day-year": year})
    assert form.day.value() == date(2026, 3, 3)
    assert not form.errors


@pytest.mark.parametrize(
    "said", ["07400 123456", "+44 7400 123456", "0044 7400-123456", "٠٧٤٠٠ ١٢٣٤٥٦", "(07400) 123 456"]
)
def test_a_mobile_number_in_any_sane_spelling(said: str) -> None:
    assert forms.read_mobile(said) == "+447400123456"


def test_fictional_numbers_are_for_the_example_only() -> None:
    assert forms.read_mobile("07700 900123", allow_fictional=True) == "+447700900123"
    with pytest.raises(ValueError, match="all its digits"):
        forms.read_mobile("07700 900123")


def test_numbers_from_abroad_are_taken() -> None:
    assert forms.read_mobile("+48 512 345 678") == "+48512345678"


@pytest.mark.parametrize("said", ["", "1", "07", "abc", "0" * 400, "\ud800", "+999999999999999999"])
def test_what_is_no_number_is_told_so(said: str) -> None:
    with pytest.raises(ValueError, match="all its digits"):
        forms.read_mobile(said)


@pytest.mark.parametrize(
    "said", ["", "ada", "ada@", "@example.com", "a b@example.com", "ada@exаmple.com\x00", "ada@localhost"]
)
def test_what_is_no_email_address_is_told_so(said: str) -> None:
    with pytest.raises(ValueError, match="in full"):
        forms.read_email(said)
