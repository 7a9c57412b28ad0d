"""Our pieces of a page are the kit's, tag for tag; where one differs, a comment says why."""

from __future__ import annotations

from typing import Any

import pytest

from tests.page.stand_in import a_page, tree
from tests.page.test_forms import SCRIPT, theirs, walk, without


def ours(env: Any, call: str, inside: str = "", **more: Any) -> list[Any]:
    macro = call.split("(")[0]
    use = "{% call " + call + " %}" + inside + "{% endcall %}" if inside else "{{ " + call + " }}"
    return tree(env.from_string('{% from "components/content.html" import ' + macro + " %}" + use).render(**more))


def test_a_list_of_answers(env: Any, kit: Any) -> None:
    rows = [
        {"key": "Name", "value": "Sam <b>", "change_href": "/name", "change_hidden": "your name"},
        {"key": "Places", "value": "Luton", "change_href": ""},
        {"key": "Phone", "value": ""},
    ]
    change = {"items": [{"href": "/name", "text": "Change", "visuallyHiddenText": "your name"}]}
    params = {
        "rows": [
            {"key": {"text": "Name"}, "value": {"text": "Sam <b>"}, "actions": change},
            {"key": {"text": "Places"}, "value": {"text": "Luton"}},
            {"key": {"text": "Phone"}, "value": {"text": "Not given"}},
        ]
    }
    assert ours(env, "summary_list(rows)", rows=rows) == theirs(kit, "summary-list", "summaryList", params)


def test_a_list_of_answers_without_changes(env: Any, kit: Any) -> None:
    params = {"rows": [{"key": {"text": "Name"}, "value": {"html": "<p>A</p><p>B</p>"}}]}
    made = ours(env, "summary_list([{'key': 'Name', 'values': ['A', 'B']}])")
    assert made == theirs(kit, "summary-list", "summaryList", params)


def test_what_people_wrote_reads_in_its_own_direction(env: Any) -> None:
    made = ours(env, "summary_list([{'key': 'Story', 'value': 'مرحبا', 'written': true}])")
    assert ["p", {"class": "app-written", "dir": "auto"}, ["مرحبا"]] in list(walk(made))
    assert ours(env, "written('مرحبا')") == [["p", {"class": "app-written", "dir": "auto"}, ["مرحبا"]]]


def test_a_panel(env: Any, kit: Any) -> None:
    params = {"titleText": "Thank you", "html": "<p>KRT</p>"}
    assert ours(env, "panel('Thank you')", "<p>KRT</p>") == theirs(kit, "panel", "panel", params)


def test_a_warning(env: Any, kit: Any) -> None:
    params = {"heading": {"text": "Ring 999", "headingLevel": 2, "level": 2}, "html": "<p>Now</p>"}
    made = ours(env, "warning_callout('Ring 999')", "<p>Now</p>")
    # ARIA knows no role "text".
    assert made == without(theirs(kit, "warning-callout", "warningCallout", params), "role")


def test_an_inset(env: Any, kit: Any) -> None:
    assert ours(env, "inset()", "<p>Now</p>") == theirs(kit, "inset-text", "insetText", {"html": "<p>Now</p>"})


@pytest.mark.parametrize("is_open", [False, True])
def test_details(env: Any, kit: Any, is_open: bool) -> None:
    params = {"summaryText": "More", "html": "<p>Now</p>", "open": is_open}
    made = ours(env, "details('More', open=is_open)", "<p>Now</p>", is_open=is_open)
    assert made == theirs(kit, "details", "details", params)


@pytest.mark.parametrize("colour", ["", "green", "aqua-green", "yellow"])
def test_a_tag(env: Any, kit: Any, colour: str) -> None:
    made = ours(env, "tag('Open', colour)", colour=colour)
    assert made == theirs(kit, "tag", "tag", {"text": "Open", "colour": colour})


def test_breadcrumbs(env: Any, kit: Any) -> None:
    items = [{"text": "Home", "href": "/"}, {"text": "Projects", "href": "/projects"}]
    # "Breadcrumb" is no word that people use.
    reference = theirs(kit, "breadcrumb", "breadcrumb", {"items": items, "labelText": "Where you are"})
    assert ours(env, "breadcrumbs(items)", items=items) == reference


def test_a_link_back(env: Any, kit: Any) -> None:
    assert ours(env, "back_link('/a')") == theirs(kit, "back-link", "backLink", {"href": "/a", "text": "Back"})


@pytest.mark.parametrize("sides", [("/1", "/3"), ("/1", ""), ("", "/3")])
def test_pagination(env: Any, kit: Any, sides: tuple[str, str]) -> None:
    before, after = sides
    params: dict[str, Any] = {
        # "Pagination" is no word that people use; and "page" is seen by all, not only heard.
        "landmarkLabel": "Pages",
        "previous": {"href": before, "text": "Previous page", "labelText": "1 of 3"},
        "next": {"href": after, "text": "Next page", "labelText": "3 of 3"},
    }
    made = ours(env, "pagination(before, after, '1 of 3', '3 of 3')", before=before, after=after)
    assert made == theirs(kit, "pagination", "pagination", params)


def test_one_page_needs_no_pagination(env: Any) -> None:
    assert ours(env, "pagination()") == []


@pytest.mark.parametrize("href", ["", "/p"])
def test_a_card(env: Any, kit: Any, href: str) -> None:
    params = {
        "heading": "A project",
        "headingLevel": 3,
        "href": href,
        "clickable": bool(href),
        "descriptionHtml": "<p>Luton</p>",
    }
    made = ours(env, "card('A project', href, 3)", "<p>Luton</p>", href=href)
    assert made == theirs(kit, "card", "card", params)


def test_an_action_link(env: Any, kit: Any) -> None:
    params = {"text": "Find training", "href": "/training"}
    assert ours(env, "action_link('Find training', '/training')") == theirs(kit, "action-link", "actionLink", params)


@pytest.mark.parametrize("kind", ["", "success"])
def test_a_notification(env: Any, kit: Any, kind: str) -> None:
    params = {"titleText": "Kept", "html": "<p>Yes</p>", "type": kind}
    made = ours(env, "notification('Kept', kind)", "<p>Yes</p>", kind=kind)
    reference = theirs(kit, "notification-banner", "notificationBanner", params)
    assert made == without(reference, *SCRIPT)


def test_a_time_is_said_and_dated(env: Any) -> None:
    made = ours(env, "time('Tuesday 3 March 2026, 2pm', '2026-03-03T14:00')")
    assert made == [["time", {"datetime": "2026-03-03T14:00"}, ["Tuesday 3 March 2026, 2pm"]]]


def test_what_stays_english_is_marked_in_other_languages_only(env: Any) -> None:
    assert ours(env, "english(page)", "<p>Aim</p>", page=a_page()) == [["p", {}, ["Aim"]]]
    made = ours(env, "english(page, 'span')", "Aim", page=a_page(locale="ur"))
    assert made == [["span", {"lang": "en", "dir": "ltr"}, ["Aim"]]]
