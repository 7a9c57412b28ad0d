"""What we write about something begun: neither what it is, nor what was written, nor who wrote it."""

from __future__ import annotations

from datetime import datetime

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import SOON, Draft


def link(key: str, to: tuple[str, str], slug: str, *, locale: str) -> Draft:
    """The link that they asked for; by itself it opens nothing."""
    with words.speaking(locale):
        says = [_("What you began is kept. Here is a link to go on:"), _address(slug, locale)]
        return _draft(key, "draft link", to, _("What you began is kept"), says, locale)


def ending(key: str, to: tuple[str, str], slug: str, until: datetime, *, locale: str) -> Draft:
    """On which day it will be deleted, and how to go on before."""
    with words.speaking(locale):
        says = [
            _("What you began is not finished. We keep it until %(day)s, then we delete it.", day=words.day(until)),
            _("Here is a link to go on:"),
            _address(slug, locale),
        ]
        return _draft(key, "draft ending", to, _("What you began is not finished"), says, locale)


def _address(slug: str, locale: str) -> str:
    return pages.address("help.go_on", locale, reference=slug)


def _draft(key: str, kind: str, to: tuple[str, str], subject: str, says: list[str], locale: str) -> Draft:
    channel, value = to
    if channel == "email":
        says = [*says, _("If you do not want to go on, you do not need to do anything.")]
    return Draft(
        key=key,
        kind=kind,
        person_id=None,
        channel=channel,
        address=value,
        locale=locale,
        subject=subject,
        body=body_of(says, channel),
        priority=SOON,
    )
