"""What every page has around it: where it is, who runs it, where to get help, and a way out."""

from __future__ import annotations

import re
from typing import Any

import html5lib
import pytest
from lxml import html

from tests.page.stand_in import DIST, TEMPLATES, a_page

PAGE = """{% extends "LAYOUT" %}{% block title %}Take part in "QI" & more{% endblock %}{% block section %}SECTION{% endblock %}
{% block description %}How to take part in "QI" & more{% endblock %}
{% block main %}<h1 class="nhsuk-heading-xl">{{ self.title() }}</h1>{% endblock %}"""


def render(env: Any, layout: str = "base.html", section: str = "Projects", **changed: Any) -> str:
    source = PAGE.replace("LAYOUT", layout).replace("SECTION", section)
    return str(env.from_string(source).render(page=a_page(**changed)))


def seen(env: Any, **changed: Any) -> Any:
    return html.document_fromstring(render(env, **changed))


EVERY_KIND = [
    {},
    {"locale": "ur"},
    {"has_quick_exit": True, "is_example": True, "help_phone": "020 7946 0000", "is_signed_in": True},
    {"layout": "staff.html", "is_staff": True, "is_signed_in": True, "has_errors": True},
    {"is_indexed": False, "descriptor": "", "section": ""},
]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_page_is_sound_html(env: Any, kind: dict[str, Any]) -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(render(env, **kind))
    assert parser.errors == []


def test_the_title_says_page_section_service_organisation(env: Any) -> None:
    title = seen(env).findtext(".//title")
    assert title == 'Take part in "QI" & more – Projects – Quality improvement – Example Trust'


def test_the_title_needs_no_section(env: Any) -> None:
    assert (
        seen(env, section="").findtext(".//title") == 'Take part in "QI" & more – Quality improvement – Example Trust'
    )


def test_the_title_begins_with_the_error(env: Any) -> None:
    assert seen(env, has_errors=True).findtext(".//title").startswith("Error: Take part")


def test_the_description_is_plain_text(env: Any) -> None:
    [said] = seen(env).xpath("//meta[@name='description']/@content")
    assert said == 'How to take part in "QI" & more'


def test_first_to_the_content_then_out_of_here(env: Any) -> None:
    links = seen(env, has_quick_exit=True).xpath("//body//a")
    assert links[0].get("href") == "#main-content"
    assert links[1].text == "Leave this page"
    assert links[1].get("href") == "https://www.bbc.co.uk/weather"
    assert links[1].get("rel") == "noreferrer"


def test_no_way_out_where_none_is_needed(env: Any) -> None:
    assert not seen(env).xpath("//*[@data-exit]")


def test_the_name_of_the_trust_is_the_name_of_its_link(env: Any) -> None:
    [link] = seen(env).xpath("//header//a[contains(@class, 'service-logo')]")
    assert link.get("aria-label") is None
    assert link.text_content().split() == ["Example", "Trust", "NHS", "Foundation", "Trust"]
    assert link.get("href") == "/"
    assert seen(env, locale="ur").xpath("//header//a[contains(@class, 'service-logo')]/@href") == ["/ur/"]


def test_languages_are_links_to_the_same_page(env: Any) -> None:
    links = seen(env).xpath("//nav[@aria-label='Languages']//a")
    assert [link.get("lang") for link in links] == ["bn", "ur", "ar", "pl", "ro", "tr", "so"]
    assert all(link.get("hreflang") == link.get("lang") for link in links)
    assert {link.get("lang") for link in links if link.get("dir") == "rtl"} == {"ur", "ar"}
    assert all(link.get("href").endswith("/projects") for link in links)


def test_alternates_for_search_engines(env: Any) -> None:
    tree = seen(env)
    assert len(tree.xpath("//head/link[@rel='alternate']")) == 9
    assert tree.xpath("//link[@hreflang='x-default']/@href") == ["https://portal.example/en/projects"]
    assert tree.xpath("//link[@rel='canonical']/@href") == ["https://portal.example/projects"]
    assert not tree.xpath("//meta[@name='robots']")


def test_a_page_of_ones_own_is_not_for_search_engines(env: Any) -> None:
    tree = seen(env, is_indexed=False)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not tree.xpath("//head/link[@rel='alternate']")


@pytest.mark.parametrize(("locale", "sheet"), [("en", "portal."), ("ur", "portal-rtl."), ("ar", "portal-rtl.")])
def test_one_sheet_for_each_direction(env: Any, locale: str, sheet: str) -> None:
    tree = seen(env, locale=locale)
    [href] = tree.xpath("//link[@rel='stylesheet']/@href")
    name = href.removeprefix("/static/dist/")
    assert name.startswith(sheet)
    assert (DIST / name).exists()
    assert tree.get("dir") == ("ltr" if locale == "en" else "rtl")
    assert tree.get("lang") == locale


def test_people_may_zoom(env: Any) -> None:
    [said] = seen(env).xpath("//meta[@name='viewport']/@content")
    assert "scal" not in said.replace("initial-scale", "")


def test_help_is_at_the_foot_of_every_page(env: Any) -> None:
    foot = seen(env, help_phone="020 7946 0000").xpath("//footer")[0]
    words = foot.text_content()
    for link in ("Get help now", "Accessibility", "Privacy", "Cookies", "How stories are read"):
        assert link in words
    assert foot.xpath(".//a/@href")[0] == "tel:02079460000"
    assert not seen(env).xpath("//footer//a[starts-with(@href, 'tel:')]")


def test_the_example_says_what_it_is(env: Any) -> None:
    assert "Example Trust: people are made up" in render(env, is_example=True)
    assert "people are made up" not in render(env)


def test_signing_out_is_a_form_with_its_token(env: Any) -> None:
    for layout in ("base.html", "staff.html"):
        [form] = seen(env, layout=layout, is_signed_in=True).xpath("//form")
        assert form.get("method") == "post"
        assert form.xpath("./input[@name='csrf_token']/@value") == ["token"]
        assert form.xpath("./button")[0].text == "Sign out"
    assert not seen(env).xpath("//form")


def test_staff_have_a_menu_of_their_own(env: Any) -> None:
    tree = seen(env, layout="staff.html", is_staff=True, is_signed_in=True)
    links = tree.xpath("//nav[@aria-label='Staff menu']//a")
    assert [link.text_content() for link in links][-1] == "Looks on record"
    assert [link.text_content() for link in links if link.get("aria-current") == "page"] == ["Today"]


def test_an_error_page_loses_nothing_and_leads_on(env: Any) -> None:
    page = env.get_template("errors/error.html").render(
        page=a_page(help_phone="020 7946 0000"),
        heading="The portal is busy",
        sentences=["Nothing was sent."],
        reference="KRT 462",
        typed=[("your story", "\nLine <1>\nLine 2")],
        status=503,
    )
    tree = html.document_fromstring(page)
    assert tree.findtext(".//h1") == "The portal is busy"
    assert ">\n\nLine &lt;1&gt;\nLine 2</textarea>" in page
    assert tree.xpath("//textarea/@readonly")
    assert "KRT 462" in tree.text_content()
    assert {"/", "/projects", "/get-help-now"} <= set(tree.xpath("//main//a/@href"))
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page)
    assert parser.errors == []


def test_the_last_resort_needs_nothing(env: Any) -> None:
    bare = (TEMPLATES / "errors" / "bare.html").read_text(encoding="utf-8")
    assert "{" not in bare
    tree = html.document_fromstring(bare)
    assert len(tree.xpath("//h1")) == 1
    assert not tree.xpath("//link|//script|//img")


EVERY_TEMPLATE = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_nothing_inline(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    for opening in re.findall(r"<script[^>]*>", text):
        assert "src=" in opening or "application/ld+json" in opening


@pytest.mark.parametrize("name", EVERY_TEMPLATE)
def test_no_word_that_people_stumble_over(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    said = re.findall(r"_\(\s*\"([^\"]*)\"|{% trans[^%]*%}(.*?){% endtrans %}", text, flags=re.DOTALL)
    words = " ".join("".join(parts) for parts in said).lower()
    for word in ("proxy", "submit", "invalid"):
        assert word not in words
