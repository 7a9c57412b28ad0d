"""What could be plainer in an opening, and what about it shuts people out: advice, never a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.teams.rules.factors import codes

# A sentence of 20 words or fewer is understood at once by most readers (GOV.UK content design: sentences up to 25 words).
LONG = 25  # words
_SENTENCE = re.compile(r"[^.!?\n]+")
_WORD = re.compile(r"[\w'’-]+")

# Words of the trade, and how they can be said plainly.
PLAINER: Mapping[str, str] = {
    "co-production": "working together as equals",
    "co-produce": "make together",
    "co-design": "design together",
    "coproduction": "working together as equals",
    "engage": "talk with",
    "engagement": "taking part",
    "facilitate": "help",
    "implement": "do",
    "liaise": "talk",
    "multidisciplinary": "with people of different jobs",
    "outcome": "result",
    "outcomes": "results",
    "participate": "take part",
    "pathway": "steps of care",
    "patient": "person",
    "patients": "people",
    "regarding": "about",
    "stakeholder": "person whom it concerns",
    "stakeholders": "people whom it concerns",
    "strategic": "long-term",
    "utilise": "use",
    "MDT": "team meeting",
    "PDSA": "small test of a change",
    "SPC": "chart over time",
}


class Bar(StrEnum):
    """What about an opening shuts people out."""

    ONLY_EARLY = "only_early"
    ONLY_WORKING_HOURS = "only_working_hours"
    ONLY_IN_PERSON = "only_in_person"
    NO_ACCESS_SAID = "no_access_said"
    NO_PAY_SAID = "no_pay_said"
    NO_TIME_SAID = "no_time_said"


@dataclass(frozen=True)
class Look:
    """What of an opening is looked at."""

    text: str
    meets_at: str
    is_in_person: bool
    is_anywhere: bool  # online or by phone
    access: str
    paid: str
    meets: str


def hard_words(text: str) -> list[tuple[str, str]]:
    """Each word of the trade that stands in a text, once, with plainer words for it."""
    said = {word.lower(): word for word in _WORD.findall(text)}
    return [(said[word.lower()], plain) for word, plain in PLAINER.items() if word.lower() in said]


def long_sentences(text: str) -> list[str]:
    """The sentences that are longer than most readers take in at once."""
    found = (sentence.strip() for sentence in _SENTENCE.findall(text))
    return [sentence for sentence in found if len(_WORD.findall(sentence)) > LONG]


def bars(look: Look) -> list[Bar]:
    """What shuts people out, the worst first."""
    return list(_bars(look))


def _bars(look: Look) -> Iterator[Bar]:
    times = codes(look.meets_at)
    if times and all(time.endswith("_early") for time in times):
        yield Bar.ONLY_EARLY
    elif times and not any(time.endswith("_evening") or time[:3] in {"sat", "sun"} for time in times):
        yield Bar.ONLY_WORKING_HOURS
    if look.is_in_person and not look.is_anywhere:
        yield Bar.ONLY_IN_PERSON
    if look.is_in_person and not look.access:
        yield Bar.NO_ACCESS_SAID
    if not look.paid:
        yield Bar.NO_PAY_SAID
    if not (times or look.meets):
        yield Bar.NO_TIME_SAID
