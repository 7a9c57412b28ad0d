"""What we write to leads about taking part."""

from __future__ import annotations

from datetime import date

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.services import Draft
from portal.signin.queries import Colleague
from portal.teams.messages.staff import for_staff


def lapsed(to: Colleague, project_id: int, last: date) -> Draft:
    """Nobody took part for sixty days, so that Big I is not evidenced any more; its key holds the last time."""
    with words.speaking(to.locale):
        says = [
            _("No member of your team has taken part since %(day)s, as far as is noted.", day=words.day(last)),
            _("For now your project does not count as evidenced Big I. If somebody did take part, note it here:"),
        ]
        where = pages.address("teams.staff.taking_part.browse", to.locale, id=project_id)
        key = f"evidence lapsed {project_id} {last} {to.person_id}"
        return for_staff(to, key, says, where, _("Has anybody taken part?"))
