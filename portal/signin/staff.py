"""Staff sign in with a code and a second step; the record of every look and deed."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from portal.kit import audit, clock, paging
from portal.signin import access, queries, rules, services, signing
from portal.signin.forms import CodeForm, RecordForm, SecondStepForm, StaffAskForm
from portal.signin.rules import Permission as May
from portal.signin.services import Tried

KIND = "staff signing in"


def start() -> Any:
    """Ask for the work address; the answer is the same whether we know it or not."""
    form = StaffAskForm(data={"next": rules.safe_next(request.args.get("next", ""))})
    if request.method == "POST":
        if form.validate():
            asker = signing.begin(KIND, form.next.data or "")
            services.ask_code(form.contact.data, "email", asker, is_staff=True, now=clock.now())
            return redirect(url_for("signin.staff.code"), 303)
        g.has_errors = True
    return render_template("signin/staff/start.html", form=form)


def code() -> Any:
    """Take the code of the message: the first of two steps."""
    found = signing.held(KIND)
    if not found:
        return redirect(url_for("signin.staff.start"))
    form = CodeForm()
    if request.method == "POST":
        if form.validate():
            tried, value = services.try_code(form.code.data, found["browser"], is_staff=True, now=clock.now())
            if tried == Tried.RIGHT:
                signing.prove(KIND, clock.now(), value=value)
                return redirect(url_for("signin.staff.second_step"), 303)
            form.refuse("code", str(signing.NOT_TAKEN[tried]))
        g.has_errors = True
    return render_template(
        "signin/code.html", form=form, action=url_for("signin.staff.code"), again=url_for("signin.staff.start")
    )


def second_step() -> Any:
    """Take the code of the authenticator app: the second of two steps."""
    proven = signing.proven(KIND, clock.now())
    person_id = services.staff_at(proven["value"]) if proven else None
    if person_id is None:
        return redirect(url_for("signin.staff.start"))
    form = SecondStepForm()
    if request.method == "POST":
        if form.validate():
            tried = services.try_second_step(person_id, form.second_step.data, now=clock.now())
            if tried == Tried.RIGHT:
                token = services.start_session(person_id, **proven, is_staff=True, now=clock.now())
                if not token:  # a copy of the cookie, after its code was used
                    return redirect(url_for("signin.staff.start"), 303)
                access.enter(token)
                return redirect(signing.end(KIND, url_for("home.staff.today")), 303)
            form.refuse("second_step", str(signing.SECOND_NOT_TAKEN[tried]))
        g.has_errors = True
    return render_template("signin/staff/second_step.html", form=form)


def record() -> Any:
    """Who did what and who looked at whom; reading it is on record too."""
    form = RecordForm(request.args)
    g.has_errors = not form.validate()
    person_id, thing = form.asked()
    visitor = access.get_visitor()
    sees = visitor.may(May.SEE_CHECK_INS, anywhere=True)
    found = queries.record(person_id, thing, paging.read_mark(request.args.get("page", "")), sees_check_ins=sees)
    audit.look_at("looked at the record", [(person_id, "")], by=visitor.person_id, now=clock.now())
    return render_template("signin/staff/record.html", form=form, found=found, link=_link)


def _link(mark: str) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page"}
    return url_for("signin.staff.record", **{**kept, "page": mark})
