"""What the pages of staff share."""

from __future__ import annotations

from typing import Any

from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import rules
from portal.teams.queries import openings
from portal.teams.queries.interests import Interest


def made_from(is_pressed: bool, given: dict[str, Any]) -> dict[str, Any]:
    """How to make a form: from what was just sent, or from what is known when another one was."""
    return {} if is_pressed else {"formdata": None, "data": given}


def changed_words() -> str:
    """Said where someone else was quicker."""
    return _(
        "Someone else changed this while you were writing. Nothing of yours was saved yet, and nothing is lost."
        " Look at what stands here now, then press again."
    )


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
