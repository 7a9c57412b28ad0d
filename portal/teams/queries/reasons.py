"""Why two fit, or do not, in sentences: the same for staff and for the person, word for word."""

from __future__ import annotations

from collections.abc import Mapping

from portal.kit import words
from portal.kit.words import Later, later, ngettext
from portal.kit.words import gettext as _
from portal.people.queries import need_words
from portal.teams.queries import factors
from portal.teams.queries.candidates import Known
from portal.teams.rules.factors import CARING
from portal.teams.rules.matching import (
    CHECKS,
    LANGUAGES,
    MODES,
    NEEDS,
    SKILLS,
    TIMES,
    Factor,
    Fix,
    FixKind,
    Index,
    Limit,
    LimitKind,
    Reason,
)

FACTORS: Mapping[Factor, Later] = {
    Factor.TIMES: later("Times"),
    Factor.TRAVEL: later("Place and travel"),
    Factor.MODE: later("In person, online or by phone"),
    Factor.INTEREST: later("Interests"),
    Factor.LIVED: later("Experience of care, if it was shared for this"),
    Factor.SKILLS: later("Skills that the team looks for"),
    Factor.LEARNING: later("Skills that can be learnt"),
    Factor.LANGUAGE: later("Languages"),
    Factor.NEEDS: later("Needs that the team is ready for"),
    Factor.FIRST: later("First-timers have their turn"),
    Factor.WAITING: later("How long the wait is"),
}


def reason_words(reason: Reason, found_in: Known) -> str:
    """What speaks for a pair."""
    if reason.factor == Factor.FIRST:
        return _("It would be a first team, and first-timers have their turn")
    if reason.factor == Factor.WAITING:
        return ngettext("The wait is %(num)s week or more", "The wait is %(num)s weeks or more", reason.times)
    sentence, what = {
        Factor.TIMES: (_("The times fit: %(what)s"), _times),
        Factor.TRAVEL: (_("The place can be reached: %(what)s"), _towns),
        Factor.MODE: (_("The way to take part fits: %(what)s"), _modes),
        Factor.INTEREST: (_("The theme is of interest: %(what)s"), _themes),
        Factor.LIVED: (_("Experience that helps, and was shared for this: %(what)s"), _care),
        Factor.SKILLS: (_("Skills that the team looks for: %(what)s"), _skills),
        Factor.LEARNING: (_("Can be learnt here: %(what)s"), _skills),
        Factor.LANGUAGE: (_("Languages in common: %(what)s"), _languages),
        Factor.NEEDS: (_("The team is ready for what is needed: %(what)s"), _needs),
    }[reason.factor]
    return sentence % {"what": what(reason.what, found_in)}


def limit_words(limit: Limit, found_in: Known) -> str:
    """Why a pair cannot work as things are."""
    if limit.kind == LimitKind.TOO_MANY_HOURS:
        return _("It takes more hours a month than there are")
    sentence, what = {
        LimitKind.NO_TIME: (_("The team meets at other times: %(what)s"), _times),
        LimitKind.NO_WAY: (_("The team meets in other ways: %(what)s"), _modes),
        LimitKind.TOO_FAR: (_("The team meets in person, too far away: %(what)s"), _towns),
        LimitKind.CHECK_MISSING: (_("Needed before the start, and not seen yet: %(what)s"), _checks),
        LimitKind.NOT_THIS: (_("It is about something that was not wanted: %(what)s"), _skills),
    }[limit.kind]
    return sentence % {"what": what(limit.what, found_in)}


def fix_words(fix: Fix) -> list[str]:
    """What the team can put right, a line for each thing."""
    if fix.kind == FixKind.EARLY:
        return [_("Meet after 10am: early meetings shut people out")]
    return [_("Get this ready: %(need)s", need=need_words(kind)) for kind in NEEDS.codes(fix.what)]


def _said(mask: int, index: Index, called: Mapping[str, Later]) -> str:
    return words.listed(factors.said(" ".join(index.codes(mask)), called))


def _times(mask: int, _found_in: Known) -> str:
    return "; ".join(factors.times_said(TIMES.codes(mask)))


def _modes(mask: int, _found_in: Known) -> str:
    return _said(mask, MODES, factors.MODES)


def _skills(mask: int, _found_in: Known) -> str:
    return _said(mask, SKILLS, factors.SKILLS)


def _languages(mask: int, _found_in: Known) -> str:
    return _said(mask, LANGUAGES, factors.LANGUAGES)


def _checks(mask: int, _found_in: Known) -> str:
    return _said(mask, CHECKS, factors.CHECKS)


def _needs(mask: int, _found_in: Known) -> str:
    return words.listed([need_words(kind) for kind in NEEDS.codes(mask)])


def _towns(mask: int, found_in: Known) -> str:
    return words.listed([found_in.names["town"][slug] for slug in found_in.towns.codes(mask)])


def _themes(mask: int, found_in: Known) -> str:
    return words.listed([found_in.names["theme"][slug] for slug in found_in.themes.codes(mask)])


def _care(mask: int, found_in: Known) -> str:
    names = {CARING: _("Caring for someone"), **found_in.names["care"]}
    return words.listed([names[slug] for slug in found_in.care.codes(mask)])
