"""Someone's own calendar: the page with its secret address, and the file behind that."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, request, url_for

from portal.kit import clock, words
from portal.kit.pages import address
from portal.kit.words import gettext as _
from portal.signin import access
from portal.training import calendar as calendars
from portal.training.calendar import Entry
from portal.training.queries import own_calendar as reads
from portal.training.queries.own_calendar import OwnSession
from portal.training.services import calendars as services


def mine() -> Any:
    """One's own calendar address: GET shows it, POST makes one, or another that ends it."""
    person_id = access.get_visitor().person_id
    if request.method == "POST":
        deed = services.renew_address if request.form.get("do") == "renew" else services.make_address
        deed(person_id, now=clock.now())
        return redirect(url_for("training.calendars.mine", done=request.form.get("do") or None), 303)
    token = reads.find_token(person_id)
    return render_template(
        "training/calendars/mine.html",
        calendar=address("training.calendars.file", words.locale(), token=token) if token else "",
        done=request.args.get("done", ""),
    )


def end() -> Any:
    """Switch one's own calendar address off: GET asks, POST does."""
    if request.method == "POST":
        services.end_address(access.get_visitor().person_id, now=clock.now())
        return redirect(url_for("training.calendars.mine", done="end"), 303)
    return render_template("training/calendars/end.html")


def file(token: str) -> Any:
    """The calendar of whoever was given this address; the same bytes, and the same tag, until something changes."""
    entries = [_entry(found) for found in reads.own_sessions(reads.get_person(token), clock.now())]
    response = Response(calendars.feed_file(entries, name=_("Training")), mimetype="text/calendar")
    response.add_etag()
    return response.make_conditional(request)


def _entry(found: OwnSession) -> Entry:
    """What others may see over a shoulder or in a shared calendar: when and where, but not what (docs/decisions)."""
    page = address("training.answers.booking", words.locale(), id=found.booking_id)
    return Entry(
        found.session_id,
        found.sequence,
        _("Training"),
        found.days,
        _("Online") if found.is_online else found.venue,
        _("What it is, and how to join: %(link)s", link=page),
        found.changed_at,
        is_cancelled=found.is_cancelled,
    )
