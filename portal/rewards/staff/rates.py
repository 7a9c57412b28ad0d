"""For staff: what an hour is worth."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import clock
from portal.rewards.forms.deciding import RateForm
from portal.rewards.queries.rates import every
from portal.rewards.services.rates import set_rate
from portal.signin import access


def browse() -> Any:
    """Every rate since the first; setting the next one."""
    form = RateForm()
    if form.validate_on_submit() and (from_on := form.from_on.value()) is not None:
        set_rate(form.pence(), from_on, form.words.data, by=access.get_visitor().person_id, now=clock.now())
        return redirect(url_for("rewards.staff.rates.browse", done="yes"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        "rewards/staff/rates/browse.html", form=form, rates=every(), is_done=bool(request.args.get("done"))
    )
