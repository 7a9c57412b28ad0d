"""What we write about claims: to people, without an amount, a team or what it was for; to staff, without a name."""

from __future__ import annotations

from datetime import date

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import Draft
from portal.people.queries import Reachable
from portal.signin.queries import Colleague


def received(to: Reachable, claim_id: int, reference: str, decide_by: date, line: int) -> Draft:
    """We have it, and by when we answer."""
    with words.speaking(to.locale):
        says = [
            _("Thank you. We have what you sent."),
            _("We will answer by %(day)s.", day=words.day(decide_by)),
        ]
        return _to_person(to, f"claim received {line}", says, claim_id, reference)


def approved(to: Reachable, claim_id: int, reference: str, pay_by: date, line: int, *, has_reason: bool) -> Draft:
    """It was agreed, and by when the money comes."""
    with words.speaking(to.locale):
        says = [
            _("We said yes to what you sent."),
            *([_("We wrote something to you about it. Your page shows it.")] if has_reason else []),
            _("You will have it by %(day)s.", day=words.day(pay_by)),
        ]
        return _to_person(to, f"claim approved {line}", says, claim_id, reference)


def sent_back(to: Reachable, claim_id: int, reference: str, line: int) -> Draft:
    """Something is missing."""
    with words.speaking(to.locale):
        says = [
            _("We need one more thing from you about what you sent."),
            _("Your page says what. You can change it there, and send it again."),
        ]
        return _to_person(to, f"claim sent back {line}", says, claim_id, reference)


def paid(to: Reachable, claim_id: int, reference: str, line: int) -> Draft:
    """The money is on its way."""
    with words.speaking(to.locale):
        says = [
            _("What we agreed is paid now. It can take three working days until you see it."),
            _("If it is not there by then, ring us."),
        ]
        return _to_person(to, f"claim paid {line}", says, claim_id, reference)


def late(
    to: Reachable, claim_id: int, reference: str, promised: date, new_day: date, line: int, *, is_pay: bool
) -> Draft:
    """We missed a day that we promised: sorry, and the new one."""
    with words.speaking(to.locale):
        missed, day = words.day(promised), words.day(new_day)
        if is_pay:
            what = [
                _("We are sorry. You were to have something from us by %(day)s, and we missed that day.", day=missed),
                _("You will have it by %(day)s.", day=day),
            ]
        else:
            what = [
                _("We are sorry. We said that we would answer by %(day)s, and we missed that day.", day=missed),
                _("We will answer by %(day)s.", day=day),
            ]
        return _to_person(to, f"claim late {line}", what, claim_id, reference)


def due_soon(to: Colleague, claim_id: int, decide_by: date, line: int) -> Draft:
    """A claim is to be decided within two working days."""
    with words.speaking(to.locale):
        says = [
            _("Someone asked to be paid, and was promised an answer by %(day)s.", day=words.day(decide_by)),
            _("Please answer in time."),
            pages.address("rewards.staff.claims.one", to.locale, id=claim_id),
        ]
        return Draft(
            key=f"claim nudge {line} {to.person_id}",
            kind="staff",
            person_id=to.person_id,
            channel="email",
            address=to.email,
            locale=to.locale,
            subject=_("A promise is due soon"),
            body=body_of(says, "email"),
        )


def _to_person(to: Reachable, key: str, says: list[str], claim_id: int, reference: str) -> Draft:
    phone = pages.settings().help_phone
    ring = [_("To talk to someone, ring %(phone)s.", phone=words.whole(phone))] if phone else []
    where = pages.address("rewards.claims.one", to.locale, id=claim_id)
    named = _("Your reference is %(reference)s.", reference=words.whole(reference))
    if to.channel == "sms":
        all_of_it = [*says, where]
    else:
        all_of_it = [*says, named, *ring, _("Sign in with a code (there is no password):"), where]
    return Draft(
        key=key,
        kind="claim",
        person_id=to.person_id,
        channel=to.channel,
        address=to.value,
        locale=to.locale,
        subject=_("Your reference %(reference)s", reference=words.whole(reference)),
        body=body_of(all_of_it, to.channel),
    )
