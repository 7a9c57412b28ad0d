"""The example's post: every message that the example "sent". It exists on the example only."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from portal.kit import typed
from portal.kit.errors import NotFound
from portal.kit.pages import settings
from portal.outbox import post


def example_post() -> Any:
    """The newest messages, of all or to one address."""
    if not settings().is_example:
        raise NotFound
    to = typed.tidy(request.args.get("to", "")).lower()[:320]
    return render_template("outbox/example_post.html", to=to, letters=post.newest(settings().instance / "post", to))
