"""Reads about projects; the names here are for other slices."""

from portal.projects.queries.browse import ProjectRow, looking_for_help
from portal.projects.queries.project import addresses_of_projects, find_public

__all__ = ["ProjectRow", "addresses_of_projects", "find_public", "looking_for_help"]
