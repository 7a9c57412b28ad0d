"""The public facts: directorates, places, projects, published figures, support lines, words explained."""

from __future__ import annotations

from datetime import datetime

from portal.example import rows
from portal.example.rows import Row
from portal.help import services as help
from portal.measures import services as measures
from portal.measures.queries import ShareRow
from portal.projects import services as projects
from portal.projects.rules import State
from portal.projects.services import ProjectDetails, Source
from portal.trust import services as trust
from portal.trust.services import DirectorateDetails

# What the files call by another name, or by none.
NO_DIRECTORATE = {"Not stated", ""}
ALSO_CALLED = {"Trust-wide": "Whole Trust"}
NOT_A_PLACE = {"Not stated", "All areas", "Several boroughs", ""}
SEVERAL_PLACES = {"Bedfordshire and Luton": ["Bedfordshire", "Luton"]}
KINDER = {"Patient experience": "Experience of care"}
PROMISES = [5, 3, 5, 7, 5, 10]  # made up: working days within which each directorate answers
DAYS_BETWEEN = 3


def load(now: datetime) -> dict[str, int]:
    """Load every public fact; the number of each project by its reference."""
    directorates = {row["name"]: _directorate(place, row, now) for place, row in enumerate(rows.facts("directorates"))}
    for place, row in enumerate(rows.facts("big_i_share")):
        measures.add_share(_share(row), place)
    for place, row in enumerate(row for row in rows.facts("support") if row["show"] == "yes"):
        help.add_line(_line(row), place)
    for row in rows.facts("glossary"):
        help.add_term(row["term"], row["definition"])
    return _projects(directorates, now)


def _directorate(place: int, row: Row, now: datetime) -> int:
    return trust.add_directorate(
        DirectorateDetails(
            name=row["name"],
            kind=row["kind"],
            part_of=row["part_of"],
            places_served=row["places_served"],
            what_it_covers=row["what_it_covers"],
            promise_days=PROMISES[place % len(PROMISES)],
            answered_by=f"People Participation lead, {row['name']}",
        ),
        now=rows.ago(now, 365),
    )


def _share(row: Row) -> ShareRow:
    def count(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    return ShareRow(
        row["period"],
        row["area"],
        row["measure"],
        count("numerator"),
        count("denominator"),
        count("share_percent"),
        row["source_url"],
        row["seen_in_source"] == "yes",
        row["note"],
    )


def _line(row: Row) -> help.Line:
    return help.Line(
        name=row["name"],
        contact=row["contact"],
        hours=row["hours"],
        what_for=row["what_for"],
        area=row["area"],
        is_crisis=not row["name"].startswith("Carers"),
    )


def _projects(directorates: dict[str, int], now: datetime) -> dict[str, int]:
    more = {row["reference"]: row for row in rows.made_up("project_more")}
    listed = sorted(rows.facts("projects"), key=lambda row: (row["stage"] != "closed", row["reference"]))
    found = {}
    for place, row in enumerate(listed):
        at = rows.ago(now, (len(listed) - place) * DAYS_BETWEEN)
        found[row["reference"]] = _project(row, more.get(row["reference"], {}), directorates, at)
    return found


def _project(row: Row, more: Row, directorates: dict[str, int], now: datetime) -> int:
    theme = KINDER.get(row["theme"], row["theme"])
    directorate = ALSO_CALLED.get(row["directorate"], row["directorate"])
    details = ProjectDetails(
        title=row["title"],
        plain_aim=row["aim"],
        stage=row["stage"],
        service="" if row["service"] == "Not stated" else row["service"],
        directorate_id=None if directorate in NO_DIRECTORATE else directorates[directorate],
        theme_id=projects.add_theme(theme),
        place_ids=tuple(trust.add_place(name, now=now) for name in _places(row["borough"])),
        is_in_person=rows.is_yes(more.get("in_person", "")),
        is_online=rows.is_yes(more.get("online", "")),
        is_by_phone=rows.is_yes(more.get("by_phone", "")),
        lead_role=more.get("lead_role", ""),
        involvement=row["involvement"],
        outcome=row["outcome"],
    )
    source = Source(row["reference"], row["source_url"], row["evidence"], row["started"])
    id = projects.add_project(details, by=None, now=now, source=source)
    projects.move_project(id, State.PUBLISHED, by=None, now=now)
    return id


def _places(borough: str) -> list[str]:
    named = [name.strip() for name in borough.split(";")]
    return [place for name in named if name not in NOT_A_PLACE for place in SEVERAL_PLACES.get(name, [name])]
