"""A certificate on paper: that someone took part, for themselves and for whoever they show it to."""

from __future__ import annotations

from typing import Any

import segno

from portal.kit import pages, paper, typed, typeset, words
from portal.kit.words import gettext as _
from portal.training.queries.certificates import Earned

MOST_DATES = 4  # more of them are told by the first and the last


def certificate(earned: Earned) -> bytes:
    """The certificate as a PDF, in the language in use."""
    return typeset.typeset("certificate", certificate_data(earned))


def certificate_data(earned: Earned) -> dict[str, Any]:
    """Every word of the certificate."""
    return {
        **paper.sheet(_("Certificate of taking part")),
        "for": _("This certificate is for"),
        "name": earned.name,
        "is_rtl": typed.is_rtl(earned.name),
        "facts": _facts(earned),
        "check": _check(earned) if earned.is_shared else None,
    }


def _facts(earned: Earned) -> list[dict[str, Any]]:
    led_by = ", ".join(said for said in (earned.host_name, earned.host_role) if said)
    total = _("%(came)s of %(held)s dates", came=words.number(len(earned.came_on)), held=words.number(earned.held))
    dates = _dates(earned)
    facts = [
        (_("Training"), [earned.title], True),
        (_("Date") if len(dates) == 1 else _("Dates"), dates, False),
        (_("Came to"), [total] if earned.held > 1 else [], False),
        (_("Hours"), [words.number(earned.hours)], False),
        (_("Who led it"), [led_by] if led_by else [], True),
    ]
    return [{"name": name, "lines": lines, "is_english": is_english} for name, lines, is_english in facts if lines]


def _dates(earned: Earned) -> list[str]:
    days = [words.day(day.starts_at) for day in earned.came_on]
    if len(days) <= MOST_DATES:
        return days
    return [_("%(first)s to %(last)s", first=days[0], last=days[-1])]


def check_address(earned: Earned) -> str:
    """Where others check it: short, so without a language, which whoever opens it chooses."""
    return pages.address("training.check.certificate", words.SOURCE, code=earned.code or "")


def _check(earned: Earned) -> dict[str, str]:
    address = check_address(earned)
    return {
        "words": _("To check this certificate, point the camera of a phone at the square, or type this address:"),
        "address": address,
        "code": segno.make(address, error="m").svg_inline(border=0),
        "code_words": _("A square code for a phone's camera. It opens %(address)s", address=words.whole(address)),
    }
