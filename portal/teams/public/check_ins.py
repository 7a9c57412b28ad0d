"""The monthly check-in: by a link without signing in, or from one's own page."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import NotFound
from portal.signin import access
from portal.teams.forms.check_ins import CheckInForm
from portal.teams.queries import check_ins as reads
from portal.teams.rules.check_ins import month_of
from portal.teams.services import check_ins as services


def answer(token: str) -> Any:
    """Answer by a link: looking at it, as a mail scanner does, changes nothing, and the page says nothing about anybody."""
    asked = reads.get_by_link(token)
    here = url_for("teams.check_ins.answer", token=token)
    return _answered(asked, here, url_for("teams.check_ins.not_mine", token=token))


def mine(id: int) -> Any:
    """Answer from one's own page."""
    asked = reads.find_mine(id, access.get_visitor().person_id, month_of(clock.today()))
    if asked is None:
        raise NotFound
    return _answered(asked, url_for("teams.check_ins.mine", id=id), "")


def _answered(asked: reads.Asked, here: str, not_mine: str) -> Any:
    form = CheckInForm()
    if request.method == "POST" and not asked.is_answered:
        if form.validate():
            with suppress(services.AlreadyAnswered):  # pressed twice: the first one stands
                services.answer(asked.id, form.answer(), now=clock.now())
            return redirect(here, 303)
        g.has_errors = True
    return render_template("teams/check_ins/answer.html", form=form, asked=asked, here=here, not_mine=not_mine)


def not_mine(token: str) -> Any:
    """Say that somebody else answered: their answer is taken out, and a new link goes to the member."""
    services.not_mine(reads.get_by_link(token).id, now=clock.now())
    return redirect(url_for("teams.check_ins.taken_out"), 303)


def taken_out() -> Any:
    """Said to whoever told us that an answer was not theirs."""
    return render_template("teams/check_ins/taken_out.html")
