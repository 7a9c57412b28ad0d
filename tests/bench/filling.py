"""Many projects, put straight into the tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, insert, text

from portal.projects.models import Project, ProjectPlace, Theme
from portal.trust.models import Directorate, Place

WORDS = [
    "calmer",
    "safer",
    "kinder",
    "quicker",
    "mornings",
    "meals",
    "letters",
    "ringing",
    "waiting",
    "sleep",
    "carers",
    "wards",
    "teams",
    "visits",
    "news",
]
START = datetime(2026, 1, 1, tzinfo=UTC)
AT_ONCE = 5000


def fill(engine: Engine, projects: int) -> None:
    """Add so many published projects over 30 directorates, 15 themes and 8 places."""
    with engine.begin() as connection:
        connection.execute(
            insert(Directorate),
            [{"slug": f"d{n}", "name": f"Directorate {n}", "kind": "directorate"} for n in range(30)],
        )
        connection.execute(insert(Theme), [{"slug": f"t{n}", "name": f"Theme {n}"} for n in range(15)])
        connection.execute(insert(Place), [{"slug": f"p{n}", "name": f"Place {n}"} for n in range(8)])
        first = _lowest(connection)
        for begin in range(0, projects, AT_ONCE):
            numbers = range(begin, min(begin + AT_ONCE, projects))
            connection.execute(insert(Project), [_project(n, first) for n in numbers])
            lowest = connection.execute(text("SELECT max(id) FROM project")).scalar_one() - len(numbers) + 1
            connection.execute(
                insert(ProjectPlace),
                [
                    {
                        "project_id": lowest + place,
                        "place_id": first["place"] + n % 8,
                        "state": "published",
                        "listed_at": START + timedelta(minutes=n),
                    }
                    for place, n in enumerate(numbers)
                ],
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _lowest(connection: object) -> dict[str, int]:
    return {
        table: connection.execute(text(f"SELECT min(id) FROM {table}")).scalar_one()  # type: ignore[attr-defined]
        for table in ("directorate", "theme", "place")
    }


def _project(n: int, first: dict[str, int]) -> dict[str, object]:
    title = f"{WORDS[n % 15].title()} {WORDS[n // 15 % 15]} {n}"
    return {
        "reference": f"B-{n}",
        "slug": f"b-{n}",
        "title": title,
        "plain_aim": f"Make {WORDS[n % 15]} better for everyone who comes to us, step by step, by the end of the year.",
        "directorate_id": first["directorate"] + n % 30,
        "theme_id": first["theme"] + n % 15,
        "place_names": f"Place {n % 8}",
        "stage": ("started", "testing", "improving", "sustained")[n % 4],
        "is_in_person": n % 2 == 0,
        "is_online": n % 3 == 0,
        "is_help_wanted": n % 5 == 0,
        "lead_role": "Ward manager",
        "involvement": "unknown",
        "state": "published",
        "search_text": title.lower(),
        "listed_at": START + timedelta(minutes=n),
        "changed_at": START,
    }
