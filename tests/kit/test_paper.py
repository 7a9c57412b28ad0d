"""A journey on paper: the same questions in the same order, readable by everyone, and nobody else's answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import segno
from flask import Flask
from sqlalchemy import func, select, update

from portal import site_map
from portal.database import session
from portal.kit import forms, journeys, paper, typeset, words
from portal.kit.drafts import Draft
from portal.kit.journeys import Journey
from portal.kit.words import language
from portal.signin import access
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import APerson, AProject, ASession
from tests.pdfs import Pdf
from tests.staffing import sign_in

LOCALES = ["en", "ur", "bn"]
KINDS = ["join", "book", "share"]
WORDS = "Print this form on paper"
MINE, EMPTY = "Get my form (PDF)", "Get an empty form (PDF)"


def journey_of(kind: str) -> Journey:
    return next(journey for journey in site_map.journeys() if journey.kind == kind)


def first_page(browser: Browser, kind: str) -> Page:
    paths = {"join": "/join", "share": "/stories/share"}
    return browser.visit(paths.get(kind) or f"/training/{ASession().slug}/book")


def pdf_of(page: Page) -> Pdf:
    assert page.response.mimetype == "application/pdf"
    return Pdf(page.response.get_data())


def the_draft() -> Draft:
    return session.scalars(select(Draft)).one()


def drafts_count() -> int:
    return session.scalar(select(func.count()).select_from(Draft)) or 0


def labels(journey: Journey) -> list[str]:
    """Every question of a journey's pages, as its forms ask it."""
    made = [step.form(formdata=None, meta={"csrf": False}) for step in journey.steps]
    return [str(field.label.text) for form in made for field in form if field.type != "HiddenField"]


def handed_over(journey: Journey, **given: Any) -> dict[str, Any]:
    """What the typesetter is given for an empty form of a journey."""
    made = [step.form(formdata=None, meta={"csrf": False}) for step in journey.steps]
    asked = paper.questions(made)
    return paper.form_data(str(journey.title), [], asked, **{"reference": "KRT 462 W", "token": "", **given})


def test_every_journey_is_looked_at_here() -> None:
    assert [journey.kind for journey in site_map.journeys()] == KINDS


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_form_reads_out_its_questions_in_their_order_in_each_language(app: Flask, kind: str, locale: str) -> None:
    journey = journey_of(kind)
    with app.test_request_context(), words.speaking(locale):
        data = handed_over(journey)
        pdf = Pdf(typeset.typeset("form", data))
        asked = labels(journey)
        assert pdf.title == str(journey.title) == pdf.headings(1)[0]
    assert pdf.root["/MarkInfo"]["/Marked"] and pdf.root["/Lang"] == locale
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert (pdf.root["/ViewerPreferences"].get("/Direction") == "/R2L") == (language(locale).direction == "rtl")
    fronts = [data["fill_in"]["heading"], data["send_back"]["heading"]]
    numbered = [f"{place}. {label}" for place, label in enumerate(asked, 1)]
    assert pdf.headings(2) == [*fronts, *numbered]
    assert len(pdf.pictures) == 1 and "/continue/KRT462W" in pdf.pictures[0]
    assert pdf.pages <= 9
    assert not [font for font in pdf.fonts if "missing" in font]


def test_whether_we_may_write_is_asked_before_how(app: Flask) -> None:
    with app.test_request_context():
        asked = [question["label"] for question in handed_over(journey_of("share"))["questions"]]
    assert asked.index("May we write to you about your story?") < asked.index("How should we reach you?")


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_that_can_be_ticked_is_on_paper(app: Flask, kind: str) -> None:
    with app.test_request_context():
        data = handed_over(journey_of(kind))
        text = Pdf(typeset.typeset("form", data)).seen
    offered = [choice["words"] for question in data["questions"] for choice in question["choices"]]
    assert len(offered) > 4 and [words for words in offered if words not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_printed_from_the_first_page_of_each_journey(browser: Browser, kind: str, at_most: AtMost) -> None:
    first = first_page(browser, kind)
    with at_most(queries=2):
        page = first.follow(WORDS)
    with at_most(queries=12):
        printed = page.press(MINE)
    pdf, draft = pdf_of(printed), the_draft()
    assert printed.response.headers["Content-Disposition"] == (
        f'attachment; filename="{str(draft.reference).replace(" ", "-")}.pdf"'
    )
    assert printed.response.headers["Cache-Control"] == "no-store"
    assert pdf.text.count(f"Reference: {draft.reference}") == pdf.pages + 1  # on every page, and large on the first
    assert f"Page 1 of {pdf.pages}" in pdf.text


def test_the_form_names_the_session_and_its_time(browser: Browser) -> None:
    text = pdf_of(first_page(browser, "book").follow(WORDS).press(MINE)).text
    assert "Introduction to QI" in text and "Monday 16 March 2026, 10am to midday" in text


def test_the_form_names_the_project(browser: Browser) -> None:
    project = AProject("Calmer mornings")
    page = browser.visit(f"/projects/{project.slug}/join").follow(WORDS)
    assert "Calmer mornings" in page.words
    assert "Calmer mornings" in pdf_of(page.press(MINE)).text


def test_whoever_tells_a_story_on_paper_reads_whom_to_ring_and_nobody_else_s_form_speaks_of_it(
    browser: Browser,
) -> None:
    story = pdf_of(first_page(browser, "share").follow(WORDS).press(MINE)).text
    assert "In danger: ring 999" in story and "Samaritans, 116 123" in story
    assert "mental health" not in pdf_of(first_page(browser, "join").follow(WORDS).press(MINE)).text


def test_a_number_to_ring_keeps_its_order_among_words_read_from_the_right(app: Flask) -> None:
    journey = journey_of("share")
    with app.test_request_context(), words.speaking("ur"):
        data = handed_over(journey, care=journey.care)
    assert any("116\xa0123" in said for said in data["care"]) and not any("116 123" in said for said in data["care"])


def test_the_form_says_where_to_send_it_and_whom_to_ring(browser: Browser) -> None:
    text = pdf_of(first_page(browser, "join").follow(WORDS).press(MINE)).text
    assert "020 7946 0000" in text and "Example House, 1 Example Street, London E1 0CK" in text


def test_the_square_code_and_its_address_lead_to_the_same_form(app: Flask, browser: Browser) -> None:
    first_page(browser, "join").press("Continue", for_whom="self", name="Ada")
    (said,) = pdf_of(browser.visit("/join/paper").press(MINE)).pictures
    address = said.rpartition(" ")[2]
    assert browser.visit(address).press("Go on").path == "/join/reach"
    stranger = Browser(app).visit(address)
    assert "Ada" not in stranger.text and "Go on with what you began" in stranger.words
    with app.test_request_context():
        online = handed_over(journey_of("join"))["online"]
    assert online["address"] == "http://localhost/continue/KRT462W"
    assert online["code"] == segno.make("http://localhost/continue/KRT462W", error="m").svg_inline(border=4)


def test_what_was_filled_in_online_stands_in_the_boxes(browser: Browser) -> None:
    first_page(browser, "join").press("Continue", for_whom="for_someone", name="Mum", helper_name="Jo")
    text = pdf_of(browser.visit("/join/paper").press(MINE)).text
    assert "× For someone I care for or support" in text and "× For myself" not in text
    assert "Mum" in text and "Jo" in text


def test_looking_at_the_page_changes_nothing_and_pressing_twice_makes_one_draft(browser: Browser) -> None:
    page = first_page(browser, "join").follow(WORDS)
    browser.client.head("/join/paper")
    assert drafts_count() == 0
    first, second = page.press(MINE), page.press(MINE)
    assert drafts_count() == 1
    assert first.response.get_data() == second.response.get_data()


def test_nobody_else_prints_what_someone_began(app: Flask, browser: Browser) -> None:
    first_page(browser, "join").press("Continue", for_whom="self", name="Ada Lovelace")
    stranger = Browser(app)
    text = pdf_of(stranger.visit("/join/paper").press(MINE)).text
    assert "Ada" not in text
    assert str(the_first().reference) not in text


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_to_keep_is_never_the_back_of_a_page_that_is_sent_away(browser: Browser, kind: str) -> None:
    assert pdf_of(first_page(browser, kind).follow(WORDS).press(MINE)).pages % 2 == 1


def the_first() -> Draft:
    return session.scalars(select(Draft).order_by(Draft.id)).all()[0]


def test_the_code_to_go_on_is_on_the_last_page_only_and_works(app: Flask, browser: Browser) -> None:
    first_page(browser, "join").press("Continue", for_whom="self", name="Ada Lovelace")
    pdf = pdf_of(browser.visit("/join/paper").press(MINE))
    with browser.client.session_transaction() as cookie:
        token = cookie["drafts"]["join "]
    *others, last = [page.extract_text() for page in pdf.reader.pages]
    assert token in last and not [page for page in others if token in page]
    page = Browser(app).visit("/continue").press("Continue", code=token)
    assert page.path == "/join/reach"


def test_whoever_signed_in_to_begin_signs_in_to_go_on_and_gets_no_code(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = APerson("Ada")
    known = journeys.Known(owner_id=ada.id, answers={"who": {"for_whom": "self", "name": "Ada"}})

    def told(_subject: str) -> journeys.Known:
        return known if access.visitor() else journeys.Known()

    monkeypatch.setattr("portal.teams.public.join.JOIN", replace(journey_of("join"), known=told))
    sign_in(browser, ada)
    pdf = pdf_of(browser.visit("/join/paper").press(MINE))
    assert "Keep this page" not in pdf.headings(2) and "Ada" in pdf.text
    assert the_draft().owner_id == ada.id
    browser.client.delete_cookie("portal")
    assert "Ada" not in pdf_of(browser.visit("/join/paper").press(MINE)).text


def test_a_form_for_someone_else_is_empty_with_a_reference_of_its_own_and_ours_stays(browser: Browser) -> None:
    first_page(browser, "join").press("Continue", for_whom="self", name="Ada Lovelace")
    page = browser.visit("/join/paper")
    first, second = pdf_of(page.press(EMPTY)), pdf_of(page.press(EMPTY))
    mine = the_first()
    references = session.scalars(select(Draft.reference).order_by(Draft.id)).all()
    assert len(set(references)) == 3
    for pdf, reference in zip((first, second), references[1:], strict=True):
        assert "Ada" not in pdf.text and str(mine.reference) not in pdf.text and str(reference) in pdf.text
        assert "Keep this page" in pdf.headings(2)
    assert browser.visit("/join/who").one("#name").get("value") == "Ada Lovelace"


def test_what_is_printed_is_kept_for_thirty_days_from_then(browser: Browser, clock: Clock) -> None:
    first_page(browser, "join").press("Continue", for_whom="self", name="Ada")
    printed_at = clock.advance(days=20)
    browser.visit("/join/paper").press(MINE)
    assert the_draft().saved_at == printed_at


def test_what_was_sent_is_not_printed_again(browser: Browser) -> None:
    page = first_page(browser, "join").press("Continue", for_whom="self", name="Ada")
    page = page.press("Continue", channel="email", email="ada@example.com").press("Continue").press("Continue")
    page.press("Send my offer")
    assert browser.visit("/join/paper").heading == "Thank you. We have your offer"


def test_what_is_sent_in_another_tab_at_that_moment_is_not_printed_empty(
    browser: Browser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_page(browser, "join").press("Continue", for_whom="self", name="Ada")
    page = browser.visit("/join/paper")

    def meanwhile() -> str:
        session.execute(update(Draft).values(sent_at=clock.now, data={}))
        return "a phone"

    monkeypatch.setattr(journeys, "device", meanwhile)
    token = page.one("input[name=csrf_token]").get("value")
    answer = browser.client.post("/join/paper", data={"csrf_token": token})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/join/done")


def test_one_address_cannot_keep_the_printer_busy(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    page = first_page(browser, "join").follow(WORDS)
    monkeypatch.setattr(journeys, "PRINTED_AN_HOUR", 1)
    page.press(MINE)
    token = page.one("input[name=csrf_token]").get("value")
    browser.send("/join/paper", {"csrf_token": token}, expect=429)


class EveryKind(forms.Form):
    """One field of each kind."""

    one = forms.choice("One?", [("a", "Apple"), ("b", "Pear")], description="Choose one", hints={"b": "A green one"})
    only = forms.choice("Only?", [("a", "Apple")])
    some = forms.choices("Some?", [("a", "Apple"), ("b", "Pear")])
    agree = forms.tick("I agree")
    listed = forms.pick("Which?", [("", "Choose"), ("x", "Ex"), ("y", "Why")])
    line = forms.line("Line?")
    short = forms.text("Short?", most=400)
    long = forms.text("Long?", most=20000)
    many = forms.number("How many?", least=1, most=9)
    day = forms.DateInput("When?")
    version = forms.hidden()


def test_a_new_field_of_any_kind_appears_by_itself(app: Flask) -> None:
    said = {"one": "b", "some": ["a"], "line": "Hi", "many": 3, "day": {"day": "2", "month": "3", "year": "2026"}}
    with app.test_request_context():
        asked = paper.questions([EveryKind(formdata=None, data=said)])
        by_label = {question.label: question for question in asked}
        assert "Only?" not in by_label  # nothing to choose
        assert len(asked) == 9 and [question.number for question in asked] == list("123456789")
        one = by_label["One?"]
        assert one.hint == "Choose one"
        assert one.choices == (paper.Choice("Apple", False), paper.Choice("Pear", True, "A green one"))
        assert [choice.is_chosen for choice in by_label["Some?"].choices] == [True, False]
        assert by_label["I agree"].choices == (paper.Choice("Yes", False),)
        assert [choice.words for choice in by_label["Which?"].choices] == ["Ex", "Why"]
        assert (by_label["Line?"].answer, by_label["How many?"].answer) == ("Hi", "3")
        assert [by_label[label].lines for label in ("Line?", "Short?", "Long?")] == [1, 3, 18]
        assert [(part.label, part.answer) for part in by_label["When?"].parts] == [
            ("Day", "2"),
            ("Month", "3"),
            ("Year", "2026"),
        ]
        pdf = Pdf(paper.form("All", [], asked, reference="KRT 462 W", token=""))
    assert [heading for heading in pdf.headings(2) if heading[0].isdigit()] == [
        f"{question.number}. {question.label}" for question in asked
    ]


@pytest.mark.parametrize(
    ("answer", "is_rtl"), [("Hello", False), ("12 میں", True), ("", False), ("123", False), ("Ada خان", False)]
)
def test_an_answer_keeps_its_own_direction(answer: str, is_rtl: bool) -> None:
    assert paper.Question("Q", "", "text", answer).is_rtl is is_rtl


def test_someone_whose_letters_we_cannot_print_is_told_that_they_are_kept(browser: Browser) -> None:
    first_page(browser, "join").press("Continue", for_whom="self", name="Ada 🙂")
    text = pdf_of(browser.visit("/join/paper").press(MINE)).text
    assert "Ada �" in text and "What you wrote online is kept as you wrote it." in text
    assert the_draft().answers()["name"] == "Ada 🙂"


def test_a_very_long_answer_is_printed_whole(browser: Browser) -> None:
    story = "We waited a long time and nobody came. " * 500 + "Then someone did."
    first_page(browser, "share").press("Continue", body=story)
    pdf = pdf_of(browser.visit("/stories/share/paper").press(MINE))
    assert "Then someone did." in pdf.text
    assert pdf.text.count("waited") == 500
