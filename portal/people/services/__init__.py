"""Writes about people that no message follows from; `portal.personal` has those that one does."""

from portal.people.services import needs, ways
from portal.people.services.equality import note_asked_equality
from portal.people.services.filling import note_filled_in
from portal.people.services.holding import held
from portal.people.services.meeting import Told, meet, meet_told
from portal.people.services.trust import TRUSTED, check_trust

__all__ = [
    "TRUSTED",
    "Told",
    "check_trust",
    "held",
    "meet",
    "meet_told",
    "needs",
    "note_asked_equality",
    "note_filled_in",
    "ways",
]
