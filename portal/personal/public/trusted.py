"""Asking someone one trusts for help, and being asked."""

from __future__ import annotations

from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for

from portal.kit import clock, words
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.people import queries as people
from portal.people.queries import Trust
from portal.personal.forms.trusted import MAY, MAY_HINTS, NEW, AnswerForm, AskForm, MayForm, said_by, usual
from portal.personal.queries import trusted as reads
from portal.personal.services import trusted as services
from portal.signin import access, signing
from portal.signin import rules as signin_rules
from portal.signin import services as signin
from portal.signin.forms import ButtonForm, CodeForm
from portal.signin.services import Tried

KIND = "trusted"


def people_i_trust() -> Any:
    """Everyone whom someone asked to help: with what, until when, and where it stands."""
    visitor = access.get_visitor()
    found = people.trusted_by(visitor.person_id)
    now, today = clock.now(), clock.today()
    return render_template(
        "personal/trusted/people_i_trust.html",
        standing=[trust for trust in found if trust.is_in_force(today) or trust.waits_for_answer(now)],
        over=[trust for trust in found if not (trust.is_in_force(today) or trust.waits_for_answer(now))],
        may_words=MAY,
        now_at=now,
        done=_done_words(),
    )


def _done_words() -> str:
    said = {
        "asked": lambda: _("We have asked them. You will get a message when they answer."),
        "changed": lambda: _("Saved. It counts from now on."),
        "ended": lambda: _("That has ended. They can do nothing more for you here."),
    }
    say = said.get(request.args.get("done", ""))
    return say() if say else ""


def ask() -> Any:
    """Ask someone to help."""
    visitor = access.get_visitor()
    form = AskForm(**_given({**usual(clock.today()), **access.interrupted()}))
    if request.method == "POST":
        if form.validate() and _asked(form, visitor.person_id):
            access.let_go_of_interrupted()
            return redirect(url_for("personal.trusted.people_i_trust", done="asked"), 303)
        g.has_errors = True
    return render_template("personal/trusted/ask.html", form=form, hints=MAY_HINTS)


def _given(known: dict[str, Any]) -> dict[str, Any]:
    """How to make a form: from what was just sent, or else from what is known."""
    return {} if request.method == "POST" else {"formdata": None, "data": known}


def _asked(form: AskForm, person_id: int) -> bool:
    """Do it; False with a sentence beside the field that a rule objects to."""
    asking = services.Asking(form.name.data, form.channel, form.contact.data, form.allowed(), form.last_day())
    try:
        services.ask(asking, person_id=person_id, locale=words.locale(), now=clock.now())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
        return False
    return True


def one(id: int) -> Any:
    """One of them: what they may do, everything that they did, and changing it."""
    visitor = access.get_visitor()
    trust = people.get_trust(id, visitor.person_id)
    form = MayForm(**_given({**said_by(trust), **access.interrupted()}))
    if request.method == "POST":
        if form.validate():
            services.change(id, form.allowed(), form.last_day(), person_id=visitor.person_id, now=clock.now())
            access.let_go_of_interrupted()
            return redirect(url_for("personal.trusted.people_i_trust", done="changed"), 303)
        g.has_errors = True
    return render_template(
        "personal/trusted/one.html",
        trust=trust,
        form=form,
        hints=MAY_HINTS,
        deeds=reads.deeds_of(trust.helper_id, visitor.person_id),
        now_at=clock.now(),
        today=clock.today(),
    )


def end(id: int) -> Any:
    """End it at once."""
    person_id = access.get_visitor().person_id
    trust = people.get_trust(id, person_id)
    services.end(trust.id, by=person_id, now=clock.now())
    return redirect(url_for("personal.trusted.people_i_trust", done="ended"), 303)


def asked(token: str) -> Any:
    """Someone was asked: before a code came back the page says nothing of who asks."""
    trust = people.get_trust_by_link(token)
    if (answer := _already(trust)) is not None:
        return answer
    if _known(trust) is not None or _proven(trust):
        return redirect(url_for("personal.trusted.answer", token=token), 303)
    form = ButtonForm()
    if request.method == "POST" and form.validate():
        asker = signing.begin(KIND, "")
        signin.ask_code(trust.value, trust.channel, asker, is_staff=False, now=clock.now(), opens=_opens(trust))
        return redirect(url_for("personal.trusted.code", token=token), 303)
    return render_template("personal/trusted/asked.html", form=form, token=token)


def _already(trust: Trust) -> Any:
    """Where to go when there is nothing to answer any more; None while there is."""
    if trust.waits_for_answer(clock.now()):
        return None
    visitor = access.visitor()
    if visitor is not None and visitor.person_id == trust.helper_id and trust.is_in_force(clock.today()):
        return redirect(url_for("personal.helping.one", id=trust.id), 303)
    return make_response(render_template("personal/trusted/over.html"), 410)


def _opens(trust: Trust) -> str:
    return f"trusted {trust.id}"


def _known(trust: Trust) -> int | None:
    """The one who is signed in here, if it is not the asker and the address that was asked is proven to be theirs."""
    visitor = access.visitor()
    if visitor is None or visitor.person_id == trust.person_id:
        return None
    return visitor.person_id if people.has_proven(visitor.person_id, trust.value) else None


def _proven(trust: Trust) -> dict[str, Any]:
    """The proof that a code for this asking came back to this browser; {} without one."""
    found = signing.proven(KIND, clock.now())
    return found if found.get("trust") == trust.id else {}


def code(token: str) -> Any:
    """Take the code that went to the address that was asked; it opens this asking and nothing else."""
    trust = people.get_trust_by_link(token)
    if (answer := _already(trust)) is not None:
        return answer
    held = signing.held(KIND)
    if not held:
        return redirect(url_for("personal.trusted.asked", token=token), 303)
    form = CodeForm()
    if request.method == "POST":
        if form.validate():
            browser, now = held["browser"], clock.now()
            tried, value = signin.try_code(form.code.data, browser, is_staff=False, now=now, opens=_opens(trust))
            if tried == Tried.RIGHT:
                signing.prove(KIND, now, trust=trust.id, value=value)
                return redirect(url_for("personal.trusted.answer", token=token), 303)
            form.refuse("code", str(signing.NOT_TAKEN[tried]))
        g.has_errors = True
    here = {"action": url_for("personal.trusted.code", token=token)}
    return render_template("signin/code.html", form=form, again=url_for("personal.trusted.asked", token=token), **here)


def answer(token: str) -> Any:
    """Show who asks, with what and until when; take the yes or the no of whoever proved the address."""
    trust = people.get_trust_by_link(token)
    if (there := _already(trust)) is not None:
        return there
    known, proven = _known(trust), _proven(trust)
    if known is None and not proven:
        return redirect(url_for("personal.trusted.asked", token=token), 303)
    form = AnswerForm().offer(_people_at(trust))
    if known is not None:
        form.person.data = str(known)
    if request.method == "POST":
        if request.form.get("do") == "no":
            services.decline(trust.id, now=clock.now())
            signing.end(KIND, "")
            return render_template("personal/trusted/declined.html")
        if (known is not None or form.validate()) and (helper_id := _accepted(form, trust)):
            return _in(trust, helper_id, proven)
        g.has_errors = True
    return render_template(
        "personal/trusted/answer.html",
        trust=trust,
        form=form,
        is_known=known is not None,
        has_choice=bool(_people_at(trust)),
        may_words=MAY,
    )


def _people_at(trust: Trust) -> list[tuple[int, str]]:
    found = [(id, name) for id, name in signin.people_behind(trust.value) if id != trust.person_id]
    letters = signin_rules.told_apart([name for _id, name in found])
    return [(id, said) for (id, _name), said in zip(found, letters, strict=True)]


def _accepted(form: AnswerForm, trust: Trust) -> int:
    """Do it; the number of the helper, or 0 with a sentence beside the field that a rule objects to."""
    person_id = 0 if form.person.data == NEW else int(form.person.data)
    try:
        return services.accept(trust.id, services.Helper(person_id, form.name.data, words.locale()), now=clock.now())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
        return 0


def _in(trust: Trust, helper_id: int, proven: dict[str, Any]) -> Any:
    """Let the helper in as themselves: nobody ever shares a sign-in."""
    signing.end(KIND, "")
    visitor = access.visitor()
    if visitor is None or visitor.person_id != helper_id:
        given = {"value": proven.get("value", ""), "once": proven.get("once", "")}
        session_token = signin.start_session(helper_id, **given, now=clock.now())
        if not session_token:
            raise NotFound
        access.enter(session_token)
    return redirect(url_for("personal.helping.one", id=trust.id), 303)
