"""A person's own: the copy, their history, what we wrote to them, and being forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from portal.kit import clock, paging
from portal.kit.errors import Refused
from portal.kit.pages import settings
from portal.outbox.rules import masked
from portal.privacy import services
from portal.privacy.forms import ForgetForm
from portal.privacy.holdings import HOLDINGS
from portal.privacy.queries import copy as copies
from portal.privacy.queries.history import history_of
from portal.privacy.queries.labels import lines_of
from portal.privacy.queries.messages import messages_to
from portal.privacy.queries.whose import has_account, last_way, whose
from portal.signin import access

VERSION = 1  # of the file's form: raised when something in it changes its name or its meaning
MOST_SHOWN = 100  # rows of one kind on the page; the file has all


def copy() -> Any:
    """Everything that we keep about someone, to read."""
    person_id, now = access.get_visitor().person_id, clock.now()
    services.note_copy(person_id, "page", now=now)
    found = [section for section in copies.sections(whose(person_id), MOST_SHOWN) if section.count]
    return render_template("privacy/copy.html", sections=found, lines_of=lines_of, made_at=now)


def copy_file() -> Response:
    """The same for machines: every row, under names that stay."""
    person_id, now = access.get_visitor().person_id, clock.now()
    services.note_copy(person_id, "file", now=now)
    found = copies.sections(whose(person_id))
    everything = {
        "version": VERSION,
        "made_at": now,
        "organisation": settings().organisation,
        "holdings": {section.table: section.rows for section in found},
    }
    headers = {"Content-Disposition": 'attachment; filename="what-we-keep-about-you.json"'}
    text = json.dumps(everything, default=_plain, ensure_ascii=False, indent=1)
    return Response(text, mimetype="application/json", headers=headers)


def _plain(value: date | datetime) -> str:
    return value.isoformat()


def history() -> Any:
    """What someone did and chose here, and what others did or looked at for them."""
    found = history_of(access.get_visitor().person_id, _mark())
    return render_template("privacy/history.html", found=found, link=_link("privacy.history"))


def messages() -> Any:
    """What we wrote to someone, and how it fared."""
    found = messages_to(access.get_visitor().person_id, _mark())
    return render_template("privacy/messages.html", found=found, link=_link("privacy.messages"))


def _mark() -> paging.Mark | None:
    return paging.read_mark(request.args.get("page", ""))


def _link(endpoint: str) -> Callable[[str], str]:
    return lambda mark: url_for(endpoint, page=mark)


def forget() -> Any:
    """Say what goes and what stays; when someone is sure, do it, and sign this browser out."""
    person_id = access.get_visitor().person_id
    form = ForgetForm()
    if request.method == "POST":
        if form.validate() and _forgotten(form, person_id):
            return _gone()
        g.has_errors = True
    to = last_way(person_id, clock.now())
    return render_template(
        "privacy/forget.html",
        form=form,
        holdings=HOLDINGS,
        staff_first=services.staff_first() if has_account(person_id) else "",
        told_at=masked(to.value) if to else "",
    )


def _forgotten(form: ForgetForm, person_id: int) -> bool:
    try:
        services.forget(person_id, now=clock.now())
    except Refused as refusal:
        form.refuse("sure", refusal.words)
        return False
    return True


def _gone() -> Any:
    access.leave()
    answer = redirect(url_for("privacy.forgotten"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def forgotten() -> Any:
    """Say that it is done."""
    return render_template("privacy/forgotten.html")
