"""Whose form it is: one's own, or that of someone with whom a member of staff fills it in."""

from __future__ import annotations

from typing import Any

from portal.kit.drafts import Draft
from portal.kit.errors import Refused
from portal.kit.journeys import Answers
from portal.kit.words import gettext as _
from portal.people.forms import is_for_self
from portal.signin import access
from portal.signin.rules import Permission as May


def owner_of(draft: Draft, answers: Answers) -> int | None:
    """The person whom a draft is about, where that is the one who began it while they were signed in."""
    return draft.owner_id if is_for_self(answers) else None


def filler_of(draft: Draft) -> dict[str, Any]:
    """Who fills a draft in, as `people.Told` takes it; looked at again when it is sent."""
    if draft.by_id is None:
        return {}
    visitor = access.visitor()
    may = visitor is not None and visitor.is_staff and visitor.may(May.FILL_IN, anywhere=True)
    if visitor is None or visitor.person_id != draft.by_id or not may:
        raise Refused(_("Only the member of staff who began this can send it. Please sign in as staff."))
    return {"by_id": draft.by_id, "how": draft.how}
