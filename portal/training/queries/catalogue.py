"""Reads for everyone about courses: the path in its order, and single workshops."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.database import rows
from portal.kit.errors import NotFound
from portal.training import rules_path
from portal.training.models import Course
from portal.training.queries import words

TOGETHER = ("everyone", "staff_and_members")


@dataclass(frozen=True)
class CatalogueCourse:
    """A course, as everyone may read of it."""

    id: int
    slug: str
    title: str
    summary: str
    what_you_learn: str
    who_for: str
    length: str
    leads_to: str
    source: str

    @property
    def who_for_words(self) -> str:
        """Whom it is for."""
        return words.for_whom(self.who_for)

    @property
    def is_together(self) -> bool:
        """Whether staff learn in the same room."""
        return self.who_for in TOGETHER

    @property
    def learns(self) -> list[str]:
        """What one learns, a line each."""
        return [line.strip() for line in self.what_you_learn.splitlines() if line.strip()]


@dataclass(frozen=True)
class Catalogue:
    """Every course, by its title."""

    courses: list[CatalogueCourse]

    @property
    def path(self) -> dict[str, str]:
        """Which course leads to which."""
        return {course.slug: course.leads_to for course in self.courses}

    @property
    def steps(self) -> list[CatalogueCourse]:
        """The courses of the path, each after those that lead to it."""
        ranked = rules_path.ranks(self.path)
        on_path = [course for course in self.courses if not rules_path.stands_alone(course.slug, self.path)]
        return sorted(on_path, key=lambda course: ranked[course.slug])

    def step_of(self, course: CatalogueCourse) -> int:
        """Which step of the path it is: 1 is the first."""
        return rules_path.ranks(self.path)[course.slug] + 1

    @property
    def alone(self) -> list[CatalogueCourse]:
        """Single workshops."""
        return [course for course in self.courses if rules_path.stands_alone(course.slug, self.path)]

    def find(self, slug: str) -> CatalogueCourse | None:
        """The course with this slug, if there is one."""
        return next((course for course in self.courses if course.slug == slug), None)

    def get(self, slug: str) -> CatalogueCourse:
        """The course with this slug."""
        found = self.find(slug)
        if found is None:
            raise NotFound
        return found

    def leading_to(self, slug: str) -> list[CatalogueCourse]:
        """The courses that lead to this one."""
        return [course for course in self.courses if course.leads_to == slug]


def catalogue() -> Catalogue:
    """Every course. One query."""
    found = rows(
        select(
            Course.id,
            Course.slug,
            Course.title,
            Course.summary,
            Course.what_you_learn,
            Course.who_for,
            Course.length,
            Course.leads_to,
            Course.source_url,
        ).order_by(Course.title, Course.id)
    )
    return Catalogue([CatalogueCourse(*row) for row in found])
