"""The questions, why each is asked, and the answers to choose from.

Groups are those of the 2021 Census of England and Wales, so that they can be laid beside the people who live here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.kit import words
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.reaching import rules

NOT_SAID = {"not_said": later("Prefer not to say")}


@dataclass(frozen=True)
class Question:
    """A question, why it is asked, and its answers: the name that is counted, and the words."""

    asked: str
    why: str
    answers: Mapping[str, str]


QUESTIONS: Mapping[str, Question] = {
    "age": Question(
        later("How old are you?"),
        later("We want to hear from people of every age."),
        {
            "under_18": later("Under 18"),
            "18_to_24": later("18 to 24"),
            "25_to_34": later("25 to 34"),
            "35_to_44": later("35 to 44"),
            "45_to_54": later("45 to 54"),
            "55_to_64": later("55 to 64"),
            "65_to_74": later("65 to 74"),
            "75_and_over": later("75 or over"),
            **NOT_SAID,
        },
    ),
    "ethnic_group": Question(
        later("What is your ethnic group?"),
        later("We want to see whose voices are missing, and ask them to join in."),
        {
            "asian": later("Asian, Asian British or Asian Welsh"),
            "black": later("Black, Black British, Black Welsh, Caribbean or African"),
            "mixed": later("Mixed or multiple ethnic groups"),
            "white": later("White"),
            "other": later("Another ethnic group"),
            **NOT_SAID,
        },
    ),
    "sex": Question(
        later("What is your sex?"),
        later("Care can be different for women and for men. We want to hear from both."),
        {"female": later("Female"), "male": later("Male"), **NOT_SAID},
    ),
    "gender_same": Question(
        later("Is your gender the same as the sex that was written down when you were born?"),
        later("We want to see if trans people and people who are non-binary are heard here."),
        {"yes": later("Yes"), "no": later("No"), **NOT_SAID},
    ),
    "orientation": Question(
        later("What is your sexual orientation?"),
        later("It means who you are attracted to. Nobody should be left out because of it."),
        {
            "straight": later("Straight"),
            "gay": later("Gay or lesbian"),
            "bisexual": later("Bisexual"),
            "other": later("Something else"),
            **NOT_SAID,
        },
    ),
    "religion": Question(
        later("What is your religion or belief?"),
        later("We want to choose days, food and places that suit people."),
        {
            "none": later("No religion"),
            "buddhist": later("Buddhist"),
            "christian": later("Christian"),
            "hindu": later("Hindu"),
            "jewish": later("Jewish"),
            "muslim": later("Muslim"),
            "sikh": later("Sikh"),
            "other": later("Another religion or belief"),
            **NOT_SAID,
        },
    ),
    "disability": Question(
        later("Do you have a disability or a health problem that lasts 12 months or more?"),
        later("We want to see if people whose days are harder can take part too."),
        {
            "a_lot": later("Yes, and it makes my days a lot harder"),
            "a_little": later("Yes, and it makes my days a little harder"),
            "not_harder": later("Yes, but it does not make my days harder"),
            "no": later("No"),
            **NOT_SAID,
        },
    ),
    "language": Question(
        later("Which language do you use most at home?"),
        later("It tells us which languages to write and speak in."),
        {
            "english": later("English"),
            "sign_language": later("British Sign Language"),
            "arabic": later("Arabic"),
            "bengali": later("Bengali or Sylheti"),
            "polish": later("Polish"),
            "romanian": later("Romanian"),
            "somali": later("Somali"),
            "turkish": later("Turkish"),
            "urdu": later("Urdu or Punjabi"),
            "other": later("Another language"),
            **NOT_SAID,
        },
    ),
    "carer": Question(
        later("Do you look after someone, without being paid for it?"),
        later("Carers often have little time. We want to see if they can take part too."),
        {"yes": later("Yes"), "no": later("No"), **NOT_SAID},
    ),
}


def quarter_words(quarter: date) -> str:
    """A quarter as people say it: "January 2026 to March 2026"."""
    return _("%(start)s to %(end)s", start=words.month(quarter), end=words.month(rules.last_day_of(quarter)))
