"""A certificate printed for someone who does not use the website, with the name that they want on it."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for

from portal.kit import clock, words
from portal.kit.errors import NotFound
from portal.signin import access
from portal.training import certificates
from portal.training.forms.certificates import NameForm
from portal.training.queries import certificates as reads
from portal.training.queries import staff as sessions
from portal.training.queries.certificates import COMPANION, Earned
from portal.training.services import certificates as services
from portal.training.staff.pages import form_page, given, me, note_looks, scope, tried


def one(id: int) -> Any:
    """See the name, put it right, and make the certificate; the look is put on record."""
    earned = _earned(id)
    form = NameForm(**given({"name": earned.name, **access.interrupted()}))
    if form.validate_on_submit() and tried(form, lambda: _keep(earned, form)):
        access.let_go_of_interrupted()
        return redirect(url_for("training.staff.certificates.one", id=id, **_asked(earned), done="kept"), 303)
    return form_page(
        "training/staff/certificates/one.html",
        form,
        earned=earned,
        file=url_for("training.staff.certificates.file", id=id, **_asked(earned)),
        other=url_for("training.staff.certificates.one", id=id, **_other(earned)),
        is_kept=request.args.get("done") == "kept" and earned.is_made,
        language=words.language_name(earned.locale),
    )


def file(id: int) -> Response:
    """The file to print, in the language of the person."""
    earned = _earned(id)
    if not earned.is_made:
        raise NotFound
    with words.speaking(earned.locale):
        pdf = certificates.certificate(earned)
    headers = {"Content-Disposition": 'inline; filename="certificate.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _earned(booking_id: int) -> Earned:
    sessions.session_of_booking(booking_id, scope())
    earned = reads.get_of_booking(booking_id, is_for_companion=request.args.get("for") == COMPANION)
    note_looks([(earned.person_id, f"booking {booking_id}")])
    return earned


def _keep(earned: Earned, form: NameForm) -> None:
    services.keep_certificate(
        earned.booking_id,
        name=form.name.data,
        is_shared=None,
        is_for_companion=earned.is_for_companion,
        by=me(),
        now=clock.now(),
    )


def _asked(earned: Earned) -> dict[str, Any]:
    return {"for": COMPANION} if earned.is_for_companion else {}


def _other(earned: Earned) -> dict[str, Any]:
    return {} if earned.is_for_companion else {"for": COMPANION}
