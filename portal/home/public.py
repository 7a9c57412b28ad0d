"""The front page, and a person's own."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from portal.home import queries
from portal.kit import clock
from portal.projects import queries as projects
from portal.signin import access
from portal.stories import queries as stories
from portal.teams import queries as teams
from portal.training import queries as training

LOOKING_SHOWN = 4


def home() -> Any:
    """What someone can do here, and what is new."""
    newest_stories, next_sessions = queries.front(clock.now())
    return render_template(
        "home/home.html",
        projects=projects.looking_for_help(LOOKING_SHOWN),
        stories=newest_stories,
        sessions=next_sessions,
    )


def you() -> Any:
    """Everything that someone asked for, where it stands, and how to take it back."""
    visitor = access.get_visitor()
    return render_template(
        "home/you.html",
        name=visitor.name,
        interests=teams.interests_of_person(visitor.person_id),
        teams=teams.memberships_of_person(visitor.person_id),
        bookings=training.bookings_of_person(visitor.person_id),
        stories=stories.stories_of_person(visitor.person_id),
        now_at=clock.now(),
        done=request.args.get("done", ""),
    )
