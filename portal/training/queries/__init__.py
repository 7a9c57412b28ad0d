"""Reads about training; the names here are for other slices."""

from portal.training.queries.mine import MyBooking, bookings_of_person
from portal.training.queries.staff import coming_for_staff

__all__ = ["MyBooking", "bookings_of_person", "coming_for_staff"]
