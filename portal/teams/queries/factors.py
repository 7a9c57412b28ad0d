"""What the codes of matching are called, to people and to staff alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.kit.words import Later, later
from portal.kit.words import gettext as _
from portal.teams.rules.factors import codes

DAYS: Mapping[str, Later] = {
    "mon": later("Monday"),
    "tue": later("Tuesday"),
    "wed": later("Wednesday"),
    "thu": later("Thursday"),
    "fri": later("Friday"),
    "sat": later("Saturday"),
    "sun": later("Sunday"),
}
PARTS: Mapping[str, Later] = {
    "early": later("before 10am"),
    "morning": later("10am to 12 noon"),
    "afternoon": later("12 noon to 5pm"),
    "evening": later("after 5pm"),
}
MODES: Mapping[str, Later] = {
    "in_person": later("In person"),
    "online": later("Online"),
    "by_phone": later("By phone"),
}
SKILLS: Mapping[str, Later] = {
    "speaking": later("Speaking up at meetings"),
    "listening": later("Listening to others"),
    "telling_my_story": later("Telling my story"),
    "writing": later("Writing"),
    "checking_words": later("Making words plain"),
    "numbers": later("Numbers and charts"),
    "computers": later("Computers and phones"),
    "designing": later("Drawing and design"),
    "organising": later("Planning and organising"),
    "interviewing": later("Interviewing people"),
    "teaching": later("Teaching and training others"),
    "chairing": later("Leading a meeting"),
    "research": later("Finding things out"),
    "trying_out": later("Trying out new ideas"),
}
LANGUAGES: Mapping[str, Later] = {
    "ar": later("Arabic"),
    "bn": later("Bengali"),
    "bsl": later("British Sign Language"),
    "es": later("Spanish"),
    "fr": later("French"),
    "gu": later("Gujarati"),
    "hi": later("Hindi"),
    "pa": later("Punjabi"),
    "pl": later("Polish"),
    "pt": later("Portuguese"),
    "ro": later("Romanian"),
    "so": later("Somali"),
    "tr": later("Turkish"),
    "ur": later("Urdu"),
    "zh": later("Chinese"),
}
CHECKS: Mapping[str, Later] = {
    "intro_qi": later("The introduction to QI"),
    "induction": later("An induction (a first day to learn how things work)"),
    "confidentiality": later("A promise to keep private things private (confidentiality agreement)"),
    "dbs": later("A check of criminal records (DBS check)"),
}


def said(kept: str, called: Mapping[str, Later]) -> list[str]:
    """A set as people read it, in the order of `called`."""
    inside = set(codes(kept))
    return [str(words) for code, words in called.items() if code in inside]


def times_said(kept: str | Iterable[str]) -> list[str]:
    """Times as people read them, a line for each day: "Monday: after 5pm"."""
    inside = set(codes(kept) if isinstance(kept, str) else kept)
    lines = []
    for day, day_words in DAYS.items():
        parts = [str(words) for part, words in PARTS.items() if f"{day}_{part}" in inside]
        if parts:
            lines.append(_("%(day)s: %(times)s", day=str(day_words), times=", ".join(parts)))
    return lines
