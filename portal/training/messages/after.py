"""What we write once a training is over: thanks, three questions and what there is to have; or that we missed someone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.rules import BY_HAND
from portal.outbox.services import Draft
from portal.training.materials import materials_of
from portal.training.messages.parts import Told, draft
from portal.training.queries import times
from portal.training.queries.after import Coming, NextCourse, key_of
from portal.training.rules import After


@dataclass(frozen=True)
class Over:
    """What is known of a booking whose training is over."""

    booking_id: int
    which: After
    has_companion_come: bool = False
    asks_needs: bool = False  # whether what they needed was there
    next_course: NextCourse | None = None

    @property
    def key(self) -> str:
        """What makes the message this one; `draft` puts the first word before it."""
        return key_of(self.which, self.booking_id).removeprefix("booking ")


def thanks(told: Told, over: Over) -> Draft:
    """You were there, or nobody noted if you were: how was it, and what there is to have now."""
    with words.speaking(told.locale):
        begin = _("Thank you for coming.") if over.which == After.CAME else _("We hope that you could come.")
        says = _short(told, over) if told.is_short else _long(told, over)
        return draft(told, over.key, "booking after", [begin, *says])


def _short(told: Told, over: Over) -> list[str]:
    """In a text message, where each letter counts: one page leads to all of it."""
    all_there = _("How was it? Please tell us here. Your certificate is there too:")
    asks = all_there if over.which == After.CAME else _("How was it? Please tell us here:")
    return [asks, _address(told, "training.after.linked")]


def _long(told: Told, over: Over) -> list[str]:
    return [
        *_about(told),
        _("How was it? There are three short questions. You can leave out any of them:"),
        _address(told, "training.after.linked"),
        *(_needs(told) if over.asks_needs else []),
        *(_certificate(told) if over.which == After.CAME else []),
        *_materials(told),
        *_next(told, over.next_course),
    ]


def certificate(told: Told, over: Over) -> Draft:
    """It was noted only now that you came, so that there is a certificate."""
    with words.speaking(told.locale):
        says = [_("It is noted now that you came."), *([] if told.is_short else _about(told)), *_certificate(told)]
        return draft(told, over.key, "booking certificate", says)


def missed(told: Told, over: Over, dates: Sequence[Coming]) -> Draft:
    """You were not there, which is all right: there are other dates."""
    with words.speaking(told.locale):
        says = [
            _("We missed you at this training. That is all right: something can always come up."),
            *_about(told),
            *(_dates(told, dates) if dates else [_("There will be more of this training. See what is planned:")]),
            *([] if dates and not told.is_short else [pages.address("training.sessions.browse", told.locale)]),
            *(_certificate_of_other(told) if over.has_companion_come else []),
            _("If you were there, please tell us, and we put it right."),
        ]
        return draft(told, over.key, "booking missed", says)


def _about(told: Told) -> list[str]:
    """Which training it was; in a text message only its day."""
    title = [] if told.is_short else [told.title]
    return [*title, words.day(told.session.starts_at)]


def _needs(told: Told) -> list[str]:
    """Neither what it was nor what it was for."""
    return [
        _("When you booked, you told us what helps you to take part. Was it there? Please tell us here:"),
        _address(told, "training.answers.met"),
    ]


def _certificate(told: Told) -> list[str]:
    on_paper = [_("If you want it on paper, ask us.")] if told.to.channel in BY_HAND else []
    return [_("Your certificate is here:"), _address(told, "training.certificates.linked"), *on_paper]


def _certificate_of_other(told: Told) -> list[str]:
    address = pages.address("training.certificates.linked", told.locale, token=told.token, **{"for": "companion"})
    return [_("The certificate of whoever came in your place is here:"), address]


def _materials(told: Told) -> list[str]:
    found = materials_of(told.session.materials_after)
    listed = "\n".join(f"{one.name}: {one.address}" for one in found)
    return [_("From the training, to read again:"), listed] if found else []


def _next(told: Told, course: NextCourse | None) -> list[str]:
    if course is None:
        return [_("See what other training there is:"), pages.address("training.sessions.browse", told.locale)]
    return [
        _("What you could do next: %(course)s. See when it is, and book:", course=course.title),
        pages.address("training.courses.one", told.locale, slug=course.slug),
    ]


def _dates(told: Told, dates: Sequence[Coming]) -> list[str]:
    """Other dates; in a text message without their addresses, which name the course."""
    said = [times.span_words(one.mode, one.starts_at, one.ends_at) for one in dates]
    if told.is_short:
        return [_("Other dates:"), *said, _("Book here:")]
    booked = [pages.address("training.sessions.one", told.locale, slug=one.slug) for one in dates]
    lines = [f"{when}\n{where}" for when, where in zip(said, booked, strict=True)]
    return [_("You can come another time:"), *lines]


def _address(told: Told, endpoint: str) -> str:
    return pages.address(endpoint, told.locale, token=told.token)
