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
from portal.teams.rules.factors import CARING, MODES, SKILLS, TIMES, kept
from portal.teams.services import Offer, OpeningDetails, skills, team_profiles
from portal.teams.services.skills import Answers
from portal.trust import queries as trust

ABOUT_A_TEAM = {
    "meetings": "An hour and a half, with a break in the middle. Six to eight people. Nobody has to speak. You can leave"
    " when you need to, and you need not say why.",
    "greets": "Somebody waits for you at the main door, ten minutes before.",
    "jargon": "PDSA: plan a change, try it, see what happened, and decide what next.\nRun chart: a line that shows if"
    " something gets better over time.",
    "failed": "We met at 9am. For many people that was too early, so now we meet after lunch.",
    "hopes": "That whoever uses this service would choose it for a friend.",
}
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
    team_profiles.write(projects[min(led)], ABOUT_A_TEAM, is_public=True, by=by, now=now, version=team_profiles.NOT_YET)
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
        how_long=row["how_long"],
        decides_role=row["decides_role"],
        training_offered=row["training_offered"],
        checks=row["checks"],
        checks_why=row["checks_why"],
        hours=rows.number(row["hours"]),
        meets_at=row["meets_at"],
        lived_wanted=row["lived"],
        skills_wanted=row["skills_wanted"],
        skills_learnt=row["skills_learnt"],
        languages=row["languages"],
        needs_met=row["needs_met"],
        places=rows.number(row["places"], 1),
    )
    opened, confirmed = rows.number(row["opened_days_ago"]), rows.number(row["confirmed_days_ago"])
    id = teams.add_opening(projects[row["project"]], details, by=by, now=rows.ago(now, max(opened, confirmed)))
    teams.confirm_opening(id, by=by, now=rows.ago(now, confirmed))
    if row["state"] == "closed":
        teams.close_opening(id, by=by, now=rows.ago(now, confirmed, hour=12))


def load_skills(now: datetime) -> None:
    """Let two in three of those who offered say what they bring, each something else."""
    towns = [slug for _id, slug, _name in trust.places()]
    people = session.scalars(select(ExpressionOfInterest.person_id).distinct().order_by(ExpressionOfInterest.person_id))
    for place, person_id in enumerate(list(people)):
        if place % 3 != 2:
            skills.tell(person_id, _skills(place, towns), by=person_id, now=now, version=skills.NOT_YET)


def _skills(place: int, towns: list[str]) -> Answers:
    def some(codes: tuple[str, ...], count: int, step: int) -> str:
        return kept(codes[(place * step + each * 5) % len(codes)] for each in range(count))

    return Answers(
        good_at=some(SKILLS, 3, 1),
        learn=some(SKILLS, 2, 3),
        rather_not=some(SKILLS, 1, 7) if place % 4 == 0 else "",
        times=some(TIMES, 9, 3),
        modes=kept(MODES[: 1 + place % 3]),
        places=kept(towns[(place + each) % len(towns)] for each in range(3)) if towns else "",
        lived=CARING if place % 4 == 1 else "",
        is_lived_for_matching=place % 8 == 1,
        hours=(3, 4, 6, None)[place % 4],
    )


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
