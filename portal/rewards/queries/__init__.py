"""Reads about claims."""
