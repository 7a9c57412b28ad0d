"""What a team says of itself, as a page and as a sheet to print."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template

from portal.kit import paper, typeset
from portal.kit.words import gettext as _
from portal.teams.agreement import facts
from portal.teams.queries import team_profiles as reads


def one(slug: str) -> Any:
    """How meetings go, who greets you, and what else helps to know before joining."""
    return render_template("teams/team_profiles/one.html", profile=reads.get_public(slug))


def sheet(slug: str) -> Response:
    """The same on one sheet of paper."""
    profile = reads.get_public(slug)
    told: list[tuple[str, str, bool | None]] = [(called, words, None) for called, words in profile.said()]
    data = {
        **paper.sheet(_("About the team")),
        "for": _("The team of this project:"),
        "name": profile.project_title,
        "is_english": True,
        "is_rtl": False,
        "facts": facts(told),
        "ends": [],
    }
    headers = {"Content-Disposition": f'inline; filename="{profile.project_slug}.pdf"'}
    return Response(typeset.typeset("one_page", data), mimetype="application/pdf", headers=headers)
