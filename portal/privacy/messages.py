"""The last message to someone who asked to be forgotten: that it is done, and nothing else."""

from __future__ import annotations

from portal.kit import words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import FORGOTTEN, SOON, Draft
from portal.people.queries import Reachable


def forgotten(to: Reachable) -> Draft:
    """It is done, and nobody writes to them again."""
    with words.speaking(to.locale):
        says = [_("As you asked, it is done."), _("We will not write to you again. You do not need to do anything.")]
        return Draft(
            key=f"forgotten {to.person_id}",
            kind=FORGOTTEN,
            person_id=to.person_id,
            channel=to.channel,
            address=to.value,
            locale=to.locale,
            subject=_("It is done"),
            body=body_of(says, to.channel),
            priority=SOON,
        )
