"""One's own claims: asking to be paid for time or to have money back, photos of receipts, and taking a claim back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, g, redirect, render_template, request, url_for

from portal.kit import clock, pictures, references
from portal.kit.errors import ChangedMeanwhile, Refused
from portal.kit.forms import changed_words, made_from
from portal.kit.words import gettext as _
from portal.rewards import rules
from portal.rewards.forms.claims import MoneyForm, PhotoForm, TimeForm, said_in
from portal.rewards.queries import claims as reads
from portal.rewards.queries.claims import ClaimSeen
from portal.rewards.queries.words import KIND, STATE, how_long
from portal.rewards.rules import Kind
from portal.rewards.services import claims as services
from portal.rewards.services import receipts
from portal.signin import access
from portal.teams.queries import members
from portal.teams.queries.mine import memberships_of_person


def browse() -> Any:
    """All that someone asked for and where it stands, and for which team they can ask for more."""
    return render_template(
        "rewards/claims/browse.html",
        claims=reads.mine(_me()),
        teams=memberships_of_person(_me()),
        said=_said(),
        today=clock.today(),
    )


def _me() -> int:
    return access.get_visitor().person_id


def _said() -> dict[str, Any]:
    """Words that pages about claims say."""
    return {"kind": KIND, "state": STATE, "how_long": how_long}


def time(id: int) -> Any:
    """Ask to be paid for time."""
    return _ask(id, TimeForm, "time")


def money(id: int) -> Any:
    """Ask to have money back."""
    return _ask(id, MoneyForm, "money")


def _ask(id: int, make: type[TimeForm] | type[MoneyForm], which: str) -> Any:
    member = members.get_mine(id, _me())
    given = {"key": references.new_token(), **access.interrupted()}
    form = make(**made_from(request.method == "POST", given))
    if form.validate_on_submit():
        made: list[int] = []
        if _tried(form, lambda: made.append(_asked(id, form))):
            access.let_go_of_interrupted()
            return redirect(url_for("rewards.claims.one", id=made[0], done="asked"), 303)
    g.has_errors = bool(form.errors)
    can_ask = which != Kind.TIME or member.pay in rules.PAID_FOR_TIME
    return render_template(
        "rewards/claims/ask.html",
        member=member,
        form=form,
        which=which,
        can_ask=can_ask,
        claim=None,
        address=url_for(f"rewards.claims.{which}", id=id),
    )


def _asked(membership_id: int, form: TimeForm | MoneyForm) -> int:
    secret = current_app.config["SECRET_KEY"]
    key = references.digest(f"claim {_me()} {form.key.data or references.new_token()}", key=secret)
    return services.ask(membership_id, form.asked(), key=key, person_id=_me(), now=clock.now())


def _tried(form: Any, act: Callable[[], object]) -> bool:
    """Do it; whether it was done, or else a sentence stands beside the field that a rule objects to."""
    try:
        act()
    except ChangedMeanwhile:
        form.refuse("words", changed_words())
    except Refused as refusal:
        form.refuse(refusal.field or "words", refusal.words)
    else:
        return True
    return False


def one(id: int) -> Any:
    """One claim, where it stands, its photos, and what one can do with it."""
    return _page(reads.get_mine(id, _me()), PhotoForm(formdata=None))


def _page(claim: ClaimSeen, form: PhotoForm) -> Any:
    g.has_errors = bool(form.errors)
    photos = reads.receipts_of(claim.id)
    return render_template(
        "rewards/claims/one.html",
        claim=claim,
        form=form,
        photos=photos,
        may_add=claim.is_with_them and len(photos) < rules.MOST_RECEIPTS,
        said=_said(),
        today=clock.today(),
        done=_done_words().get(request.args.get("done", "")),
    )


def _done_words() -> dict[str, str]:
    return {
        "asked": _("Thank you. We have it."),
        "changed": _("Thank you. We have it as it is now."),
        "photo": _("The photo is added."),
        "gone": _("The photo is taken away."),
        "taken_back": _("You took this back. Nothing will be paid for it."),
    }


def change(id: int) -> Any:
    """Write a claim anew, before it is decided or after it was sent back."""
    claim = reads.get_mine(id, _me())
    if not claim.is_with_them:
        return redirect(url_for("rewards.claims.one", id=id), 303)
    make = TimeForm if claim.kind == Kind.TIME else MoneyForm
    form = make(**made_from(request.method == "POST", {**said_in(claim), **access.interrupted()}))
    if form.validate_on_submit() and _tried(form, lambda: _change(id, form)):
        access.let_go_of_interrupted()
        return redirect(url_for("rewards.claims.one", id=id, done="changed"), 303)
    g.has_errors = bool(form.errors)
    return render_template(
        "rewards/claims/ask.html",
        member=members.get_mine(claim.membership_id, _me()),
        form=form,
        which="time" if claim.kind == Kind.TIME else "money",
        can_ask=True,
        claim=claim,
        address=url_for("rewards.claims.change", id=id),
    )


def _change(id: int, form: TimeForm | MoneyForm) -> None:
    services.change(id, form.asked(), person_id=_me(), now=clock.now(), version=form.shown_version())


def photo(id: int) -> Any:
    """Add a photo of a receipt."""
    claim, form = reads.get_mine(id, _me()), PhotoForm()
    if form.validate_on_submit():
        try:
            receipts.attach(id, _photo_in(form), person_id=_me(), now=clock.now())
        except Refused as refusal:
            form.refuse("photo", refusal.words)
        else:
            return redirect(url_for("rewards.claims.one", id=id, done="photo"), 303)
    return _page(claim, form)


def _photo_in(form: PhotoForm) -> pictures.Photo:
    sent = form.photo.data
    if not sent:
        raise Refused(_("Choose a photo first"))
    try:
        return pictures.made_anew(sent.read(pictures.MOST_BYTES + 1))
    except pictures.TooLarge as problem:
        raise Refused(_("This photo is too large for us. Send a smaller one, or ring us.")) from problem
    except pictures.NotAPhoto as problem:
        raise Refused(_("We cannot read this. Send a photo (JPEG, PNG or WebP), or ring us.")) from problem


def receipt(id: int, number: int) -> Response:
    """A photo of one's receipt."""
    reads.get_mine(id, _me())
    return Response(reads.get_picture(id, number), mimetype=pictures.JPEG)


def remove(id: int, number: int) -> Any:
    """Take a photo away."""
    receipts.remove(id, number, person_id=_me(), now=clock.now())
    return redirect(url_for("rewards.claims.one", id=id, done="gone"), 303)


def take_back(id: int) -> Any:
    """Take a claim back: GET asks, POST does it."""
    claim = reads.get_mine(id, _me())
    if request.method == "POST":
        services.take_back(id, person_id=_me(), now=clock.now())
        return redirect(url_for("rewards.claims.one", id=id, done="taken_back"), 303)
    if not claim.is_with_them:
        return redirect(url_for("rewards.claims.one", id=id), 303)
    return render_template("rewards/claims/take_back.html", claim=claim, said=_said())
