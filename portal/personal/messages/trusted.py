"""What we write about trusting someone: never a name, never what anybody needs, and only a letter to know who it is."""

from __future__ import annotations

from portal.kit import pages, typed, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import Draft
from portal.people.queries import Reachable


def asked(to: Reachable, trust_id: int, asker: str, token: str) -> Draft:
    """Someone asks for your help: who it is stands behind the link, and behind a code."""
    with words.speaking(to.locale):
        says = [
            _(
                "Someone asks if you would help them on our website. Their name begins with %(letter)s.",
                letter=_a(asker),
            ),
            _("To see who it is, and to say yes or no, open this page:"),
            pages.address("personal.trusted.asked", to.locale, token=token),
            _("If you do not want to, you do not need to do anything."),
        ]
        return _draft(to, f"trust asked {trust_id}", "trust asked", says)


def accepted(to: Reachable, trust_id: int, helper: str) -> Draft:
    """The one who was asked said yes."""
    with words.speaking(to.locale):
        says = [
            _("Someone whom you asked said yes. Their name begins with %(letter)s.", letter=_a(helper)),
            _("You can see what they do, and end it at any time:"),
            pages.address("personal.trusted.people_i_trust", to.locale),
        ]
        return _draft(to, f"trust accepted {trust_id}", "trust accepted", says)


def declined(to: Reachable, trust_id: int, helper: str) -> Draft:
    """The one who was asked said no."""
    with words.speaking(to.locale):
        says = [
            _("Someone whom you asked cannot do it just now. Their name begins with %(letter)s.", letter=_a(helper)),
            _("That is all right. You can ask someone else:"),
            pages.address("personal.trusted.people_i_trust", to.locale),
        ]
        return _draft(to, f"trust declined {trust_id}", "trust declined", says)


def changed(to: Reachable, trust_id: int, asker: str, change: str) -> Draft:
    """What the helper may do, or until when, is something else now; `change` names the change."""
    with words.speaking(to.locale):
        says = [
            _("What you may do for someone has changed. Their name begins with %(letter)s.", letter=_a(asker)),
            _("To see what you may do now, sign in with a code:"),
            pages.address("home.you", to.locale),
        ]
        return _draft(to, f"trust changed {trust_id} {change}", "trust changed", says)


def ended(to: Reachable, trust_id: int, other: str) -> Draft:
    """From now on nothing is done any more: told to both alike, whoever ended it."""
    with words.speaking(to.locale):
        says = [
            _(
                "The help that you set up on our website has ended. It is with someone whose name begins with %(letter)s.",
                letter=_a(other),
            ),
            _("Nothing more can be done with it. You do not need to do anything."),
        ]
        return _draft(to, f"trust ended {trust_id} {to.person_id}", "trust ended", says)


def _a(name: str) -> str:
    return typed.initials(name)[:1]


def _draft(to: Reachable, key: str, kind: str, says: list[str]) -> Draft:
    phone = pages.settings().help_phone
    if phone:
        says = [*says, _("Ring %(phone)s.", phone=words.whole(phone))]
    return Draft(
        key=key,
        kind=kind,
        person_id=to.person_id or None,
        channel=to.channel,
        address=to.value,
        locale=to.locale,
        subject=_("About help that was set up"),
        body=body_of(says, to.channel),
    )
