"""Someone who does not give up: fills in a journey over plain HTTP, and goes on when the line breaks."""

from __future__ import annotations

import re
import time
from urllib.parse import urljoin

import requests
from lxml import html

REFERENCE = re.compile(r"\b[CDFHJKMRTVWXY]{3} [2346789]{3} [CDFHJKMRTVWXY]\b")
ANSWERS = {
    "for_whom": "self",
    "mode": "in_person",
    "who": "service_user",
    "channel": "email",
    "safe_hours": "Mornings",
    "needs": "A room without steps",
    "wants": "I would like to help.",
    "body": "The team listened to me, and the mornings on the ward are calmer now.",
    "title": "Calmer mornings",
    "name_shown": "none",
    "uses": ["project_team", "public_web"],
    "is_reachable": "yes",
}


def _words(page: requests.Response) -> str:
    return " ".join(" ".join(html.fromstring(page.text).itertext()).split())


class Stubborn:
    """A browser that tries again until a page comes, as people do."""

    def __init__(self, base: str, name: str, email: str, patience: float = 60) -> None:
        self.base, self.patience = base, patience
        self.answers = {**ANSWERS, "name": name, "teller_name": name, "email": email}
        self.session = requests.Session()
        self.last = requests.Response()
        self.pages = 0
        self.broken = 0
        self.errors = 0

    def finish(self, start: str) -> str:
        """Walk a journey from its first address to its end; the reference that was confirmed."""
        url = urljoin(self.base, start)
        ends = time.monotonic() + self.patience
        page = self._get(url)
        while time.monotonic() < ends:
            if page.url.rstrip("/").endswith("/done") and page.status_code == 200:
                found = REFERENCE.search(_words(page))
                assert found, page.text
                return found.group()
            page = self._press(page) or self._get(url)
        raise AssertionError(
            f"not done after {self.patience} seconds: {page.url} {page.status_code}\n{page.text[:3000]}"
        )

    def until_check(self, start: str) -> None:
        """Walk a journey up to its last page, where only "send" is left to press."""
        self.until("check", start)

    def until(self, name: str, start: str) -> None:
        """Walk a journey up to the page whose address ends with this name, also one that nobody is led to."""
        wanted = f"{urljoin(self.base, start).rstrip('/')}/{name}"
        page = self._get(wanted)
        ends = time.monotonic() + self.patience
        while not page.url.rstrip("/").endswith(f"/{name}"):
            assert time.monotonic() < ends, f"stuck at {page.url} {page.status_code}\n{page.text[:3000]}"
            self._press(page)
            page = self._get(wanted)
        self.last = page

    def send(self) -> str:
        """Press "send" on the last page, and go on until it is confirmed; the reference."""
        page, url = self.last, self.last.url
        ends = time.monotonic() + self.patience
        while not (page.url.rstrip("/").endswith("/done") and page.status_code == 200):
            assert time.monotonic() < ends, f"not confirmed: {page.url} {page.status_code}"
            page = self._press(page) or self._get(url)
        found = REFERENCE.search(_words(page))
        assert found, page.text
        return found.group()

    def _get(self, url: str) -> requests.Response:
        ends = time.monotonic() + self.patience
        while True:
            try:
                page = self.session.get(url, timeout=15)
                if page.status_code < 500:
                    return page
                assert page.status_code == 503, f"{url}: {page.status_code}\n{page.text[:2000]}"
            except requests.RequestException:
                self.broken += 1
            assert time.monotonic() < ends, f"no answer from {url}"
            time.sleep(0.1)

    def _press(self, page: requests.Response) -> requests.Response | None:
        form = next(
            (
                f
                for f in html.fromstring(page.text).forms
                if f.method.lower() == "post" and "sign-out" not in (f.action or "")
            ),
            None,
        )
        if form is None:
            return None
        data: dict[str, object] = {}
        for name in {e.get("name") for e in form.xpath(".//*[@name][not(self::button)]")}:
            kinds = {e.get("type", "text") for e in form.xpath(f".//*[@name='{name}']")}
            if name in self.answers:
                data[name] = self.answers[name]
            elif kinds <= {"hidden"}:
                data[name] = (
                    form.xpath(f".//*[@name='{name}']/@value")[0] if form.xpath(f".//*[@name='{name}']/@value") else ""
                )
        try:
            answer = self.session.post(urljoin(page.url, form.action or page.url), data=data, timeout=15)
        except requests.RequestException:
            self.broken += 1
            return None
        self.pages += 1
        self.errors += answer.status_code >= 500
        return answer if answer.status_code < 400 else None
