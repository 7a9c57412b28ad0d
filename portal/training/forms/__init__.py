"""What people and staff fill in about training."""

from portal.training.forms.courses import CourseForm, said_by_course
from portal.training.forms.sessions import SessionForm, read_hour, said_by_session

__all__ = ["CourseForm", "SessionForm", "read_hour", "said_by_course", "said_by_session"]
