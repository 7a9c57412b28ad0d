"""What the worker does besides sending: every sweep of every slice."""

from __future__ import annotations

from portal.config import Settings
from portal.help import services as help
from portal.kit import limits
from portal.outbox import channels, services, worker
from portal.personal.services import needs
from portal.privacy import services as privacy
from portal.rewards.services import due
from portal.teams import services as teams
from portal.teams.services import check_ins, coming_back, members_due, openings, owners, promises, releases, taking_part
from portal.training import services as training


def sweeps() -> list[worker.Due]:
    """Everything that time alone makes due."""
    return [
        services.drop_late,
        limits.forget_old,
        owners.give_up,
        promises.tell_late,
        promises.nudge,
        coming_back.ask_back,
        check_ins.ask,
        releases.release,
        taking_part.tell_lapsed,
        openings.warn_before_resting,
        teams.rest_stale_openings,
        members_due.welcome_back,
        members_due.ask_about_trials,
        members_due.tell_of_trials_over,
        members_due.end_with_projects,
        members_due.tell_of_leads_gone,
        due.tell_late,
        due.nudge,
        training.open_kept,
        training.lapse_offers,
        training.remind,
        help.warn_before_forgetting,
        training.write_afterwards,
        needs.ask_if_they_hold,
        help.forget_drafts,
        privacy.let_go_of_old,
    ]


def run(settings: Settings) -> None:
    """Work until stopped."""
    worker.run(channels.channels_of(settings), sweeps())
