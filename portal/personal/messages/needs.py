"""What we write to people about what they told us: never what that was."""

from __future__ import annotations

from datetime import datetime

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import Draft
from portal.people.queries import Reachable


def do_they_hold(to: Reachable, now: datetime) -> Draft:
    """Once a year: is what you told us still right?"""
    with words.speaking(to.locale):
        phone = pages.settings().help_phone
        says = [
            _("It is a year since you told us something about yourself. Is it still right?"),
            _("To look at it, or to change it, sign in with a code (there is no password):"),
            pages.address("personal.needs.edit", to.locale),
            *([_("To talk to someone, ring %(phone)s.", phone=words.whole(phone))] if phone else []),
        ]
        return Draft(
            key=f"needs hold {to.person_id} {now:%Y%m%d}",
            kind="needs hold",
            person_id=to.person_id,
            channel=to.channel,
            address=to.value,
            locale=to.locale,
            subject=_("Is what you told us still right?"),
            body=body_of(says, to.channel),
        )
