"""Made-up sessions of real courses, past and to come, with their bookings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from portal.database import session
from portal.example import rows
from portal.example.people import Someone
from portal.example.rows import Row
from portal.kit import clock, references, typed
from portal.people import queries as people_queries
from portal.people.rules import Mark
from portal.people.services import needs
from portal.training import rules
from portal.training import services as training
from portal.training.models import Course, QISession
from portal.training.rules import Who
from portal.training.services import CourseDetails, Request, SessionDetails
from portal.training.services.dates import LaterDate

WEEK = 7
QUESTIONS = {"improvement-leaders-programme": "What do you hope to improve?\nWho is on your team?"}
YES_NO = {"yes": True, "no": False, "": None}
PLANNED_BEFORE = timedelta(days=50)
WHOS = (Who.SERVICE_USER, Who.CARER, Who.SERVICE_USER, Who.STAFF)  # who books, turn by turn
STRIDE = 7  # through the made-up people, so that each session has others
STAYED_AWAY = 6  # one in so many did not come
MISSED = 8  # for one in so many, what they need was not ready


def load(people: dict[int, Someone], directorates: dict[str, int], staff: dict[str, int], now: datetime) -> None:
    """Hold the made-up year of sessions: planned, published, booked, held or cancelled."""
    courses = _courses(staff["pp@example.com"], now)
    for place, row in enumerate(rows.made_up("sessions")):
        _session(place, row, courses, people, directorates, staff["pp@example.com"], now)
    first = session.scalars(select(QISession.id).where(QISession.state == "published").order_by(QISession.id)).first()
    training.keep_as_template(first or 0, "Introduction, half a day", by=staff["pp@example.com"], now=now)


def _courses(by: int, now: datetime) -> dict[str, int]:
    listed = rows.made_up("courses")
    slugs = {row["slug"]: typed.slug_of(row["title"]) for row in listed}
    return {row["slug"]: _course(row, slugs, by, rows.ago(now, 365)) for row in listed}


def _course(row: Row, slugs: dict[str, str], by: int, now: datetime) -> int:
    id = training.add_course(
        CourseDetails(
            title=row["title"],
            summary=row["summary"],
            what_you_learn="\n".join(part.strip() for part in row["what_you_learn"].split("|")),
            who_for=row["who_for"],
            length=row["length"],
            leads_to=slugs.get(row["leads_to"], ""),
            questions=QUESTIONS.get(row["slug"], ""),
        ),
        by=by,
        now=now,
    )
    session.get_one(Course, id).source_url = row["source_url"]
    return id


def _session(
    place: int,
    row: Row,
    courses: dict[str, int],
    people: dict[int, Someone],
    directorates: dict[str, int],
    by: int,
    now: datetime,
) -> None:
    starts_at = rows.on_working_day(now, rows.number(row["days"]), row["start"])
    planned = min(starts_at - PLANNED_BEFORE, now - timedelta(days=3))
    details = SessionDetails(
        course_id=courses[row["course"]],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=rows.number(row["minutes"], 120)),
        mode=row["mode"],
        capacity=rows.number(row["capacity"], 12),
        venue=row["venue"],
        how_to_get_there=row["how_to_get_there"],
        access=row["access"],
        online_link="https://meet.example.com/made-up" if row["mode"] != "in_person" else "",
        online_note=row["online_note"],
        host_role=row["host_role"],
        expenses=row["expenses"],
        directorate_id=directorates.get(row["directorate"]),
        **_more(row, starts_at),
    )
    id = training.add_session(details, by=by, now=planned)
    if row["state"] == "draft":
        return
    training.publish(id, by=by, now=planned)
    _book(id, place, row, people, planned, starts_at, by, now)
    if row["state"] == "cancelled":
        training.cancel_session(id, why="Made up", by=by, now=now - timedelta(hours=2))


def _more(row: Row, starts_at: datetime) -> dict[str, Any]:
    """What else there is to know of a session: kept places, who welcomes people, what the place is like, further dates."""
    kept, length = rows.number(row["kept"]), timedelta(minutes=rows.number(row["minutes"], 120))
    ask_before = rows.number(row["needs_by_days_before"])
    later = [rules.days_on(starts_at, WEEK * turn, clock.HERE) for turn in range(1, rows.number(row["dates"], 1))]
    return {
        "kept": kept,
        "kept_until": starts_at - timedelta(days=2) if kept else None,
        "online_capacity": rows.number(row["online_capacity"]),
        "host_name": row["host_name"],
        "is_step_free": YES_NO[row["step_free"]],
        "has_quiet_room": YES_NO[row["quiet_room"]],
        "parking": row["parking"],
        "food": row["food"],
        "dial_in": "020 7946 0000, code 1234 (made up)" if row["mode"] != "in_person" else "",
        "needs_by": (starts_at - timedelta(days=ask_before)).date() if ask_before else None,
        "materials_before": "What will happen, in Easy Read https://example.org/made-up/before",
        "materials_after": "Slides https://example.org/made-up/slides\nEasy Read notes https://example.org/made-up/notes",
        "later": tuple(LaterDate(moment, moment + length) for moment in later),
    }


def _book(
    id: int,
    place: int,
    row: Row,
    people: dict[int, Someone],
    planned: datetime,
    starts_at: datetime,
    by: int,
    now: datetime,
) -> None:
    wanted = rows.number(row["booked"]) + rows.number(row["waiting"])
    last = min(starts_at - timedelta(days=1), now - timedelta(minutes=5))
    for turn in range(wanted):
        someone = people[(place * 3 + turn * STRIDE) % len(people) + 1]
        booked = training.book(
            Request(
                qi_session_id=id,
                name=someone.name,
                channel=someone.channel,
                value=someone.value,
                locale=someone.locale,
                safe_hours=someone.safe_hours,
                needs=someone.needs,
                need_kinds=someone.need_kinds,
                who=WHOS[turn % len(WHOS)],
                mode="online" if row["mode"] == "both" and turn % 3 == 2 else "in_person",
            ),
            draft_key=references.digest(f"booking {place} {turn}", key="the example"),
            now=planned + (last - planned) * (turn + 1) / (wanted + 1),
        )
        if starts_at < now and booked.status == "confirmed":
            came = (place + turn) % STAYED_AWAY != 0
            training.mark_came(booked.id, came=came, by=by, now=starts_at + timedelta(hours=1))
            _say_how_it_was(booked.id, turn, starts_at, came=came, by=by)


def _say_how_it_was(booking_id: int, turn: int, starts_at: datetime, *, came: bool, by: int) -> None:
    """What people needed was ready, but for a few; whoever came said afterwards whether it was there."""
    thing, is_ready = f"booking {booking_id}", turn % MISSED != MISSED - 1
    flags = people_queries.flags_of([thing]).get(thing, [])
    for flag in flags if is_ready else []:
        needs.mark(thing, flag.kind, Mark.READY, by=by, now=starts_at - timedelta(days=1))
    needs.note_asked(thing, now=starts_at + timedelta(days=1))
    if came and flags:
        said = {flag.kind: (is_ready, "") for flag in flags}
        needs.say_met(thing, said, now=starts_at + timedelta(days=1))
