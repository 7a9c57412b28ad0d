"""For staff: the best whole assignment of those who wait, beside what comes first for each alone; accepted row by row."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import audit, clock
from portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.signin.rules import Scope
from portal.teams import rules
from portal.teams.queries import assignment, candidates
from portal.teams.queries.assignment import MOST_PEOPLE, Suggestion, Why
from portal.teams.queries.interests import directorates_in, get_interest
from portal.teams.queries.reasons import reason_words
from portal.teams.queries.weights import weights_now
from portal.teams.rules import matching
from portal.teams.services import passing

PER_PAGE = 25
WHY = {
    Why.FIRST: later("It comes first for them alone as well."),
    Why.MORE_TOGETHER: later(
        "Their first place goes to someone for whom more speaks there. This way more fits for all together."
    ),
    Why.NONE_LEFT: later("Every place that fits goes to someone for whom more speaks, or who waited longer."),
    Why.NOTHING_FITS: later("No open place fits what they said."),
}


def browse() -> Any:
    """What would be best for all who wait, and why; nothing happens until a row is accepted."""
    visitor, now = access.get_visitor(), clock.now()
    directorates = directorates_in(visitor.scope(May.ANSWER_INTERESTS))
    chosen = _chosen(directorates)
    scope = Scope(False, frozenset({chosen})) if chosen else visitor.scope(May.ANSWER_INTERESTS)
    known, weights = candidates.known(), weights_now()
    waiting = candidates.offered_in(scope, visitor.person_id, known, clock.today(), MOST_PEOPLE)
    places = candidates.open_places(now, known, scope, visitor.person_id)
    project_of = {one.id: one.project_id for one in waiting}
    found = assignment.whole(waiting, project_of, places, assignment.places_left(places), weights)
    last = max(-(-len(found.suggestions) // PER_PAGE), 1)
    number = min(max(request.args.get("page", 1, type=int), 1), last)
    shown = found.suggestions[(number - 1) * PER_PAGE : number * PER_PAGE]
    looks = [(row.offered.person_id, f"interest {row.offered.id}") for row in shown]
    audit.look_at("looked at matches", looks, by=visitor.person_id, now=now)
    return render_template(
        "teams/staff/assignment/browse.html",
        found=found,
        rows=[(row, str(WHY[row.why]), _reasons(row, known, weights)) for row in shown],
        directorates=directorates,
        chosen=chosen,
        most=MOST_PEOPLE if len(waiting) == MOST_PEOPLE else 0,
        previous=_link(chosen, number - 1) if number > 1 else "",
        following=_link(chosen, number + 1) if number < last else "",
        done=_done_words(),
    )


def _chosen(directorates: list[tuple[int, str]]) -> int | None:
    said = request.args.get("directorate", 0, type=int)
    return next((id for id, _name in directorates if id == said), None)


def _link(chosen: int | None, number: int) -> str:
    return url_for("teams.staff.assignment.browse", directorate=chosen, page=number)


def _reasons(row: Suggestion, known: candidates.Known, weights: matching.Weights) -> list[str]:
    if row.place is None:
        return []
    found = matching.reasons(row.offered.candidate, row.place.place, weights)
    return [reason_words(reason, known) for reason in found]


def _done_words() -> str:
    said = {
        "passed": _("Saved. A message about the place is on its way."),
        "changed": _("This offer was changed by someone else meanwhile. Nothing was done: please look at it again."),
        "closed": _("This place is not open any more, or the offer was answered. Nothing was done."),
    }
    return said.get(request.args.get("done", ""), "")


def accept(id: int) -> Any:
    """Let one person's offer go to the place that was suggested."""
    visitor, said = access.get_visitor(), request.form
    found = get_interest(id, visitor.scope(May.ANSWER_INTERESTS), visitor.person_id)
    opening_id, version = said.get("opening", 0, type=int), said.get("version", -1, type=int)
    scope = visitor.scope(May.ANSWER_INTERESTS)
    places = candidates.open_places(clock.now(), candidates.known(), scope, visitor.person_id)
    if opening_id not in {place.id for place in places}:
        raise NotFound
    try:
        passing.pass_on(found.id, opening_id, by=visitor.person_id, now=clock.now(), version=version)
        done = "passed"
    except ChangedMeanwhile:
        done = "changed"
    except (Refused, rules.MayNotMove):
        done = "closed"
    chosen = said.get("directorate", 0, type=int) or None
    return redirect(url_for("teams.staff.assignment.browse", directorate=chosen, done=done), 303)
