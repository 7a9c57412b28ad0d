"""Writing down that someone took a copy; forgetting someone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from portal.database import session, writes
from portal.kit import audit
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import services as people
from portal.privacy import messages
from portal.privacy.holding import Fate, Holding, Whose
from portal.privacy.holdings import HOLDINGS
from portal.privacy.queries.whose import has_account, last_way, whose
from portal.stories import services as stories
from portal.teams import services as teams
from portal.training import services as training


@writes
def note_copy(person_id: int, how: str, *, now: datetime) -> None:
    """Put on record that someone took the copy of what is kept about them, as a page or as a file."""
    audit.record("copy taken", now=now, by=person_id, about=person_id, how=how)


@writes
def forget(person_id: int, *, now: datetime) -> None:
    """Take away everything that tells who someone is, what they wrote and what they need; a second press changes nothing.

    What can still come to something is ended first, by the services whose business it is, so that their place goes to the
    next in line and what they told leaves the public pages. Then every table is gone through by the list of holdings.
    """
    training.cancel_all_of(person_id, now=now)  # whoever books holds the session first, then the person: so do we
    try:
        people.held(person_id)
    except NotFound:
        return  # pressed twice
    if has_account(person_id):
        raise Refused(staff_first())
    training.cancel_all_of(person_id, now=now)  # and what they booked in another window while we waited
    teams.withdraw_all_of(person_id, now=now)
    stories.withdraw_all_of(person_id, now=now)
    to = last_way(person_id)
    _go_through_every_table(whose(person_id), now)
    audit.record("forgotten", now=now, by=person_id, about=person_id)
    if to is not None:
        outbox.put(messages.forgotten(to), now=now)


def staff_first() -> str:
    """Why somebody who works here cannot be forgotten yet, and what to do."""
    return _("You have an account as staff. Ask an administrator to close it first. Then you can do this here.")


def _go_through_every_table(of: Whose, now: datetime) -> None:
    session.flush()
    for holding in HOLDINGS:
        _go_through(holding, of, now)
    session.expire_all()  # what was read before still has the old words


def _go_through(holding: Holding, of: Whose, now: datetime) -> None:
    if holding.fate == Fate.DELETED:
        session.execute(delete(holding.of).where(holding.rows(of)))
    if holding.fate == Fate.EMPTIED:
        emptied = holding.without_words(of, now)
        session.execute(update(holding.of).where(holding.rows(of)).values(emptied))
