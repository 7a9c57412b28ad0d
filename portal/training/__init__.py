"""Courses, sessions, bookings and the waiting list."""
