"""Signing in through the pages, as people and as staff; reading the post; a second browser beside the first."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pyotp

from tests.journeys.conftest import Served, Walk

CODE = re.compile(r"(?<![\w-])\d{6}(?![\w-])")
OF_CODE = "/sign-in/link/"  # only the message with a code holds this, in every language
_last_step: dict[str, int] = {}  # no code of an authenticator app is taken twice
_signed_in: dict[tuple[str, str], Any] = {}


@contextmanager
def beside(walk: Walk, name: str) -> Iterator[Walk]:
    """Someone else, with a browser of their own, who goes the same way."""
    way = walk.way
    browser = walk.page.context.browser
    assert browser is not None
    context = browser.new_context(viewport={"width": way.width, "height": 740}, java_script_enabled=way.has_script)
    context.set_default_timeout(15_000)
    yield type(walk)(context.new_page(), walk.served, way, f"{walk.name}-{name}")
    context.close()


def letters(served: Served, to: str, holding: str = "") -> list[str]:
    """Every message to an address that holds these words, newest first."""
    return [found["body"] for found in served.messages() if found["to"] == to and holding in found["body"]]


def letter(served: Served, to: str, holding: str, *, before: int = 0) -> str:
    """The newest message to an address that holds these words, once there are more than `before`."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        found = letters(served, to, holding)
        if len(found) > before:
            return found[0]
        time.sleep(0.1)
    raise AssertionError(f"no message to {to} holds {holding!r}: {letters(served, to)}")


def link_in(letter: str) -> str:
    """The first address of ours in a message; what there is to read elsewhere is not one."""
    found = re.search(r"https?://localhost\S+", letter)
    assert found, letter
    return found.group()


def sign_in(walk: Walk, email: str, *, at: str = "/sign-in") -> None:
    """Ask for a code, take it from the post, and type it."""
    before = len(letters(walk.served, email, OF_CODE))
    walk.visit(at)
    walk.fill("contact", email)
    walk.press("Send me a code")
    walk.fill("code", code_in(letter(walk.served, email, OF_CODE, before=before)))
    walk.press("Continue")


def code_in(letter: str) -> str:
    """The six digits of a message."""
    found = CODE.search(letter)
    assert found, letter
    return found.group()


def sign_in_staff(walk: Walk, email: str, secret: str, *, at: str = "/staff/sign-in") -> None:
    """Both steps: the code of the message, and that of the authenticator app."""
    sign_in(walk, email, at=at)
    walk.fill("second_step", second_step(email, secret))
    walk.press("Sign in")


def stay_signed_in(walk: Walk, email: str, sign_in: Callable[[], None]) -> None:
    """Sign in as staff the first time; from then on begin at the front page, as in a browser that one did not sign out of.

    An authenticator app shows something new only every half minute, and no code is taken twice.
    """
    context, who = walk.page.context, (walk.served.url, email)
    if who in _signed_in:
        context.add_cookies(_signed_in[who])
        walk.visit("/staff")
    else:
        sign_in()
        _signed_in[who] = context.cookies()


def second_step(email: str, secret: str) -> str:
    """What the authenticator app shows now or next, whichever this person has not typed yet."""
    step = max(_last_step.get(email, 0) + 1, int(time.time()) // 30)
    while step > int(time.time()) // 30 + 1:
        time.sleep(0.2)
    _last_step[email] = step
    return pyotp.TOTP(secret).generate_otp(step)


def example_secret(served: Served) -> str:
    """The second step of the example's staff, as `flask example` said it."""
    found = re.search(r"authenticator app: (\w+)", served.told)
    assert found, served.told
    return found.group(1)


def someone(walk: Walk, name: str) -> str:
    """An address that nobody else in this run has."""
    return f"{name}-{walk.way.name.replace(' ', '-')}@example.com"


def row(walk: Walk, selector: str, holding: str) -> Any:
    """The part of the page of this kind that holds these words."""
    return walk.page.locator(selector).filter(has_text=holding).first


def press_in(walk: Walk, part: Any, role: str = "button", name: str | None = None) -> None:
    """Press the button or link within one part of the page."""
    part.get_by_role(role, **({"name": walk.said(name)} if name else {})).first.click()
    walk.page.wait_for_load_state()
    walk.look()
