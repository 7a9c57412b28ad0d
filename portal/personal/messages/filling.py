"""What a message says when someone else filled in what it is about."""

from __future__ import annotations

from portal.kit import pages
from portal.kit.words import gettext as _
from portal.kit.words import locale

ON_SCREEN = frozenset({"email", "sms"})


def says(how: str, channel: str) -> list[str]:
    """Who filled it in, never by name, and how to say that it is not right; [] when they did it themselves.

    In the language in use.
    """
    if not how:
        return []
    who = {
        "trusted": _("Someone whom you trust did this for you."),
        "on_paper": _("A member of staff filled this in from your paper form."),
    }.get(how) or _("A member of staff filled this in with you.")
    if channel in ON_SCREEN:
        return [who, _("If something is not right, tell us on your page:"), pages.address("home.you", locale())]
    return [who, _("If something is not right, please tell us.")]
