"""Holding a helper to what the person allowed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from portal.database import locked, session, writes
from portal.kit import clock
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.people import rules
from portal.people.models import TrustedPerson
from portal.people.rules import May

TRUSTED = "trusted"  # how something is filled in by someone whom the person trusts


@writes
def check_trust(person_id: int | None, helper_id: int | None, may: May, *, now: datetime) -> None:
    """Refuse what a helper may not, or no longer, do for a person.

    The trust is held until the transaction ends: whoever ends it at this moment ends it before or after the deed.
    """
    between = select(TrustedPerson).where(
        TrustedPerson.person_id == person_id, TrustedPerson.helper_id == helper_id, TrustedPerson.ended_at.is_(None)
    )
    today = clock.local(now).date()
    for held in session.scalars(locked(between).execution_options(populate_existing=True)):
        if getattr(held, may) and rules.is_in_force(held.accepted_at, held.ended_at, held.until_on, today):
            return
    raise Refused(_("You can no longer do this for them. They may have changed or ended what you do for them."))
