"""No link leads nowhere: every page that can be reached by links, in each language, and on the side of staff."""

from __future__ import annotations

import re
import time
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
import requests
from lxml import html

from tests.journeys.conftest import Served
from tests.journeys.ways_in import OF_CODE, code_in, example_secret, letter, letters, second_step

pytestmark = pytest.mark.browser
# Of the many pages below each training, team and member and for each booking and offer, which differ only in a number, so
# many of each kind are opened.
MANY_ALIKE = re.compile(
    r"(/\w\w)?/staff/(bookings/0(/certificate)?|training/0/(?!edit|cancel)[\w.-]+"
    r"|projects/0/(team|taking-part|little-i|little-i/new|check-ins)|openings/0/0/(people|fixes)"
    r"|interests/0/(pass-on|agree|checks)|claims/0(/receipts/0\.jpg)?|members/0(/[\w.-]+)?)"
)
BEGUN = re.compile(r".*/openings/new")  # from a template, or from another place: an address with a query
OF_A_KIND, PAPERS = 8, 4  # of papers, which take long to make, fewer
PAGED, FILTERED = 12, 4  # how many variants of one address are opened: further pages of a list, other filters
LONGEST = 60.0  # seconds
LEAST_PUBLIC, LEAST_STAFF = 250, 250  # pages: fewer, and the walk missed a part of the portal
STAFF = "admin@example.com"


class Crawl:
    """Someone who follows every link of ours, each once; from pages outside their part they go no further.

    Whoever reads one language leaves the pages of the others to those who read them.
    """

    def __init__(self, served: Served, part: str = "/", other: re.Pattern[str] | None = None) -> None:
        self.served, self.part, self.other = served, part, other
        self.session = requests.Session()
        self.found_on: dict[str, str] = {}
        self.variants = Counter[tuple[str, ...]]()
        self.broken: list[str] = []
        self.pages = 0

    def walk(self, *starts: str) -> None:
        """From these addresses to wherever links lead."""
        ends = time.monotonic() + LONGEST
        waiting = deque(self.served.url + start for start in starts if self._is_new(self.served.url + start, "start"))
        while waiting:
            assert time.monotonic() < ends, f"{self.pages} pages, and {len(waiting)} more wait: {list(waiting)[-5:]}"
            url = waiting.popleft()
            waiting.extend(link for link in self._links(url) if self._is_new(link, url))

    def _is_new(self, url: str, on: str) -> bool:
        parts = urlsplit(url)
        if not url.startswith(self.served.url + "/") or parts.path.endswith("/sign-out") or url in self.found_on:
            return False
        if self.other and self.other.match(parts.path):
            return False
        if parts.query and BEGUN.fullmatch(parts.path):
            self.variants["begun",] += 1
            if self.variants["begun",] > OF_A_KIND:
                return False
        if parts.query:
            asked = tuple(sorted(parse_qs(parts.query)))
            self.variants[parts.path, *asked] += 1
            if self.variants[parts.path, *asked] > (PAGED if asked in {("from",), ("page",)} else FILTERED):
                return False
        kind = re.sub(r"\d+", "0", parts.path)
        if MANY_ALIKE.fullmatch(kind):
            self.variants[kind,] += 1
            if self.variants[kind,] > (PAPERS if kind.endswith(".pdf") else OF_A_KIND):
                return False
        self.found_on[url] = on
        return True

    def _links(self, url: str) -> Iterator[str]:
        answer = self.session.get(url, timeout=20)
        if answer.status_code != 200:
            self.broken.append(f"{answer.status_code} {url}, linked from {self.found_on[url]}")
        if "text/html" not in answer.headers.get("content-type", ""):
            return
        self.pages += 1
        if not urlsplit(url).path.startswith(self.part):
            return  # it is there: what it links to is somebody else's walk
        page = html.fromstring(answer.text)
        ids = set(page.xpath("//@id"))
        for said in page.xpath("//a/@href | //link/@href | //script/@src | //img/@src | //form[@method='get']/@action"):
            link, part = urldefrag(urljoin(answer.url, said))
            if part and link == answer.url and part not in ids:
                self.broken.append(f"#{part} is not on {url}")
            yield link


@pytest.fixture(scope="module")
def public(served: Served) -> Crawl:
    """Everything that a stranger can reach, in English and in Urdu."""
    crawl = Crawl(served)
    crawl.walk("/", "/ur/", "/sitemap.xml", "/robots.txt")
    return crawl


def test_a_stranger_meets_no_broken_link_in_either_language(public: Crawl) -> None:
    assert public.broken == []
    assert public.pages >= LEAST_PUBLIC
    visited = {urlsplit(url).path for url in public.found_on}
    for path in ("/projects", "/training", "/stories", "/big-i", "/get-help-now", "/words", "/sign-in", "/join"):
        assert path in visited and f"/ur{path}" in visited


def test_every_page_that_search_engines_are_told_of_is_reached_by_links(public: Crawl) -> None:
    listed = html.fromstring(requests.get(public.served.url + "/sitemap.xml", timeout=20).content)
    addresses = {urlsplit(str(found)).path for found in listed.xpath("//loc/text()")}
    assert addresses
    assert addresses - {urlsplit(url).path for url in public.found_on} == set()


@pytest.mark.parametrize(
    ("start", "other"),
    [("/staff", r"/(ur|bn)(/|$)"), ("/ur/staff", r"/(?!ur/)"), ("/bn/staff", r"/(?!bn/)")],
    ids=["English", "Urdu", "Bengali"],
)
def test_staff_meet_no_broken_link_on_any_page_that_they_may_open(served: Served, start: str, other: str) -> None:
    crawl = Crawl(served, start, re.compile(other))
    _sign_in(crawl)
    crawl.walk(start)
    assert crawl.broken == []
    assert crawl.pages >= LEAST_STAFF
    visited = {urlsplit(url).path for url in crawl.found_on}
    for path in ("interests", "projects", "training", "training/courses", "stories", "messages", "record"):
        assert f"{start}/{path}" in visited
    assert "Ada Administrator" in crawl.session.get(f"{served.url}{start}", timeout=20).text  # still signed in


def _sign_in(crawl: Crawl) -> None:
    before = len(letters(crawl.served, STAFF, OF_CODE))
    page = _send(crawl, crawl.session.get(f"{crawl.served.url}/staff/sign-in", timeout=20), contact=STAFF)
    page = _send(crawl, page, code=code_in(letter(crawl.served, STAFF, OF_CODE, before=before)))
    page = _send(crawl, page, second_step=second_step(STAFF, example_secret(crawl.served)))
    assert page.url.endswith("/staff"), page.text


def _send(crawl: Crawl, page: requests.Response, **said: str) -> requests.Response:
    (form,) = [form for form in html.fromstring(page.text).forms if set(said) <= set(form.fields)]
    return crawl.session.post(urljoin(page.url, form.action), data={**dict(form.fields), **said}, timeout=20)
