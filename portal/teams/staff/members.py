"""For staff: the members of a project's team."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from portal.kit import audit, clock, words
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.forms import changed_words, made_from
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.agreement import file_of
from portal.teams.forms.agreements import BuddyForm, PlanForm, StartForm, plan_of, start_of
from portal.teams.forms.members import FOR, ToldForm
from portal.teams.queries import buddies, openings
from portal.teams.queries import members as reads
from portal.teams.queries.members import Member
from portal.teams.queries.profiles import is_shown
from portal.teams.rules.members import HasEnded
from portal.teams.services import agreements
from portal.teams.services import buddies as services_of_buddies
from portal.teams.services import members as services

LOOKED = "looked at team"
TOLD = {
    "back": services.come_back,
    "step_back": services.step_back,
    "step_up": services.step_up,
    "leave": services.leave,
}


def team(id: int) -> Any:
    """Who is on a team, since when, and what each of them has; the look is put on record."""
    project = _project(id)
    members = reads.team(project.id)
    _note_looks(members)
    return render_template("teams/staff/members/team.html", project=project, members=members, today=clock.today())


def _project(id: int) -> openings.TeamProject:
    visitor = access.get_visitor()
    return openings.get_project(id, visitor.scope(May.WRITE_PROJECTS), visitor.person_id)


def _note_looks(members: list[Member]) -> None:
    seen = [(member.person_id, f"membership {member.id}") for member in members]
    audit.look_at(LOOKED, seen, by=_me(), now=clock.now())


def _me() -> int:
    return access.get_visitor().person_id


def _member(id: int) -> Member:
    """A member of a team that this member of staff works on; seeing them is put on record."""
    member = reads.get_of_team(id, _project(reads.project_of(id)).id)
    _note_looks([member])
    return member


def one(id: int) -> Any:
    """One member: how they began, what was agreed, what happened since, and whom to ask to be their buddy."""
    member = _member(id)
    return _page(member, BuddyForm(formdata=None).offer(_can_be_buddy(member)))


def _can_be_buddy(member: Member) -> list[tuple[int, str]]:
    return buddies.who_can_be_buddy(member.project_id, member.person_id)


def _page(member: Member, form: BuddyForm) -> Any:
    history = reads.history_of(member.id)
    g.has_errors = bool(form.errors)
    return render_template(
        "teams/staff/members/one.html",
        member=member,
        form=form,
        history=history,
        has_profile=is_shown(member.person_id, member.project_id),
        is_confirmed=reads.is_confirmed(history),
        is_buddy_asked=buddies.is_asking(history),
        today=clock.today(),
        is_done=bool(request.args.get("done")),
    )


def buddy(id: int) -> Any:
    """Ask another member of the team to be someone's buddy."""
    member = _member(id)
    form = BuddyForm().offer(_can_be_buddy(member))
    if form.validate_on_submit() and _tried(
        form, lambda: services_of_buddies.ask(id, int(form.buddy.data), by=_me(), now=clock.now()), id
    ):
        return _saved(member)
    return _page(member, form)


def plan(id: int) -> Any:
    """Write down anew what was agreed about pay."""
    member = _member(id)
    form = PlanForm(**made_from(request.method == "POST", {**plan_of(member), **access.interrupted()}))
    if form.validate_on_submit() and _tried(
        form,
        lambda: agreements.agree(id, form.plan(), by=_me(), now=clock.now(), version=form.shown_version()),
        id,
    ):
        return _saved(member)
    return _form_page("plan", member, form)


def start(id: int) -> Any:
    """Write down how a member begins: the trial, the first meeting, who greets them."""
    member = _member(id)
    form = StartForm(**made_from(request.method == "POST", {**start_of(member), **access.interrupted()}))
    if form.validate_on_submit() and _tried(
        form,
        lambda: agreements.plan_start(id, form.start(), by=_me(), now=clock.now(), version=form.shown_version()),
        id,
    ):
        return _saved(member)
    return _form_page("start", member, form)


def told(id: int) -> Any:
    """Note what a member told staff, for whoever does not use this website."""
    member, form = _member(id), ToldForm()
    if form.validate_on_submit() and _tried(form, lambda: _do_as_told(member, form.what.data), id):
        return _saved(member)
    return _form_page("told", member, form)


def _do_as_told(member: Member, what: str) -> None:
    told: dict[str, Any] = {"person_id": member.person_id, "by": _me(), "now": clock.now()}
    if what in FOR:
        services.pause(member.id, clock.today() + FOR[what], **told)
    else:
        TOLD[what](member.id, **told)


def letter(id: int) -> Response:
    """What was agreed, in the language of the member, to print and to post."""
    member = _member(id)
    with words.speaking(member.locale):
        return file_of(member)


def _tried(form: Any, act: Callable[[], None], id: int) -> bool:
    """Do it; whether it was done, or else a sentence stands beside the field that a rule objects to."""
    try:
        act()
    except ChangedMeanwhile:
        form.version.data = str(_member(id).version)  # the next press counts
        form.refuse("version", changed_words())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
    except HasEnded:
        form.refuse(next(iter(form)).name, _("They left the team meanwhile. Nothing can be changed any more."))
    else:
        return True
    return False


def _saved(member: Member) -> Any:
    access.let_go_of_interrupted()
    return redirect(url_for("teams.staff.members.one", id=member.id, done="yes"), 303)


def _form_page(name: str, member: Member, form: Any) -> Any:
    g.has_errors = bool(form.errors)
    return render_template(f"teams/staff/members/{name}.html", member=member, form=form)
