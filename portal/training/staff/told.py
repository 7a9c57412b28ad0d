"""Messages of staff to those who booked a session: written, looked at, and sent."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import clock, words
from portal.kit.pages import settings
from portal.signin import access
from portal.training.forms.told import TellForm
from portal.training.queries import staff as reads
from portal.training.queries import told as tells
from portal.training.services import told as services
from portal.training.services.told import Preview
from portal.training.staff.pages import form_page, given, me, scope, tried

PREVIEW, SEND = "preview", "send"


def tell(id: int) -> Any:
    """Write a message; it is shown as people will get it before it is sent, and kept nowhere until then."""
    found = reads.get_session(id, scope())
    form = _form(found)
    step = request.form.get("step", "")
    if step == PREVIEW and form.validate_on_submit():
        return _previewed(found, form)
    if step == SEND and form.validate_on_submit():
        return _sent(found, form)
    return _asked(found, form)


def _form(found: reads.StaffSession) -> TellForm:
    groups = tells.groups(found.id, is_both=found.mode == "both")
    form = TellForm.speaking(settings().locales)(**given(access.interrupted()))
    return form.offer(groups)


def _asked(found: reads.StaffSession, form: TellForm) -> Any:
    return form_page("training/staff/told/tell.html", form, session=found)


def _previewed(found: reads.StaffSession, form: TellForm) -> Any:
    shown: list[Preview] = []
    if not tried(form, lambda: shown.append(_look(found, form))):
        return _asked(found, form)
    return render_template(
        "training/staff/told/preview.html",
        session=found,
        form=form,
        preview=shown[0],
        group=tells.group_words(form.to_whom.data),
        pence=settings().sms_pence,
        language=words.language,
        language_name=words.language_name,
    )


def _look(found: reads.StaffSession, form: TellForm) -> Preview:
    return services.preview(found.id, form.to_whom.data, form.said(), now=clock.now())


def _sent(found: reads.StaffSession, form: TellForm) -> Any:
    if not tried(form, lambda: _send(found, form)):
        return _asked(found, form)
    access.let_go_of_interrupted()
    return redirect(url_for("training.staff.told.sent", id=found.id, done="sent"), 303)


def _send(found: reads.StaffSession, form: TellForm) -> None:
    services.tell(found.id, form.to_whom.data, form.said(), key=form.key.data, by=me(), now=clock.now())


def sent(id: int) -> Any:
    """What was written to those who booked a session, by whom, and to how many it went."""
    found = reads.get_session(id, scope())
    return render_template(
        "training/staff/told/sent.html",
        session=found,
        messages=tells.sent(found.id),
        is_done=request.args.get("done") == "sent",
        language=words.language,
    )
