"""For staff: what of teams needs somebody, one list for each number on Today."""

from __future__ import annotations

from typing import Any

from flask import render_template

from portal.kit import audit, clock
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.queries import today as reads
from portal.teams.queries.today import Row


def resting() -> Any:
    """Places that rest or soon will."""
    visitor = access.get_visitor()
    found = reads.resting(visitor.scope(May.WRITE_PROJECTS), visitor.person_id, clock.now())
    return _shown(_("Places that rest or soon will"), _("Open one to say that it is still open."), found)


def quiet() -> Any:
    """Members of whom nobody heard for sixty days."""
    visitor = access.get_visitor()
    found = reads.quiet(visitor.scope(May.WRITE_PROJECTS), visitor.person_id, clock.now())
    return _shown(_("Members who went quiet"), _("A kind call may be all that is needed."), found)


def needs() -> Any:
    """Needs that nobody has got ready."""
    visitor = access.get_visitor()
    found = reads.not_ready(visitor.scope(May.WRITE_PROJECTS), visitor.person_id)
    return _shown(_("Needs that are not ready yet"), _("Open one to say that it is ready."), found)


def _shown(title: str, lede: str, found: list[Row]) -> str:
    looks = [(row.person_id, row.thing) for row in found if row.person_id is not None]
    audit.look_at("looked at what needs somebody", looks, by=access.get_visitor().person_id, now=clock.now())
    return render_template("teams/staff/attention/list.html", title=title, lede=lede, rows=found)
