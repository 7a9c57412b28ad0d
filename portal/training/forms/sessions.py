"""What staff fill in about a session."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from wtforms import ValidationError

from portal.kit import clock, forms
from portal.kit.words import gettext as _
from portal.kit.words import later, plain_digits
from portal.training.queries.courses import CourseRow
from portal.training.queries.staff import StaffSession
from portal.training.queries.words import MODES
from portal.training.services import SessionDetails

_HOUR = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def read_hour(said: str) -> time:
    """An hour of the day in any sane spelling: 2pm, 2.30pm, 14:00; ValueError with a sentence otherwise."""
    plain = plain_digits(said).strip().lower().replace("midday", "12pm").replace("noon", "12pm")
    found = _HOUR.fullmatch(plain)
    problem = ValueError(_("Type a time, such as 2pm, 2.30pm or 14:00"))
    if found is None:
        raise problem
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            raise problem
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif found[2] is None:
        raise problem  # "2" may be morning or afternoon
    try:
        return time(hour, minute)
    except ValueError:
        raise problem from None


def _is_hour(_form: Any, field: Any) -> None:
    try:
        read_hour(field.data)
    except ValueError as problem:
        raise ValidationError(str(problem)) from None


def _hour(label: str, needed: str) -> Any:
    field = forms.line(label, needed=needed, most=12)
    field.kwargs["validators"].append(_is_hour)
    return field


class SessionForm(forms.Form):
    """A course on a day."""

    course = forms.pick(later("Which course is it?"), needed=later("Choose the course"))
    day = forms.DateInput(later("On which day?"), needed=later("Type the day"))
    begins = _hour(later("When does it begin?"), later("Type when it begins"))
    ends = _hour(later("When does it end?"), later("Type when it ends"))
    mode = forms.choice(
        later("How can people take part?"), list(MODES.items()), needed=later("Choose how people can take part")
    )
    venue = forms.line(later("Where is it held?"), most=300)
    how_to_get_there = forms.text(later("How do people get there?"), most=1000)
    access = forms.text(later("What is the place like for people with access needs?"), most=1000)
    online_link = forms.line(later("Link to join online"), most=500)
    online_note = forms.text(later("What people should know about joining online"), most=500)
    host_role = forms.line(later("Who runs it?"), most=200)
    expenses = forms.text(later("What is paid for those who come?"), most=600)
    directorate = forms.pick(later("Which part of the Trust holds it?"))
    capacity = forms.number(
        later("How many places?"), least=1, most=500, needed=later("Type how many places there are")
    )
    version = forms.hidden()

    def offer(self, courses: list[CourseRow], directorates: list[tuple[int, str]], *, all_may: bool) -> SessionForm:
        """Offer these courses, and the directorates of the member of staff."""
        self.course.choices = [("", _("Choose a course")), *((str(row.id), row.title) for row in courses)]
        none = [("", _("The whole Trust"))] if all_may else []
        self.directorate.choices = [*none, *((str(id), name) for id, name in directorates)]
        return self

    def validate_ends(self, field: Any) -> None:
        """It ends after it begins."""
        try:
            begins, ends = read_hour(self.begins.data), read_hour(field.data)
        except (ValueError, TypeError):
            return  # said beside the hour itself
        if ends <= begins:
            raise ValidationError(_("It must end after it begins"))

    def validate_venue(self, field: Any) -> None:
        """Whoever comes must know where to."""
        if self.mode.data in {"in_person", "both"} and not field.data:
            raise ValidationError(_("Type where it is held"))

    def validate_online_link(self, field: Any) -> None:
        """A link can be pressed."""
        if field.data and not re.match(r"https?://[^\s/]+", field.data):
            raise ValidationError(_("Type the whole link, beginning with https://"))

    def details(self) -> SessionDetails:
        """What was written, as the service takes it."""
        day = self.day.value()
        assert day is not None  # noqa: S101 - validated
        return SessionDetails(
            course_id=int(self.course.data),
            starts_at=_at(day, self.begins.data),
            ends_at=_at(day, self.ends.data),
            mode=self.mode.data,
            capacity=self.capacity.data,
            venue=self.venue.data,
            how_to_get_there=self.how_to_get_there.data,
            access=self.access.data,
            online_link=self.online_link.data,
            online_note=self.online_note.data,
            host_role=self.host_role.data,
            expenses=self.expenses.data,
            directorate_id=int(self.directorate.data) if self.directorate.data else None,
        )


def _at(day: date, hour: str) -> datetime:
    return datetime.combine(day, read_hour(hour), clock.HERE).astimezone(UTC)


def said_by_session(held: StaffSession) -> dict[str, Any]:
    """What a session says now, by the fields of its form."""
    begins, ends = clock.local(held.starts_at), clock.local(held.ends_at)
    names = (
        *("mode", "venue", "how_to_get_there", "access", "online_link", "online_note"),
        *("host_role", "expenses", "capacity"),
    )
    return {
        **{name: getattr(held, name) for name in names},
        "course": str(held.course_id),
        "day": {"day": str(begins.day), "month": str(begins.month), "year": str(begins.year)},
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "directorate": str(held.directorate_id or ""),
        "version": str(held.version),
    }
