"""Someone's own path: done, booked, and open to them next."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import render_template

from portal.kit import clock
from portal.signin import access
from portal.teams.queries import memberships_of_person
from portal.training import rules_path
from portal.training.queries import catalogue, public
from portal.training.queries import path as reads
from portal.training.queries.catalogue import Catalogue, CatalogueCourse
from portal.training.queries.path import PathStep


def mine() -> Any:
    """What someone did, what they booked, and which courses are open to them next."""
    person_id, now = access.get_visitor().person_id, clock.now()
    found, courses = reads.path_of(person_id), catalogue.catalogue()
    dates = defaultdict(list)
    for row in public.sessions_coming(now):
        dates[row.course_slug].append(row)
    is_member = any(one.ended_on is None for one in memberships_of_person(person_id))
    kind = reads.kind_of(person_id)
    following = _next(courses, found)
    return render_template(
        "training/path/mine.html",
        done=[step for step in found if step.came],
        booked=[step for step in found if step.is_coming(now)],
        open=[one for one in following if rules_path.is_open(one.who_for, kind, is_member=is_member)],
        for_members=[one for one in following if _waits_for_a_team(one, kind, is_member=is_member)],
        dates=dates,
    )


def _next(courses: Catalogue, found: list[PathStep]) -> list[CatalogueCourse]:
    """The courses that someone could take next, but for those that they have booked."""
    done = {step.course_slug for step in found if step.came}
    booked = {step.course_slug for step in found if step.is_coming(clock.now())}
    return [courses.get(slug) for slug in rules_path.open_next(courses.path, done) if slug not in booked]


def _waits_for_a_team(course: CatalogueCourse, kind: str, *, is_member: bool) -> bool:
    """Whether it would be open to them if they were on a project's team."""
    return not rules_path.is_open(course.who_for, kind, is_member=is_member) and rules_path.is_open(
        course.who_for, kind, is_member=True
    )
