"""A message as a letter on paper, for those whom we write to by post."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.kit import pages, paper, typeset, words
from portal.kit.words import gettext as _
from portal.outbox.queries import Letter


def letter(written: Letter, *, now: datetime) -> bytes:
    """The letter as a PDF in large print, in the language in which it was written."""
    with words.speaking(written.locale):
        return typeset.typeset("letter", letter_data(written, now=now))


def letter_data(written: Letter, *, now: datetime) -> dict[str, Any]:
    """Every word of the letter; nothing on it, nor in an envelope's window, tells more than the message does."""
    phone = pages.settings().help_phone
    ring = _("If you want to talk to us, ring %(phone)s.", phone=words.whole(phone))
    return {
        **paper.sheet(written.subject),
        "return_address": pages.settings().return_address,
        "to": [line for line in (written.name, *written.address.splitlines()) if line],
        "day": words.day(now),
        "paragraphs": written.body.split("\n\n"),
        "ring": ring if phone else "",
    }
