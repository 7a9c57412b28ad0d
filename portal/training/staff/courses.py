"""Courses, as staff describe them."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kit import clock
from portal.kit.errors import ChangedMeanwhile
from portal.signin import access
from portal.training import services
from portal.training.forms import CourseForm, said_by_course
from portal.training.queries import courses as reads
from portal.training.staff.pages import form_page, given, me, tried


def browse() -> Any:
    """Every course."""
    return render_template(
        "training/staff/courses/browse.html", courses=reads.courses(clock.now()), is_done=bool(request.args.get("done"))
    )


def new() -> Any:
    """Describe something new that can be learnt."""
    form = CourseForm(**given(access.interrupted())).offer(reads.courses(clock.now()))
    if form.validate_on_submit():
        services.add_course(form.details(), by=me(), now=clock.now())
        return _saved()
    return form_page("training/staff/courses/edit.html", form)


def edit(id: int) -> Any:
    """Describe a course anew."""
    course = reads.get_course(id)
    form = CourseForm(**given({**said_by_course(course), **access.interrupted()}))
    form.offer(reads.courses(clock.now()), but=course.id)
    if form.validate_on_submit() and tried(form, lambda: _change(form, id)):
        return _saved()
    return form_page("training/staff/courses/edit.html", form, course=reads.get_course(id))


def _change(form: CourseForm, course_id: int) -> None:
    try:
        services.change_course(course_id, form.details(), by=me(), now=clock.now(), version=form.shown_version())
    except ChangedMeanwhile:
        form.version.data = str(reads.get_course(course_id).version)
        raise


def _saved() -> Any:
    access.let_go_of_interrupted()
    return redirect(url_for("training.staff.courses.browse", done="saved"), 303)
