"""What we write to staff about the promises that they keep: no name, no words of anybody, only where to look."""

from __future__ import annotations

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import Draft
from portal.signin.queries import Colleague
from portal.teams.queries.words import of_promise
from portal.teams.rules import Promise


def due_soon(to: Colleague, expression_id: int, promise: Promise, line: int) -> Draft:
    """What was promised to someone is due in two working days."""
    with words.speaking(to.locale):
        says = [
            _("Someone was promised this by %(day)s:", day=words.day(promise.due_on)),
            of_promise(promise.step),
            _("Please keep the promise, or tell them in time if you cannot."),
        ]
        where = pages.address("teams.staff.interests.one", to.locale, id=expression_id)
        return for_staff(to, f"interest nudge {line} {to.person_id}", says, where, _("A promise is due soon"))


def for_staff(to: Colleague, key: str, says: list[str], where: str, subject: str) -> Draft:
    """A message to a work address: what is the matter, and the page on which it is dealt with."""
    return Draft(
        key=key,
        kind="staff",
        person_id=to.person_id,
        channel="email",
        address=to.email,
        locale=to.locale,
        subject=subject,
        body=body_of([*says, where], "email"),
    )
