"""For staff: filling in a form with someone, and what people said is not right."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock, drafts, journeys, words
from portal.kit.drafts import Draft
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.people import queries as people
from portal.people.queries import Filled
from portal.personal.forms.filling import BOOK, GO_ON, JOIN, FillingForm
from portal.personal.services import filling as services
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import queries as teams
from portal.training import queries as training

PAGES = {
    "booking": (May.RUN_TRAINING, "training.staff.sessions.one"),
    "interest": (May.ANSWER_INTERESTS, "teams.staff.interests.one"),
    "story": (May.MODERATE_STORIES, "stories.staff.story"),
}


def start() -> Any:
    """Say how a form is filled in and which one it is; then the same pages follow as for everyone."""
    coming = training.sessions_coming(clock.now())
    form = FillingForm().offer([(row.slug, f"{row.title}, {words.span(row.starts_at, row.ends_at)}") for row in coming])
    if request.method == "POST":
        if form.validate() and (draft := _opened(form)) is not None:
            drafts.hold_known(draft)
            return redirect(journeys.next_page(draft), 303)
        g.has_errors = True
    return render_template(
        "personal/staff/filling/start.html",
        form=form,
        not_right=_with_links(people.not_right()),
        is_done=bool(request.args.get("done")),
    )


def _with_links(found: list[Filled]) -> list[tuple[Filled, str]]:
    """What is not right, each with the page on which this member of staff can look into it ("" where they may not)."""
    visitor = access.get_visitor()
    sessions = training.sessions_of_bookings([filled.number for filled in found if filled.kind == "booking"])
    may = {kind: visitor.may(permission, anywhere=True) for kind, (permission, _page) in PAGES.items()}
    return [(filled, _page_of(filled, sessions) if may[filled.kind] else "") for filled in found]


def _page_of(filled: Filled, sessions: dict[int, int]) -> str:
    id = sessions.get(filled.number) if filled.kind == "booking" else filled.number
    return url_for(PAGES[filled.kind][1], id=id) if id is not None else ""


def _opened(form: FillingForm) -> Draft | None:
    """The form to go on with; None with a sentence beside the field that stands in the way."""
    try:
        return _found(form) if form.what.data == GO_ON else _begun(form)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
        return None


def _begun(form: FillingForm) -> Draft:
    by, how = access.get_visitor().person_id, form.how.data
    return services.begin(form.what.data, _subject(form), by=by, how=how, locale=words.locale(), now=clock.now())


def _subject(form: FillingForm) -> str:
    """What the form is about: a session, a project, or "" for anything."""
    if form.what.data == BOOK:
        return str(form.session.data)
    said = form.project.data if form.what.data == JOIN else ""
    slug = teams.find_slug_to_join(said) if said else ""
    if slug is None:
        raise Refused(
            _("We know no open project by that. Type its reference, such as EX-0012, or its address"), "project"
        )
    return slug


def _found(form: FillingForm) -> Draft:
    draft = drafts.named(form.reference.data)
    if draft is None or draft.kind not in journeys.known():
        raise Refused(_("We cannot find a form with this reference. Check each letter"), "reference")
    if draft.is_sent:
        reference = words.whole(str(draft.outcome.get("reference", "")))
        raise Refused(
            _("This form was sent already. Its reference is now %(reference)s", reference=reference), "reference"
        )
    return services.open_draft(draft.id, by=access.get_visitor().person_id, how=form.how.data, now=clock.now())


def put_right(id: int) -> Any:
    """Note that what was not right has been put right: the person is asked again."""
    services.put_right(id, by=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("personal.staff.filling.start", done="put_right", _anchor="not-right"), 303)
