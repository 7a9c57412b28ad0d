"""What was agreed when someone joined a team, as a letter of one page."""

from __future__ import annotations

from typing import Any

from flask import Response

from portal.kit import pages, paper, typed, typeset, words
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
from portal.teams.queries.members import Member


def agreement(member: Member) -> bytes:
    """The letter as a PDF, in the language in use."""
    return typeset.typeset("one_page", agreement_data(member))


def file_of(member: Member) -> Response:
    """The file of the letter, once something was agreed; its name tells nothing."""
    if not member.has_plan:
        raise NotFound
    headers = {"Content-Disposition": 'inline; filename="letter.pdf"'}
    return Response(agreement(member), mimetype="application/pdf", headers=headers)


def agreement_data(member: Member) -> dict[str, Any]:
    """Every word of the letter."""
    phone = pages.settings().help_phone
    ring = _("If something is not right, ring %(phone)s.", phone=words.whole(phone))
    return {
        **paper.sheet(_("What we agreed")),
        "for": _("This letter is for"),
        "name": member.name,
        "is_rtl": typed.is_rtl(member.name),
        "facts": _facts(member),
        "ends": [
            _("You can take a pause, do less or leave at any time. You do not have to say why."),
            _("Money from us can change what you get from the state. You can ask an independent benefits adviser."),
            *([ring] if phone else []),
        ],
    }


def _facts(member: Member) -> list[dict[str, Any]]:
    meeting = "" if member.first_meeting_at is None else words.moment(member.first_meeting_at)
    told = [
        (_("Team"), member.project_title, True),
        (_("You joined on"), words.day(member.started_on), False),
        (_("Pay"), member.pay_words_for_person, False),
        (_("In words"), member.pay_agreed, None),
        (_("Expenses"), member.expenses_agreed, None),
        (_("When you get it"), member.paid_when, None),
        (_("Agreed on"), words.day(member.pay_agreed_at) if member.pay_agreed_at else "", False),
        (_("You try it out until"), words.day(member.trial_until_on) if member.trial_until_on else "", False),
        (_("First meeting"), meeting, False),
        (_("Where it is, and how to get in"), member.first_meeting, None),
        (_("Who greets you"), member.greeter, None),
    ]
    return facts(told)


def facts(told: list[tuple[str, str, bool | None]]) -> list[dict[str, Any]]:
    """Names and words of facts as the sheet of one page takes them; English, in the reader's language, or (None) as people wrote it."""
    return [
        {
            "name": name,
            "words": said,
            "is_english": is_english is True,
            "is_written": is_english is None,
            "is_rtl": typed.is_rtl(said),
        }
        for name, said, is_english in told
        if said
    ]
