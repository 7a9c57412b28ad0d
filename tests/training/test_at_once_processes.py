"""Several processes play with the places of one session at the same time, each as a web server or a worker would."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from flask import Flask

from portal import database
from tests.conftest import Clock
from tests.training.at_random import a_game

ROOT = Path(__file__).resolve().parent.parent.parent
PLAYERS = 4


def test_four_processes_at_once_leave_places_the_line_and_the_messages_true(
    app: Flask, clock: Clock, tmp_path: Path
) -> None:
    game = a_game(3, 1, is_both=True, now=clock.now, days=90)
    url = app.extensions["engine"].url.render_as_string(hide_password=False)
    database.session.remove()
    lines = [
        [
            sys.executable,
            "-m",
            "tests.training.player",
            url,
            str(tmp_path),
            str(game.session_id),
            str(game.staff_id),
            str(n),
        ]
        for n in range(PLAYERS)
    ]
    playing = [subprocess.Popen(line, cwd=ROOT, stderr=subprocess.PIPE, text=True) for line in lines]
    for player in playing:
        _out, problem = player.communicate(timeout=120)
        assert player.returncode == 0, problem
    game.now += timedelta(hours=1)
    assert len(game.bookings()) > 10
    game.hold_true()
