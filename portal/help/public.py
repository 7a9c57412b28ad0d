"""Plain pages: help at once, words explained, how this site works; and what machines ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, current_app, g, make_response, redirect, render_template, request

from portal import database, migrations
from portal.help import queries
from portal.help.forms import ContinueForm, GoOnForm
from portal.home import queries as home
from portal.kit import clock, drafts, journeys, languages
from portal.kit.doors import Door
from portal.kit.pages import absolute, settings
from portal.kit.words import gettext as _
from portal.projects import queries as projects

LOOKED_AT = date(2026, 11, 24)  # when a person last walked through the site with these needs in mind
MOST_ADDRESSES = 10_000  # of each kind: a site map may hold 50,000


def get_help_now() -> Any:
    """Whom to ring when things are bad."""
    return render_template("help/get_help_now.html", lines=queries.support_lines())


def words() -> Any:
    """Words of the field, explained."""
    return render_template("help/words.html", terms=queries.terms())


def about() -> Any:
    """How this site works."""
    return render_template("help/about.html")


def accessibility() -> Any:
    """What works for whom, and what does not yet."""
    return render_template("help/accessibility.html", looked_at=LOOKED_AT)


def privacy() -> Any:
    """What we keep, why, for how long, and how to have it taken away."""
    return render_template("help/privacy.html")


def cookies() -> Any:
    """The one cookie, and when it is set."""
    return render_template("help/cookies.html")


def how_stories_are_read() -> Any:
    """What happens to a story before anyone else sees it."""
    return render_template("help/how_stories_are_read.html")


def resume(token: str = "") -> Any:
    """Go on with something begun earlier: by its code, or by a link whose button must be pressed."""
    return _go_on(drafts.said_token(token)) if token else _ask_code()


def _ask_code() -> Any:
    form = ContinueForm()
    if request.method == "POST":
        if form.validate():
            token = drafts.said_token(form.code.data)
            draft = drafts.find(token)
            if draft is not None and draft.kind in journeys.known():
                return redirect(journeys.resume(draft, token), 303)
            form.refuse("code", _("We cannot find that code. Check each letter. We keep what you wrote for 30 days"))
        g.has_errors = True
    return render_template("help/resume.html", form=form)


def _go_on(token: str) -> Any:
    draft = drafts.find(token)
    if draft is None or draft.kind not in journeys.known():
        return make_response(render_template("help/no_draft.html"), 404)
    form = GoOnForm()
    if request.method == "POST" and form.validate():
        return redirect(journeys.resume(draft, token), 303)
    return render_template("help/go_on.html", form=form, token=token)


def alive() -> Response:
    """Whether this process answers."""
    return Response("alive\n", mimetype="text/plain")


def ready() -> Response:
    """Whether the database answers and is at the newest step."""
    try:
        database.ping()
        is_current = migrations.is_current(current_app.extensions["engine"])
    except Exception as problem:  # whatever is wrong with the database, the answer is the same
        current_app.logger.warning("not ready: %s", type(problem).__name__)
        database.session.rollback()
        return Response("The database does not answer\n", 503, mimetype="text/plain")
    if not is_current:
        return Response("The database waits for: flask db upgrade\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")


def robots() -> Response:
    """What search engines may read."""
    lines = ["User-agent: *", "Disallow: /staff", "Disallow: /you", "Disallow: /m/", "Disallow: /continue"]
    return Response("\n".join([*lines, f"Sitemap: {absolute('/sitemap.xml')}", ""]), mimetype="text/plain")


def sitemap() -> Response:
    """Every public page, in every language."""
    stories, sessions = home.addresses_of_stories_and_sessions(clock.now(), MOST_ADDRESSES)
    paths = [
        *(door.address for door in _listed() if "<" not in door.address),
        *(f"/projects/{slug}" for slug in projects.addresses_of_projects(MOST_ADDRESSES)),
        *(f"/stories/{slug}" for slug in stories),
        *(f"/training/{slug}" for slug in sessions),
    ]
    addresses = [absolute(languages.prefix(locale) + path) for path in paths for locale in settings().locales]
    page = render_template("help/sitemap.xml", addresses=addresses)
    return Response(page, mimetype="application/xml")


def _listed() -> list[Door]:
    doors: dict[str, Door] = current_app.extensions["doors"]
    return [door for door in doors.values() if door.is_listed]
