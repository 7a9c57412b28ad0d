"""What we write when the way to reach someone changes: never the new address, nor anything else about them."""

from __future__ import annotations

from datetime import datetime

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import SOON, Draft
from portal.people.queries import Reachable


def added(to: Reachable, way_id: int, at: datetime) -> Draft:
    """There is one more way; said to the ones before."""
    with words.speaking(to.locale):
        says = [_("You added one more way for us to reach you."), *_if_it_was_not_you(to)]
        return _draft(to, f"way added {way_id} {at:%Y%m%d%H%M%S}", "way added", says)


def changed(to: Reachable, way_id: int, at: datetime, counts_at: datetime) -> Draft:
    """Another way is used from then on; said to the one that was used until now."""
    with words.speaking(to.locale):
        says = [
            _("You asked us to use another way to reach you, from %(moment)s on.", moment=words.moment(counts_at)),
            *_if_it_was_not_you(to),
        ]
        return _draft(to, f"way changed {way_id} {at:%Y%m%d%H%M%S}", "way changed", says)


def ended(to: Reachable, way_id: int, at: datetime) -> Draft:
    """One way is used no more; said to the one that is used instead, never to the one that ended."""
    with words.speaking(to.locale):
        says = [_("As you asked, we reach you in one of your ways no more."), *_if_it_was_not_you(to)]
        return _draft(to, f"way ended {way_id} {at:%Y%m%d%H%M%S}", "way ended", says)


def _if_it_was_not_you(to: Reachable) -> list[str]:
    return [
        _("If that was you, you do not need to do anything."),
        _("If it was not you, stop it here:"),
        pages.address("personal.reach.ways", to.locale),
    ]


def _draft(to: Reachable, key: str, kind: str, says: list[str]) -> Draft:
    phone = pages.settings().help_phone
    if phone:
        says = [*says, _("Ring %(phone)s.", phone=words.whole(phone))]
    return Draft(
        key=f"{key} {to.channel} {to.value}"[:120],
        kind=kind,
        person_id=to.person_id,
        channel=to.channel,
        address=to.value,
        locale=to.locale,
        subject=_("How we reach you"),
        body=body_of(says, to.channel),
        priority=SOON,
    )
