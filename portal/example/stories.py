"""Made-up stories, at every step of being read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from portal.database import session
from portal.example import rows
from portal.example.people import Someone
from portal.example.rows import Row
from portal.kit import references
from portal.stories import services as stories
from portal.stories.models import Story
from portal.stories.services import Sharing

Decide = Callable[[Story, Row, int, int | None, datetime], None]


def load(people: dict[int, Someone], projects: dict[str, int], staff: dict[str, int], now: datetime) -> None:
    """Let people tell their stories, and staff read most of them."""
    for place, row in enumerate(rows.made_up("stories")):
        sent = rows.number(row["sent_days_ago"])
        at = rows.ago(now, sent, hour=9) + timedelta(minutes=place) if sent else now - timedelta(minutes=60 - place)
        made = stories.share(
            _sharing(row, people),
            draft_key=references.digest(f"story {place}", key="the example"),
            now=at,
        )
        story = session.get_one(Story, made.id)
        story.theme = row["theme"]
        session.flush()
        if row["state"] in DECISIONS:
            decided = rows.ago(now, rows.number(row["decided_days_ago"]), hour=16)
            project = projects[row["project"]] if row["project"] else None
            DECISIONS[row["state"]](story, row, staff["moderator@example.com"], project, max(decided, at))


def _sharing(row: Row, people: dict[int, Someone]) -> Sharing:
    someone = people[int(row["person"])] if row["person"] else None
    return Sharing(
        body=row["body"].replace("\\n", "\n"),
        title=row["title"],
        teller_name=someone.name if someone else "",
        name_shown=row["name_shown"] if someone else "none",
        uses=tuple(use.strip() for use in row["uses"].split(";") if use.strip()),
        locale=row["locale"] or "en",
        channel=someone.channel if someone else "",
        value=someone.value if someone else "",
        safe_hours=someone.safe_hours if someone else "",
    )


def _publish(story: Story, row: Row, by: int, project: int | None, now: datetime) -> None:
    stories.publish(
        story.id, by=by, now=now, version=story.version, what_changed=row["what_changed"], project_id=project
    )


def _send_back(story: Story, row: Row, by: int, _project: int | None, now: datetime) -> None:
    stories.send_back(story.id, row["reason"], by=by, now=now, version=story.version)


def _decline(story: Story, row: Row, by: int, _project: int | None, now: datetime) -> None:
    stories.decline(story.id, row["reason"], by=by, now=now, version=story.version)


def _withdraw(story: Story, row: Row, by: int, project: int | None, now: datetime) -> None:
    _publish(story, row, by, project, now)
    if story.person_id is not None:
        stories.withdraw(story.id, person_id=story.person_id, now=now + timedelta(hours=1))


DECISIONS: dict[str, Decide] = {
    "published": _publish,
    "sent_back": _send_back,
    "declined": _decline,
    "withdrawn": _withdraw,
}
