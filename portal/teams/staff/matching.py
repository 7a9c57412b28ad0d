"""For staff: who suits a place and why, what the team can put right, and how much each reason counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.forms.matching import OffForm, WeightForm
from portal.teams.queries import candidates as reads
from portal.teams.queries import openings
from portal.teams.queries.candidates import Known, Offered, OpenPlace
from portal.teams.queries.reasons import FACTORS, fix_words, limit_words, reason_words
from portal.teams.queries.weights import weights_now, weights_set
from portal.teams.rules import matching
from portal.teams.rules.matching import Factor
from portal.teams.services import weights as services

PER_PAGE = 25
LOOK = "looked at matches"
SET_SHOWN = 50


def _opening(project_id: int, id: int, permission: str) -> tuple[OpenPlace, Known]:
    """A place on a project that this member of staff works on."""
    visitor = access.get_visitor()
    project = openings.get_project(project_id, visitor.scope(permission), visitor.person_id)
    known = reads.known()
    found = reads.find_open_place(id, project.id, known)
    if found is None:
        raise NotFound
    return found, known


def _offered(opening: OpenPlace, known: Known) -> list[Offered]:
    visitor = access.get_visitor()
    scope = visitor.scope(May.ANSWER_INTERESTS)
    return reads.offered(opening, scope, visitor.person_id, known, clock.today())


def people(project_id: int, id: int) -> Any:
    """Who suits a place, best first, each with why; those for whom something stands against it, apart."""
    opening, known = _opening(project_id, id, May.ANSWER_INTERESTS)
    form = OffForm(request.args)
    off, weights = form.chosen(), weights_now()
    offered = {one.id: one for one in _offered(opening, known)}
    ranked = matching.rank(opening.place, (one.candidate for one in offered.values()), weights, off)
    number = min(max(request.args.get("page", 1, type=int), 1), max(-(-len(ranked) // PER_PAGE), 1))
    shown = ranked[(number - 1) * PER_PAGE : number * PER_PAGE]
    fits = [
        (
            offered[one.candidate.id],
            [reason_words(why, known) for why in matching.reasons(one.candidate, one.place, weights, off)],
        )
        for one in shown
    ]
    cannot = [(one, limits) for one in offered.values() if (limits := matching.limits(one.candidate, opening.place))]
    apart = [(one, [limit_words(limit, known) for limit in limits]) for one, limits in cannot[:PER_PAGE]]
    _note_looks(one for one, _why in (*fits, *apart))
    return render_template(
        "teams/staff/matching/people.html",
        opening=opening,
        form=form,
        fits=fits,
        first=(number - 1) * PER_PAGE + 1,
        apart=apart if number == 1 else [],
        previous=_link(opening, form, number - 1) if number > 1 else "",
        following=_link(opening, form, number + 1) if number * PER_PAGE < len(ranked) else "",
    )


def _note_looks(seen: Iterable[Offered]) -> None:
    looks = [(one.person_id, f"interest {one.id}") for one in seen]
    audit.look_at(LOOK, looks, by=access.get_visitor().person_id, now=clock.now())


def _link(opening: OpenPlace, form: OffForm, number: int) -> str:
    return url_for(
        "teams.staff.matching.people", project_id=opening.project_id, id=opening.id, off=form.off.data, page=number
    )


def fixes(project_id: int, id: int) -> Any:
    """What the team can put right, and for how many people that would help: never for whom."""
    opening, known = _opening(project_id, id, May.WRITE_PROJECTS)
    found = Counter[str]()
    for one in _offered(opening, known):
        found.update({line for fix in matching.fixes(one.candidate, opening.place) for line in fix_words(fix)})
    return render_template("teams/staff/matching/fixes.html", opening=opening, fixes=found.most_common())


def weights() -> Any:
    """How much each reason counts, who set it and why; setting it."""
    form = WeightForm()
    if form.validate_on_submit():
        factor, by = Factor(form.factor.data), access.get_visitor().person_id
        services.set_weight(factor, form.weight.data, form.why.data, by=by, now=clock.now())
        return redirect(url_for("teams.staff.matching.weights", done="set"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        "teams/staff/matching/weights.html",
        form=form,
        factors=FACTORS,
        weights=weights_now(),
        most=matching.MOST,
        history=weights_set(SET_SHOWN),
        done=_("Saved. Lists of matches count it so from now on.") if request.args.get("done") else "",
    )
