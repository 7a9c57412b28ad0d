"""Pages for when it does not work: plain words, the right status, somewhere to go, and what was typed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from portal import database
from portal.kit import references, words
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _

SECRET_FIELDS = {"csrf_token", "code", "second_step", "totp"}
log = logging.getLogger("portal")

WORDS: dict[int, Callable[[], tuple[str, list[str]]]] = {
    400: lambda: (_("We did not understand that"), [_("Please go back and try again.")]),
    403: lambda: (_("You may not open this page"), [_("It is only for people with a different role.")]),
    404: lambda: (
        _("We cannot find this page"),
        [_("The address may be mistyped, or the page may have moved."), _("If you typed the address, check it.")],
    ),
    405: lambda: (_("That does not work here"), [_("Go back to the page before and use its buttons.")]),
    410: lambda: (_("This page is no longer here"), [_("It was taken down.")]),
    413: lambda: (
        _("That is too much for us to take in one go"),
        [_("Please make it shorter, or the photo smaller, and try again. Use Back to find what you wrote.")],
    ),
    429: lambda: (_("That was tried many times"), [_("Please wait 15 minutes, then try again.")]),
    503: lambda: (
        _("The portal is busy just now"),
        [_("Nothing was sent. Please wait a minute, then try again."), _("What you wrote is below.")],
    ),
    500: lambda: (
        _("Sorry, something went wrong"),
        [_("It is our fault, not yours. We have made a note of it."), _("Please try again later.")],
    ),
}


def answer(status: int, *, heading: str = "", sentences: list[str] | None = None, reference: str = "") -> Response:
    """The page for a status, showing what the person had typed so that it is not lost."""
    known, said = WORDS.get(status, WORDS[400])()
    page = render_template(
        "errors/error.html",
        heading=heading or known,
        sentences=said if sentences is None else sentences,
        reference=reference,
        typed=_typed(),
        status=status,
    )
    return make_response(page, status)


def _typed() -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    try:
        fields = request.form.items(multi=True)
        return [
            (name.replace("_", " "), value.encode("utf-8", "ignore").decode())
            for name, value in fields
            if name not in SECRET_FIELDS and value.strip() and len(value) > 3
        ]
    except HTTPException:  # the body was too large to read
        return []


def prepare(app: Flask) -> None:
    """Answer every error in the portal's own words."""

    @app.errorhandler(HTTPException)
    def known(problem: HTTPException) -> Any:
        if problem.response is not None or (problem.code or 500) < 400:
            return problem
        return _with_headers(answer(problem.code or 500), problem)

    @app.errorhandler(NotFound)
    def not_there(_problem: NotFound) -> Response:
        return answer(404)

    @app.errorhandler(CSRFError)
    def stale_form(_problem: CSRFError) -> Response:
        return answer(
            400,
            heading=_("This form was open for too long"),
            sentences=[_("Nothing was sent. Go back, load the page again, and copy what you wrote from below.")],
        )

    @app.errorhandler(database.Busy)
    def busy(_problem: database.Busy) -> Response:
        return _with_headers(answer(503))

    @app.errorhandler(Exception)
    def unexpected(problem: Exception) -> Response:
        database.session.rollback()
        if isinstance(problem, SQLAlchemyError) and database.is_out(problem):
            log.error("database away: %s", type(problem).__name__)
            return _with_headers(answer(503))
        reference = references.new_reference()
        log.exception("error %s at %s", reference, request.endpoint)
        words.speak(request.environ.get("portal.locale", words.SOURCE))
        return answer(500, reference=reference)


def _with_headers(response: Response, problem: HTTPException | None = None) -> Response:
    if problem is not None and problem.code == 405:
        for name, value in problem.get_headers():
            if name == "Allow":
                response.headers["Allow"] = value
    if response.status_code in {429, 503}:
        response.headers["Retry-After"] = "60" if response.status_code == 503 else "900"
    return response
