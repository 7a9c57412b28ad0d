"""What the pages of staff share."""

from __future__ import annotations

from typing import Any

from portal.kit.words import gettext as _


def made_from(is_pressed: bool, given: dict[str, Any]) -> dict[str, Any]:
    """How to make a form: from what was just sent, or from what is known when another one was."""
    return {} if is_pressed else {"formdata": None, "data": given}


def changed_words() -> str:
    """Said where someone else was quicker."""
    return _(
        "Someone else changed this while you were writing. Nothing of yours was saved yet, and nothing is lost."
        " Look at what stands here now, then press again."
    )
