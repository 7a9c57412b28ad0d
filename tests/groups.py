"""Which tests must run one after another on one process, when several processes share the work."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# Each group begins with something that takes a while, mostly a portal served; the longest groups are begun first.
GROUPS = {
    "tests/journeys/test_interrupted.py": "interrupted",
    "tests/journeys/test_crawl.py": "interrupted",
    "tests/journeys/test_killed.py": "killed",
    "tests/journeys/test_monday_morning.py": "moving",
    "tests/journeys/test_team_path.py": "moving",
    "tests/journeys/test_training_path.py": "moving",
    "tests/outbox/test_messages.py": "messages",
    "tests/failures/test_large_and_slow.py": "journeys",
    "tests/journeys/": "journeys",
}


def group_of(test: str) -> str:
    """The group of a test by its address; a test of no group is one by itself."""
    return next((group for start, group in GROUPS.items() if test.startswith(start)), test)


class Groups(LoadScopeScheduling):
    """Hands out a whole group at once, and every other test by itself."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
