"""A whole portal with its worker, served as `make run` serves it, and a real browser to walk through it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page

from portal.kit import words
from tests.bench.servers import free_port, wait_until_it_answers

ROOT = Path(__file__).resolve().parent.parent.parent
FAULTS_ONLY = {
    "resultTypes": ["violations"]
}  # every rule runs; what is well is not gathered, which takes half the time
TOLD, LONGEST_LOAD = "told.txt", 240.0  # what was printed; seconds
_read: set[tuple[str, str]] = set()
SHOTS = os.environ.get("SCREENSHOTS", "")


class Served:
    """A portal that is running: web and worker under one supervisor."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **os.environ,
            "EXAMPLE": "yes",
            "INSTANCE": str(folder),
            "PORT": str(self.port),
            "BASE_URL": self.url,
            "WORKERS": "1",
            **settings,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.told = ""  # what was printed when its data was loaded

    def flask(self, *words_said: str) -> str:
        """Run one of our commands; what it printed."""
        return self.python("-m", "flask", "--app", "wsgi", *words_said)

    def python(self, *words_said: str) -> str:
        """Run Python as this portal does; what it printed."""
        line = [sys.executable, *words_said]
        done = subprocess.run(line, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Serve until `stop`; ready when this returns."""
        line = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        with (self.folder / "served.log").open("ab") as log:
            self.process = subprocess.Popen(
                line, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        wait_until_it_answers(f"{self.url}/healthz")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the supervisor and everything that it started."""
        if self.process is not None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=30)
            self.process = None

    def post(self, to: str = "") -> str:
        """The words of the newest message to this address, once the worker has sent it."""
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            found = [m for m in self.messages() if not to or m["to"] == to]
            if found:
                return found[0]["body"]
            time.sleep(0.2)
        raise AssertionError(f"no message to {to or 'anybody'}")

    def messages(self) -> list[dict[str, str]]:
        """Every message handed over so far, newest first."""
        import email
        from email import policy

        found = []
        for path in sorted((self.folder / "post").glob("*.eml"), reverse=True):
            message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            body = message.get_body(("plain",))
            found.append(
                {
                    "to": str(message["To"]),
                    "subject": str(message["Subject"]),
                    "id": str(message["Message-ID"]),
                    "body": body.get_content() if body else "",
                }
            )
        return found

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as problem:
            return problem.code, problem.read().decode()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example Trust, running."""
    portal = Served(tmp_path_factory.mktemp("served"))
    shutil.copytree(_example(tmp_path_factory), portal.folder, dirs_exist_ok=True)
    portal.told = (portal.folder / TOLD).read_text(encoding="utf-8")
    portal.start()
    yield portal
    portal.stop()


def _example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example, which takes long to load: the first process of this run does, the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "the-example"
    try:
        folder.mkdir()
    except FileExistsError:
        ends = time.monotonic() + LONGEST_LOAD
        while not (folder / TOLD).exists():
            assert time.monotonic() < ends, "the example was not loaded"
            time.sleep(0.2)
        return folder
    portal = Served(folder)
    portal.flask("db", "upgrade")
    (folder / "telling").write_text(portal.flask("example"), encoding="utf-8")
    return (folder / "telling").rename(folder / TOLD).parent


@dataclass(frozen=True)
class Way:
    """One way to meet the portal: a language, with JavaScript or without, on so wide a screen."""

    name: str
    locale: str = "en"
    has_script: bool = True
    width: int = 360


WAYS = [Way("phone"), Way("without script", has_script=False), Way("urdu", locale="ur")]


@pytest.fixture(params=WAYS, ids=lambda way: way.name)
def way(request: pytest.FixtureRequest) -> Way:
    """Each way in turn."""
    found: Way = request.param
    return found


class Walk:
    """Someone walking through the portal in a real browser."""

    def __init__(self, page: Page, served: Served, way: Way, name: str) -> None:
        self.page, self.served, self.way, self.name = page, served, way, name
        self.steps = 0

    def said(self, message: str, **values: Any) -> str:
        """A message as this way's language says it."""
        with words.speaking(self.way.locale):
            return words.gettext(message, **values)

    def visit(self, path: str) -> None:
        """Open an address of this way's language."""
        prefix = "" if self.way.locale == "en" else f"/{self.way.locale}"
        self.page.goto(self.served.url + prefix + path)
        self.look()

    def open(self, url: str) -> None:
        """Open an address as it stands in a message."""
        self.page.goto(url)
        self.look()

    def press(self, message: str) -> None:
        """Press a button by its words."""
        self.page.get_by_role("button", name=self.said(message), exact=True).first.click()
        self.page.wait_for_load_state()
        self.look()

    def follow(self, message: str) -> None:
        """Press a link by its words."""
        self.page.get_by_role("link", name=self.said(message)).first.click()
        self.page.wait_for_load_state()
        self.look()

    def fill(self, name: str, value: str) -> None:
        """Write into the field of this name."""
        self.page.locator(f"[name='{name}']").first.fill(value)

    def unfold(self, message: str) -> None:
        """Open what is folded up under these words."""
        self.page.locator("summary", has_text=self.said(message)).click()

    def choose(self, name: str, value: str) -> None:
        """Choose an answer or tick a box."""
        self.page.locator(f"[name='{name}'][value='{value}']").check()

    def sees(self, message: str, **values: Any) -> None:
        """The page says this."""
        text = " ".join(self.page.locator("body").inner_text().split())
        assert self.said(message, **values) in text, f"{self.said(message, **values)!r} is not in: {text}"

    @property
    def heading(self) -> Locator:
        """The h1."""
        return self.page.locator("h1")

    def look(self) -> None:
        """What must hold on every page: it fits the screen, reads the right way, and axe finds no fault."""
        page = self.page
        self.steps += 1
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            page.screenshot(
                path=f"{SHOTS}/{self.name}-{self.way.name}-{self.steps:02}.png".replace(" ", "_"), full_page=True
            )
        assert page.locator("h1").count() == 1, page.url
        direction = "rtl" if self.way.locale == "ur" else "ltr"
        if f"/{self.way.locale}/" in page.url + "/" or self.way.locale == "en":
            assert page.locator("html").get_attribute("dir") in {direction, None}, page.url
        if not self.way.has_script:
            return
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"
        if self.way.locale != "en" and self._was_read():
            return
        found = Axe().run(page, options=FAULTS_ONLY).response["violations"]
        assert not found, f"{page.url}: " + "; ".join(f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found)

    def _was_read(self) -> bool:
        """Whether axe read such a page in this language before; in English it reads every page in every state."""
        kind = (self.way.locale, re.sub(r"\d+", "0", urlsplit(self.page.url).path))
        was_read = kind in _read
        _read.add(kind)
        return was_read


@pytest.fixture
def walk(served: Served, chromium: Browser, way: Way, request: pytest.FixtureRequest) -> Iterator[Walk]:
    """Someone with an empty browser."""
    context = chromium.new_context(
        viewport={"width": way.width, "height": 740}, java_script_enabled=way.has_script, bypass_csp=False
    )
    context.set_default_timeout(15_000)
    name = re.sub(r"\[.*", "", request.node.name).removeprefix("test_")
    yield Walk(context.new_page(), served, way, name)
    context.close()
