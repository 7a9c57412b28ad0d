"""After a training: how it was, and what there is to have from it; by the link of a message or signed in."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import Refused
from portal.signin import access
from portal.training.forms.after import AfterForm, said_before
from portal.training.queries import after as reads
from portal.training.queries.after import MyAfter
from portal.training.services import feedback as services


def linked(token: str) -> Any:
    """Say how it was, by the link of a message: GET shows, POST does."""
    certificate = url_for("training.certificates.linked", token=token)
    return _page("linked", reads.get_after_by_link(token), certificate, token=token)


def mine(id: int) -> Any:
    """The same of one's own booking, when signed in."""
    certificate = url_for("training.certificates.mine", id=id)
    return _page("mine", reads.get_after_of_person(id, access.get_visitor().person_id), certificate, id=id)


def _page(name: str, after: MyAfter, certificate: str, **here: Any) -> Any:
    door, template = f"training.after.{name}", f"training/after/{name}.html"
    form = AfterForm(**({} if request.method == "POST" else {"formdata": None, "data": said_before(after.said)}))
    if request.method == "POST" and form.validate() and _is_kept(after, form):
        return redirect(url_for(door, **here, done="said"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        template,
        after=after,
        form=form,
        is_done=request.args.get("done") == "said" and after.said is not None,
        certificate=certificate,
        next_course=reads.find_next_course(after.course_id),
        dates=reads.next_dates(after.course_id, clock.now()) if after.is_missed else [],
    )


def _is_kept(after: MyAfter, form: AfterForm) -> bool:
    try:
        services.say_how_it_was(after.booking_id, form.said(), now=clock.now())
    except Refused as refusal:
        form.refuse("words", refusal.words)
        return False
    return True
