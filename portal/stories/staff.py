"""For staff: reading stories, and deciding about them."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock, paging
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.words import gettext as _
from portal.people import queries as people
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.stories import rules, services
from portal.stories.forms import DecideForm, FilterForm
from portal.stories.queries import staff as reads
from portal.stories.rules import Decision

LOOKED = "looked at story"


def stories() -> Any:
    """Stories by where they stand, the oldest first; above them, those that should be read soon."""
    scope = access.get_visitor().scope(May.MODERATE_STORIES)
    form = FilterForm(request.args)
    filters = form.filters()
    found = reads.stories(scope, filters, paging.read_mark(request.args.get("page", "")))
    # On the first page of what is shown without asking, what should be read soon stands above.
    is_first = filters == reads.Filters("waiting") and not request.args.get("page")
    soon = reads.stories(scope, reads.Filters("soon"), None) if is_first else paging.Page([])
    return render_template("stories/staff/stories.html", form=form, found=found, soon=soon, link=_link)


def _link(mark: str) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page"}
    return url_for("stories.staff.stories", **kept, page=mark)


def story(id: int) -> Any:
    """One story to read, with what happens next; every look at it is put on record."""
    found = _story(id)
    form = _form(found)
    if request.method == "POST":
        if form.validate() and _tried(form, found):
            access.let_go_of_interrupted()
            return redirect(url_for("stories.staff.story", id=id, done=form.decision.data), 303)
        g.has_errors = True
        found = _story(id)
        form.offer(found)
    visitor = access.get_visitor()
    audit.look_at(LOOKED, [(found.person_id, f"story {found.id}")], by=visitor.person_id, now=clock.now())
    filled = people.filled_in_of([f"story {found.id}"]).get(f"story {found.id}")
    return render_template("stories/staff/story.html", story=found, form=form, filled=filled, done=_done_words())


def _story(id: int) -> reads.StaffStory:
    return reads.get_story(id, access.get_visitor().scope(May.MODERATE_STORIES))


def _form(found: reads.StaffStory) -> DecideForm:
    if request.method == "POST":
        return DecideForm()  # takes every decision: whoever decides about an old page is told that it is old
    said = {
        "title": found.title,
        "project": found.project_reference or "",
        "what_changed": found.what_changed,
        "version": str(found.version),
    }
    return DecideForm(data={**said, **access.interrupted()}).offer(found)


def _tried(form: DecideForm, found: reads.StaffStory) -> bool:
    """Do it; False with a sentence beside the field that a rule objects to."""
    try:
        _decide(form, found)
    except ChangedMeanwhile:
        form.version.data = str(_story(found.id).version)  # the page below shows what stands now: the next press counts
        form.refuse(
            "version",
            _(
                "This story changed while you were reading it. Nothing of yours was saved yet, and nothing is lost."
                " Read what stands here now, then press again."
            ),
        )
        return False
    except rules.MayNotMove:
        form.refuse("decision", _("This cannot be done with the story where it stands now"))
        return False
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
        return False
    return True


def _decide(form: DecideForm, found: reads.StaffStory) -> None:
    who: dict[str, Any] = {"by": access.get_visitor().person_id, "now": clock.now(), "version": form.shown_version()}
    decision = Decision(form.decision.data)
    if decision in {Decision.PUBLISH, Decision.KEEP}:
        kept: dict[str, Any] = {"what_changed": form.what_changed.data, "project_id": _project_id(form.project.data)}
        if decision == Decision.KEEP:
            services.keep(found.id, **kept, **who)
        else:
            services.publish(found.id, title=form.title.data, **kept, **who)
        return
    act = {
        Decision.SEND_BACK: services.send_back,
        Decision.DECLINE: services.decline,
        Decision.TAKE_DOWN: services.take_down,
    }[decision]
    act(found.id, form.reason.data, **who)


def _project_id(reference: str) -> int | None:
    if not reference:
        return None
    found = reads.find_project(reference)
    if found is None:
        raise Refused(
            _("We know no project with this reference. Type it as it stands on the list of projects"), "project"
        )
    return found


def _done_words() -> str:
    said = {
        Decision.PUBLISH: lambda: _("Approved. It is used where the person who told it agreed, and nowhere else."),
        Decision.SEND_BACK: lambda: _("Sent back. A message asks the person to sign in and read what you wrote."),
        Decision.DECLINE: lambda: _("Declined. The person can sign in and read what you wrote."),
        Decision.KEEP: lambda: _("Saved. The story stays as it is."),
        Decision.TAKE_DOWN: lambda: _("Taken down. It is no longer used anywhere."),
    }
    asked = request.args.get("done", "")
    return said[Decision(asked)]() if asked in set(Decision) else ""
