"""Photos of receipts: adding one to a claim, and taking one away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from portal.database import add, changed, session, writes
from portal.kit.errors import Refused
from portal.kit.pictures import Photo
from portal.kit.words import gettext as _
from portal.rewards import rules
from portal.rewards.models import Receipt
from portal.rewards.rules import What
from portal.rewards.services.history import held, note


@writes
def attach(claim_id: int, photo: Photo, *, person_id: int, now: datetime) -> None:
    """Add a photo to one's claim while it can still be changed; the same photo twice is there once."""
    claim = held(claim_id, person_id=person_id)
    if claim.state not in rules.WITH_THEM:
        raise Refused(_("This is decided already, so no photo can be added. Please ring us."), "photo")
    there = session.execute(select(Receipt.number, Receipt.picture).where(Receipt.claim_id == claim_id)).all()
    if photo.jpeg in [picture for _number, picture in there]:
        return
    if len(there) >= rules.MOST_RECEIPTS:
        raise Refused(_("There are %(most)s photos already. Take one away first.", most=rules.MOST_RECEIPTS), "photo")
    number = max((number for number, _picture in there), default=0) + 1
    add(
        Receipt(
            claim_id=claim_id,
            number=number,
            picture=photo.jpeg,
            width=photo.width,
            height=photo.height,
            made_at=now,
        )
    )
    note(claim, What.RECEIPT, by=person_id, now=now)


@writes
def remove(claim_id: int, number: int, *, person_id: int, now: datetime) -> None:
    """Take a photo away while the claim can still be changed; a second press does nothing."""
    claim = held(claim_id, person_id=person_id)
    theirs = delete(Receipt).where(Receipt.claim_id == claim_id, Receipt.number == number)
    if claim.state in rules.WITH_THEM and changed(theirs):
        note(claim, What.RECEIPT_GONE, by=person_id, now=now)
