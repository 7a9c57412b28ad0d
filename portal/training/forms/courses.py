"""What staff fill in about a course."""

from __future__ import annotations

from typing import Any

from wtforms import ValidationError

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.training.models import Course
from portal.training.queries.courses import CourseRow
from portal.training.queries.words import WHO_FOR
from portal.training.services import CourseDetails

MOST_QUESTIONS, LONGEST_QUESTION = 3, 200


class CourseForm(forms.Form):
    """Something that can be learnt."""

    title = forms.line(later("What is the course called?"), needed=later("Type what the course is called"))
    summary = forms.text(
        later("What is it, in one or two sentences?"), needed=later("Type what it is, in plain words"), most=600
    )
    what_you_learn = forms.text(later("What do people learn?"), most=2000)
    who_for = forms.choice(later("Who is it for?"), list(WHO_FOR.items()), needed=later("Choose who it is for"))
    questions = forms.text(later("What do you want to ask people when they book?"), most=600)
    length = forms.line(later("How long is it?"), most=200)
    leads_to = forms.pick(later("Which course comes next?"))
    version = forms.hidden()

    def validate_questions(self, field: Any) -> None:
        """Three short questions at most: each one is one more reason to give up."""
        lines = [line for line in (field.data or "").splitlines() if line.strip()]
        if len(lines) > MOST_QUESTIONS or any(len(line) > LONGEST_QUESTION for line in lines):
            raise ValidationError(_("Type 3 questions at most, a line each, of 200 letters at most"))

    def offer(self, courses: list[CourseRow], but: int | None = None) -> CourseForm:
        """Offer the other courses as the next one."""
        others = [(row.slug, row.title) for row in courses if row.id != but]
        self.leads_to.choices = [("", _("None")), *others]
        return self

    def details(self) -> CourseDetails:
        """What was written, as the service takes it."""
        return CourseDetails(
            title=self.title.data,
            summary=self.summary.data,
            what_you_learn=self.what_you_learn.data,
            who_for=self.who_for.data,
            questions=self.questions.data,
            length=self.length.data,
            leads_to=self.leads_to.data,
        )


def said_by_course(course: Course) -> dict[str, Any]:
    """What a course says now, by the fields of its form."""
    names = ("title", "summary", "what_you_learn", "who_for", "questions", "length", "leads_to")
    return {**{name: getattr(course, name) for name in names}, "version": str(course.version)}
