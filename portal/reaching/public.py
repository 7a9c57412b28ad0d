"""Telling us about oneself, without telling who one is."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest, TooManyRequests

from portal.kit import clock, references
from portal.reaching import services
from portal.reaching.forms import AboutYouForm


def about_you() -> Any:
    """Questions that nobody has to answer; this door never looks at who is signed in."""
    form = AboutYouForm()
    form.key.data = form.key.data or references.new_token()
    if request.method == "POST":
        if form.validate():
            return _count(form)
        g.has_errors = True
    return render_template("reaching/about_you.html", form=form, is_done="done" in request.args)


def _count(form: AboutYouForm) -> Any:
    if form.fax.data:  # a box that nobody sees, and machines fill in
        raise BadRequest
    if not services.count(form.answers(), key=form.key.data, now=clock.now()):
        raise TooManyRequests
    return redirect(url_for("reaching.about_you", done="yes"), 303)
