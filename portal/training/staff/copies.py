"""Planning sessions like one that there is, and the templates that staff keep."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import Refused
from portal.training import services
from portal.training.forms.copies import RepeatForm, TemplateForm
from portal.training.queries import staff as reads
from portal.training.rules import Rhythm
from portal.training.staff.pages import form_page, me, scope


def repeat(id: int) -> Any:
    """Plan the same session again on other days."""
    found = reads.get_session(id, scope())
    form = RepeatForm()
    if form.validate_on_submit():
        rhythm, times, key = Rhythm(form.rhythm.data), form.times.data, form.key.data
        services.repeat(found.id, rhythm, times, key=key, by=me(), now=clock.now())
        return redirect(url_for("training.staff.sessions.one", id=found.id, done="repeated"), 303)
    return form_page("training/staff/copies/repeat.html", form.with_key(), session=found)


def keep(id: int) -> Any:
    """Keep a session as a template."""
    found = reads.get_session(id, scope())
    form = TemplateForm()
    if form.validate_on_submit():
        services.keep_as_template(found.id, form.name.data, by=me(), now=clock.now())
        return redirect(url_for("training.staff.copies.templates", done="kept"), 303)
    return form_page("training/staff/copies/keep.html", form, session=found)


def templates() -> Any:
    """Every template that this member of staff may plan from."""
    found = reads.templates(scope())
    return render_template("training/staff/copies/templates.html", templates=found, done=request.args.get("done", ""))


def let_go(id: int) -> Any:
    """Let go of a session that was never public, or of a template."""
    found = reads.get_to_write(id, scope())
    back = "training.staff.copies.templates" if found.template_name else "training.staff.sessions.browse"
    try:
        services.let_go(id, by=me(), now=clock.now())
    except Refused:
        return redirect(url_for("training.staff.sessions.one", id=id, problem="late"), 303)
    return redirect(url_for(back, done="gone"), 303)
