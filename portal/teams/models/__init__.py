"""Openings, expressions of interest with their history, and members."""

from portal.teams.models.interests import ExpressionOfInterest, ExpressionStep
from portal.teams.models.members import Membership
from portal.teams.models.openings import Opening

__all__ = ["ExpressionOfInterest", "ExpressionStep", "Membership", "Opening"]
