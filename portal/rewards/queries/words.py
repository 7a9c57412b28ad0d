"""What of claims is said in words."""

from __future__ import annotations

from portal.kit.words import gettext as _
from portal.kit.words import later, ngettext
from portal.rewards.rules import Kind, State, What

KIND = {
    Kind.TIME: later("Time that you gave"),
    Kind.TRAVEL: later("Travel"),
    Kind.CARE: later("Care for someone while you were away"),
    Kind.OTHER: later("Something else that you paid for"),
}
KIND_FOR_STAFF = {
    Kind.TIME: later("Time given"),
    Kind.TRAVEL: later("Travel"),
    Kind.CARE: later("Care for someone meanwhile"),
    Kind.OTHER: later("Something else"),
}
STATE = {
    State.ASKED: later("Waiting for an answer"),
    State.APPROVED: later("Agreed"),
    State.SENT_BACK: later("Sent back, with a question"),
    State.TAKEN_BACK: later("Taken back"),
    State.PAID: later("Paid"),
}
WHAT = {
    What.ASKED: later("Asked for"),
    What.CHANGED: later("Changed by the person"),
    What.RECEIPT: later("A photo was added"),
    What.RECEIPT_GONE: later("A photo was taken away"),
    What.APPROVED: later("Agreed"),
    What.SENT_BACK: later("Sent back, with a question"),
    What.TAKEN_BACK: later("Taken back"),
    What.TO_PAYROLL: later("Put on a list for payroll"),
    What.PAID: later("Paid"),
    What.NUDGED: later("Those who decide were reminded"),
    What.TOLD_LATE: later("The person was told that it is late"),
}


def how_long(minutes: int) -> str:
    """So many hours and minutes."""
    hours, rest = divmod(minutes, 60)
    said_hours = ngettext("%(num)s hour", "%(num)s hours", hours)
    said_rest = ngettext("%(num)s minute", "%(num)s minutes", rest)
    if hours and rest:
        return _("%(hours)s and %(minutes)s", hours=said_hours, minutes=said_rest)
    return said_hours if hours else said_rest
