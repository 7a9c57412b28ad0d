"""For staff: the members of a project's team."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from portal.kit import audit, clock
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.queries import members as reads
from portal.teams.queries import openings


def team(id: int) -> Any:
    """Who is on a team, since when, and what each of them has; the look is put on record."""
    visitor = access.get_visitor()
    project = openings.get_project(id, visitor.scope(May.WRITE_PROJECTS), visitor.person_id)
    members = reads.team(project.id)
    seen = [(member.person_id, f"membership {member.id}") for member in members]
    audit.look_at("looked at team", seen, by=visitor.person_id, now=clock.now())
    done = _("Saved.") if request.args.get("done") else ""
    return render_template(
        "teams/staff/members/team.html", project=project, members=members, today=clock.today(), done=done
    )
