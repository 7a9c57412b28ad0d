"""What we write about check-ins: to members a link without a name or a team, to staff only where to look."""

from __future__ import annotations

from datetime import datetime

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import Draft
from portal.people.queries import Reachable
from portal.signin.queries import Colleague
from portal.teams.messages.staff import for_staff


def asked(to: Reachable, key: str, token: str) -> Draft:
    """Two questions, and the link to them."""
    with words.speaking(to.locale):
        says = [
            _("How is it going? Two short questions, and you need not sign in:"),
            pages.address("teams.check_ins.answer", to.locale, token=token),
        ]
        if to.channel != "sms":
            says.append(_("Only two kinds of staff read your answer: People Participation and Improvement Advisors."))
        return Draft(
            key=key,
            kind="check-in",
            person_id=to.person_id,
            channel=to.channel,
            address=to.value,
            locale=to.locale,
            subject=_("Two short questions"),
            body=body_of(says, to.channel),
        )


def needs_someone(to: Colleague, check_in_id: int, answered_at: datetime) -> Draft:
    """An answer to a check-in is low or falling, or asks for a call."""
    with words.speaking(to.locale):
        says = [_("Somebody's check-in needs one of us today. Who it is and how to reach them stands here:")]
        return _for_staff(to, f"needs {check_in_id} {answered_at}", says, _("A check-in needs one of us"))


def not_theirs(to: Colleague, check_in_id: int, said_at: datetime, *, is_taken_out: bool) -> Draft:
    """A member says that somebody else answered in their place."""
    with words.speaking(to.locale):
        out = _("The answer is taken out, and the member has a new link.")
        stays = _("It was counted already with those of others, and stays there.")
        says = [
            _("Somebody answered a check-in who should not have."),
            out if is_taken_out else stays,
            _("Please get in touch with the member, and ask if their messages are safe:"),
        ]
        subject = _("A check-in was not answered by its member")
        return _for_staff(to, f"not theirs {check_in_id} {said_at}", says, subject)


def _for_staff(to: Colleague, what: str, says: list[str], subject: str) -> Draft:
    where = pages.address("teams.staff.check_ins.browse", to.locale)
    return for_staff(to, f"check-in {what} {to.person_id}", says, where, subject)
