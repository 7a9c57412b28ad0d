"""Made-up openings, and people who offered to join."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.database import session
from portal.example import rows
from portal.example.people import Someone
from portal.example.rows import Row
from portal.kit import references
from portal.projects.models import Project
from portal.teams import services as teams
from portal.teams.models import ExpressionOfInterest
from portal.teams.services import Offer, OpeningDetails

LED_BY_THE_LEAD = 6  # projects with an opening that lead@example.com leads


def load_openings(projects: dict[str, int], staff: dict[str, int], now: datetime) -> None:
    """Open the made-up places, and close some; those that nobody confirmed come to rest."""
    by = staff["pp@example.com"]
    for row in rows.made_up("openings"):
        _open(row, projects, by, now)
    led = [row["project"] for row in rows.made_up("openings") if row["state"] == "open"]
    for reference in sorted(set(led))[:LED_BY_THE_LEAD]:
        session.get_one(Project, projects[reference]).lead_id = staff["lead@example.com"]
    session.flush()
    teams.rest_stale_openings(now)


def _open(row: Row, projects: dict[str, int], by: int, now: datetime) -> None:
    details = OpeningDetails(
        title=row["title"],
        what_you_would_do=row["what_you_would_do"],
        hours_a_month=row["hours_a_month"],
        meets=row["meets"],
        is_in_person=rows.is_yes(row["in_person"]),
        is_online=rows.is_yes(row["online"]),
        is_by_phone=rows.is_yes(row["by_phone"]),
        where=row["where"],
        access=row["access"],
        paid=row["paid"],
        support=row["support"],
        places=rows.number(row["places"], 1),
    )
    opened, confirmed = rows.number(row["opened_days_ago"]), rows.number(row["confirmed_days_ago"])
    id = teams.add_opening(projects[row["project"]], details, by=by, now=rows.ago(now, max(opened, confirmed)))
    teams.confirm_opening(id, by=by, now=rows.ago(now, confirmed))
    if row["state"] == "closed":
        teams.close_opening(id, by=by, now=rows.ago(now, confirmed, hour=12))


def load_interests(people: dict[int, Someone], projects: dict[str, int], staff: dict[str, int], now: datetime) -> None:
    """Let people offer to join, and staff answer them, step by step."""
    for place, row in enumerate(rows.made_up("interests")):
        someone = people[int(row["person"])]
        asked = rows.number(row["asked_days_ago"])
        offer = Offer(
            name=someone.name,
            channel=someone.channel,
            value=someone.value,
            locale=someone.locale,
            for_whom=row["for_whom"],
            helper_name=row["helper_name"],
            safe_hours=row["safe_hours"] or someone.safe_hours,
            needs=row["needs"] or someone.needs,
            need_kinds=() if row["needs"] else someone.need_kinds,
            wants=row["wants"],
            experience=row["experience"],
            project_id=projects[row["project"]] if row["project"] else None,
        )
        made = teams.express(
            offer,
            draft_key=references.digest(f"interest {place}", key="the example"),
            now=rows.ago(now, asked, hour=9) + timedelta(minutes=place)
            if asked
            else now - timedelta(minutes=90 - place),
        )
        _answer(made.id, row, projects, staff, now)


def _answer(id: int, row: Row, projects: dict[str, int], staff: dict[str, int], now: datetime) -> None:
    by = staff["ia@example.com" if id % 3 == 0 else "pp@example.com"]
    for said in filter(None, (part.strip() for part in row["steps"].split(";"))):
        step, days, note = ([*said.split(":", 2), "", ""])[:3]
        at = rows.ago(now, int(days), hour=15)
        expression = session.scalars(select(ExpressionOfInterest).where(ExpressionOfInterest.id == id)).one()
        if step == "withdrawn":
            teams.withdraw(id, person_id=expression.person_id, now=at)
            continue
        project = expression.project_id or next(iter(projects.values()))
        teams.move(
            id,
            step,
            note=note.strip(),
            by=by,
            now=at,
            version=expression.version,
            project_id=project if step == "joined" else None,
        )
