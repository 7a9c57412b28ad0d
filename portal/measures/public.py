"""What Big I is, and how far involvement has come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import render_template

from portal.kit import clock
from portal.measures import queries
from portal.teams import queries as teams
from portal.teams.queries import taking_part

LOOKED_BACK = timedelta(days=90)


def big_i() -> Any:
    """What Big I and little i are, the published figures, and how long people waited for an answer."""
    now = clock.now()
    return render_template(
        "measures/big_i.html",
        shares=queries.published_shares(),
        waits=teams.promise_figures(now - LOOKED_BACK, now),
        days=LOOKED_BACK.days,
        involvement=taking_part.shares(clock.today()),
    )
