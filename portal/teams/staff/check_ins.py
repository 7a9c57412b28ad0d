"""For staff: who needs somebody, for the few who may see it; and what everyone else may read, from five people up."""

from __future__ import annotations

from typing import Any

from flask import make_response, redirect, render_template, url_for

from portal.kit import audit, clock, words
from portal.kit.sheets import Cell, as_csv
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.queries import check_ins as reads
from portal.teams.queries import openings
from portal.teams.services import check_ins as services


def browse() -> Any:
    """Members whose answer is low or falling, or who ask for a call, the oldest first."""
    found = _needing()
    looks = [(one.person_id, f"check-in {one.id}") for one in found]
    audit.look_at("looked at check-ins", looks, by=access.get_visitor().person_id, now=clock.now())
    return render_template("teams/staff/check_ins/browse.html", found=found)


def _needing() -> list[reads.NeedsSomeone]:
    visitor = access.get_visitor()
    return reads.needing_someone(visitor.scope(May.SEE_CHECK_INS), visitor.person_id)


def see_to(id: int) -> Any:
    """Note that somebody got in touch."""
    if id in {one.id for one in _needing()}:
        services.see_to(id, by=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("teams.staff.check_ins.browse"), 303)


def project(id: int) -> Any:
    """What a team's lead may read: answers of at least five people, counted together."""
    visitor = access.get_visitor()
    scope = visitor.scope(May.WRITE_PROJECTS)
    found = openings.get_project(id, scope, visitor.person_id)
    return render_template(
        "teams/staff/check_ins/project.html", project=found, releases=reads.releases(scope, found.id)
    )


def report() -> Any:
    """What may be read by directorate over time."""
    found = reads.releases(access.get_visitor().scope(May.SEE_REPORTS))
    shown = found[: reads.SHOWN]
    return render_template("teams/staff/check_ins/report.html", releases=shown, has_more=len(found) > len(shown))


def csv() -> Any:
    """The same as a file."""
    found = reads.releases(access.get_visitor().scope(May.SEE_REPORTS))
    answer = make_response(as_csv([_heads(), *map(_line, found)]))
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=check-ins.csv"
    return answer


def _heads() -> list[Cell]:
    return [_("From"), _("To"), _("Directorate"), _("Team"), _("How it is going"), _("Feeling heard"), _("People")]


def _line(one: reads.ReleaseRow) -> list[Cell]:
    return [
        words.month(one.from_on),
        words.month(one.to_on),
        one.directorate_name or "",
        one.project_title or _("Several teams"),
        one.going,
        one.heard,
        _("5 or more"),
    ]
