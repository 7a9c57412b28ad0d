"""For staff: claims that wait, and deciding each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from portal.kit import audit, clock, pictures
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.forms import changed_words
from portal.rewards.forms.claims import shown_amount
from portal.rewards.forms.deciding import ApproveForm, SendBackForm
from portal.rewards.queries import claims as reads
from portal.rewards.queries.claims import ClaimSeen
from portal.rewards.queries.rates import on
from portal.rewards.queries.words import KIND_FOR_STAFF, STATE, WHAT, how_long
from portal.rewards.rules import Kind, State
from portal.rewards.services import deciding as services
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.signin.rules import Scope
from portal.teams.queries.members import PAY

LOOKED = "looked at claim"


def browse() -> Any:
    """What waits to be decided, the earliest promise first; then what was decided last."""
    return render_template(
        "rewards/staff/claims/browse.html",
        waiting=reads.waiting(_scope(), _me()),
        decided=reads.decided(_scope(), _me()),
        said=_said(),
        today=clock.today(),
        may=access.get_visitor().scopes,
    )


def _scope() -> Scope:
    return access.get_visitor().scope(May.APPROVE_CLAIMS)


def _me() -> int:
    return access.get_visitor().person_id


def _said() -> dict[str, Any]:
    return {"kind": KIND_FOR_STAFF, "state": STATE, "what": WHAT, "pay": PAY, "how_long": how_long}


def one(id: int) -> Any:
    """One claim, with what was agreed, its photos and its history; the look is put on record."""
    claim = _claim(id)
    return _page(claim, *_forms(claim))


def _claim(id: int) -> ClaimSeen:
    claim = reads.get_for_staff(id, _scope(), _me())
    audit.look_at(LOOKED, [(claim.person_id, f"claim {id}")], by=_me(), now=clock.now())
    return claim


def _forms(claim: ClaimSeen) -> tuple[ApproveForm, SendBackForm]:
    version = str(claim.version)
    asked = {"amount": shown_amount(claim.pence), "version": version}
    return ApproveForm(formdata=None, data=asked), SendBackForm(formdata=None, data={"version": version})


def _page(claim: ClaimSeen, approve_form: ApproveForm, back_form: SendBackForm) -> Any:
    g.has_errors = bool(approve_form.errors or back_form.errors)
    return render_template(
        "rewards/staff/claims/one.html",
        claim=claim,
        approve_form=approve_form,
        back_form=back_form,
        can_decide=claim.state == State.ASKED,
        rate=on(claim.happened_on) if claim.kind == Kind.TIME else None,
        photos=reads.receipts_of(claim.id),
        history=reads.history_of(claim.id),
        said=_said(),
        today=clock.today(),
        is_done=bool(request.args.get("done")),
    )


def approve(id: int) -> Any:
    """Agree to pay."""
    claim, form = _claim(id), ApproveForm()
    if form.validate_on_submit() and _tried(form, id, lambda: _approve(id, form)):
        return redirect(url_for("rewards.staff.claims.one", id=id, done="yes"), 303)
    return _page(reads.get_for_staff(id, _scope(), _me()), form, _forms(claim)[1])


def _approve(id: int, form: ApproveForm) -> None:
    version = form.shown_version()
    services.approve(id, form.pence(), why=form.why.data, by=_me(), now=clock.now(), version=version)


def send_back(id: int) -> Any:
    """Ask the person to change something."""
    claim, form = _claim(id), SendBackForm()
    if form.validate_on_submit() and _tried(form, id, lambda: _send_back(id, form)):
        return redirect(url_for("rewards.staff.claims.one", id=id, done="yes"), 303)
    return _page(reads.get_for_staff(id, _scope(), _me()), _forms(claim)[0], form)


def _send_back(id: int, form: SendBackForm) -> None:
    services.send_back(id, why=form.missing.data, by=_me(), now=clock.now(), version=form.shown_version())


def _tried(form: ApproveForm | SendBackForm, id: int, act: Callable[[], None]) -> bool:
    """Do it; whether it was done, or else a sentence stands beside the field that a rule objects to."""
    try:
        act()
    except ChangedMeanwhile:
        form.version.data = str(reads.get_for_staff(id, _scope(), _me()).version)  # the next press counts
        form.refuse("version", changed_words())
    except Refused as refusal:
        form.refuse(refusal.field if refusal.field in form else "version", refusal.words)
    else:
        return True
    return False


def receipt(id: int, number: int) -> Response:
    """A photo of a receipt; the look is put on record."""
    _claim(id)
    return Response(reads.get_picture(id, number), mimetype=pictures.JPEG)
