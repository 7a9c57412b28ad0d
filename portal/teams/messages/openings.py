"""What we write to staff about the places that they look after."""

from __future__ import annotations

from datetime import date

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.services import Draft
from portal.signin.queries import Colleague
from portal.teams.messages.staff import for_staff


def rests_soon(to: Colleague, opening_id: int, project_id: int, since: date, rests_on: date) -> Draft:
    """A place will take no more interest unless somebody says that it is still open."""
    with words.speaking(to.locale):
        says = [
            _("Is a place on your team still open? Nobody has said so since %(day)s.", day=words.day(since)),
            _(
                "If nobody does, it takes no more interest from %(day)s on. Saying so takes one press:",
                day=words.day(rests_on),
            ),
        ]
        return _said(to, f"opening soon {opening_id} {since}", says, project_id)


def rests(to: Colleague, opening_id: int, project_id: int, since: date, _rests_on: date) -> Draft:
    """A place takes no more interest, and its page says so."""
    with words.speaking(to.locale):
        says = [
            _(
                "A place on your team takes no more interest, because nobody has said since %(day)s that it is open.",
                day=words.day(since),
            ),
            _("Its page says so. If it is open, say it with one press:"),
        ]
        return _said(to, f"opening rests {opening_id} {since}", says, project_id)


def _said(to: Colleague, key: str, says: list[str], project_id: int) -> Draft:
    where = pages.address("teams.staff.openings.browse", to.locale, id=project_id)
    return for_staff(to, f"{key} {to.person_id}", says, where, _("Is this place still open?"))
