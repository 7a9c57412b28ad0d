"""Which places suit someone, and why: the same reasons that staff see."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from portal.kit import clock
from portal.signin import access
from portal.teams.forms.matching import OffForm
from portal.teams.queries import candidates
from portal.teams.queries.reasons import limit_words, reason_words
from portal.teams.queries.weights import weights_now
from portal.teams.rules import matching

SHOWN = 20


def mine() -> Any:
    """Places that suit someone, best first, with why; and those that do not fit, with why not."""
    now, known = clock.now(), candidates.known()
    form = OffForm(request.args)
    off, weights = form.chosen(), weights_now()
    one = candidates.candidate_of(access.get_visitor().person_id, known, now)
    found = {place.id: place for place in candidates.open_places(now, known)}
    best = matching.rank_places(one, (place.place for place in found.values()), weights, off)
    fits = [
        (
            found[match.place.id],
            [reason_words(reason, known) for reason in matching.reasons(one, match.place, weights, off)],
        )
        for match in best[:SHOWN]
    ]
    apart = [(place, limits) for place in found.values() if (limits := matching.limits(one, place.place))]
    return render_template(
        "teams/matches/mine.html",
        form=form,
        fits=fits,
        apart=[(place, [limit_words(limit, known) for limit in limits]) for place, limits in apart[:SHOWN]],
    )
