"""For staff: messages that could not be sent, and what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from portal.kit import audit, clock, paging, words
from portal.kit.words import gettext as _
from portal.outbox import letters, queries, services
from portal.outbox.forms import ByHandForm
from portal.signin import access
from portal.training import queries as training


def messages() -> Any:
    """What was given up, with why; what waits; what went today."""
    now = clock.now()
    return render_template(
        "outbox/staff/messages.html",
        failed=queries.failed_for_staff(paging.read_mark(request.args.get("page", ""))),
        flow=queries.flow(now - timedelta(days=1), now),
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


def by_hand() -> Any:
    """What people hear by phone or by post, the longest waiting first."""
    return render_template(
        "outbox/staff/by_hand.html",
        found=queries.by_hand_for_staff(paging.read_mark(request.args.get("page", ""))),
        now_at=clock.now(),
        done=_done_words(),
        link=_by_hand_link,
    )


def _by_hand_link(mark: str) -> str:
    return url_for("outbox.staff.by_hand", page=mark)


def _done_words() -> str:
    said = {
        services.Outcome.TOLD: lambda: _("Noted: they know."),
        services.Outcome.NOT_REACHED: lambda: _("Noted. It stays on the list, for another try."),
        services.Outcome.TOO_LATE: lambda: _("Noted. It is off the list."),
    }
    asked = request.args.get("done", "")
    return said[services.Outcome(asked)]() if asked in set(services.Outcome) else ""


def message(id: int) -> Any:
    """One message to tell someone: what to mind first, then what to say; their number is one press away."""
    found = queries.get_by_hand(id)
    _look("looked at message", found)
    return render_template("outbox/staff/message.html", message=found, **_about(found))


def number(id: int) -> Any:
    """The number or address of whom to tell, which is a look on record; what came of it is noted here."""
    form = ByHandForm()
    if request.method == "POST":
        if form.validate():
            outcome = form.said(request.form.get("outcome", ""))
            services.tell_by_hand(id, outcome, form.note.data, by=_me(), now=clock.now())
            return redirect(url_for("outbox.staff.by_hand", done=outcome), 303)
        g.has_errors = True
    found = queries.get_by_hand(id)
    _look("looked at how to reach", found)
    return render_template("outbox/staff/number.html", message=found, form=form, **_about(found))


def _me() -> int:
    return access.get_visitor().person_id


def _look(kind: str, found: queries.ByHand) -> None:
    audit.look_at(kind, [(found.person_id, f"message {found.id}")], by=_me(), now=clock.now())


def _about(found: queries.ByHand) -> dict[str, Any]:
    """The language of the words, and where staff answer for someone who cannot press a link."""
    visitor, now = access.get_visitor(), clock.now()
    is_training = found.kind.startswith(("booking", "session")) and visitor.may("run_training", anywhere=True)
    scope = visitor.scope("run_training")
    return {
        "language": words.language(found.locale),
        "now_at": now,
        "sessions": training.sessions_of_person(found.person_id, scope, now) if is_training else [],
    }
