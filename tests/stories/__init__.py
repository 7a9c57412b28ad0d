"""Tests of stories, with factories whose rows can be read whatever happens to the database after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portal.database import session
from tests import factories, staffing


def _kept(make: Callable[..., Any]) -> Callable[..., Any]:
    def made(*args: Any, **given: Any) -> Any:
        thing = make(*args, **given)
        session.refresh(thing)
        session.expunge(thing)
        return thing

    return made


ADirectorate = _kept(factories.ADirectorate)
APerson = _kept(factories.APerson)
AProject = _kept(factories.AProject)
AStory = _kept(factories.AStory)
AStaffMember = _kept(staffing.AStaffMember)
sign_in_staff = _kept(staffing.sign_in_staff)
