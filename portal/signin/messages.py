"""The code that lets someone in: no name, no service, nothing that a reader over the shoulder could use later."""

from __future__ import annotations

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.services import SIGN_IN, Draft
from portal.signin.rules import CODE_LIVES


def code(key: str, channel: str, address: str, code: str, link: str, *, locale: str) -> Draft:
    """Six digits, and a link unless they open one thing only: they work once, for 15 minutes, in the browser that asked.

    A text message has nothing besides, so that it stays one.
    """
    minutes = int(CODE_LIVES.total_seconds()) // 60
    with words.speaking(locale):
        digits, lives = _("Your code is %(code)s", code=code), _("It works for %(minutes)s minutes.", minutes=minutes)
        there = [pages.address("signin.link", locale, token=link)] if link else []
        if channel == "email":
            same_place = _("Or open this link on the same phone or computer, and press the button there:")
            not_asked = _("If you did not ask for a code, you do not need to do anything.")
            body = "\n\n".join([digits, lives, *([same_place, *there] if there else []), not_asked])
        else:
            body = " ".join([words.sentence(digits), lives, *there])
        return Draft(
            key=f"code {key}",
            kind="sign-in code",
            person_id=None,
            channel=channel,
            address=address,
            locale=locale,
            subject=_("Your code"),
            body=body,
            priority=SIGN_IN,
            lives=CODE_LIVES,
        )
