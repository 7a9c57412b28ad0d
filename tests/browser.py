"""Visits pages as people do, without JavaScript, and refuses broken ones."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from flask import Flask, g
from lxml import html
from werkzeug.test import TestResponse

from portal import database

MOST_REDIRECTS = 6


# What stands between tags or in quotes, where it has no sign that means something in HTML.
PLAIN_WORDS = re.compile(r'(?<=>)[^<>&]+|(?<=")[^<>&"=]*(?=")')
_sound: set[int] = set()


class Page:
    """One page as a person meets it."""

    def __init__(self, browser: Browser, response: TestResponse, path: str) -> None:
        self.browser, self.response, self.path = browser, response, path
        self.status = response.status_code
        self.text = "" if response.mimetype == "application/pdf" else response.get_data(as_text=True)
        self.is_html = response.mimetype == "text/html"
        self.tree = html.document_fromstring(self.text) if self.is_html and self.text else None

    @property
    def words(self) -> str:
        """Every word of the page's body, single spaced."""
        return self.words_in("body")

    def words_in(self, selector: str) -> str:
        """The words inside the first element that fits the selector."""
        return " ".join(self.one(selector).text_content().split())

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return self.words_in("h1")

    @property
    def title(self) -> str:
        """The words of the title."""
        return self.words_in("title")

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [" ".join(e.text_content().split()) for e in self.all(".nhsuk-error-summary li")]

    def all(self, selector: str) -> list[Any]:
        """Every element that fits a simple selector (tag, .class, #id, [attribute], nested)."""
        assert self.tree is not None, f"{self.path} is no page: {self.response.mimetype}"
        return list(self.tree.xpath(_xpath(selector)))

    def one(self, selector: str) -> Any:
        """The first element that fits."""
        found = self.all(selector)
        assert found, f"no {selector} in {self.path}:\n{self.text}"
        return found[0]

    @property
    def links(self) -> dict[str, str]:
        """Words → address of every link; the first of each wording."""
        found: dict[str, str] = {}
        for link in self.all("a[href]"):
            found.setdefault(" ".join(link.text_content().split()), link.get("href"))
        return found

    def follow(self, words: str) -> Page:
        """Press a link by its words (or how they begin)."""
        href = self.links.get(words) or next((h for w, h in self.links.items() if w.startswith(words)), None)
        assert href, f"no link {words!r} in {self.path}: {sorted(self.links)}"
        return self.browser.visit(urljoin(self.path, href))

    def press(self, button: str, **answers: Any) -> Page:
        """Fill in the form that holds this button, and press it. Lists are for checkboxes."""
        for form in self.all("form"):
            for pressed in form.xpath(".//button|.//input[@type='submit']"):
                if " ".join((pressed.text_content() or pressed.get("value", "")).split()) == button:
                    return self._send(form, pressed, answers)
        raise AssertionError(f"no button {button!r} in {self.path}: {self.words}")

    def _send(self, form: Any, pressed: Any, answers: dict[str, Any]) -> Page:
        data: dict[str, Any] = {}
        for name in {e.get("name") for e in form.xpath(".//*[@name]")} - {None}:
            value = _value(form, name)
            if value is not None:
                data[name] = value
        if pressed.get("name"):
            data[pressed.get("name")] = pressed.get("value", "")
        for name, value in answers.items():
            name = name.replace("__", "-")
            assert form.xpath(f".//*[@name='{name}']"), f"no field {name!r} in {self.path}"
            data[name] = value
        target = urljoin(self.path, form.get("action") or self.path)
        if (form.get("method") or "get").lower() == "get":
            from urllib.parse import urlencode

            return self.browser.visit(urlsplit(target).path + "?" + urlencode(data, doseq=True))
        return self.browser.send(target, data)


def _value(form: Any, name: str) -> Any:
    values = []
    for element in form.xpath(f".//*[@name='{name}']"):
        kind = element.get("type", "text")
        if element.tag == "button" or kind == "submit":
            continue
        if kind in {"radio", "checkbox"}:
            if element.get("checked") is not None:
                values.append(element.get("value", "on"))
        elif element.tag == "textarea":
            values.append((element.text or "").removeprefix("\n"))
        elif element.tag == "select":
            chosen = element.xpath(".//option[@selected]") or element.xpath(".//option")
            values.append(chosen[0].get("value", "") if chosen else "")
        else:
            values.append(element.get("value", ""))
    return None if not values else values[0] if len(values) == 1 else values


def _xpath(selector: str) -> str:
    steps = []
    for part in selector.split():
        tag = re.match(r"[a-z0-9*]*", part).group() or "*"  # type: ignore[union-attr]
        tests = "".join(
            f"[contains(concat(' ', normalize-space(@class), ' '), ' {c} ')]" for c in re.findall(r"\.([\w-]+)", part)
        )
        tests += "".join(f"[@id='{i}']" for i in re.findall(r"#([\w-]+)", part))
        tests += "".join(f"[@{a}]" for a in re.findall(r"\[([\w-]+)\]", part))
        tests += "".join(f"[@{a}='{v}']" for a, v in re.findall(r"\[([\w-]+)='?([^'\]]*)'?\]", part) if v)
        steps.append(f"//{tag}{tests}")
    return "".join(steps)


class Browser:
    """One person's browser: keeps its cookies, follows redirects, checks each page it is given."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.page: Page | None = None

    def visit(self, path: str, *, expect: int | None = None, headers: dict[str, str] | None = None) -> Page:
        """Open an address; anything but 200 must be expected."""
        return self._open("GET", path, {}, expect, headers)

    def send(self, path: str, data: dict[str, Any], *, expect: int | None = None) -> Page:
        """Send a form as it is, without looking at the page before."""
        return self._open("POST", path, {"data": data}, expect, None)

    def _open(
        self, method: str, path: str, what: dict[str, Any], expect: int | None, headers: dict[str, str] | None
    ) -> Page:
        path = _local(path)
        for _hop in range(MOST_REDIRECTS):
            database.session.remove()
            _forget_request()
            response = self.client.open(path, method=method, headers=headers, **what)
            assert not database.session().in_transaction() or not database.session().new, "left uncommitted"
            if response.status_code not in {301, 302, 303, 307, 308} or expect == response.status_code:
                break
            path, method, what = _local(urljoin(path, response.headers["Location"])), "GET", {}
        self.page = Page(self, response, path)
        wanted = {expect} if expect else {200, 204}
        assert self.page.status in wanted, f"{method} {path} answered {self.page.status}\n{_short(self.page)}"
        if self.page.is_html and self.page.text:
            refuse_broken(self.page)
        return self.page


def _forget_request() -> None:
    """Tests hold one application context, whose `g` would carry a visitor or a token from request to request."""
    for name in list(g):
        g.pop(name)


def _short(page: Page) -> str:
    return page.words if page.is_html and page.text else page.text[:500]


def _local(path: str) -> str:
    parts = urlsplit(path)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def refuse_broken(page: Page) -> None:
    """The habits of every page; see docs/architecture.md."""
    where = page.path
    headings = page.all("h1")
    assert len(headings) == 1, f"{where} has {len(headings)} h1"
    title, heading = page.title.removeprefix("Error: "), page.heading
    assert heading and title.startswith(heading), f"{where}: title {page.title!r} does not begin with {heading!r}"
    assert page.one("html").get("lang"), f"{where} has no lang"
    assert len(page.all("main")) == 1, f"{where} has no main, or two"
    ids = [e.get("id") for e in page.all("*[id]")]
    assert len(ids) == len(set(ids)), f"{where}: ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    _refuse_unlabelled(page, set(ids))
    for element in page.all("*"):
        inline = [a for a in element.attrib if a == "style" or a.startswith("on")]
        assert not inline, f"{where}: inline {inline} on {element.tag}"
    for script in page.all("script"):
        assert script.get("src") or script.get("type") == "application/ld+json", f"{where}: inline script"
    assert not page.all("style"), f"{where}: inline style"
    for link in page.all("a"):
        words = link.text_content().strip() or link.get("aria-label")
        assert words, f"{where}: a link without words: {html.tostring(link)!r}"
        assert link.get("href"), f"{where}: a link that leads nowhere: {words}"
    for form in page.all("form"):
        if (form.get("method") or "").lower() == "post":
            assert form.xpath(".//input[@name='csrf_token']"), f"{where}: a form without its token"
    refuse_unsound(page.path, page.text)


def _refuse_unlabelled(page: Page, ids: set[str]) -> None:
    labels = {label.get("for") for label in page.all("label")}
    for field in page.all("input") + page.all("textarea") + page.all("select"):
        if field.get("type") in {"hidden", "submit"}:
            continue
        named = field.get("id") in labels or field.get("aria-label") or field.get("aria-labelledby")
        assert named, f"{page.path}: {field.get('name')} has no label"
        for said in (field.get("aria-describedby") or "").split():
            assert said in ids, f"{page.path}: {field.get('name')} is described by {said}, which is not there"


def refuse_unsound(path: str, text: str) -> None:
    """By the parser of the standard, which takes a third of a test's time: of pages that differ in plain words alone, one is read."""
    bones = hash(PLAIN_WORDS.sub("", text))
    if bones in _sound:
        return
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    assert not parser.errors, f"{path}: unsound HTML: {parser.errors[:3]}"
    _sound.add(bones)
