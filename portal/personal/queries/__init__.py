"""Reads about what a person told us."""
