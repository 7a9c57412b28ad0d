"""Doors for staff who help people."""
