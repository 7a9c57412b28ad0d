"""Writes about courses, sessions and bookings; each is one transaction."""

from portal.training.services.after import write_afterwards
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
    mark_need,
    one_is_enough,
    say_coming,
    say_not_sure,
)
from portal.training.services.copies import MOST_COPIES, keep_as_template, let_go, repeat
from portal.training.services.courses import CourseDetails, add_course, change_course
from portal.training.services.day import Seen, mark, mark_all, mark_came
from portal.training.services.feedback import hide_all_of
from portal.training.services.reminders import remind
from portal.training.services.sessions import SessionDetails, add_session, cancel_session, change_session, publish
from portal.training.services.sweeps import lapse_offers, open_kept
from portal.training.services.walk_ins import WalkIn, add_walk_in, count_guest

__all__ = [
    "ANSWERS",
    "MOST_COPIES",
    "Booked",
    "CourseDetails",
    "Request",
    "Seen",
    "SessionDetails",
    "WalkIn",
    "accept",
    "add_course",
    "add_session",
    "add_walk_in",
    "answer_for",
    "book",
    "cancel",
    "cancel_all_of",
    "cancel_session",
    "change_course",
    "change_session",
    "count_guest",
    "decline",
    "hide_all_of",
    "hold_all_of",
    "keep_as_template",
    "lapse_offers",
    "let_go",
    "mark",
    "mark_all",
    "mark_came",
    "mark_need",
    "one_is_enough",
    "open_kept",
    "publish",
    "remind",
    "repeat",
    "say_coming",
    "say_not_sure",
    "write_afterwards",
]
