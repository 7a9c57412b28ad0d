"""What is said about places, bookings and ways to take part."""

from __future__ import annotations

from datetime import datetime

from portal.kit import clock, words
from portal.kit.words import gettext as _
from portal.kit.words import later, ngettext
from portal.training.rules import Chance, Status, Who, Why

MODES = {"in_person": later("In person"), "online": later("Online"), "both": later("In person or online")}
WHO_FOR = {
    "service_users_and_carers": later("Service users and carers"),
    "staff": later("Staff"),
    "staff_and_members": later("Staff, and members of project teams"),
    "everyone": later("Everyone: service users, carers and staff"),
}
WHO = {
    Who.SERVICE_USER: later("A service user"),
    Who.CARER: later("A carer"),
    Who.STAFF: later("A member of staff"),
    Who.OTHER: later("Someone else"),
    Who.NOT_SAID: later("Not said"),
}
WHYS = {
    Why.ASKED: later("Asked for"),
    Why.COMING: later("Said: I am coming"),
    Why.NOT_SURE: later("Said: I am not sure"),
    Why.CANNOT: later("Said: I cannot come"),
    Why.DECLINED: later("Let the place go to someone else"),
    Why.BY_STAFF: later("Done by staff"),
    Why.SESSION_CANCELLED: later("The whole training was cancelled"),
    Why.PLACE_FREED: later("Someone gave up a place, and this was the next in line"),
    Why.OFFER_LAPSED: later("Someone else did not answer in time, and this was the next in line"),
    Why.MORE_PLACES: later("There are more places now, and this was the next in line"),
    Why.KEPT_OPENED: later("Places kept for service users and carers are for everyone now"),
    Why.NOT_ANSWERED: later("There was no answer in time"),
    Why.FEWER_PLACES: later("Two people asked, and one place is enough"),
    Why.ONE_FREE: later("One place is free, and two people wait together"),
    Why.MOVED: later("The training moved"),
    Why.WALK_IN: later("Came without a booking"),
}
WHYS_FOR_PERSON = {
    Why.PLACE_FREED: later("Someone gave up their place, and you are next in the line."),
    Why.OFFER_LAPSED: later("Someone before you did not answer in time, and you are next in the line."),
    Why.MORE_PLACES: later("There are more places now, and you are next in the line."),
    Why.KEPT_OPENED: later("Places that were kept are for everyone now, and you are next in the line."),
    Why.FEWER_PLACES: later("You said that one place is enough."),
}
CHANCES = {
    Chance.ALL: later("Everyone as far back got a place the last times."),
    Chance.MOST: later("Most people as far back got a place the last times."),
    Chance.HALF: later("About half of the people as far back got a place the last times."),
    Chance.FEW: later("Few people as far back got a place the last times."),
    Chance.NONE: later("Nobody as far back got a place the last times."),
}
STATES = {"draft": later("Not public yet"), "published": later("Public"), "cancelled": later("Cancelled")}
FOR_PERSON = {
    Status.CONFIRMED: later("You have a place"),
    Status.WAITING: later("You are on the waiting list"),
    Status.OFFERED: later("A place is kept for you. Please answer"),
    Status.CANCELLED: later("Cancelled"),
    Status.LAPSED: later("The place went to someone else"),
}
SAID = {"coming": later("You said that you are coming."), "not_sure": later("You said that you are not sure.")}
CALLED_OFF, TOOK_PART, OVER = later("This training is cancelled"), later("You took part"), later("It is over")
FOR_HELPER = {
    Status.CONFIRMED: later("They have a place"),
    Status.WAITING: later("They are on the waiting list"),
    Status.OFFERED: later("A place is kept for them. Please answer"),
    Status.CANCELLED: later("Cancelled"),
    Status.LAPSED: later("The place went to someone else"),
}
FOR_STAFF = {
    Status.CONFIRMED: later("Has a place"),
    Status.WAITING: later("Waiting"),
    Status.OFFERED: later("Was offered a place"),
    Status.CANCELLED: later("Cancelled"),
    Status.LAPSED: later("Did not answer in time"),
}


def places_left(capacity: int, taken: int) -> str:
    """How many places are left, in words."""
    left = capacity - taken
    if left <= 0:
        return _("Full. You can join the waiting list")
    return ngettext("%(num)s place left", "%(num)s places left", left)


def places_left_in(here: int, online: int) -> str:
    """How many places are left of each kind, in words."""
    in_person = ngettext("%(num)s place left in person", "%(num)s places left in person", max(0, here))
    return _("%(in_person)s, %(online)s online", in_person=in_person, online=words.number(max(0, online)))


def places_kept(kept: int, until: datetime) -> str:
    """For whom places are kept, and until which day."""
    return ngettext(
        "%(num)s place is kept for service users and carers until %(day)s. Then anyone can have it.",
        "%(num)s places are kept for service users and carers until %(day)s. Then anyone can have them.",
        kept,
        day=words.day(clock.local(until)),
    )


def for_whom(said: str) -> str:
    """Whom a course is for; what is not known is shown as it was written."""
    return str(WHO_FOR.get(said, said.replace("_", " ")))


def why(said: str) -> str:
    """Why a booking took a step, in words; what was kept before there were words is shown as it stands."""
    said = said.replace("_", " ")
    return str(WHYS[Why(said)]) if said in set(Why) else said
