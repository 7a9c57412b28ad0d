"""One's own place on a team: what was agreed, a pause, doing less, and leaving."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from portal.help import queries as help
from portal.kit import clock
from portal.kit.errors import Refused
from portal.kit.words import gettext as _
from portal.signin import access
from portal.teams.agreement import file_of
from portal.teams.forms.members import HelpedForm, PauseForm
from portal.teams.queries import buddies, taking_part
from portal.teams.queries import members as reads
from portal.teams.queries.check_ins import find_mine
from portal.teams.queries.members import Member
from portal.teams.rules.check_ins import month_of
from portal.teams.rules.members import HasEnded, gives_benefits_advice
from portal.teams.services import agreements
from portal.teams.services import buddies as services_of_buddies
from portal.teams.services import members as services


def one(id: int) -> Any:
    """One's place on a team, and what one can do with it."""
    member, today = _mine(id), clock.today()
    return render_template(
        "teams/members/one.html",
        member=member,
        today=today,
        took_part=taking_part.days_of(id),
        check_in=find_mine(id, member.person_id, month_of(today)),
        is_confirmed=reads.is_confirmed(reads.history_of(id)),
        is_asked_to_be_buddy=member.is_open and bool(buddies.who_needs_my_answer(member.project_id, member.person_id)),
        is_offered_buddy=member.is_open and buddies.willing_for(id) is not None,
        whose_buddy=buddies.whose_buddy(member.project_id, member.person_id),
        advisers=[line for line in help.support_lines() if gives_benefits_advice(line.name, line.what_for)],
        done=_done_words().get(request.args.get("done", "")),
    )


def _mine(id: int) -> Member:
    return reads.get_mine(id, _me())


def _me() -> int:
    return access.get_visitor().person_id


def _done_words() -> dict[str, str]:
    return {
        "paused": _("Your pause has begun. You hear nothing from the team until then."),
        "back": _("Welcome back! The team is told that you are here again."),
        "stepped_back": _("You are now asked now and then. You can step up again at any time."),
        "stepped_up": _("You are a full member of the team again."),
        "took_part": _("Thank you. It is noted that you took part today."),
        "agreed": _("Thank you. We noted that it is right."),
        "buddy": _("Thank you for your answer."),
    }


def pause(id: int) -> Any:
    """Take a pause: GET asks how long, POST takes it."""
    member, form = _mine(id), PauseForm()
    if form.validate_on_submit() and (until_on := form.until(clock.today())) is not None:
        try:
            services.pause(id, until_on, person_id=_me(), now=clock.now())
        except HasEnded:
            return redirect(url_for("teams.members.one", id=id), 303)
        except Refused as refusal:
            form.refuse("until_on", refusal.words)
        else:
            return redirect(url_for("teams.members.one", id=id, done="paused"), 303)
    g.has_errors = bool(form.errors)
    return render_template("teams/members/pause.html", member=member, form=form)


def back(id: int) -> Any:
    """Come back from a pause before its day."""
    return _done(id, "back", lambda: services.come_back(id, person_id=_me(), now=clock.now()))


def step_back(id: int) -> Any:
    """Be asked now and then instead: GET asks, POST does it."""
    if request.method == "POST":
        return _done(id, "stepped_back", lambda: services.step_back(id, person_id=_me(), now=clock.now()))
    return render_template("teams/members/step_back.html", member=_mine(id))


def step_up(id: int) -> Any:
    """Be a full member again."""
    return _done(id, "stepped_up", lambda: services.step_up(id, person_id=_me(), now=clock.now()))


def agree(id: int) -> Any:
    """Say that what was written down is what was agreed."""
    return _done(id, "agreed", lambda: agreements.confirm(id, person_id=_me(), now=clock.now()))


def buddy(id: int) -> Any:
    """Say yes or no to being a buddy, or to having one."""
    is_yes, is_new = request.form.get("answer") == "yes", request.form.get("as") == "new"
    act = services_of_buddies.answer_as_newcomer if is_new else services_of_buddies.answer_as_buddy
    return _done(id, "buddy", lambda: act(id, person_id=_me(), is_yes=is_yes, now=clock.now()))


def letter(id: int) -> Response:
    """What was agreed, as a letter to keep."""
    return file_of(_mine(id))


def _done(id: int, done: str, act: Callable[[], None]) -> Any:
    with suppress(HasEnded):  # they left meanwhile: the page says so
        act()
    return redirect(url_for("teams.members.one", id=id, done=done), 303)


def leave(id: int) -> Any:
    """Leave the team: GET asks, POST does it."""
    if request.method == "POST":
        services.leave(id, person_id=_me(), now=clock.now())
        return redirect(url_for("teams.members.left", id=id), 303)
    return render_template("teams/members/leave.html", member=_mine(id))


def left(id: int) -> Any:
    """After leaving: thank you, what could come next, and, for whoever likes, what would have helped."""
    member, form = _mine(id), HelpedForm()
    if member.is_open:
        return redirect(url_for("teams.members.one", id=id), 303)
    if form.validate_on_submit():
        services.say_what_would_have_helped(id, form.words.data, person_id=_me(), now=clock.now())
        return redirect(url_for("teams.members.left", id=id, done="kept"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        "teams/members/left.html", member=member, form=form, is_kept=request.args.get("done") == "kept"
    )
