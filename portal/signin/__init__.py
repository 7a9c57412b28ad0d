"""Codes, sessions, the second step of staff, and who may do what."""
