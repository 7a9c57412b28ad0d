"""Asking for a code takes as long for someone whom we know as for a stranger, and is answered with the same bytes."""

from __future__ import annotations

import random
import re
import statistics
import time
from collections.abc import Mapping
from itertools import combinations

from flask import Flask
from werkzeug.test import TestResponse

from portal.database import writing
from portal.kit import clock as portal_clock
from portal.kit import drafts
from tests.browser import Browser
from tests.conftest import Clock
from tests.factories import APerson
from tests.signin import raw

EACH, WARM = 200, 10
MOST = 0.010  # seconds between medians
SHARE = 0.3  # of the spread of the differences: more than four times what chance alone brings in so many rounds

Asks = Mapping[str, tuple[str, Mapping[str, str]]]


def measure(app: Flask, clock: Clock, page: str, asks: Asks) -> tuple[dict[str, list[float]], dict[str, set[object]]]:
    """How long each way of asking took, and what it was answered; in turn, each round in another order.

    A round is a quarter of an hour after the one before, so that no limit holds anything back.
    """
    browser, chance = Browser(app), random.Random(1)
    token = browser.visit(page).one("input[name='csrf_token']").get("value")
    took: dict[str, list[float]] = {name: [] for name in asks}
    said: dict[str, set[object]] = {name: set() for name in asks}
    for round in range(WARM + EACH):
        clock.advance(minutes=16)
        for name in chance.sample(list(asks), len(asks)):
            address, answers = asks[name]
            began = time.perf_counter()
            answer = raw(browser, "POST", address, data={**answers, "csrf_token": token})
            lasted = time.perf_counter() - began
            said[name].add(bare(answer, address))
            if round >= WARM:
                took[name].append(lasted)
    return took, said


def bare(answer: TestResponse, address: str) -> object:
    """Everything that an answer says but for its secrets; the address that was asked is known to whoever asks."""
    headers = sorted(f"{name}: {value}" for name, value in answer.headers if name != "Set-Cookie")
    text = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", answer.get_data(as_text=True))
    return str([answer.status_code, headers, text]).replace(address.removesuffix("/send-code"), "")


def tell_nothing(took: dict[str, list[float]], said: dict[str, set[object]]) -> None:
    """Neither the bytes nor the time of an answer tells one from another.

    Times are compared within each round, so that a busy minute of this machine slows both.
    """
    answers = set().union(*said.values())
    assert len(answers) == 1, answers
    for one, other in combinations(took, 2):
        medians = statistics.median(took[one]), statistics.median(took[other])
        assert abs(medians[0] - medians[1]) < MOST, (one, other, medians)
        apart = [first - second for first, second in zip(took[one], took[other], strict=True)]
        lower, middle, upper = statistics.quantiles(apart, n=4)
        assert abs(middle) < SHARE * (upper - lower), (one, other, medians, (lower, middle, upper))


def test_a_stranger_waits_as_long_for_a_code_as_someone_we_know(app: Flask, clock: Clock) -> None:
    APerson("Ada Lovelace", email="ada@example.com")
    asks = {name: ("/sign-in", {"contact": f"{name}@example.com", "next": ""}) for name in ("ada", "bob")}
    tell_nothing(*measure(app, clock, "/sign-in", asks))


def test_the_page_after_asking_is_the_same_bytes(app: Flask, clock: Clock) -> None:
    APerson("Ada Lovelace", email="ada@example.com")
    pages = set()
    for name in ("ada", "bob"):
        browser = Browser(app)
        browser.visit("/sign-in").press("Send me a code", contact=f"{name}@example.com")
        pages.add(bare(raw(browser, "GET", "/sign-in/code"), "/sign-in/code"))
    assert len(pages) == 1


def test_nobody_learns_from_the_time_whether_something_was_begun(app: Flask, clock: Clock) -> None:
    now = portal_clock.now()
    with writing():
        told, _token = drafts.start("join", "", "en", now=now, channel="email", value="ada@example.com")
        mute, _token = drafts.start("join", "", "en", now=now)
        references = {"told": drafts.slug(told), "mute": drafts.slug(mute), "none": "KRT462W"}
    assert len(set(references.values())) == 3
    asks: Asks = {name: (f"/continue/{reference}/send-code", {}) for name, reference in references.items()}
    tell_nothing(*measure(app, clock, "/continue/KRT462W", asks))
