"""Reads about training; the names here are for other slices."""

from portal.training.queries.mine import MyBooking, bookings_of_person
from portal.training.queries.public import SessionRow, sessions_coming
from portal.training.queries.staff import coming_for_staff, needs_ready_late, sessions_of_bookings, sessions_of_person

__all__ = [
    "MyBooking",
    "SessionRow",
    "bookings_of_person",
    "coming_for_staff",
    "needs_ready_late",
    "sessions_coming",
    "sessions_of_bookings",
    "sessions_of_person",
]
