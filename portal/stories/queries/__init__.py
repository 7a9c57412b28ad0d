"""Reads about stories; the names here are for other slices."""

from portal.stories.queries.mine import stories_of_person
from portal.stories.queries.staff import waiting_for_staff

__all__ = ["stories_of_person", "waiting_for_staff"]
