"""What else someone has at the same time, said in a message, which goes to them alone."""

from __future__ import annotations

from portal.kit.words import gettext as _
from portal.training.messages.parts import Told
from portal.training.queries.clash import clashes


def also_then(told: Told) -> list[str]:
    """That they have other training at that time, and may keep both; nothing in a copy for a helper. One query at most."""
    if told.trust_id or not clashes(told.to.person_id, told.session.id):
        return []
    return [_("You also have other training at that time. If you can only come to one, please tell us.")]
