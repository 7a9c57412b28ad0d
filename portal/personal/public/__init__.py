"""Doors for people about themselves."""
