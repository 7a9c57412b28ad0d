"""What people type about themselves: any sane spelling is taken, and each refusal is a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.people import forms, rules
from portal.people.forms import NameForm, NeedsForm, ReachForm
from portal.people.queries import needs as queries

EMAIL = "Type an email address in full, such as name@example.com"
NUMBER = "Type a phone number with all its digits, such as 07700 900123"


def filled(app: Flask, form: type[Any], **said: str) -> Any:
    """A form as someone filled it in and pressed its button."""
    with app.test_request_context("/", method="POST"):
        made = form(MultiDict(said), meta={"csrf": False})
        made.validate()
    return made


def reach(app: Flask, **said: str) -> Any:
    return filled(app, ReachForm, **said)


def errors(form: Any) -> dict[str, list[str]]:
    return {name: [str(problem) for problem in problems] for name, problems in form.errors.items()}


@pytest.mark.parametrize(
    "said",
    [
        "07700 900123",
        "07700900123",
        "+44 7700 900123",
        "+447700900123",
        "0044 7700 900123",
        "(07700) 900 123",
        "07700-900-123",
        "07700.900.123",
        " 07700  900123 ",
        "٠٧٧٠٠ ٩٠٠١٢٣",
        "۰۷۷۰۰ ۹۰۰۱۲۳",
        "০৭৭০০ ৯০০১২৩",
        "０７７００ ９００１２３",
    ],
)
def test_a_number_in_any_sane_spelling_is_the_same_number(app: Flask, said: str) -> None:
    form = reach(app, channel="sms", mobile=said)
    assert not form.errors
    assert form.mobile.data == "+447700900123"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("07400 123456", "+447400123456"),
        ("+44 (0)7400 123456", "+447400123456"),
        ("0044 (0) 7400 123456", "+447400123456"),
        ("+48 512 345 678", "+48512345678"),
        ("0048 512 345 678", "+48512345678"),
        ("+1 (212) 555-2368", "+12125552368"),
        ("+92 300 1234567", "+923001234567"),
    ],
)
def test_numbers_of_real_networks_here_and_abroad_are_taken(app: Flask, said: str, kept: str) -> None:
    form = reach(app, channel="sms", mobile=said)
    assert not form.errors
    assert form.mobile.data == kept


@pytest.mark.parametrize(
    "said", ["07700 90012", "1", "seven", "+999 12 34", "07700 900123 or 07700 900124", "12345678901234"]
)
def test_what_is_no_number_is_told_so_beside_its_field(app: Flask, said: str) -> None:
    form = reach(app, channel="sms", mobile=said)
    assert errors(form) == {"mobile": [NUMBER]}
    assert form.mobile.data == said  # it stays, to be put right


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        ("  ada@example.com  ", "ada@example.com"),
        ("ada+qi@example.com", "ada+qi@example.com"),
        ("o'neill@example.com", "o'neill@example.com"),
    ],
)
def test_an_email_address_is_kept_in_one_spelling(app: Flask, said: str, kept: str) -> None:
    form = reach(app, channel="email", email=said)
    assert not form.errors
    assert form.email.data == kept


@pytest.mark.parametrize(
    "said",
    [
        "аda@example.com",  # a Cyrillic а
        "ａｄａ@example.com",
        "adа@example.com",
        "ada＠example.com",
        "ada@example。com。",
        "ada@example",
        "ada@@example.com",
        "ada@example..com",
        "ada example.com",
        "ada@localhost",
        "Ada <ada@example.com>",
        "ada@example.com, bob@example.com",
        '"ada"@example.com\u202e',
    ],
)
def test_an_address_that_only_looks_like_one_is_told_so(app: Flask, said: str) -> None:
    form = reach(app, channel="email", email=said)
    assert errors(form) == {"email": [EMAIL]}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, {"channel": ["Choose how we should reach you"]}),
        ({"channel": "pigeon"}, {"channel": ["Choose one of the answers"]}),
        ({"channel": "email"}, {"email": ["Type your email address"]}),
        ({"channel": "email", "mobile": "07700 900123"}, {"email": ["Type your email address"]}),
        ({"channel": "sms"}, {"mobile": ["Type your mobile phone number"]}),
        ({"channel": "phone", "mobile": "07700 900123"}, {"phone": ["Type your phone number"]}),
        ({"channel": "post", "email": "ada@example.com"}, {"postal_address": ["Type your postal address"]}),
        ({"channel": "sms", "email": "ada@example.com"}, {"mobile": ["Type your mobile phone number"]}),
    ],
)
def test_someone_who_leaves_it_empty_is_told_what_to_type(
    app: Flask, said: dict[str, str], told: dict[str, list[str]]
) -> None:
    assert errors(reach(app, **said)) == told


def test_what_was_not_chosen_is_not_looked_at(app: Flask) -> None:
    assert not reach(app, channel="sms", mobile="07700 900123", email="not an address").errors
    assert not reach(app, channel="email", email="ada@example.com", mobile="not a number").errors
    assert not reach(app, channel="phone", phone="020 7946 0000", postal_address="1 High Street " * 40).errors


def test_the_way_that_was_chosen_is_the_one_that_is_used() -> None:
    answers = {"channel": "sms", "email": "ada@example.com", "mobile": "+447700900123", "postal_address": "1 High St"}
    assert forms.value_of(answers) == "+447700900123"
    assert forms.value_of({**answers, "channel": "email"}) == "ada@example.com"
    assert forms.value_of({**answers, "channel": "post"}) == "1 High St"
    assert forms.value_of({**answers, "channel": "phone"}) == ""


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("020 7946 0000", "+442079460000"),
        ("(020) 7946-0000", "+442079460000"),
        ("0044 20 7946 0000", "+442079460000"),
        ("০২০ ৭৯৪৬ ০০০০", "+442079460000"),
        ("۰۲۰ ۷۹۴۶ ۰۰۰۰", "+442079460000"),
        ("+48 22 123 45 67", "+48221234567"),
        ("07700 900123", "+447700900123"),
    ],
)
def test_someone_can_be_rung_on_any_phone(app: Flask, said: str, kept: str) -> None:
    form = reach(app, channel="phone", phone=said)
    assert not form.errors
    assert form.phone.data == kept


def test_a_phone_that_gets_no_text_messages_is_not_sent_any(app: Flask) -> None:
    form = reach(app, channel="sms", mobile="020 7946 0000")
    assert errors(form) == {"mobile": ["This number cannot get text messages. Type a mobile phone number"]}


def test_someone_without_email_or_phone_gives_a_postal_address_in_lines(app: Flask) -> None:
    form = reach(app, channel="post", postal_address="Flat 2 \r\n 1  High Street\r\n\r\nLondon  E1 4AA ")
    assert not form.errors
    assert form.postal_address.data == "Flat 2\n1 High Street\nLondon E1 4AA"
    long = reach(app, channel="post", postal_address="a" * 301)
    assert "1 letter too long" in errors(long)["postal_address"][0]


def test_a_trust_that_cannot_send_texts_offers_the_other_ways(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(forms.reach.pages.settings()), "can_text", property(lambda _settings: False))
    assert errors(reach(app, channel="sms", mobile="07700 900123")) == {"channel": ["Choose one of the answers"]}
    assert not reach(app, channel="phone", phone="020 7946 0000").errors


def test_an_address_that_looks_like_a_slip_is_asked_about_once_and_kept(app: Flask) -> None:
    form = reach(app, channel="email", email="ada@gmial.com")
    assert errors(form) == {
        "email": ["Did you mean ada@gmail.com? If what you typed is right, press “Continue” again."]
    }
    assert form.email.data == form.asked_about.data == "ada@gmial.com"
    assert not reach(app, channel="email", email="ada@gmial.com", asked_about="ada@gmial.com").errors
    assert reach(app, channel="email", email="ada@hotmial.com", asked_about="ada@gmial.com").errors
    assert not reach(app, channel="sms", mobile="07700 900123", email="ada@gmial.com").errors


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, ("", None, "")),
        ({"may_leave_message": "yes", "say_about": "A meeting"}, ("", True, "A meeting")),
        ({"may_leave_message": "no", "safe_hours": "After 6pm"}, ("After 6pm", False, "")),
    ],
)
def test_what_is_safe_is_told_only_as_far_as_it_was_said(answers: dict[str, str], told: tuple[Any, ...]) -> None:
    assert tuple(forms.safety_of(answers).values()) == told


def test_nobody_has_to_say_what_is_safe_and_a_phone_is_asked_about_in_full(app: Flask) -> None:
    by_email = {"channel": "email", "email": "ada@example.com"}
    by_phone = {"channel": "phone", "phone": "+442079460000", "may_leave_message": "no"}
    assert [row.question for row in forms.reach_rows(by_email)] == ["How we reach you", "When it is safe to reach you"]
    assert [row.values for row in forms.reach_rows(by_phone)] == [["Phone call", "+442079460000"], [""], ["No"], [""]]


def test_a_first_name_is_enough_and_any_script_is_a_name(app: Flask) -> None:
    for name in ("Ada", "آمنہ", "李", "O’Neill-Smith"):
        form = filled(app, NameForm, for_whom="self", name=name)
        assert not form.errors and form.name.data == name


def test_someone_without_a_name_or_purpose_is_asked_for_them(app: Flask) -> None:
    assert errors(filled(app, NameForm)) == {
        "for_whom": ["Choose who you are filling this in for"],
        "name": ["Type a name. A first name is enough"],
    }


def test_nobody_has_to_say_what_they_need(app: Flask) -> None:
    assert not filled(app, NeedsForm).errors
    assert "2 letters too long" in str(filled(app, NeedsForm, needs="n" * 2002).errors["needs"][0])


def test_each_box_has_its_words_and_each_kind_fits_its_column() -> None:
    kinds = rules.every_kind()
    assert set(kinds) == set(queries.KINDS) and len(kinds) == len(set(kinds))
    assert all(len(kind) <= 30 for kind in (*kinds, rules.OTHER))
    assert set(rules.COMMON) <= set(kinds) and set(rules.Group) == set(queries.GROUPS)


def test_every_box_is_shown_once_and_a_group_with_a_tick_stands_open(app: Flask) -> None:
    form = filled(app, NeedsForm, need_kinds="captions")
    shown = [*form.common, *(kind for group in form.groups for kind in group.kinds)]
    assert sorted(shown) == sorted(rules.every_kind())
    assert [group.name for group in form.groups if group.is_open] == ["hearing"]


def test_what_someone_ticks_comes_with_the_language_that_they_name() -> None:
    said = {"need_kinds": ["step_free", "interpreter"], "language": "Bengali", "needs": "A lift, please"}
    assert forms.pairs_of(said) == (("interpreter", "Bengali"), ("step_free", ""))
    assert forms.need_rows(said) == ["An interpreter: Bengali", "A way in without steps", "A lift, please"]


def test_whoever_names_a_language_needs_no_box_to_get_an_interpreter() -> None:
    assert forms.pairs_of({"language": "Polish"}) == (("interpreter", "Polish"),)
    assert forms.pairs_of({"need_kinds": ["translated"], "language": "Polish"}) == (("translated", "Polish"),)
    assert forms.pairs_of({}) == () and forms.need_rows({}) == []


def test_a_box_that_we_do_not_have_is_refused_in_words(app: Flask) -> None:
    form = filled(app, NeedsForm, need_kinds="a_helicopter")
    assert errors(form) == {"need_kinds": ["Choose from the answers shown"]}


def test_answers_are_shown_back_in_words() -> None:
    assert forms.for_whom_words("for_someone") == "For someone I care for or support"
    assert forms.channel_words("sms") == "Text message to a mobile phone"
    assert forms.for_whom_words("nobody") == forms.channel_words("pigeon") == ""
