"""Checking a certificate that someone shows: their name, the course and the date, only while they let others see it."""

from __future__ import annotations

from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests

from portal.kit import clock, references
from portal.kit.devices import device
from portal.training.forms.certificates import CodeForm
from portal.training.queries.certificates import find_shared
from portal.training.services import certificates as services


def certificate(code: str = "") -> Any:
    """Type a code, or see what stands behind it; the answer is the same for one that is not shared and for none at all."""
    form = CodeForm()
    if request.method == "POST" and form.validate():
        return redirect(url_for("training.check.certificate", code=references.said_long_code(form.code.data)), 303)
    g.has_errors = bool(form.errors)
    if not code or request.method == "POST":
        return render_template("training/check/certificate.html", form=form, checked=None, is_unknown=False)
    if not services.may_check(device(), now=clock.now()):
        raise TooManyRequests
    checked = find_shared(references.said_long_code(code))
    page = render_template("training/check/certificate.html", form=form, checked=checked, is_unknown=checked is None)
    return make_response(page, 404 if checked is None else 200)
