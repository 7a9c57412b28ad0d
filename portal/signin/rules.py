"""Who may do what, and how a code is judged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.kit import typed

CODE_LIVES = timedelta(minutes=15)
MOST_TRIES = 5
CODES_IN_TIME = 5  # for one address, within CODE_LIVES
MEMBER_IDLE = timedelta(minutes=30)
STAFF_IDLE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)


class Permission(StrEnum):
    """Something that staff may be allowed to do."""

    SEE_TODAY = "see_today"
    ANSWER_INTERESTS = "answer_interests"
    WRITE_PROJECTS = "write_projects"
    RUN_TRAINING = "run_training"
    MODERATE_STORIES = "moderate_stories"
    SEE_MESSAGES = "see_messages"
    SEE_RECORD = "see_record"
    FILL_IN = "fill_in"  # with someone on a ward, on the phone, or from paper
    SEE_REPORTS = "see_reports"
    SEE_CHECK_INS = "see_check_ins"  # what members answered: for People Participation and Improvement Advisors alone
    APPROVE_CLAIMS = "approve_claims"
    RUN_PAYROLL = "run_payroll"
    SET_RULES = "set_rules"  # weights of matching, days for each step, rates of pay


# Six digits, perhaps in two or three groups, that are not part of a longer number.
_CODE = re.compile(
    r"(?<![0-9])[0-9]{3}[\s.-]?[0-9]{3}(?![0-9])|(?<![0-9])[0-9]{2}[\s.-][0-9]{2}[\s.-][0-9]{2}(?![0-9])"
)
P = Permission
ROLES: Mapping[str, frozenset[Permission]] = {
    "pp_lead": frozenset(
        {
            P.SEE_TODAY,
            P.ANSWER_INTERESTS,
            P.WRITE_PROJECTS,
            P.RUN_TRAINING,
            P.MODERATE_STORIES,
            P.SEE_MESSAGES,
            P.FILL_IN,
            P.SEE_REPORTS,
            P.SEE_CHECK_INS,
            P.APPROVE_CLAIMS,
            P.RUN_PAYROLL,
            P.SET_RULES,
        }
    ),
    "improvement_advisor": frozenset(
        {
            P.SEE_TODAY,
            P.ANSWER_INTERESTS,
            P.WRITE_PROJECTS,
            P.RUN_TRAINING,
            P.FILL_IN,
            P.SEE_REPORTS,
            P.SEE_CHECK_INS,
        }
    ),
    "project_lead": frozenset({P.SEE_TODAY, P.ANSWER_INTERESTS, P.WRITE_PROJECTS}),
    "moderator": frozenset({P.SEE_TODAY, P.MODERATE_STORIES}),
    "admin": frozenset(Permission) - {P.SEE_CHECK_INS},
}


@dataclass(frozen=True)
class Scope:
    """Where a permission holds: in these directorates, or everywhere."""

    is_everywhere: bool
    directorate_ids: frozenset[int] = frozenset()

    def covers(self, directorate_id: int | None) -> bool:
        """Whether it holds for a thing of this directorate; what belongs to none is for those who see all."""
        return self.is_everywhere or directorate_id in self.directorate_ids


def scopes_of(roles: Iterable[tuple[str, int | None]]) -> dict[Permission, Scope]:
    """What someone may do and where, from their roles, each in a directorate or (None) in all."""
    found: dict[Permission, Scope] = {}
    for role, directorate_id in roles:
        for permission in ROLES.get(role, frozenset()):
            before = found.get(permission, Scope(False))
            more = frozenset() if directorate_id is None else frozenset({directorate_id})
            found[permission] = Scope(before.is_everywhere or directorate_id is None, before.directorate_ids | more)
    return found


def has_ended(started_at: datetime, seen_at: datetime, now: datetime, *, is_staff: bool) -> bool:
    """Whether a session is over: left alone for too long, or simply old (OWASP ASVS 5.0, 7.3)."""
    idle = STAFF_IDLE if is_staff else MEMBER_IDLE
    return now - seen_at > idle or now - started_at > LONGEST_SESSION


def code_in(said: str) -> str:
    """The six digits in what someone typed or pasted, words and all: "Your code is 123 456. It works for 15 minutes"."""
    found = _CODE.search("".join(c for c in said if unicodedata.category(c) != "Cf"))  # direction marks are not seen
    return "".join(c for c in found.group() if c.isdigit()) if found else ""


def safe_next(said: str) -> str:
    """An address of ours to go on to after signing in, or "" when it could lead elsewhere (OWASP ASVS 5.0, 1.2)."""
    is_ours = said.startswith("/") and not said.startswith("//") and len(said) <= 500
    return said if is_ours and said.isprintable() and "\\" not in said else ""


def told_apart(names: list[str]) -> list[str]:
    """Initials of people who share an address, with a number where they are the same, so that no name is shown."""
    initials = [typed.initials(name) for name in names]
    return [
        f"{letters} ({initials[: place + 1].count(letters)})" if initials.count(letters) > 1 else letters
        for place, letters in enumerate(initials)
    ]
