"""Signing in with a code, choosing who one is on a shared address, signing out."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kit import clock
from portal.kit.forms import options
from portal.kit.words import gettext as _
from portal.signin import access, rules, services, signing
from portal.signin.forms import AskForm, ButtonForm, CodeForm, WhoForm
from portal.signin.services import Tried

KIND = "signing in"
STAFF_KIND = "staff signing in"


def start() -> Any:
    """Ask where to send the code; the answer is the same whether we know the address or not."""
    form = AskForm(data={"next": rules.safe_next(request.args.get("next", ""))})
    if request.method == "POST":
        if form.validate():
            asker = signing.begin(KIND, form.next.data or "")
            services.ask_code(form.contact.data, form.channel, asker, is_staff=False, now=clock.now())
            return redirect(url_for("signin.code"), 303)
        g.has_errors = True
    return render_template("signin/start.html", form=form)


def code() -> Any:
    """Take the code."""
    found = signing.held(KIND)
    if not found:
        return redirect(url_for("signin.start"))
    form = CodeForm()
    if request.method == "POST":
        if form.validate():
            tried, value = services.try_code(form.code.data, found["browser"], is_staff=False, now=clock.now())
            if tried == Tried.RIGHT:
                return _in_at(value)
            form.refuse("code", str(signing.NOT_TAKEN[tried]))
        g.has_errors = True
    return render_template("signin/code.html", form=form, action=url_for("signin.code"), again=url_for("signin.start"))


def link(token: str) -> Any:
    """Take the link of a message: only its button signs in, and only where the code was asked for."""
    form = ButtonForm()
    if request.method == "POST" and form.validate():
        browser = (signing.held(KIND) or signing.held(STAFF_KIND)).get("browser", "")
        tried, value, is_staff = services.try_link(token, browser, now=clock.now())
        if tried == Tried.RIGHT:
            return _staff_goes_on(value) if is_staff else _in_at(value)
        return render_template("signin/link_not_taken.html", is_elsewhere=tried == Tried.WRONG)
    return render_template("signin/link.html", form=form, token=token)


def _staff_goes_on(value: str) -> Response:
    signing.prove(STAFF_KIND, clock.now(), value=value)
    return redirect(url_for("signin.staff.second_step"), 303)


def _in_at(value: str) -> Response:
    people = services.people_behind(value)
    if len(people) == 1:
        return _in(people[0][0], {"value": value})
    signing.prove(KIND, clock.now(), value=value)
    return redirect(url_for("signin.who"), 303)


def _in(person_id: int, proven: dict[str, Any]) -> Response:
    token = services.start_session(person_id, **proven, now=clock.now())
    if not token:  # pressed twice, or a copy of the cookie: whoever is signed in sees their page, others are asked to
        return redirect(url_for("home.you"), 303)
    access.enter(token)
    return redirect(signing.end(KIND, url_for("home.you")), 303)


def who() -> Any:
    """Which of the people who share an address; told apart by initials, so that no name is shown."""
    proven = signing.proven(KIND, clock.now())
    people = services.people_behind(proven["value"]) if proven else []
    if not people:
        return redirect(url_for("signin.start"))
    form = WhoForm()
    letters = rules.told_apart([name for _id, name in people])
    form.person.choices = options((str(id), said) for (id, _name), said in zip(people, letters, strict=True))
    if request.method == "POST":
        if form.validate():
            return _in(int(form.person.data), proven)
        g.has_errors = True
    return render_template("signin/who.html", form=form)


def sign_out() -> Any:
    """Sign this browser out, and leave nothing of ours in it."""
    visitor = access.visitor()
    if visitor is not None:
        services.end_session(visitor.session_id, by=visitor.person_id, now=clock.now())
    access.leave()
    answer = redirect(url_for("signin.signed_out"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def end_everywhere() -> Any:
    """Sign someone out on every phone and computer."""
    visitor = access.get_visitor()
    services.end_all_sessions(visitor.person_id, by=visitor.person_id, now=clock.now())
    return sign_out()


def signed_out() -> Any:
    """Say that nobody is signed in here any more."""
    return render_template("signin/signed_out.html", heading=_("You are signed out"))
