"""What someone needs so that they can take part: seeing it, changing it, and saying that it still holds."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.words import gettext as _
from portal.people import queries as people
from portal.people.forms import NeedsForm, pairs_of
from portal.people.forms.needs import answers_of
from portal.people.services import needs
from portal.signin import access


def edit() -> Any:
    """See and change what one needs; it counts for what one asks for from now on."""
    person_id = access.get_visitor().person_id
    found = people.needs_of(person_id)
    kept = {**answers_of(found), **access.interrupted()}
    form = NeedsForm() if request.method == "POST" else NeedsForm(formdata=None, data=kept)
    if request.method == "POST":
        if form.validate():
            said = form.typed()
            needs.tell(person_id, pairs_of(said), said["needs"], by=person_id, now=clock.now(), is_whole=True)
            return _done("changed")
        g.has_errors = True
    return render_template("personal/needs/edit.html", form=form, found=found, done=_done_words())


def holds() -> Any:
    """Say that it all still holds."""
    needs.say_they_hold(access.get_visitor().person_id, now=clock.now())
    return _done("holds")


def _done(what: str) -> Any:
    access.let_go_of_interrupted()
    return redirect(url_for("personal.needs.edit", done=what), 303)


def _done_words() -> str:
    said = {
        "changed": lambda: _("Saved. We offer it again when you book or join, so that you need not say it twice."),
        "holds": lambda: _("Thank you. We ask again in a year."),
    }
    say = said.get(request.args.get("done", ""))
    return say() if say else ""
