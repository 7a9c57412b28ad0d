"""One's own certificate: seen, made with the name that one wants, and taken as a file; by a link or signed in."""

from __future__ import annotations

from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from portal.kit import clock, typeset
from portal.kit.errors import NotFound, Refused
from portal.signin import access
from portal.training import certificates
from portal.training.forms.certificates import CertificateForm
from portal.training.queries import certificates as reads
from portal.training.queries.certificates import COMPANION, Earned
from portal.training.services import certificates as services


def linked(token: str) -> Any:
    """The certificate of a booking, by its link: GET shows, POST makes it or changes what stands on it."""
    return _page("linked", reads.get_by_link(token, is_for_companion=is_for_companion()), token=token)


def linked_file(token: str) -> Response:
    """The file of it, by the same link."""
    return file_of(reads.get_by_link(token, is_for_companion=is_for_companion()))


def mine(id: int) -> Any:
    """The certificate of one's own booking, when signed in: the same page as behind the link of a message."""
    person_id = access.get_visitor().person_id
    return _page("mine", reads.get_of_person(id, person_id, is_for_companion=is_for_companion()), id=id)


def mine_file(id: int) -> Response:
    """The file of it."""
    person_id = access.get_visitor().person_id
    return file_of(reads.get_of_person(id, person_id, is_for_companion=is_for_companion()))


def is_for_companion() -> bool:
    """Whether the address asks for the certificate of whoever came with someone."""
    return request.args.get("for") == COMPANION


def file_of(earned: Earned) -> Response:
    """The file of a certificate that was made; its name tells nothing."""
    if not earned.is_made:
        raise NotFound
    headers = {"Content-Disposition": 'inline; filename="certificate.pdf"'}
    return Response(certificates.certificate(earned), mimetype="application/pdf", headers=headers)


def _page(name: str, earned: Earned, **here: Any) -> Any:
    door = f"training.certificates.{name}"
    asked: dict[str, Any] = {"for": COMPANION} if earned.is_for_companion else {}
    other: dict[str, Any] = {} if earned.is_for_companion else {"for": COMPANION}
    known = {"name": earned.name, "is_shared": ["yes"] if earned.is_shared else []}
    form = CertificateForm(**({} if request.method == "POST" else {"formdata": None, "data": known}))
    if request.method == "POST" and form.validate() and _is_kept(earned, form):
        return redirect(url_for(door, **here, **asked, done="kept"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        f"training/certificates/{name}.html",
        earned=earned,
        form=form,
        is_kept=request.args.get("done") == "kept" and earned.is_made,
        is_printable=typeset.is_printable(earned.name),
        check_address=certificates.check_address(earned) if earned.is_shared else "",
        file=url_for(f"{door}_file", **here, **asked),
        other=url_for(door, **here, **other),
    )


def _is_kept(earned: Earned, form: CertificateForm) -> bool:
    """Keep what was asked for; where it cannot be, a sentence stands beside the name."""
    try:
        services.keep_certificate(
            earned.booking_id,
            name=form.name.data,
            is_shared=bool(form.is_shared.data),
            is_for_companion=earned.is_for_companion,
            by=earned.person_id,
            now=clock.now(),
        )
    except Refused as refusal:
        form.refuse("name", refusal.words)
        return False
    return True
