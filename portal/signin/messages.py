"""The code that lets someone in: no name, no service, nothing that a reader over the shoulder could use later."""

from __future__ import annotations

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.services import SIGN_IN, Draft
from portal.signin.rules import CODE_LIVES


def code(key: str, channel: str, address: str, code: str, link: str, *, locale: str) -> Draft:
    """Six digits and, by email, a link: both work once, for a quarter of an hour, in the browser that asked."""
    minutes = int(CODE_LIVES.total_seconds()) // 60
    with words.speaking(locale):
        says = [_("Your code is %(code)s", code=code), _("It works for %(minutes)s minutes.", minutes=minutes)]
        if channel == "email":
            says += [
                _("Or open this link on the same phone or computer, and press the button there:"),
                pages.address("signin.link", locale, token=link),
                _("If you did not ask for a code, you do not need to do anything."),
            ]
        return Draft(
            key=f"code {key}",
            kind="sign-in code",
            person_id=None,
            channel=channel,
            address=address,
            locale=locale,
            subject=_("Your code"),
            body=("\n\n" if channel == "email" else ". ").join(says),
            priority=SIGN_IN,
            lives=CODE_LIVES,
        )
