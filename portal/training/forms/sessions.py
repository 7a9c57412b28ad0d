"""What staff fill in about a session."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from wtforms import ValidationError

from portal.kit import clock, forms
from portal.kit.words import gettext as _
from portal.kit.words import later, plain_digits
from portal.training import rules
from portal.training.models import QISession
from portal.training.queries.courses import CourseRow
from portal.training.queries.words import MODES
from portal.training.rules import Rhythm
from portal.training.services import SessionDetails
from portal.training.services.dates import LaterDate

YES_NO = [("yes", later("Yes")), ("no", later("No")), ("unknown", later("We do not know yet"))]
SAID = {"yes": True, "no": False, "unknown": None, None: None}
RHYTHMS = {
    "": later("Not again"),
    Rhythm.WEEK: later("Every week"),
    Rhythm.TWO_WEEKS: later("Every 2 weeks"),
    Rhythm.FOUR_WEEKS: later("Every 4 weeks"),
}
MOST_DATES = 12
LAST_MINUTE = time(23, 59)
# What is taken from the form and shown in it just as it stands on the session.
PLAIN = (
    *("mode", "venue", "how_to_get_there", "access", "parking", "food", "online_link", "dial_in", "online_note"),
    *("capacity", "host_name", "host_role", "expenses", "materials_before", "materials_after"),
)
_HOURS = r"(?P<begins>[\d.:]+ *(?:am|pm)?|midday|noon) *(?:to|until|-|–) *(?P<ends>[\d.:]+ *(?:am|pm)?|midday|noon)"
_DATE = re.compile(rf"(?P<day>\d{{1,2}})[ /.-]+(?P<month>\w+)[ /.-]+(?P<year>\d{{4}}),? +{_HOURS}")
_MATERIAL = re.compile(r"\S.*\s+https?://\S+")
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
    """A course on a day, or on several."""

    course = forms.pick(later("Which course is it?"), needed=later("Choose the course"))
    day = forms.DateInput(later("On which day?"), needed=later("Type the day"))
    begins = _hour(later("When does it begin?"), later("Type when it begins"))
    ends = _hour(later("When does it end?"), later("Type when it ends"))
    later_dates = forms.text(later("Further dates"), most=1500)
    rhythm = forms.pick(later("Or at the same hour again"), RHYTHMS.items())
    times = forms.number(later("How many times in all?"), least=2, most=MOST_DATES)
    mode = forms.choice(
        later("How can people take part?"), list(MODES.items()), needed=later("Choose how people can take part")
    )
    venue = forms.line(later("Where is it held?"), most=300)
    how_to_get_there = forms.text(later("How do people get there?"), most=1000)
    is_step_free = forms.choice(later("Can people get in without steps?"), YES_NO, default="unknown")
    has_quiet_room = forms.choice(later("Is there a quiet room?"), YES_NO, default="unknown")
    access = forms.text(later("What else is the place like for people with access needs?"), most=1000)
    parking = forms.line(later("Where can people park?"), most=300)
    food = forms.line(later("What is there to eat and drink?"), most=300)
    online_link = forms.line(later("Link to join online"), most=500)
    dial_in = forms.line(later("Number to join by phone"), most=300)
    online_note = forms.text(later("What people should know about joining online"), most=500)
    capacity = forms.number(
        later("How many places?"), least=1, most=3000, needed=later("Type how many places there are")
    )
    kept = forms.number(later("How many of them are kept for service users and carers?"), least=0, most=3000)
    online_capacity = forms.number(later("How many places are there online?"), least=1, most=3000)
    online_kept = forms.number(later("How many of those are kept for service users and carers?"), least=0, most=3000)
    kept_until = forms.DateInput(later("Until which day are they kept?"))
    needs_by = forms.DateInput(later("Until which day can people ask for an interpreter?"))
    host_name = forms.line(later("Who welcomes people?"), most=200)
    host_role = forms.line(later("What is their role?"), most=200)
    expenses = forms.text(later("What is paid for those who come?"), most=600)
    materials_before = forms.text(later("What is there to read before?"), most=2000)
    materials_after = forms.text(later("What is there to read afterwards?"), most=2000)
    directorate = forms.pick(later("Which part of the Trust holds it?"))
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

    def validate_later_dates(self, field: Any) -> None:
        """Each line is a date with its hours."""
        try:
            read_dates(field.data)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def validate_times(self, field: Any) -> None:
        """A rhythm needs a number of times."""
        if self.rhythm.data and not field.data and not field.errors:
            raise ValidationError(_("Type how many times in all, such as 4"))

    def validate_venue(self, field: Any) -> None:
        """Whoever comes must know where to."""
        if self.mode.data in {"in_person", "both"} and not field.data:
            raise ValidationError(_("Type where it is held"))

    def validate_online_link(self, field: Any) -> None:
        """A link can be pressed."""
        if field.data and not re.match(r"https?://[^\s/]+", field.data):
            raise ValidationError(_("Type the whole link, beginning with https://"))

    def validate_online_capacity(self, field: Any) -> None:
        """A session in both ways has places online too."""
        if self.mode.data == "both" and not field.data and not field.errors:
            raise ValidationError(_("Type how many places there are online"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Places are kept until a day that people can be told."""
        super().validate(extra_validators)
        is_kept = self.kept.data or self.online_kept.data
        if is_kept and not self.kept_until.errors and self.kept_until.value() is None:
            self.refuse("kept_until", _("Type until which day the places are kept"))
        return not self.errors

    def validate_materials_before(self, field: Any) -> None:
        """Each line has a name and an address."""
        _are_materials(field.data)

    def validate_materials_after(self, field: Any) -> None:
        """Each line has a name and an address."""
        _are_materials(field.data)

    def details(self) -> SessionDetails:
        """What was written, as the service takes it."""
        day, kept_until = self.day.value(), self.kept_until.value()
        if day is None:
            raise ValueError("a day is asked for, and was checked")
        starts_at, ends_at = _at(day, self.begins.data), _at(day, self.ends.data)
        return SessionDetails(
            course_id=int(self.course.data),
            starts_at=starts_at,
            ends_at=ends_at,
            kept=self.kept.data or 0,
            online_capacity=self.online_capacity.data or 0,
            online_kept=self.online_kept.data or 0,
            kept_until=rules.at(kept_until, LAST_MINUTE, clock.HERE) if kept_until else None,
            needs_by=self.needs_by.value(),
            is_step_free=SAID[self.is_step_free.data],
            has_quiet_room=SAID[self.has_quiet_room.data],
            directorate_id=int(self.directorate.data) if self.directorate.data else None,
            later=self._later(starts_at, ends_at),
            **{name: self[name].data for name in PLAIN},
        )

    def _later(self, starts_at: datetime, ends_at: datetime) -> tuple[LaterDate, ...]:
        written = tuple(LaterDate(*both) for both in read_dates(self.later_dates.data))
        if written or not self.rhythm.data or not self.times.data:
            return written
        apart = rules.DAYS_APART[Rhythm(self.rhythm.data)]
        days = [apart * turn for turn in range(1, self.times.data)]
        here = clock.HERE
        return tuple(LaterDate(rules.days_on(starts_at, n, here), rules.days_on(ends_at, n, here)) for n in days)


def read_dates(said: str) -> list[tuple[datetime, datetime]]:
    """Dates with their hours, a line each, such as "23 3 2026, 2pm to 4pm"; ValueError with a sentence otherwise."""
    return sorted(_read_date(line) for line in plain_digits(said or "").splitlines() if line.strip())


def _read_date(line: str) -> tuple[datetime, datetime]:
    problem = ValueError(
        _("Type each date like this: 23 3 2026, 2pm to 4pm. This one is not clear: %(line)s", line=line)
    )
    found = _DATE.fullmatch(line.strip().lower())
    if found is None:
        raise problem
    try:
        day = date(int(found["year"]), forms.read_month(found["month"]), int(found["day"]))
        begins, ends = (read_hour(found[name]) for name in ("begins", "ends"))
    except ValueError:
        raise problem from None
    if ends <= begins:
        raise problem
    return rules.at(day, begins, clock.HERE), rules.at(day, ends, clock.HERE)


def _are_materials(said: str) -> None:
    for line in (said or "").splitlines():
        if line.strip() and not _MATERIAL.fullmatch(line.strip()):
            raise ValidationError(
                _("Type in each line a name and then its address, such as: Easy Read notes https://example.org/notes")
            )


def _at(day: date, hour: str) -> datetime:
    return rules.at(day, read_hour(hour), clock.HERE)


def said_by_session(held: QISession, later_dates: list[tuple[datetime, datetime]]) -> dict[str, Any]:
    """What a session says now, by the fields of its form."""
    return {
        **of_another(held, later_dates),
        "day": forms.parts_of(clock.local(held.starts_at).date()),
        "later_dates": "\n".join(_date_words(*both) for both in later_dates),
        "kept_until": forms.parts_of(clock.local(held.kept_until).date() if held.kept_until else None),
        "needs_by": forms.parts_of(held.needs_by),
        "version": str(held.version),
    }


def of_another(held: QISession, later_dates: list[tuple[datetime, datetime]]) -> dict[str, Any]:
    """What a new session takes over from another: all but its days."""
    begins, ends = clock.local(held.starts_at), clock.local(held.ends_at)
    numbers = {name: getattr(held, name) or None for name in ("kept", "online_capacity", "online_kept")}
    return {
        **{name: getattr(held, name) for name in PLAIN},
        **numbers,
        "course": str(held.course_id),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "is_step_free": _said(held.is_step_free),
        "has_quiet_room": _said(held.has_quiet_room),
        "directorate": str(held.directorate_id or ""),
        "times": len(later_dates) + 1 if later_dates else None,
    }


def _date_words(starts_at: datetime, ends_at: datetime) -> str:
    begins, ends = clock.local(starts_at), clock.local(ends_at)
    return f"{begins.day} {begins.month} {begins.year}, {begins:%H:%M} to {ends:%H:%M}"


def _said(known: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[known]
