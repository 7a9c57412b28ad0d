"""How to reach someone, safely, or not at all for a while: told by themselves."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kit import clock
from portal.kit.errors import NotFound, Refused
from portal.kit.words import gettext as _
from portal.people.forms import WayForm, channel_words, value_of
from portal.people.queries.ways import MyWay, safety_of, ways_of
from portal.people.services.ways import NotProven, NotYet
from portal.personal.forms.reach import QuietForm, RulesForm, said_by
from portal.personal.services import quiet as quiet_services
from portal.personal.services import reach as services
from portal.signin import access, signing
from portal.signin.forms import ButtonForm, CodeForm
from portal.signin.services import Tried

KIND = "proving a way"


def _me() -> int:
    return access.get_visitor().person_id


def ways() -> Any:
    """Every way to reach someone, which is used, and what is safe."""
    safety = safety_of(_me())
    form = RulesForm() if request.method == "POST" else RulesForm(data={**said_by(safety), **access.interrupted()})
    if request.method == "POST":
        if form.validate():
            services.tell_safety(_me(), **form.told(), now=clock.now())
            access.let_go_of_interrupted()
            return _done("safety")
        g.has_errors = True
    found = ways_of(_me())
    return render_template(
        "personal/reach/ways.html",
        ways=found,
        coming={way.goes_to_id: way.goes_at for way in found if way.ends_at(clock.now())},
        channel=channel_words,
        form=form,
        paused_until=safety.paused_until(clock.now()),
        now_at=clock.now(),
        done=_done_words(),
    )


def _done(what: str) -> Response:
    return redirect(url_for("personal.reach.ways", done=what), 303)


def _done_words() -> str:
    said = {
        "added": lambda: _("It is added. We use it when you choose it below."),
        "used": lambda: _("We use it from tomorrow on. Until then you can undo that below."),
        "kept": lambda: _("Nothing changes. We go on with what we use now."),
        "ended": lambda: _("We do not use it any more."),
        "not_yet": lambda: _(
            "This cannot be taken out yet. Add another way first. A day later you can take this one out."
        ),
        "not_proven": lambda: _("Please type its code first."),
        "safety": lambda: _("Saved. Whoever gets in touch with you sees it first."),
        "quiet": lambda: _("Messages are paused now."),
        "heard": lambda: _("You hear from us again."),
    }
    say = said.get(request.args.get("done", ""))
    return say() if say else ""


def add() -> Any:
    """One more way: an address or a mobile is proven by a code."""
    form = WayForm(data=access.interrupted()) if request.method == "GET" else WayForm()
    if request.method == "POST":
        if form.validate() and (way_id := _added(form)):
            access.let_go_of_interrupted()
            return (
                _done("added") if _way(way_id).is_proven else redirect(url_for("personal.reach.code", id=way_id), 303)
            )
        g.has_errors = True
    return render_template("personal/reach/add.html", form=form)


def _added(form: WayForm) -> int:
    asker = signing.begin(KIND, "")
    try:
        return services.add(_me(), form.channel.data, value_of(form.typed()), asker, now=clock.now())
    except Refused as refusal:
        form.refuse(refusal.field, refusal.words)
        return 0


def _way(id: int) -> MyWay:
    found = next((way for way in ways_of(_me()) if way.id == id), None)
    if found is None:
        raise NotFound
    return found


def code(id: int) -> Any:
    """Type the code that went to a new way."""
    way = _way(id)
    if way.is_proven:
        return _done("added")
    form = CodeForm()
    if request.method == "POST":
        browser = str(signing.held(KIND).get("browser", ""))
        if form.validate() and _is_proven(form, id, browser):
            return _done("added")
        g.has_errors = True
    return render_template("personal/reach/code.html", form=form, way=way)


def _is_proven(form: CodeForm, id: int, browser: str) -> bool:
    tried = services.prove(_me(), id, form.code.data, browser, now=clock.now())
    if tried != Tried.RIGHT:
        form.refuse("code", str(signing.NOT_TAKEN[tried]))
    return tried == Tried.RIGHT


def send_code(id: int) -> Any:
    """Send one more code to a new way."""
    services.send_code(_me(), id, signing.begin(KIND, ""), now=clock.now())
    return redirect(url_for("personal.reach.code", id=id), 303)


def use(id: int) -> Any:
    """Use this way from tomorrow on."""
    try:
        services.use(_me(), id, now=clock.now())
    except NotProven:
        return _done("not_proven")
    return _done("used")


def stay() -> Any:
    """Go on with what is used now."""
    services.stay(_me(), now=clock.now())
    return _done("kept")


def end(id: int) -> Any:
    """Use a way no more: GET asks, POST does."""
    way = _way(id)
    form = ButtonForm()
    if request.method != "POST":
        return render_template("personal/reach/end.html", form=form, way=way, channel=channel_words)
    try:
        services.end(_me(), id, now=clock.now())
    except NotYet:
        return _done("not_yet")
    return _done("ended")


def quiet() -> Any:
    """Hear nothing for a while: GET says what still comes, POST pauses; one tap ends it."""
    form = QuietForm()
    if request.method == "POST":
        if request.form.get("again"):
            quiet_services.hear_again(_me(), now=clock.now())
            return _done("heard")
        if form.validate():
            quiet_services.pause(_me(), form.back_on, now=clock.now())
            return _done("quiet")
        g.has_errors = True
    paused_until = safety_of(_me()).paused_until(clock.now())
    return render_template("personal/reach/quiet.html", form=form, paused_until=paused_until)
