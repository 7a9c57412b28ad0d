"""One's own one-page profile: writing it, seeing what others see, and choosing who does."""

from __future__ import annotations

from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import NotFound
from portal.kit.forms import made_from
from portal.signin import access
from portal.teams.forms.profiles import ProfileForm, ShowForm, said_in
from portal.teams.profile_sheet import file_of
from portal.teams.queries import profiles as reads
from portal.teams.queries.skills import find_survey
from portal.teams.services import profiles as services


def edit() -> Any:
    """Write each part, and say of each if others may see it."""
    person_id = access.get_visitor().person_id
    lines, drafts = reads.lines_of(person_id), reads.drafts(find_survey(person_id))
    form = ProfileForm(**made_from(request.method == "POST", {**said_in(lines, drafts), **access.interrupted()}))
    if form.validate_on_submit():
        services.write(person_id, form.parts(), now=clock.now())
        access.let_go_of_interrupted()
        return redirect(url_for("teams.profiles.edit", done="written"), 303)
    g.has_errors = bool(form.errors)
    shares = reads.shares_of(person_id)
    shown = [str(share.project_id) for share in shares if share.shared_at]
    return render_template(
        "teams/profiles/edit.html",
        form=form,
        show_form=ShowForm(formdata=None, data={"projects": shown}).offer(shares),
        drafts={part: words for part, words in drafts.items() if part in lines and words != lines[part].words},
        seen=reads.seen_lines(lines),
        shares=shares,
        is_done=bool(request.args.get("done")),
    )


def show() -> Any:
    """Show it to these projects, and to no other."""
    person_id = access.get_visitor().person_id
    form = ShowForm().offer(reads.shares_of(person_id))
    if form.validate_on_submit():
        services.show_to(person_id, form.wanted(), now=clock.now())
    return redirect(url_for("teams.profiles.edit", done="shown", _anchor="who"), 303)


def sheet() -> Response:
    """What others see, on one sheet of paper."""
    visitor = access.get_visitor()
    seen = reads.seen_lines(reads.lines_of(visitor.person_id))
    if not seen:
        raise NotFound
    return file_of(visitor.name, seen)
