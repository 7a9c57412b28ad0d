"""Noting that staff have seen what a place asks for, and taking the note back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from portal.database import add, changed, locked, session, writes
from portal.kit import audit, clock
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.teams.models import CheckSeen
from portal.teams.models import ExpressionOfInterest as E
from portal.teams.queries.checks import asked_of
from portal.teams.rules import checks as rules


@dataclass(frozen=True)
class Check:
    """What was seen, on which day, and until when it holds (None: no end is known)."""

    kind: str
    seen_on: date
    until_on: date | None = None


@writes
def note(expression_id: int, check: Check, *, by: int, now: datetime) -> None:
    """Note that something was seen; noted again, the newer days stand."""
    person_id, today = _whose(expression_id, by), clock.local(now).date()
    if check.kind not in asked_of(expression_id):
        raise Refused(_("No place that they offered for asks for this"), "kind")
    if not rules.may_be_seen_on(check.seen_on, today):
        raise Refused(_("Choose a day that has been, not more than three years ago"), "seen_on")
    if not rules.may_hold_until(check.until_on, today):
        raise Refused(_("Choose a day from today to five years from now"), "until_on")
    found = session.scalar(
        select(CheckSeen).where(CheckSeen.person_id == person_id, CheckSeen.kind == check.kind)
    ) or add(CheckSeen(person_id=person_id, kind=check.kind, seen_on=check.seen_on))
    found.seen_on, found.until_on, found.seen_by_id = check.seen_on, check.until_on, by
    _record("check seen", person_id, expression_id, check.kind, by, now)


@writes
def take_back(expression_id: int, kind: str, *, by: int, now: datetime) -> None:
    """Take such a note back; a second press does nothing."""
    person_id = _whose(expression_id, by)
    if changed(delete(CheckSeen).where(CheckSeen.person_id == person_id, CheckSeen.kind == kind)):
        _record("check taken back", person_id, expression_id, kind, by, now)


def _whose(expression_id: int, by: int) -> int:
    """The person whose offer it is, kept from others until the end; nobody notes what is their own."""
    found = session.scalar(locked(select(E).where(E.id == expression_id)))
    if found is None:
        raise NotFound
    if found.person_id == by:
        raise Refused(_("Nobody notes their own. Please ask a colleague."), "kind")
    return found.person_id


def _record(what: str, person_id: int, expression_id: int, kind: str, by: int, now: datetime) -> None:
    audit.record(what, now=now, by=by, about=person_id, thing=f"interest {expression_id}", check=kind)
