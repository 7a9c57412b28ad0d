"""Writing down that someone took a copy; forgetting someone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from portal.database import locked, session, writes
from portal.kit import audit
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.people import services as people
from portal.privacy import messages
from portal.privacy.holding import Fate, Holding, Whose
from portal.privacy.holdings import HOLDINGS, holding
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
    if not _is_held(person_id, now):
        return  # pressed twice
    if has_account(person_id):
        raise Refused(staff_first())
    teams.withdraw_all_of(person_id, now=now)
    stories.withdraw_all_of(person_id, now=now)
    training.cancel_all_of(person_id, now=now)
    to = last_way(person_id)
    _go_through_every_table(whose(person_id), now)
    audit.record("forgotten", now=now, by=person_id, about=person_id)
    if to is not None:
        outbox.put(messages.forgotten(to), now=now)


def _is_held(person_id: int, now: datetime) -> bool:
    """Hold what is theirs in the order in which a form that is sent takes it, so that nobody waits in a circle.

    That is the draft, the session, the person; False when the person was forgotten meanwhile.
    """
    drafts = holding("draft")
    session.execute(locked(select(drafts.of.c.id).where(drafts.rows(whose(person_id))).order_by(drafts.of.c.id)))
    training.hold_all_of(person_id, now=now)
    try:
        people.held(person_id)
    except NotFound:
        return False
    training.hold_all_of(person_id, now=now)  # and what they booked in another window while we waited
    return True


def staff_first() -> str:
    """Why somebody who works here cannot be forgotten yet, and what to do."""
    return _("You have an account as staff. Ask an administrator to close it first. Then you can do this here.")


def _go_through_every_table(of: Whose, now: datetime) -> None:
    session.flush()
    for one in HOLDINGS:
        _go_through(one, of, now)
    session.expire_all()  # what was read before still has the old words


def _go_through(one: Holding, of: Whose, now: datetime) -> None:
    if one.fate == Fate.DELETED:
        session.execute(delete(one.of).where(one.rows(of)))
    if one.fate == Fate.EMPTIED:
        emptied = one.without_words(of, now)
        session.execute(update(one.of).where(one.rows(of)).values(emptied))
