"""Saying in one tap that one took part."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from portal.kit import clock
from portal.kit.errors import NotFound
from portal.signin import access
from portal.teams.queries.members import get_mine
from portal.teams.services import taking_part as services


def note(id: int) -> Any:
    """Note that one took part today, at a meeting or in another way; a second press changes nothing."""
    person_id = access.get_visitor().person_id
    member = get_mine(id, person_id)
    how = request.form.get("how", "")
    if not member.is_open or how not in {services.MEETING, services.ANOTHER_WAY}:
        raise NotFound
    services.note([member.id], clock.today(), how=how, by=person_id, now=clock.now())
    return redirect(url_for("teams.members.one", id=id, done="took_part"), 303)
