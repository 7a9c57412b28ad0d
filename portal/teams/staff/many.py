"""For staff: several offers at once, each shown with what the person will be told before anything happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock, words
from portal.kit.doors import LARGEST_ID
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.pages import settings
from portal.kit.texts import parts
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams import rules, services
from portal.teams.forms.many import ASSIGN, ManyForm
from portal.teams.messages import interests as messages
from portal.teams.queries import interests as reads
from portal.teams.queries.days import promised_next
from portal.teams.queries.interests import Chosen
from portal.teams.rules import Step

MOST = 50  # at once


@dataclass(frozen=True)
class Shown:
    """One person, and what they will be told; nothing when the step cannot follow from where their offer stands."""

    chosen: Chosen
    says: list[str]
    can_follow: bool
    texts: int


def _chosen(said: list[str]) -> list[Chosen]:
    ids = {int(id) for id in said if id.isascii() and id.isdigit() and int(id) <= LARGEST_ID}
    visitor = access.get_visitor()
    return reads.chosen(sorted(ids)[:MOST], visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)


def _colleagues(found: list[Chosen]) -> list[tuple[int, str]]:
    """Those who may answer for every one of them."""
    each = [dict(reads.colleagues(directorate, project)) for directorate, project in _places(found)]
    return [(id, name) for id, name in (each[0].items() if each else ()) if all(id in names for names in each)]


def _places(found: list[Chosen]) -> set[tuple[int | None, int | None]]:
    return {(one.directorate_id, one.project_id) for one in found}


def choose() -> Any:
    """Choose what happens to all of them; then see for each what they will be told."""
    found = _chosen(request.args.getlist("id"))
    form = ManyForm(request.args).offer(_colleagues(found))
    is_asked = "to" in request.args
    shown = _shown(found, form) if is_asked and form.is_complete(clock.today()) else []
    g.has_errors = is_asked and bool(form.errors)
    looks = [(one.person_id, f"interest {one.id}") for one in found]
    audit.look_at("looked at interests", looks, by=access.get_visitor().person_id, now=clock.now())
    return render_template(
        "teams/staff/many/choose.html",
        found=found,
        form=form,
        shown=shown,
        texts=sum(one.texts for one in shown),
        pence=settings().sms_pence,
        most=MOST,
    )


def _shown(found: list[Chosen], form: ManyForm) -> list[Shown]:
    if form.to.data == ASSIGN:
        return [Shown(one, [], True, 0) for one in found]
    to, names = Step(form.to.data), {one.owner_id or access.get_visitor().person_id for one in found}
    answering = {id: messages.Answering(*reads.name_and_job(id)) for id in names}
    promised = {place: promised_next(to, place, clock.today()) for place, _project in _places(found)}
    said = {
        (who, place): messages.Said(to, answering[who], promised[place], form.day_back())
        for who in answering
        for place in promised
    }
    return [_told(one, said[one.owner_id or access.get_visitor().person_id, one.directorate_id]) for one in found]


def _told(one: Chosen, said: messages.Said) -> Shown:
    if said.step not in rules.moves_from(one.step):
        return Shown(one, [], False, 0)
    with words.speaking(one.locale):
        says = messages.says_of(said, one.reference)
    return Shown(one, says, True, parts(" ".join(says)) if one.channel == "sms" else 0)


def do() -> Any:
    """Do it for each: whoever was changed meanwhile, or cannot take the step, is left alone and named."""
    versions = dict(said.partition("-")[::2] for said in request.form.getlist("one"))
    found = _chosen(list(versions))
    form = ManyForm(request.form).offer(_colleagues(found))
    if not form.is_complete(clock.today()):
        return redirect(url_for("teams.staff.many.choose", id=[one.id for one in found]), 303)
    left = [one.reference for one in found if not _done(one, form, versions[str(one.id)])]
    done = len(found) - len(left)
    return redirect(url_for("teams.staff.many.done", done=done, left=left), 303)


def _done(one: Chosen, form: ManyForm, said: str) -> bool:
    by, now, version = access.get_visitor().person_id, clock.now(), int(said) if said.isdigit() else -1
    try:
        if form.to.data == ASSIGN:
            services.assign(one.id, int(form.owner.data), by=by, now=now, version=version)
        else:
            services.move(one.id, form.to.data, note="", by=by, now=now, version=version, back_on=form.day_back())
    except (ChangedMeanwhile, Refused, rules.MayNotMove):
        return False
    return True


def done() -> Any:
    """What came of it: how many were dealt with, and whom it left alone."""
    return render_template(
        "teams/staff/many/done.html",
        done=request.args.get("done", 0, type=int),
        left=request.args.getlist("left")[:MOST],
    )
