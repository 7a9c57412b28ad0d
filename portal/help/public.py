"""Plain pages: help at once, words explained, how this site works; and what machines ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal import database, migrations
from portal.help import queries, rules, services
from portal.help.forms import ContinueForm, GoOnForm, LinkForm
from portal.home import queries as home
from portal.kit import clock, drafts, journeys, languages
from portal.kit.devices import device
from portal.kit.doors import Door
from portal.kit.drafts import Draft
from portal.kit.pages import absolute, settings
from portal.kit.words import gettext as _
from portal.projects import queries as projects
from portal.signin import access, signing
from portal.signin.forms import CodeForm
from portal.signin.services import Tried

LOOKED_AT = date(2026, 11, 24)  # when a person last walked through the site with these needs in mind
MOST_ADDRESSES = 10_000  # of each kind: a site map may hold 50,000
GOING_ON = "going on"


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


def later(draft: Draft, *, on: str, here: str, answers: dict[str, Any], **context: Any) -> Any:
    """What was written is kept: how to find it again, and a link to it for who wants one. Journeys show it at `here`."""
    form = LinkForm(data={"contact": draft.value or rules.way_in(answers)[1]})
    if request.method == "POST":
        if form.validate():
            services.send_link(draft.id, (form.channel, form.contact.data), device(), now=clock.now())
            return redirect(f"{here}?sent=yes", 303)
        g.has_errors = True
    is_theirs = draft.owner_id is not None or draft.by_id is not None
    return render_template(
        "help/later.html",
        form=form,
        token="" if is_theirs else drafts.held(draft.kind, draft.subject).partition("#")[0],
        is_theirs=is_theirs,
        can_send=draft.by_id is None,
        is_sent=bool(request.args.get("sent")),
        on=on,
        here=here,
        answers=answers,
        **context,
    )


def resume() -> Any:
    """Go on with something begun earlier, by the code that was written down."""
    return _ask_for_code()


def go_on(reference: str) -> Any:
    """A link to something begun: a button where it was begun; anywhere else a code is asked for, whatever the link."""
    draft = drafts.named(reference)
    if draft is None or not _is_open_here(draft):
        return _ask_for_code(reference)
    form = GoOnForm()
    if request.method == "POST" and form.validate():
        return _go_on(draft)
    return render_template("help/go_on.html", form=form, reference=reference)


def _is_open_here(draft: Draft) -> bool:
    """Whether this browser holds it, or its owner is signed in here."""
    if draft.kind not in journeys.known():
        return False
    visitor = access.visitor()
    is_theirs = visitor is not None and draft.by_id is None and draft.owner_id == visitor.person_id
    return is_theirs or (drafts.is_held(draft) and access.may_be_here(draft))


def _go_on(draft: Draft) -> AnyResponse:
    if not drafts.is_held(draft):
        drafts.hold_known(draft)
    return redirect(journeys.next_page(draft), 303)


def _ask_for_code(reference: str = "") -> Any:
    form = ContinueForm()
    if request.method == "POST":
        if form.validate() and (draft := _found_by_code(form)):
            return redirect(journeys.next_page(draft), 303)
        g.has_errors = True
    return render_template("help/resume.html", form=form, reference=reference)


def _found_by_code(form: ContinueForm) -> Draft | None:
    """The draft of the code that was typed, which this browser then holds."""
    if not services.may_guess(device(), now=clock.now()):
        form.refuse("code", str(signing.NOT_TAKEN[Tried.TOO_OFTEN]))
        return None
    token = drafts.said_token(form.code.data)
    draft = drafts.find(token)
    if draft is None or draft.kind not in journeys.known():
        form.refuse("code", _("We cannot find that code. Check each letter. We keep what you wrote for 30 days"))
        return None
    drafts.hold(draft.kind, draft.subject, token)
    return draft


def send_code(reference: str) -> Any:
    """Send a code for something begun; the answer is the same whether there is such a thing or not."""
    services.ask_code(reference, signing.begin(GOING_ON, ""), now=clock.now())
    return redirect(url_for("help.code", reference=reference), 303)


def code(reference: str) -> Any:
    """Take the code of the message, in the browser that asked for it."""
    found = signing.held(GOING_ON)
    if not found:
        return redirect(url_for("help.go_on", reference=reference))
    form = CodeForm()
    if request.method == "POST":
        if form.validate():
            tried, value = _try_code(form.code.data, reference, found["browser"])
            if tried == Tried.RIGHT:
                return _go_on_as(value, reference)
            form.refuse("code", str(signing.NOT_TAKEN[tried]))
        g.has_errors = True
    return render_template("help/code.html", form=form, reference=reference)


def _try_code(said: str, reference: str, browser: str) -> tuple[Tried, str]:
    now = clock.now()
    if not services.may_guess(device(), now=now):
        return Tried.TOO_OFTEN, ""
    return services.try_code(said, reference, browser, now=now)


def _go_on_as(value: str, reference: str) -> Any:
    signing.end(GOING_ON, "")
    draft = drafts.named(reference)
    if draft is None or services.way_of(draft)[1] != value:  # gone meanwhile, or no longer to be read there
        return make_response(render_template("help/no_draft.html"), 404)
    return _go_on(draft)


def take_up(id: int) -> Any:
    """Go on with something that one began while signed in."""
    return _go_on(queries.get_begun(id, access.get_visitor().person_id))


def delete_draft(id: int) -> Any:
    """Delete something that one began: GET asks, POST does."""
    person_id = access.get_visitor().person_id
    if request.method == "POST":
        services.delete_draft(id, owner_id=person_id, now=clock.now())
        return redirect(url_for("home.you", done="yes"), 303)
    return render_template("help/delete_draft.html", begun=queries.row_of(queries.get_begun(id, person_id)))


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
    lines = [
        "User-agent: *",
        "Disallow: /staff",
        "Disallow: /you",
        "Disallow: /m/",
        "Disallow: /calendar/",
        "Disallow: /trusted",
        "Disallow: /continue",
    ]
    return Response("\n".join([*lines, f"Sitemap: {absolute('/sitemap.xml')}", ""]), mimetype="text/plain")


def sitemap() -> Response:
    """Every public page, in every language."""
    stories, sessions, courses = home.addresses_of_stories_and_training(clock.now(), MOST_ADDRESSES)
    paths = [
        *(door.address for door in _listed() if "<" not in door.address),
        *(f"/projects/{slug}" for slug in projects.addresses_of_projects(MOST_ADDRESSES)),
        *(f"/stories/{slug}" for slug in stories),
        *(f"/training/{slug}" for slug in sessions),
        *(f"/training/courses/{slug}" for slug in courses),
    ]
    addresses = [absolute(languages.prefix(locale) + path) for path in paths for locale in settings().locales]
    page = render_template("help/sitemap.xml", addresses=addresses)
    return Response(page, mimetype="application/xml")


def _listed() -> list[Door]:
    doors: dict[str, Door] = current_app.extensions["doors"]
    return [door for door in doors.values() if door.is_listed]
