"""What we write to people about their offer to join: never what they wrote, need or offered, and no project's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.kit import pages, typed, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import Draft
from portal.people.queries import Reachable
from portal.personal.messages import filling
from portal.teams import rules
from portal.teams.rules import Promise, Step


@dataclass(frozen=True)
class Answering:
    """Who deals with an offer, as the person is told."""

    name: str
    job: str


def received(to: Reachable, reference: str, role: str, answer_by: date, *, locale: str, how: str = "") -> Draft:
    """We have it; who answers, and by when."""
    with words.speaking(locale):
        says = [
            _("Thank you for getting in touch."),
            _("Your reference is %(reference)s.", reference=words.whole(reference)),
            _(
                "%(role)s will answer you by %(day)s.",
                role=words.role(rules.said_role(role)),
                day=words.day(answer_by),
            ),
            *filling.says(how, to.channel),
        ]
        return _draft(to, f"interest received {reference}", "interest received", reference, says, locale)


def sent_by_you(to: Reachable, reference: str, helped: str, answering_role: str, answer_by: date) -> Draft:
    """A copy for a helper, of what they sent for someone."""
    with words.speaking(to.locale):
        says = [
            _(
                "We have what you sent for someone whom you help. Their name begins with %(letter)s.",
                letter=typed.initials(helped)[:1],
            ),
            _(
                "%(role)s will answer them by %(day)s.",
                role=words.role(rules.said_role(answering_role)),
                day=words.day(answer_by),
            ),
            _("The reference is %(reference)s.", reference=words.whole(reference)),
        ]
        key = f"interest sent for {reference} {to.person_id}"
        return _draft(to, key, "interest sent for", reference, says, to.locale, is_theirs=False)


def asked_again(to: Reachable, reference: str, line: int, *, locale: str) -> Draft:
    """They had asked before: the first reference stands."""
    with words.speaking(locale):
        says = [
            _("Thank you for getting in touch again. We have added what you wrote to what you told us before."),
            _("Your first reference still stands: %(reference)s.", reference=words.whole(reference)),
        ]
        return _draft(to, f"interest again {line}", "interest received", reference, says, locale)


@dataclass(frozen=True)
class Said:
    """What someone is told with a step: who deals with it, what comes next, and when we ask again after "not now"."""

    step: str
    answering: Answering
    promise: Promise | None = None
    back_on: date | None = None


def moved(to: Reachable, reference: str, said: Said, line: int) -> Draft:
    """What came of it; `line` is the line of history that this message belongs to."""
    with words.speaking(to.locale):
        says = says_of(said, reference)
        return _draft(to, f"interest step {line}", f"interest {said.step}", reference, says, to.locale)


def says_of(said: Said, reference: str) -> list[str]:
    """The sentences for a step, in the language in use: staff see them before the person does."""
    name = _said(said.answering)
    written = {
        Step.CONTACTED: lambda: [
            _("%(name)s is looking after what you asked us about.", name=name),
            _("They will get in touch with you at the times that you told us are safe."),
        ],
        Step.MET: lambda: [
            _("Thank you for talking with us."),
            _("%(name)s is looking after what you asked us about.", name=name),
        ],
        Step.INTRODUCED: lambda: [
            _("We have told a team about you, and they look forward to meeting you."),
            _("%(name)s will tell you what comes next.", name=name),
        ],
        Step.TRYING: lambda: [
            _("You can now try it out. You can stop at any time, and you do not need to say why."),
            _("%(name)s is there for you if you have a question.", name=name),
        ],
        Step.JOINED: lambda: [
            _("Welcome! You are now on the team."),
            _("%(name)s will tell you about the first meeting.", name=name),
        ],
        Step.NOT_NOW: lambda: _not_now(said.back_on),
        Step.WITHDRAWN: lambda: [
            _("As you asked, we have stopped. Nothing more will happen."),
            _("You can ask again at any time:"),
            pages.address("teams.join.anything", words.locale()),
        ],
    }[Step(said.step)]
    next_one = [promised(said.promise)] if said.promise else []
    return [*written(), *next_one, _("Your reference is %(reference)s.", reference=words.whole(reference))]


def _not_now(back_on: date | None) -> list[str]:
    asked = [_("We will ask you again on %(day)s.", day=words.day(back_on))] if back_on else []
    return [
        _("Thank you for offering your time. We have nothing that fits just now."),
        *asked,
        _("That says nothing about you, and you can ask again at any time:"),
        pages.address("teams.join.anything", words.locale()),
    ]


def promised(promise: Promise) -> str:
    """What comes next, and by when."""
    day = words.day(promise.due_on)
    written = {
        Step.CONTACTED: lambda: _("Someone will get in touch with you by %(day)s.", day=day),
        Step.MET: lambda: _("We will have a welcome talk with you by %(day)s.", day=day),
        Step.INTRODUCED: lambda: _("We will tell a team about you by %(day)s.", day=day),
        Step.TRYING: lambda: _("You will hear about a first meeting by %(day)s.", day=day),
        Step.JOINED: lambda: _("We will ask you by %(day)s how it went, and if you would like to join.", day=day),
    }[promise.step]
    return written()


def _said(answering: Answering) -> str:
    job = rules.said_role(answering.job)
    return _("%(name)s (%(job)s)", name=answering.name, job=job) if job else answering.name


def late(to: Reachable, reference: str, missed: Promise, new_day: date) -> Draft:
    """We did not keep our promise: said before anyone has to ask."""
    with words.speaking(to.locale):
        says = [
            *_sorry(missed),
            promised(Promise(missed.step, new_day)),
            _("Your reference is %(reference)s.", reference=words.whole(reference)),
        ]
        return _draft(to, f"interest late {reference} {missed.due_on}", "interest late", reference, says, to.locale)


def _sorry(missed: Promise) -> list[str]:
    day = words.day(missed.due_on)
    if missed.step == Step.CONTACTED:
        return [_("We are sorry. We said that you would have an answer by %(day)s, and you have not had one.", day=day)]
    return [_("We are sorry. We promised you something by %(day)s, and we have not done it.", day=day)]


def passed_on(to: Reachable, reference: str, promise: Promise | None, line: int) -> Draft:
    """Another place may suit them; which one stands on their page, and in no message."""
    with words.speaking(to.locale):
        says = says_passed_on(reference, promise)
        return _draft(to, f"interest passed {line}", "interest passed on", reference, says, to.locale)


def says_passed_on(reference: str, promise: Promise | None) -> list[str]:
    """The sentences about another place, in the language in use."""
    return [
        _("We have found another place that could suit you. Your page says which. You can say no to it at any time."),
        *([promised(promise)] if promise else []),
        _("Your reference is %(reference)s.", reference=words.whole(reference)),
    ]


def asked_back(to: Reachable, reference: str, promise: Promise, line: int) -> Draft:
    """The day came on which we said that we would ask again."""
    with words.speaking(to.locale):
        says = [
            _("We said that we would ask you again about now if you would like to join a team."),
            promised(promise),
            _("If you do not want that any more, you can tell us: sign in and take it back, or ring us."),
            _("Your reference is %(reference)s.", reference=words.whole(reference)),
        ]
        return _draft(to, f"interest asked back {line}", "interest asked back", reference, says, to.locale)


def _draft(
    to: Reachable, key: str, kind: str, reference: str, says: list[str], locale: str, *, is_theirs: bool = True
) -> Draft:
    phone = pages.settings().help_phone
    if to.channel != "sms":
        take_back = _("To see what you asked for, or to take it back, sign in with a code (there is no password):")
        says = [
            *says,
            *([_("To talk to someone, ring %(phone)s.", phone=words.whole(phone))] if phone else []),
            *([take_back, pages.address("home.you", locale)] if is_theirs else []),
        ]
    elif phone:
        says = [*says, _("Ring %(phone)s.", phone=words.whole(phone))]
    return Draft(
        key=key,
        kind=kind,
        person_id=to.person_id,
        channel=to.channel,
        address=to.value,
        locale=locale,
        subject=_("Your reference %(reference)s", reference=words.whole(reference)),
        body=body_of(says, to.channel),
    )
