"""Writes about courses, sessions and bookings; each is one transaction."""

from portal.training.services.bookings import (
    ANSWERS,
    Booked,
    Request,
    accept,
    answer_for,
    book,
    cancel,
    cancel_all_of,
    decline,
    hold_all_of,
    mark_came,
    mark_need,
    say_coming,
)
from portal.training.services.courses import CourseDetails, add_course, change_course
from portal.training.services.sessions import SessionDetails, add_session, cancel_session, change_session, publish
from portal.training.services.sweeps import ask_if_met, lapse_offers, remind

__all__ = [
    "ANSWERS",
    "Booked",
    "CourseDetails",
    "Request",
    "SessionDetails",
    "accept",
    "add_course",
    "add_session",
    "answer_for",
    "ask_if_met",
    "book",
    "cancel",
    "cancel_all_of",
    "cancel_session",
    "change_course",
    "change_session",
    "decline",
    "hold_all_of",
    "lapse_offers",
    "mark_came",
    "mark_need",
    "publish",
    "remind",
    "say_coming",
]
