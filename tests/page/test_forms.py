"""Our form fields are the kit's, tag for tag; where one differs, `ours_instead` says why."""

from __future__ import annotations

from typing import Any

import pytest
from wtforms import (
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from tests.page.stand_in import Form, a_page, tree

WAYS = [("email", "Email"), ("text", "Text message")]


class Day(Form):
    day = StringField("Day")
    month = StringField("Month")
    year = StringField("Year")


class Booking(Form):
    name = StringField("Your name")
    story = TextAreaField("What happened?")
    way = RadioField("How may we reach you?", choices=WAYS, default="text")
    needs = SelectMultipleField("What do you need?", choices=WAYS, default=["email"])
    agree = SelectMultipleField("I agree", choices=[("yes", "I agree")])
    place = SelectField("Where?", choices=WAYS, default="text")
    when = FormField(Day, "When?")
    version = HiddenField(default="7")


def ours(env: Any, call: str, form: Form, **more: Any) -> list[Any]:
    macro = call.split("(")[0]
    source = '{% from "components/forms.html" import ' + macro + " %}{{ " + call + " }}"
    return tree(env.from_string(source).render(form=form, **more))


def theirs(kit: Any, component: str, macro: str, params: dict[str, Any]) -> list[Any]:
    source = '{% from "nhsuk/components/' + component + '/macro.jinja" import ' + macro + " %}{{ " + macro + "(p) }}"
    return tree(kit.from_string(source).render(p=params))


def walk(nodes: list[Any]) -> Any:
    for node in nodes:
        if isinstance(node, list):
            yield node
            yield from walk(node[2])


def without(nodes: list[Any], *names: str) -> list[Any]:
    """The same tree without these attributes."""
    for _tag, attributes, _inside in walk(nodes):
        for name in names:
            attributes.pop(name, None)
    return nodes


# Where we differ on purpose:
# - data-module: the kit's script is not loaded, so nothing is hooked to it.
# - dir on inputs and textareas: people may write in another direction than the page's.
SCRIPT = ("data-module",)
WRITTEN = ("dir",)


def label(words: str, heading: bool = False) -> dict[str, Any]:
    return {"text": words, "size": "l" if heading else "s", "isPageHeading": heading}


@pytest.mark.parametrize("heading", [False, True])
@pytest.mark.parametrize("hint", ["", "As on a letter"])
@pytest.mark.parametrize("error", ["", "Tell us your name"])
def test_a_line_of_text(env: Any, kit: Any, heading: bool, hint: str, error: str) -> None:
    form = Booking(data={"name": 'Sam "S" <b>'})
    if error:
        form.refuse("name", error)
    call = (
        "text_input(form.name, hint=hint, type='email', width=20, autocomplete='name', inputmode='text',"
        " heading=heading, spellcheck=false)"
    )
    params = {
        "id": "name",
        "name": "name",
        "type": "email",
        "value": 'Sam "S" <b>',
        "label": label("Your name", heading),
        "hint": {"text": hint} if hint else None,
        "errorMessage": {"text": error} if error else None,
        "width": 20,
        "autocomplete": "name",
        "inputmode": "text",
        "spellcheck": False,
    }
    made = ours(env, call, form, hint=hint, heading=heading)
    assert without(made, *WRITTEN) == theirs(kit, "input", "input", params)


def test_a_line_of_text_takes_the_direction_of_what_is_written(env: Any) -> None:
    [group] = ours(env, "text_input(form.name)", Booking())
    assert group[2][-1][1]["dir"] == "auto"
    [group] = ours(env, "text_input(form.name, type='tel')", Booking())
    assert group[2][-1][1]["dir"] == "ltr"


def test_an_optional_question_says_so(env: Any) -> None:
    [group] = ours(env, "text_input(form.name, optional=true)", Booking())
    assert group[2][0][2] == ["Your name (optional)"]


@pytest.mark.parametrize("error", ["", "Write a few words"])
def test_several_lines_of_text(env: Any, kit: Any, error: str) -> None:
    form = Booking(data={"story": "One\nTwo"})
    if error:
        form.refuse("story", error)
    params = {
        "id": "story",
        "name": "story",
        "rows": 8,
        "value": "One\nTwo",
        "label": label("What happened?"),
        "hint": {"text": "Short or long"},
        "errorMessage": {"text": error} if error else None,
    }
    made = ours(env, "textarea(form.story, hint='Short or long')", form)
    assert without(made, *WRITTEN) == theirs(kit, "textarea", "textarea", params)


def test_several_lines_keep_a_first_empty_line(env: Any) -> None:
    source = '{% from "components/forms.html" import textarea %}{{ textarea(form.story) }}'
    text = env.from_string(source).render(form=Booking(data={"story": "\nTwo"}))
    assert ">\n\nTwo</textarea>" in text


def test_a_count_of_letters(env: Any, kit: Any) -> None:
    params = {
        "id": "story",
        "name": "story",
        "rows": 8,
        "maxlength": 500,
        "label": label("What happened?"),
        "hint": {"text": "Short or long"},
        "textareaDescriptionText": "You can write up to 500 letters",
    }
    made = without(ours(env, "textarea(form.story, hint='Short or long', max_length=500)", Booking()), *WRITTEN)
    reference = without(theirs(kit, "character-count", "characterCount", params), *SCRIPT, "data-maxlength")
    # Our own script counts: its words come with the field, translated, and are spoken from a region of their own.
    spoken = made[0][2].pop()
    assert spoken == ["div", {"class": "nhsuk-u-visually-hidden", "id": "story-spoken", "aria-live": "polite"}, []]
    field = next(node for node in walk(made) if node[0] == "textarea")
    assert field[1].pop("data-max") == "500"
    assert "#" in field[1].pop("data-left")
    assert "#" in field[1].pop("data-over")
    # The kit's class for its script is not needed.
    next(node for node in walk(reference) if node[0] == "textarea")[1]["class"] = "nhsuk-textarea"
    assert made == reference


def legend(words: str, heading: bool) -> dict[str, Any]:
    return {"legend": {"text": words, "size": "l" if heading else "s", "isPageHeading": heading}}


@pytest.mark.parametrize("heading", [False, True])
@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("error", ["", "Choose one"])
def test_one_of_several(env: Any, kit: Any, heading: bool, inline: bool, error: str) -> None:
    form = Booking()
    if error:
        form.refuse("way", error)
    params = {
        "idPrefix": "way",
        "name": "way",
        "value": "text",
        "inline": inline,
        "classes": "nhsuk-radios--inline" if inline else "",
        "fieldset": legend("How may we reach you?", heading),
        "hint": {"text": "One is enough"},
        "errorMessage": {"text": error} if error else None,
        "items": [
            {"value": "email", "text": "Email"},
            {"value": "text", "text": "Text message", "hint": {"text": "Free"}},
        ],
    }
    call = "radios(form.way, hint='One is enough', heading=heading, inline=inline, hints={'text': 'Free'})"
    made = ours(env, call, form, heading=heading, inline=inline)
    assert made == without(theirs(kit, "radios", "radios", params), *SCRIPT)


@pytest.mark.parametrize("heading", [False, True])
@pytest.mark.parametrize("error", ["", "Choose one"])
def test_any_of_several(env: Any, kit: Any, heading: bool, error: str) -> None:
    form = Booking()
    if error:
        form.refuse("needs", error)
    params = {
        "idPrefix": "needs",
        "name": "needs",
        "values": ["email"],
        "fieldset": legend("What do you need?", heading),
        "hint": {"text": "Any"},
        "errorMessage": {"text": error} if error else None,
        "items": [
            {"value": "email", "text": "Email", "hint": {"text": "Free"}},
            {"value": "text", "text": "Text message"},
        ],
    }
    made = ours(
        env, "checkboxes(form.needs, hint='Any', heading=heading, hints={'email': 'Free'})", form, heading=heading
    )
    assert made == without(theirs(kit, "checkboxes", "checkboxes", params), *SCRIPT)


@pytest.mark.parametrize("error", ["", "Tick the box to go on"])
def test_a_single_box_is_its_own_question(env: Any, kit: Any, error: str) -> None:
    form = Booking()
    if error:
        form.refuse("agree", error)
    params = {
        "idPrefix": "agree",
        "name": "agree",
        "errorMessage": {"text": error} if error else None,
        "items": [{"value": "yes", "text": "I agree"}],
    }
    made = ours(env, "checkboxes(form.agree)", form)
    assert made == without(theirs(kit, "checkboxes", "checkboxes", params), *SCRIPT)


@pytest.mark.parametrize("error", ["", "Choose a place"])
def test_one_of_a_list(env: Any, kit: Any, error: str) -> None:
    form = Booking()
    if error:
        form.refuse("place", error)
    params = {
        "id": "place",
        "name": "place",
        "value": "text",
        "label": label("Where?"),
        "hint": {"text": "Near you"},
        "errorMessage": {"text": error} if error else None,
        "items": [{"value": value, "text": words} for value, words in WAYS],
    }
    assert ours(env, "select(form.place, hint='Near you')", form) == theirs(kit, "select", "select", params)


@pytest.mark.parametrize("heading", [False, True])
@pytest.mark.parametrize("error", ["", "Type a real date"])
def test_a_day(env: Any, kit: Any, heading: bool, error: str) -> None:
    form = Booking(data={"when": {"day": "27", "month": "3"}})
    if error:
        form._fields["when"].form._fields["day"].errors = [error]
    params = {
        "id": "when",
        "namePrefix": "when",
        "fieldset": legend("When?", heading),
        "hint": {"text": "For example, 27 3 2026"},
        "errorMessage": {"text": error} if error else None,
        "items": [
            {"name": "day", "classes": "nhsuk-input--width-2", "value": "27"},
            {"name": "month", "classes": "nhsuk-input--width-2", "value": "3"},
            {"name": "year", "classes": "nhsuk-input--width-4"},
        ],
    }
    made = ours(env, "date_input(form.when, hint='For example, 27 3 2026', heading=heading)", form, heading=heading)
    reference = theirs(kit, "date-input", "dateInput", params)
    for node in walk(reference):  # WTForms joins names with a hyphen, the kit with brackets
        if node[0] == "input":
            node[1]["name"] = node[1]["name"].replace("[", "-").replace("]", "")
    assert made == reference


def test_what_must_be_put_right(env: Any, kit: Any) -> None:
    form = Booking().refuse("name", "Tell us your name").refuse("way", "Choose one")
    form._fields["when"].form._fields["day"].errors = ["Type a real date"]
    params = {
        "titleText": "There is a problem",
        "errorList": [
            {"text": "Tell us your name", "href": "#name"},
            {"text": "Choose one", "href": "#way"},
            {"text": "Type a real date", "href": "#when-day"},
        ],
    }
    made = ours(env, "error_summary(form, page)", form, page=a_page())
    # It takes focus without a script.
    assert made[0][1].pop("tabindex") == "-1"
    assert "autofocus" in made[0][1]
    made[0][1].pop("autofocus")
    assert made == without(theirs(kit, "error-summary", "errorSummary", params), *SCRIPT)


def test_every_error_leads_to_something_that_takes_focus(env: Any) -> None:
    form = Booking()
    for name in ("name", "story", "way", "needs", "place"):
        form.refuse(name, f"Wrong {name}")
    form._fields["when"].form._fields["day"].errors = ["Wrong day"]
    source = """{% from "components/forms.html" import error_summary, text_input, textarea, radios, checkboxes, select, date_input %}
        {{ error_summary(form) }}{{ text_input(form.name) }}{{ textarea(form.story) }}{{ radios(form.way) }}
        {{ checkboxes(form.needs) }}{{ select(form.place) }}{{ date_input(form.when) }}"""
    nodes = list(walk(tree(env.from_string(source).render(form=form))))
    targets = {node[1]["id"] for node in nodes if node[0] in {"input", "textarea", "select"}}
    links = [node[1]["href"].lstrip("#") for node in nodes if node[0] == "a"]
    assert len(links) == 6
    assert set(links) <= targets
    ids = [node[1]["id"] for node in nodes if "id" in node[1]]
    assert len(ids) == len(set(ids))
    described = [word for node in nodes for word in node[1].get("aria-describedby", "").split()]
    assert len(described) == 6
    assert set(described) <= set(ids)


def test_no_errors_no_summary(env: Any) -> None:
    assert ours(env, "error_summary(form)", Booking()) == []


def test_fields_that_travel_unseen_have_no_id_to_clash(env: Any) -> None:
    assert ours(env, "form_hidden(form)", Booking()) == [
        ["input", {"type": "hidden", "name": "version", "value": "7"}, []]
    ]


@pytest.mark.parametrize("kind", ["", "secondary", "warning"])
def test_a_button(env: Any, kit: Any, kind: str) -> None:
    params = {"text": "Continue", "name": "step", "value": "2", "variant": kind}
    call = f"button('Continue', name='step', value='2'{', ' + kind + '=true' if kind else ''})"
    assert ours(env, call, Booking()) == without(theirs(kit, "button", "button", params), *SCRIPT)


def test_a_link_that_looks_like_a_button_is_still_a_link(env: Any, kit: Any) -> None:
    # The kit calls it a button and teaches it the space key by script; without the script it must not claim to be one.
    params = {"text": "Start", "href": "/start", "variant": "secondary"}
    made = ours(env, "link_button('Start', '/start', secondary=true)", Booking())
    assert made == without(theirs(kit, "button", "button", params), *SCRIPT, "role")
