"""For staff: a one-page profile that someone shows to a project of theirs."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template

from portal.kit import clock, words
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.profile_sheet import file_of
from portal.teams.queries import openings
from portal.teams.queries import profiles as reads
from portal.teams.queries.openings import TeamProject
from portal.teams.queries.profiles import Profile
from portal.teams.services import profiles as services


def one(id: int, person_id: int) -> Any:
    """What the person shows to this project; the look is put on record."""
    project, profile = _shown(id, person_id)
    return render_template("teams/staff/profiles/one.html", project=project, profile=profile)


def _shown(id: int, person_id: int) -> tuple[TeamProject, Profile]:
    visitor = access.get_visitor()
    project = openings.get_project(id, visitor.scope(May.WRITE_PROJECTS), visitor.person_id)
    profile = reads.get_shown(person_id, project.id)
    services.note_look(person_id, project.id, by=visitor.person_id, now=clock.now())
    return project, profile


def sheet(id: int, person_id: int) -> Response:
    """The same on one sheet of paper, in the language of the person."""
    _project, profile = _shown(id, person_id)
    with words.speaking(profile.locale):
        return file_of(profile.name, profile.lines)
