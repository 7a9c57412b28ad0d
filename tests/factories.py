"""The smallest believable things, made straight in the tables."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from portal.database import add, writing
from portal.kit import clock, references, typed
from portal.people.models import ContactWay, NeedFlag, Person
from portal.projects.models import Project, ProjectPlace, Theme
from portal.stories.models import Story, StoryUse
from portal.teams.models import ExpressionOfInterest, Membership, Opening
from portal.training.models import Booking, Course, QISession
from portal.trust.models import Directorate, Place

_numbers = itertools.count(1)


def _make(thing: Any) -> Any:
    with writing():
        return add(thing)


def ADirectorate(**given: Any) -> Directorate:
    """A directorate that answers within five working days."""
    n = next(_numbers)
    name = given.pop("name", f"Directorate {n}")
    return _make(
        Directorate(
            slug=typed.slug_of(f"{name}-{n}"),
            name=name,
            kind="directorate",
            **{"promise_days": 5, "answered_by": f"People Participation lead, {name}", **given},
        )
    )


def APlace(name: str = "Newham") -> Place:
    """A borough."""
    return _make(Place(slug=typed.slug_of(f"{name}-{next(_numbers)}"), name=name))


def ATheme(name: str = "Safety") -> Theme:
    """A theme."""
    return _make(Theme(slug=typed.slug_of(f"{name}-{next(_numbers)}"), name=name))


def APerson(name: str = "Amina Khan", *, email: str = "", mobile: str = "", **given: Any) -> Person:
    """Someone with one way to reach them (an email address unless a mobile is given)."""
    n = next(_numbers)
    now = clock.now()
    with writing():
        person = add(
            Person(name=name, name_key=typed.key_of(name), **{"kind": "service_user", "created_at": now, **given})
        )
        value = mobile or email or f"person{n}@example.com"
        add(ContactWay(person_id=person.id, channel="sms" if mobile else "email", value=value, created_at=now))
    return person


def way_of(person: Person) -> ContactWay:
    """The first way to reach a person."""
    from sqlalchemy import select

    from portal.database import session

    return session.scalars(select(ContactWay).where(ContactWay.person_id == person.id).order_by(ContactWay.id)).first()  # type: ignore[return-value]


def AProject(title: str = "Calmer mornings on the ward", *, places: list[Place] | None = None, **given: Any) -> Project:
    """A published project that is being tested."""
    n = next(_numbers)
    listed_at: datetime = given.pop("listed_at", clock.now() - timedelta(minutes=n))
    state = given.pop("state", "published")
    with writing():
        project = add(
            Project(
                **{
                    "reference": f"T-{n:04}",
                    "slug": f"{typed.slug_of(title)}-{n}",
                    "title": title,
                    "plain_aim": "Make mornings calmer for everyone.",
                    "stage": "testing",
                    "lead_role": "Ward manager",
                    "is_in_person": True,
                    "search_text": title,
                    "place_names": ", ".join(p.name for p in places or []),
                    "state": state,
                    "listed_at": listed_at,
                    "changed_at": listed_at,
                    **given,
                }
            )
        )
        for place in places or []:
            add(ProjectPlace(project_id=project.id, place_id=place.id, state=state, listed_at=listed_at))
    return project


def AnOpening(project: Project | None = None, **given: Any) -> Opening:
    """An open place on a project team, confirmed today."""
    project = project or AProject()
    now = clock.now()
    with writing() as session:
        session.get_one(Project, project.id).is_help_wanted = True
        return add(
            Opening(
                project_id=project.id,
                **{
                    "title": "Team member",
                    "what_you_would_do": "Come to meetings and say what you think.",
                    "hours_a_month": "3 hours",
                    "is_in_person": True,
                    "opened_at": now,
                    "confirmed_at": now,
                    **given,
                },
            )
        )


def AFlag(thing: Any, kind: str = "other", details: str = "A lift, please", **given: Any) -> NeedFlag:
    """A need flagged on a booking or an offer to join."""
    word = {"Booking": "booking", "ExpressionOfInterest": "interest", "Membership": "membership"}[type(thing).__name__]
    about = {"thing": f"{word} {thing.id}", "person_id": thing.person_id, "flagged_at": clock.now()}
    return _make(NeedFlag(**{**about, "kind": kind, "details": details, **given}))


def _flagged(thing: Any) -> Any:
    """A new row; whoever said in their own words what they need has it flagged, once they have a place."""
    with writing():
        made = add(thing)
        if made.needs:
            AFlag(made, details=made.needs, ended_at=clock.now() if getattr(made, "status", "") == "waiting" else None)
    return made


def AnExpression(person: Person | None = None, project: Project | None = None, **given: Any) -> ExpressionOfInterest:
    """Someone has offered to join, and nobody has answered yet."""
    person = person or APerson()
    now = clock.now()
    return _flagged(
        ExpressionOfInterest(
            **{
                "reference": references.new_reference(),
                "draft_key": references.new_token(),
                "person_id": person.id,
                "contact_way_id": way_of(person).id,
                "project_id": project.id if project else None,
                "directorate_id": project.directorate_id if project else None,
                "wants": "I would like to help with the welcome.",
                "asked_at": now,
                "step_at": now,
                "answer_by": (now + timedelta(days=7)).date(),
                "answering_role": "People Participation lead",
                "promised": "" if "answered_at" in given else "contacted",
                **given,
            }
        )
    )


def AMember(person: Person | None = None, project: Project | None = None, **given: Any) -> Membership:
    """Someone is on a team since today."""
    person, project = person or APerson(), project or AProject()
    about = {"started_on": clock.today(), **given}
    with writing():
        return add(Membership(person_id=person.id, project_id=project.id, **about))


def ACourse(title: str = "Introduction to QI", **given: Any) -> Course:
    """A course for service users and carers."""
    return _make(
        Course(
            slug=typed.slug_of(f"{title}-{next(_numbers)}"),
            title=title,
            **{"summary": "A first look at QI.", "who_for": "service_users_and_carers", **given},
        )
    )


def ASession(course: Course | None = None, **given: Any) -> QISession:
    """A session in two weeks with ten places."""
    course = course or ACourse()
    starts_at = given.pop("starts_at", clock.now() + timedelta(days=14))
    return _make(
        QISession(
            slug=f"{course.slug}-{next(_numbers)}",
            course_id=course.id,
            starts_at=starts_at,
            **{
                "ends_at": starts_at + timedelta(hours=2),
                "mode": "in_person",
                "venue": "Example House, Room 2",
                "capacity": 10,
                "state": "published",
                **given,
            },
        )
    )


def ABooking(qi_session: QISession | None = None, person: Person | None = None, **given: Any) -> Booking:
    """A confirmed place; the session's count is kept true."""
    qi_session = qi_session or ASession()
    person = person or APerson(f"Person {next(_numbers)}")
    status = given.get("status", "confirmed")
    with writing() as session:
        held = session.get_one(QISession, qi_session.id)
        has_place = status in {"confirmed", "offered"}
        held.taken += has_place
        held.taken_by_others += has_place and given.get("who") not in {"service_user", "carer"}
        held.waiting += status == "waiting"
        return _flagged(
            Booking(
                **{
                    "reference": references.new_reference(),
                    "draft_key": references.new_token(),
                    "token_digest": references.new_token(),
                    "qi_session_id": qi_session.id,
                    "person_id": person.id,
                    "contact_way_id": way_of(person).id,
                    "status": "confirmed",
                    "asked_at": clock.now(),
                    **given,
                }
            )
        )


def AStory(title: str = "What helped me", *, uses: tuple[str, ...] = ("public_web",), **given: Any) -> Story:
    """A published story that may be shown to everyone."""
    n = next(_numbers)
    now = clock.now()
    state = given.pop("state", "published")
    with writing():
        story = add(
            Story(
                **{
                    "reference": references.new_reference(),
                    "draft_key": references.new_token(),
                    "slug": f"{typed.slug_of(title)}-{n}",
                    "title": title,
                    "teller_name": "Amina Khan",
                    "body": "The team asked me what a good morning looks like. Then they changed it.",
                    "state": state,
                    "is_public": state == "published" and "public_web" in uses,
                    "sent_at": now,
                    "published_at": now if state == "published" else None,
                    **given,
                }
            )
        )
        for use in uses:
            add(StoryUse(story_id=story.id, use=use, given_at=now))
    return story
