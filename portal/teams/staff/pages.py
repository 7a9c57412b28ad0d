"""What the pages of staff share."""

from __future__ import annotations

from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import rules
from portal.teams.queries import openings
from portal.teams.queries.interests import Interest


def project_to_join(said: str, found: Interest) -> int | None:
    """The project that staff named for someone to join; None for the one that they asked about."""
    if not said and not found.needs_project:
        return None
    if not said:
        raise rules.NoProject
    visitor = access.get_visitor()
    project = openings.find_project_to_join(said, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)
    if project is None:
        raise Refused(
            _("We know no open project by that. Type its reference, such as EX-0012, or its address"), "project"
        )
    return project.id
