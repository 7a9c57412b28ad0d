"""Asking to be paid, deciding, and paying."""
