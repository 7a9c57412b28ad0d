"""Someone's one-page profile on one sheet of paper."""

from __future__ import annotations

from flask import Response

from portal.kit import paper, typed, typeset
from portal.kit.words import gettext as _
from portal.teams.agreement import facts
from portal.teams.queries.profiles import Line, title


def file_of(name: str, lines: list[Line]) -> Response:
    """The sheet as a PDF in the language in use; its name tells nothing."""
    told: list[tuple[str, str, bool | None]] = [(line.called, line.words, None) for line in lines]
    data = {
        **paper.sheet(title()),
        "for": _("This is about"),
        "name": name,
        "is_rtl": typed.is_rtl(name),
        "facts": facts(told),
        "ends": [_("They wrote this themselves. Please do not pass it on.")],
    }
    headers = {"Content-Disposition": 'inline; filename="profile.pdf"'}
    return Response(typeset.typeset("one_page", data), mimetype="application/pdf", headers=headers)
