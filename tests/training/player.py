"""One of several processes that play with the places of one session at the same time.

Asked for as `python -m tests.training.player <address of the database> <folder> <session> <staff> <seed>`.
"""

from __future__ import annotations

import random
import sys
from datetime import timedelta
from pathlib import Path

from portal import create_app, database
from portal.kit import clock
from tests.conftest import MONDAY, settings_for
from tests.training.at_random import ACTS, Game

TURNS = 30
ALONE = {"move"}  # only who knows of every move can say who must have heard of each


def main(url: str, folder: str, session_id: int, staff_id: int, seed: int) -> None:
    """Take turns until there are no more."""
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    app = create_app(settings_for(kind, Path(folder), url, DATABASE_URL=url))
    chosen = random.Random(seed)
    acts = [act for act in ACTS if act not in ALONE]
    with app.app_context():
        game = Game(session_id, staff_id, MONDAY + timedelta(seconds=seed))
        clock.read_from(lambda: game.now)
        for _ in range(TURNS):
            game.do(chosen.choice(acts), chosen.randrange(24), chosen.randrange(8))
            game.now += timedelta(minutes=1)
            database.session.remove()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
