"""Writing down support lines and words explained; drafts: their links and codes, and forgetting them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, literal, or_, select

from portal.database import add, changed, locked, locked_skipping, session, writes
from portal.help import messages, rules
from portal.help.models import SupportLine, Term
from portal.kit import audit, drafts, journeys, limits, references, typed
from portal.kit.drafts import Draft
from portal.kit.freshness import public_change
from portal.outbox import services as outbox
from portal.signin import services as signin
from portal.signin.services import Asker, Tried

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LINKS_AN_ADDRESS = 5  # a day, so that nobody is flooded
LINKS_A_DEVICE = GUESSES_A_DEVICE = 300  # an hour, from one network address, which a whole hospital may share
WARNED_AT_ONCE = 200  # a sweep


@dataclass(frozen=True)
class Line:
    """A support line that was checked and may be shown."""

    name: str
    contact: str
    hours: str
    what_for: str
    area: str
    is_crisis: bool


@writes
def add_line(line: Line, position: int) -> None:
    """Add a support line, unless one of its name is there."""
    if session.scalar(select(SupportLine.id).where(SupportLine.name == line.name)) is None:
        add(SupportLine(position=position, **asdict(line)))
        public_change()


@writes
def add_term(term: str, definition: str) -> None:
    """Add a word explained, unless it is there."""
    slug = typed.slug_of(term)
    if session.scalar(select(Term.id).where(Term.slug == slug)) is None:
        add(Term(slug=slug, term=term, definition=definition))
        public_change()


def way_of(draft: Draft | Row[Any]) -> tuple[str, str]:
    """Where to write about something begun: as they asked, or as they answered; rules.NOWHERE when there is nowhere."""
    if draft.sent_at is not None or draft.by_id is not None or draft.kind not in journeys.known():
        return rules.NOWHERE
    if draft.value:
        return draft.channel, draft.value
    is_whole = "reach" in draft.outcome.get("whole", [])
    return rules.way_in(draft.data["reach"]) if is_whole else rules.NOWHERE


@writes
def send_link(draft_id: int, to: tuple[str, str], device: str, *, now: datetime) -> None:
    """Send the link to something begun, once an hour to one address, and keep where it went.

    Beyond the limits nothing more is sent, quietly: the link of the message before is the same.
    """
    draft = session.scalar(locked(select(Draft).where(Draft.id == draft_id)))
    if draft is None or draft.is_sent:
        return
    draft.channel, draft.value = to
    who = signin.address_digest(draft.value)
    is_free = limits.try_once("draft link", who, most=LINKS_AN_ADDRESS, within=DAY, now=now)
    is_calm = limits.try_once("draft link device", device, most=LINKS_A_DEVICE, within=HOUR, now=now)
    if is_free and is_calm:
        key = f"draft link {draft.id} {who[:20]} {now:%Y-%m-%d %H}"
        outbox.put(messages.link(key, to, drafts.slug(draft), locale=draft.locale), now=now)


def _or_nothing(reference: str) -> Row[Any]:
    """What way_of asks of a draft, as one row, whose columns are None where there is no draft: both take as long to read."""
    one = select(literal(1).label("one")).subquery()
    named = Draft.reference == references.said_reference(reference)
    asked = (Draft.kind, Draft.by_id, Draft.sent_at, Draft.channel, Draft.value, Draft.outcome, Draft.data)
    return session.execute(select(*asked).select_from(one).outerjoin(Draft, named)).one()


@writes
def ask_code(reference: str, asker: Asker, *, now: datetime) -> None:
    """Send a code for something begun to where we may write about it; where there is nothing, do the same work."""
    channel, value = way_of(_or_nothing(reference))
    signin.ask_code(value, channel, asker, is_staff=False, opens=_opens(reference), now=now)


def try_code(said: str, reference: str, browser: str, *, now: datetime) -> tuple[Tried, str]:
    """Try the code of a message for this very draft; where the message went."""
    return signin.try_code(said, browser, is_staff=False, opens=_opens(reference), now=now)


def _opens(reference: str) -> str:
    return f"draft {references.said_reference(reference).replace(' ', '')[:20]}"


@writes
def may_guess(device: str, *, now: datetime) -> bool:
    """Count a guess at a code; False when this device made too many."""
    return limits.try_once("draft code", device, most=GUESSES_A_DEVICE, within=HOUR, now=now)


@writes
def delete_draft(draft_id: int, *, owner_id: int, now: datetime) -> None:
    """Delete what someone began and did not send; what is not there or not theirs stays as it is."""
    theirs = delete(Draft).where(
        Draft.id == draft_id, Draft.owner_id == owner_id, Draft.by_id.is_(None), Draft.sent_at.is_(None)
    )
    if changed(theirs):
        audit.record("draft deleted", now=now, by=owner_id, about=owner_id, thing=f"draft {draft_id}")


@writes
def warn_before_forgetting(now: datetime) -> int:
    """Write once to those whose draft is deleted in three days, where we may; how many drafts were looked at."""
    nearly = select(Draft).where(
        Draft.saved_at <= now - (rules.KEPT - rules.WARNED),
        Draft.warned_at.is_(None),
        Draft.sent_at.is_(None),
        Draft.kind.in_(journeys.known()),
    )
    found = list(session.scalars(locked_skipping(nearly.order_by(Draft.saved_at).limit(WARNED_AT_ONCE))))
    for draft in found:
        to = way_of(draft)
        if to == rules.NOWHERE:
            draft.warned_at = draft.saved_at + rules.KEPT - rules.WARNED  # there is nobody to wait for
        else:
            draft.warned_at = now
            _warn(draft, to, now)
    return len(found)


def _warn(draft: Draft, to: tuple[str, str], now: datetime) -> None:
    key, until = f"draft ending {draft.id} {draft.saved_at:%Y-%m-%d}", rules.kept_until(draft.saved_at, now)
    outbox.put(messages.ending(key, to, drafts.slug(draft), until, locale=draft.locale), now=now)


@writes
def forget_drafts(now: datetime) -> int:
    """Delete what people began and left alone for 30 days, as its page promised; how many went.

    Whoever was told so late, because nothing was swept for a while, still has the days that they were told.
    """
    is_told = or_(Draft.warned_at.is_(None), Draft.warned_at <= now - rules.WARNED)
    return changed(delete(Draft).where(Draft.saved_at < now - rules.KEPT, is_told))
