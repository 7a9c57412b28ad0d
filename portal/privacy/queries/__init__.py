"""Reads of everything about one person."""
