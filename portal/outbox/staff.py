"""For staff: messages that could not be sent, and what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from portal.kit import audit, clock, paging
from portal.outbox import letters, queries, services
from portal.signin import access


def messages() -> Any:
    """What was given up, with why; what waits; what went today."""
    now = clock.now()
    return render_template(
        "outbox/staff/messages.html",
        failed=queries.failed_for_staff(paging.read_mark(request.args.get("page", ""))),
        flow=queries.flow(now - timedelta(days=1)),
        now_at=now,
        done=request.args.get("done", ""),
        link=_link,
    )


def _link(mark: str) -> str:
    return url_for("outbox.staff.messages", page=mark)


def send_again(id: int) -> Any:
    """Try a message that was given up once more."""
    services.send_again(id, by=access.get_visitor().person_id, now=clock.now())
    return redirect(url_for("outbox.staff.messages", done="again"), 303)


def letter(id: int) -> Response:
    """A message that goes by post, as a letter to print; whoever prints it is on record."""
    found, now = queries.get_letter(id), clock.now()
    audit.look_at("letter printed", [(found.person_id, f"message {id}")], by=access.get_visitor().person_id, now=now)
    headers = {"Content-Disposition": f'attachment; filename="letter-{id}.pdf"'}
    return Response(letters.letter(found, now=now), mimetype="application/pdf", headers=headers)
