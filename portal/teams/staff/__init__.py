"""Doors for staff, by what they are about."""
