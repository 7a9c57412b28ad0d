"""Writing down that someone took a copy; forgetting someone; letting go of what is old."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select, update

from portal.database import changed, locked, session, writes
from portal.kit import audit, pages
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.outbox import services as outbox
from portal.outbox.models import Message
from portal.people import services as people
from portal.personal.services import trusted
from portal.privacy import messages
from portal.privacy.holding import Fate, Holding, Whose
from portal.privacy.holdings import HOLDINGS, holding
from portal.privacy.queries.whose import has_account, is_to_be_forgotten, last_way, trusts_of, whose
from portal.signin.models import SignInCode, UserSession
from portal.stories import services as stories
from portal.stories import withdrawals
from portal.stories.withdrawals import Withdrawal
from portal.teams import services as teams
from portal.teams.services import members
from portal.training import services as training

log = logging.getLogger("portal.privacy")
CODES_KEPT, SESSIONS_KEPT = timedelta(days=1), timedelta(days=30)


@writes
def note_copy(person_id: int, how: str, *, now: datetime) -> None:
    """Put on record that someone took the copy of what is kept about them, as a page or as a file."""
    audit.record("copy taken", now=now, by=person_id, about=person_id, how=how)


@dataclass(frozen=True)
class Again:
    """How many people were forgotten again, stood so already or are not there, and must be dealt with by hand."""

    done: int
    stood: int
    left: int


@writes
def forget(person_id: int, *, now: datetime, is_told: bool = True) -> None:
    """Take away everything that tells who someone is, what they wrote and what they need; a second press changes nothing.

    What can still come to something is ended first, by the services whose business it is, so that their place goes to the
    next in line and what they told leaves the public pages. Then every table is gone through by the list of holdings.
    """
    if not _is_held(person_id, now):
        return  # pressed twice
    if has_account(person_id):
        raise Refused(staff_first())
    for trust_id in trusts_of(person_id):
        trusted.end(trust_id, by=person_id, now=now)
    teams.withdraw_all_of(person_id, now=now)
    members.leave_all_of(person_id, now=now)
    stories.withdraw_all_of(person_id, now=now)
    training.cancel_all_of(person_id, now=now)
    training.hide_all_of(person_id)
    to = last_way(person_id, now) if is_told else None
    _go_through_every_table(whose(person_id), now)
    audit.record("forgotten", now=now, by=person_id, about=person_id)
    _keep_outside(person_id, now)
    if to is not None:
        outbox.put(messages.forgotten(to), now=now)


def _keep_outside(person_id: int, now: datetime) -> None:
    """Write the number down outside the database: a copy that is restored knows nothing of it."""
    try:
        withdrawals.note(log_of_forgotten(), Withdrawal(now, str(person_id), outbox.FORGOTTEN))
    except OSError as problem:
        log.error("the log of who was forgotten could not be written: %s", type(problem).__name__)
        audit.record("forgetting not logged", now=now, about=person_id)


def log_of_forgotten() -> Path:
    """The file with the number of everyone who was forgotten, beside that of withdrawn stories: no names, no words."""
    return pages.settings().withdrawn_log.with_name("forgotten.log")


def forget_again(now: datetime) -> Again:
    """After a restore: forget again whoever was forgotten since the copy was made; twice changes nothing."""
    found, unread = withdrawals.read(log_of_forgotten()) if log_of_forgotten().exists() else ([], [])
    came = Counter(_again(one, now) for one in found)
    return Again(came["done"], came["stood"], came["left"] + len(unread))


def _again(one: Withdrawal, now: datetime) -> str:
    if not one.reference.isdigit() or len(one.reference) > 9:
        return "left"
    if not is_to_be_forgotten(int(one.reference), one.at):
        return "stood"
    try:
        forget(int(one.reference), now=now, is_told=False)
    except Refused:  # in the copy they still work here: end their account first
        return "left"
    return "done"


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


@writes
def let_go_of_old(now: datetime) -> int:
    """Delete codes to sign in and sessions that are long over, and where such codes were sent; how many rows it was."""
    is_code = (Message.priority == outbox.SIGN_IN) & (Message.state != "waiting") & (Message.address != "")
    sent = is_code & (Message.made_at < now - CODES_KEPT)
    return (
        changed(delete(SignInCode).where(SignInCode.ends_at < now - CODES_KEPT))
        + changed(delete(UserSession).where(UserSession.started_at < now - SESSIONS_KEPT))
        + changed(update(Message).where(sent).values(address=""))
    )


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
