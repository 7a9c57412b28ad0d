"""What people need who offer to join a team: seen by who answers them, and taken along to the team."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.database import session
from portal.kit import clock
from portal.people import queries as people
from portal.people.models import NeedFlag
from portal.teams import services
from portal.teams.models import ExpressionOfInterest, Membership
from portal.teams.services import Offer
from tests.browser import Browser
from tests.factories import ADirectorate, AFlag, AnExpression, APerson, AProject
from tests.staffing import AStaffMember, sign_in_staff

LOOP = (("hearing_loop", ""),)


def offer(key: str = "key", **given: object) -> services.Expressed:
    said = {"name": "Ada", "channel": "email", "value": "ada@example.com", **given}
    return services.express(Offer(**said), draft_key=key, now=clock.now())


def flags(thing: str) -> list[tuple[str, bool]]:
    session.expire_all()
    return [(flag.words, flag.is_open) for flag in people.flags_of([thing]).get(thing, [])]


def move(made: services.Expressed, to: str) -> None:
    version = session.get_one(ExpressionOfInterest, made.id, populate_existing=True).version
    services.move(made.id, to, note="", by=AStaffMember().id, now=clock.now(), version=version)


@pytest.mark.usefixtures("app")
def test_what_someone_needs_is_flagged_with_their_offer_and_what_they_add_as_well() -> None:
    made = offer(needs="A lift")
    offer("again", need_kinds=LOOP)
    assert flags(f"interest {made.id}") == [("A lift", True), ("A hearing loop", True)]


@pytest.mark.usefixtures("app")
def test_what_was_taken_back_needs_nothing() -> None:
    made = offer(need_kinds=LOOP)
    person_id = session.get_one(ExpressionOfInterest, made.id).person_id
    services.withdraw(made.id, person_id=person_id, now=clock.now())
    assert flags(f"interest {made.id}") == [("A hearing loop", False)]


@pytest.mark.usefixtures("app")
def test_who_is_asked_again_after_not_now_needs_it_again() -> None:
    made = offer(need_kinds=LOOP)
    move(made, "not_now")
    assert flags(f"interest {made.id}") == [("A hearing loop", False)]
    move(made, "contacted")
    assert flags(f"interest {made.id}") == [("A hearing loop", True)]


@pytest.mark.usefixtures("app")
def test_whoever_joins_takes_their_needs_along_to_the_team() -> None:
    project = AProject(directorate_id=ADirectorate().id)
    made = offer(need_kinds=LOOP, project_id=project.id)
    move(made, "joined")
    member = session.scalars(select(Membership)).one()
    assert flags(f"membership {member.id}") == [("A hearing loop", True)]
    directorates = select(NeedFlag.directorate_id).where(NeedFlag.thing == f"membership {member.id}")
    assert session.scalars(directorates).one() == project.directorate_id


def test_staff_get_it_ready_from_the_page_of_the_offer(browser: Browser) -> None:
    sign_in_staff(browser)
    interest = AnExpression(APerson("Ada"), AProject())
    AFlag(interest, "hearing_loop", "")
    page = browser.visit(f"/staff/interests/{interest.id}")
    assert "A hearing loop" in page.words and "Not ready yet" in page.words
    page = page.press("Ready: A hearing loop, Ada")
    assert "Saved." in page.words and "Ready 2 Mar 2026, Sam Staff" in page.words
    assert "Staff said: it was there" in page.press("It was there: A hearing loop, Ada").words


def test_staff_mark_only_needs_of_the_offer_that_they_look_at(browser: Browser) -> None:
    sign_in_staff(browser)
    mine, other = AnExpression(APerson("Ada")), AnExpression(APerson("Bo"))
    AFlag(mine, "breaks", "")
    theirs = AFlag(other, "breaks", "").thing
    here = f"/staff/interests/{mine.id}"
    token = browser.visit(here).one("form input[name='csrf_token']").get("value")
    browser.send(f"{here}/needs", {"csrf_token": token, "thing": theirs, "kind": "breaks", "mark": "ready"}, expect=404)
    assert set(session.scalars(select(NeedFlag.ready_at))) == {None}


def test_the_list_says_who_has_needs(browser: Browser) -> None:
    sign_in_staff(browser)
    AFlag(AnExpression(APerson("Ada"), asked_at=clock.now() - timedelta(days=1)), "breaks", "")
    assert "Has needs" in browser.visit("/staff/interests").words
