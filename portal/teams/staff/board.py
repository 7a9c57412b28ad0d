"""For staff: who offered to join, as a board with a column for each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template, request, url_for

from portal.kit import audit, clock
from portal.kit.words import gettext as _
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.teams.forms.interests import FilterForm
from portal.teams.queries import interests as reads
from portal.teams.queries import words
from portal.teams.queries.interests import Filters, InterestRow
from portal.teams.rules import Step

STEPS = (Step.NEW, Step.CONTACTED, Step.MET, Step.INTRODUCED, Step.TRYING)


@dataclass(frozen=True)
class Column:
    """One step: how many stand there, the first of them, and where the list shows them all."""

    step: str
    words: str
    many: int
    cards: Sequence[InterestRow]
    all_of_them: str

    @property
    def has_more(self) -> bool:
        """Whether some are only in the list."""
        return self.many > len(self.cards)


def browse() -> Any:
    """A column for each step, whoever waits longest first; that these names were seen is put on record."""
    visitor, today = access.get_visitor(), clock.today()
    scope = visitor.scope(May.ANSWER_INTERESTS)
    form = FilterForm(request.args)
    form.directorate.choices = [("", _("All")), *((str(id), name) for id, name in reads.directorates_in(scope))]
    filters = replace(form.filters(), step="open")
    many = reads.counts(scope, visitor.person_id, filters, today)
    columns = [_column(step, many.get(step, 0), filters) for step in STEPS]
    seen = {card.id: (card.person_id, f"interest {card.id}") for column in columns for card in column.cards}
    audit.look_at("looked at interests", list(seen.values()), by=visitor.person_id, now=clock.now())
    return render_template("teams/staff/board/browse.html", form=form, columns=columns, today=today, now_at=clock.now())


def _column(step: Step, many: int, filters: Filters) -> Column:
    visitor = access.get_visitor()
    scope, here = visitor.scope(May.ANSWER_INTERESTS), replace(filters, step=step.value)
    found = reads.interests(scope, visitor.person_id, here, None, clock.today()).rows if many else []
    kept: dict[str, Any] = {
        name: request.args[name] for name in FilterForm.NAMES if name in request.args and name != "step"
    }
    address = url_for("teams.staff.interests.browse", **{**kept, "step": step.value})
    return Column(step, words.for_staff(step), many, found, address)
