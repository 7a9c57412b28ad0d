"""Courses in plain words: the path from a first session to coach, and one course."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import render_template

from portal.kit import clock
from portal.training.queries import catalogue as reads
from portal.training.queries import public, said
from portal.training.queries.public import SessionRow

SAID_SHOWN, DATES_SHOWN = 6, 3


def browse() -> Any:
    """Every course: the path step by step, then single workshops, each with its next dates."""
    return render_template(
        "training/courses/browse.html", catalogue=reads.catalogue(), coming=_coming(), shown=DATES_SHOWN
    )


def one(slug: str) -> Any:
    """One course: what one learns, what comes before and after, when it is next, and what people said."""
    catalogue = reads.catalogue()
    course = catalogue.get(slug)
    return render_template(
        "training/courses/one.html",
        course=course,
        leading_here=catalogue.leading_to(slug),
        after=catalogue.find(course.leads_to),
        sessions=_coming()[slug],
        said=said.said_about(course.id, SAID_SHOWN),
    )


def _coming() -> dict[str, list[SessionRow]]:
    """The sessions to come of each course, the next one first."""
    found: dict[str, list[SessionRow]] = defaultdict(list)
    for row in public.sessions_coming(clock.now()):
        found[row.course_slug].append(row)
    return found
