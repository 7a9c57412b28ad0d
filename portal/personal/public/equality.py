"""Being offered the questions about who takes part: once, and no is an answer."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from portal.people import services as people
from portal.signin import access


def answer() -> Any:
    """Go on to the questions, or say no thank you; either way they are not offered on one's own page again.

    Whether someone then sends any answers is not known here, and who they are is not known there.
    """
    people.note_asked_equality(access.get_visitor().person_id)
    if request.form.get("answer") == "yes":
        return redirect(url_for("reaching.about_you"), 303)
    return redirect(url_for("home.you", done="asked"), 303)
