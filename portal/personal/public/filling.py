"""Saying whether what someone else filled in is right."""

from __future__ import annotations

from typing import Any

from flask import redirect, url_for

from portal.kit import clock
from portal.personal.forms.filling import RightForm
from portal.personal.services import filling as services
from portal.signin import access


def confirm(id: int) -> Any:
    """Take a yes or a no, which may be changed."""
    form = RightForm()
    if form.validate() and form.is_right.data:
        is_right = form.is_right.data == "yes"
        services.say(id, is_right=is_right, person_id=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("home.you", _anchor="filled-in"), 303)
