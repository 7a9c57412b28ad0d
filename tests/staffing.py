"""Signing people in for tests, without walking through the sign-in pages each time."""

from __future__ import annotations

from portal.database import add, writing
from portal.kit import clock, references
from portal.people.models import Person
from portal.signin import access
from portal.signin.models import StaffAccount, StaffRole, UserSession
from portal.trust.models import Directorate
from tests.browser import Browser
from tests.factories import APerson, way_of


def AStaffMember(role: str = "pp_lead", directorate: Directorate | None = None, name: str = "Sam Staff") -> Person:
    """A member of staff with one role, in a directorate or in all."""
    person = APerson(name, kind="staff")
    with writing():
        account = add(StaffAccount(person_id=person.id, email=way_of(person).value, job="People Participation lead"))
        add(StaffRole(staff_id=account.id, role=role, directorate_id=directorate.id if directorate else None))
    return person


def sign_in(browser: Browser, person: Person, *, is_staff: bool = False) -> None:
    """Give this browser a session of this person."""
    now = clock.now()
    token = references.new_token()
    with writing():
        add(
            UserSession(
                token_digest=access.digest_of(token),
                person_id=person.id,
                is_staff=is_staff,
                started_at=now,
                seen_at=now,
            )
        )
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True


def sign_in_staff(browser: Browser, role: str = "pp_lead", directorate: Directorate | None = None) -> Person:
    """A new member of staff with this role, signed in."""
    person = AStaffMember(role, directorate)
    sign_in(browser, person, is_staff=True)
    return person
