"""Openings, expressions of interest with their history, members, profiles, check-ins and taking part."""

from portal.teams.models.check_ins import CheckIn, CheckInRelease
from portal.teams.models.interests import ExpressionOfInterest, ExpressionStep, PossibleDouble, StandIn, StepDays
from portal.teams.models.members import LeavingNote, LittleI, Membership, MembershipStep, TakingPart
from portal.teams.models.openings import Opening
from portal.teams.models.profiles import CheckSeen, MatchWeight, ProfileLine, ProfileShare, SkillsSurvey, TeamProfile

__all__ = [
    "CheckIn",
    "CheckInRelease",
    "CheckSeen",
    "ExpressionOfInterest",
    "ExpressionStep",
    "LeavingNote",
    "LittleI",
    "MatchWeight",
    "Membership",
    "MembershipStep",
    "Opening",
    "PossibleDouble",
    "ProfileLine",
    "ProfileShare",
    "SkillsSurvey",
    "StandIn",
    "StepDays",
    "TakingPart",
    "TeamProfile",
]
