"""The worker: it hands messages over and does what is due, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from types import FrameType

from sqlalchemy.exc import SQLAlchemyError

from portal import database
from portal.kit import clock
from portal.outbox import channels, services
from portal.outbox.models import Message

log = logging.getLogger("portal.worker")
EACH = 1.0  # seconds between looks
LONGEST_SEND = timedelta(seconds=40)
Due = Callable[[datetime], object]


def hand_over(ways: dict[str, channels.Channel], worker: str, *, now: Callable[[], datetime]) -> int:
    """Claim what is due and send it, one after the other; how many were claimed."""
    claimed = services.claim(worker, now=now())
    for message in claimed:
        if now() < (message.claimed_until or now()) - LONGEST_SEND:  # else another may take it: leave it to them
            _send(ways, message, now)
    return len(claimed)


def _send(ways: dict[str, channels.Channel], message: Message, now: Callable[[], datetime]) -> None:
    if message.lives_until < now():
        services.not_sent(message.id, "It could not be sent in time", now=now(), is_final=True)
        return
    try:
        ways[message.channel].send(message)
    except channels.Never as problem:
        services.not_sent(message.id, str(problem), now=now(), is_final=True)
    except channels.NotNow as problem:
        services.not_sent(message.id, str(problem), now=now())
    except Exception as problem:  # a message that breaks its channel is parked; the others flow
        log.exception("message %s", message.id)
        services.not_sent(message.id, f"It could not be made ({type(problem).__name__})", now=now())
    else:
        services.sent(message.id, now=now())


def run(ways: dict[str, channels.Channel], sweeps: Sequence[Due]) -> None:
    """Work until SIGTERM or SIGINT; a database that is away is waited for."""
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    worker = f"{os.uname().nodename[:40]}.{os.getpid()}"
    minute = -1
    while not stop.is_set():
        try:
            now = clock.now()
            if now.minute != minute:
                minute = now.minute
                sweep(sweeps, now)
            busy = hand_over(ways, worker, now=clock.now)
        except (SQLAlchemyError, database.Busy) as problem:
            log.warning("database away: %s", type(problem).__name__)
            busy = 0
        finally:
            database.session.remove()
        if not busy:
            stop.wait(EACH)


def sweep(sweeps: Sequence[Due], now: datetime) -> None:
    """Do everything that time alone makes due; each may be done twice without harm."""
    for due in sweeps:
        try:
            due(now)
        except database.Busy:
            log.warning("%s waits for the database", due)
        except SQLAlchemyError:
            database.session.rollback()
            raise
        except Exception:
            database.session.rollback()
            log.exception("sweep %s", due)
