"""Whose form it is: one's own, that of someone whom one helps, or that of someone with whom staff fill it in."""

from __future__ import annotations

from typing import Any

from portal.kit import audit, clock
from portal.kit.drafts import Draft
from portal.kit.errors import NotFound, Refused
from portal.kit.forms import Form
from portal.kit.journeys import Answers
from portal.kit.words import gettext as _
from portal.people import queries as people
from portal.people.forms import (
    NameForm,
    answer_for,
    are_needs_asked,
    is_for_self,
    pairs_of,
    safety_of,
    trust_in,
    value_of,
)
from portal.people.queries import Trust
from portal.people.rules import May as MayForThem
from portal.people.services import TRUSTED
from portal.signin import access
from portal.signin.rules import Permission as May


def offer(form: Form, _subject: str) -> None:
    """Offer a helper who is signed in each person for whom they may book. Staff help with their own form."""
    visitor = access.visitor()
    if isinstance(form, NameForm) and visitor is not None and not visitor.is_staff:
        helped = people.helped_by(visitor.person_id, clock.today(), MayForThem.BOOK)
        form.offer({_answer(trust): trust.person_name for trust in helped})


def _answer(trust: Trust) -> str:
    return answer_for(trust.id, may_tell_needs=MayForThem.FILL_IN in trust.may)


def owner_of(draft: Draft, answers: Answers) -> int | None:
    """The person whom a draft is about, where that is the one who began it while they were signed in."""
    return draft.owner_id if is_for_self(answers) else None


def told(draft: Draft, answers: Answers) -> dict[str, Any]:
    """What a form tells of the person whom it is about, as `people.Told` takes it; rights are looked at again here."""
    if trust_in(answers) is not None:
        return _of_helped(draft, answers)
    return {
        "name": answers["name"],
        "channel": answers["channel"],
        "value": value_of(answers),
        "locale": draft.locale,
        "for_whom": answers["for_whom"],
        "helper_name": answers.get("helper_name") or "",
        **safety_of(answers),
        **_needs(answers),
        "person_id": owner_of(draft, answers),
        **filler_of(draft),
    }


def _needs(answers: Answers) -> dict[str, Any]:
    return {"needs": answers.get("needs") or "", "need_kinds": pairs_of(answers)}


def _of_helped(draft: Draft, answers: Answers) -> dict[str, Any]:
    visitor = access.visitor()
    if visitor is None:
        raise Refused(_("Please sign in, so that we know who you are."))
    try:
        trust = people.get_helped(trust_in(answers) or 0, visitor.person_id, clock.today())
    except NotFound:
        raise Refused(
            _("You can no longer do this for them. They may have changed or ended what you do for them.")
        ) from None
    to = people.find_reachable(trust.person_id)
    if to is None:
        raise Refused(_("We do not know how to reach them. Please ask them to tell us."))
    draft.owner_id = visitor.person_id  # what came of it is shown to nobody else on this computer
    return {
        "person_id": trust.person_id,
        "name": trust.person_name,
        "channel": to.channel,
        "value": to.value,
        "locale": to.locale,
        "for_whom": "for_someone",
        "helper_name": visitor.name,
        "by_id": visitor.person_id,
        "how": TRUSTED,
        **(_needs(answers) if are_needs_asked(answers) else {}),
    }


def told_before(draft: Draft | None, step: str) -> list[str]:
    """What someone whom one helps told us that they need, for a helper who may tell us more; the look is on record."""
    trust_id = trust_in(draft.answers()) if draft is not None and step == "needs" else None
    visitor = access.visitor()
    if trust_id is None or visitor is None:
        return []
    helped = _helped(trust_id, visitor.person_id, MayForThem.FILL_IN)
    if helped is None:
        return []
    audit.look_at("helper looked", [(helped.person_id, f"trust {trust_id}")], by=visitor.person_id, now=clock.now())
    found = people.needs_of(helped.person_id)
    return people.said_by(found.kinds, found.words)


def find_booked_for(trust_id: int, helper_id: int) -> Trust | None:
    """The trust by which this helper may book for someone; None when they may not. One query."""
    return _helped(trust_id, helper_id, MayForThem.BOOK)


def _helped(trust_id: int, helper_id: int, may: MayForThem) -> Trust | None:
    helped = people.helped_by(helper_id, clock.today(), may)
    return next((trust for trust in helped if trust.id == trust_id), None)


def came_of(answers: Answers) -> dict[str, Any]:
    """What the last page needs to know of it: the trust, when it is for someone whom one helps."""
    trust_id = trust_in(answers)
    return {} if trust_id is None else {"trust_id": trust_id}


def filler_of(draft: Draft) -> dict[str, Any]:
    """Who fills a draft in with someone, as `people.Told` takes it; looked at again when it is sent."""
    if draft.by_id is None:
        return {}
    visitor = access.visitor()
    may = visitor is not None and visitor.is_staff and visitor.may(May.FILL_IN, anywhere=True)
    if visitor is None or visitor.person_id != draft.by_id or not may:
        raise Refused(_("Only the member of staff who began this can send it. Please sign in as staff."))
    return {"by_id": draft.by_id, "how": draft.how}
