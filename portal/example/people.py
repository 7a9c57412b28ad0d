"""Made-up people, and the staff of the example."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from portal.example import rows
from portal.example.rows import Row
from portal.people import services as people
from portal.signin import services as signin

MEMBERS = 40  # these have an address that says so, and can be tried out
TOLD_NEEDS = 300  # days ago: nobody is asked yet whether it still holds
FIRST_MADE_UP_NUMBER = 7700900200  # Ofcom keeps 07700 900000 to 900999 for stories
ROLES = [
    ("pp@example.com", "Priya Participation", "People Participation lead", "pp_lead", []),
    (
        "ia@example.com",
        "Ivo Advisor",
        "Improvement Advisor",
        "improvement_advisor",
        ["Newham Mental Health", "Tower Hamlets Mental Health", "City & Hackney Mental Health"],
    ),
    ("lead@example.com", "Lena Lead", "Project lead", "project_lead", ["Newham Mental Health"]),
    ("moderator@example.com", "Moses Moderator", "Reader of stories", "moderator", []),
    ("admin@example.com", "Ada Administrator", "Administrator", "admin", []),
]


@dataclass(frozen=True)
class Someone:
    """A made-up person and the one way to reach them."""

    number: int
    name: str
    kind: str
    channel: str
    value: str
    locale: str
    safe_hours: str
    needs: str
    need_kinds: tuple[tuple[str, str], ...]


def everyone() -> dict[int, Someone]:
    """Every made-up person, by number."""
    return {int(row["number"]): _someone(row) for row in rows.made_up("people")}


def _someone(row: Row) -> Someone:
    number = int(row["number"])
    if number <= MEMBERS:
        channel, value = "email", f"member{number}@example.com"
    elif row["channel"] == "sms":
        channel, value = "sms", f"+44{FIRST_MADE_UP_NUMBER + number}"
    else:
        channel, value = "email", f"person{number}@example.com"
    return Someone(
        number=number,
        name=row["name"],
        kind=row["kind"],
        channel=channel,
        value=value,
        locale=row["locale"] or "en",
        safe_hours=row["safe_hours"],
        needs=row["needs"],
        need_kinds=tuple(_need(said) for said in row["need_kinds"].split(";") if said.strip()),
    )


def _need(said: str) -> tuple[str, str]:
    kind, _colon, details = said.partition(":")
    return kind.strip(), details.strip()


def load(found: dict[int, Someone], now: datetime) -> None:
    """Get to know every made-up person, and what some of them need."""
    for someone in found.values():
        person, _way = people.meet(
            someone.name,
            someone.channel,
            someone.value,
            locale=someone.locale,
            kind=someone.kind,
            now=rows.ago(now, 365),
        )
        if someone.needs or someone.need_kinds:
            told_at = rows.ago(now, TOLD_NEEDS)
            people.needs.tell(person.id, someone.need_kinds, someone.needs, by=person.id, now=told_at)


def second_step(secret_key: str) -> str:
    """The second-step secret of the example's staff: the same for all, and after each start."""
    made = hmac.new(secret_key.encode(), b"the example's second step", hashlib.sha256).digest()
    return base64.b32encode(made[:20]).decode()


def load_staff(directorates: dict[str, int], secret: str, now: datetime) -> dict[str, int]:
    """Give the example its staff; the number of each person by their address."""
    return {
        email: signin.add_staff(
            name,
            email,
            job,
            roles=[(role, directorates[where]) for where in places] or [(role, None)],
            totp_secret=secret,
            now=rows.ago(now, 365),
        ).person_id
        for email, name, job, role, places in ROLES
    }
