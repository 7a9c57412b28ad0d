"""What people and staff fill in about training."""

from portal.training.forms.courses import CourseForm, said_by_course
from portal.training.forms.sessions import SessionForm, of_another, read_hour, said_by_session

__all__ = ["CourseForm", "SessionForm", "of_another", "read_hour", "said_by_course", "said_by_session"]
