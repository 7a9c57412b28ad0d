"""Writing projects."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import session
from portal.kit.audit import AuditEvent
from portal.kit.errors import ChangedMeanwhile, NotFound
from portal.kit.freshness import ContentVersion
from portal.projects import queries, services
from portal.projects.models import Project
from portal.projects.queries import browse
from portal.projects.services import ProjectDetails, Source
from tests.conftest import Clock
from tests.factories import ADirectorate, APlace, AProject, ATheme
from tests.staffing import AStaffMember

CALMER = ProjectDetails(title="Calmer mornings", plain_aim="Make mornings calmer for everyone.")


def _version() -> int:
    session.remove()
    return session.scalars(select(ContentVersion.version)).one()


def test_a_new_project_is_a_draft_that_nobody_sees_until_it_is_published(app: Flask, clock: Clock) -> None:
    id = services.add_project(CALMER, by=None, now=clock.now)
    slug = session.get_one(Project, id).slug
    assert queries.find_public(slug) is None
    before = _version()
    services.move_project(id, "published", by=None, now=clock.now)
    assert queries.find_public(slug) is not None
    assert _version() > before


def test_two_projects_of_one_name_have_two_addresses(app: Flask, clock: Clock) -> None:
    ids = [services.add_project(CALMER, by=None, now=clock.now) for _ in range(3)]
    slugs = [session.get_one(Project, id).slug for id in ids]
    assert slugs == ["calmer-mornings", "calmer-mornings-2", "calmer-mornings-3"]


def test_a_reference_that_is_there_is_not_loaded_twice(app: Flask, clock: Clock) -> None:
    source = Source("EL-0001", "https://qi.elft.nhs.uk/one", "story")
    first = services.add_project(CALMER, by=None, now=clock.now, source=source)
    assert services.add_project(CALMER, by=None, now=clock.now, source=source) == first


def test_the_second_of_two_who_change_a_project_is_told(app: Flask, clock: Clock) -> None:
    by = AStaffMember().id
    project = AProject()
    first_seen = project.version
    services.change_project(project.id, CALMER, by=by, now=clock.now, version=first_seen)
    with pytest.raises(ChangedMeanwhile):
        services.change_project(project.id, CALMER, by=by, now=clock.now, version=first_seen)


def test_what_changes_is_found_by_its_new_words_and_places(app: Flask, clock: Clock) -> None:
    by = AStaffMember().id
    newham, luton = APlace("Newham"), APlace("Luton")
    project = AProject("Old name", places=[newham], directorate_id=ADirectorate(name="Forensic").id)
    details = ProjectDetails(
        title="Quieter nights",
        plain_aim="Help everyone to sleep.",
        stage="testing",
        theme_id=ATheme("Sleep").id,
        place_ids=(luton.id,),
    )
    services.change_project(project.id, details, by=by, now=clock.now, version=project.version)

    def found(**asked: str) -> list[str]:
        return [row.title for row in browse.browse(browse.Filters(**asked), None).rows]

    assert found(q="quieter") == ["Quieter nights"]
    assert found(q="old name") == []
    assert found(place=luton.slug) == ["Quieter nights"]
    assert found(place=newham.slug) == []


def test_a_closed_project_leaves_the_list_and_every_place_but_keeps_its_page(app: Flask, clock: Clock) -> None:
    newham = APlace("Newham")
    project = AProject(places=[newham])
    services.move_project(project.id, "closed", by=None, now=clock.now)
    assert browse.browse(browse.Filters(), None).rows == []
    assert browse.browse(browse.Filters(place=newham.slug), None).rows == []
    page = queries.find_public(project.slug)
    assert page is not None and page.is_over
    services.move_project(project.id, "published", by=None, now=clock.now)
    assert len(browse.browse(browse.Filters(place=newham.slug), None).rows) == 1


def test_a_draft_cannot_be_closed_and_what_is_not_there_cannot_be_moved(app: Flask, clock: Clock) -> None:
    draft = AProject(state="draft")
    with pytest.raises(services.MayNotMove):
        services.move_project(draft.id, "closed", by=None, now=clock.now)
    with pytest.raises(NotFound):
        services.move_project(draft.id + 1000, "closed", by=None, now=clock.now)


def test_each_change_is_on_record(app: Flask, clock: Clock) -> None:
    by = AStaffMember().id
    id = services.add_project(CALMER, by=by, now=clock.now)
    services.move_project(id, "published", by=by, now=clock.now)
    kinds = session.scalars(
        select(AuditEvent.kind).where(AuditEvent.thing == f"project {id}", AuditEvent.by_person_id == by)
    )
    assert sorted(kinds) == ["project added", "project published"]
