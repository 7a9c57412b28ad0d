"""What could be better about an opening, in words."""

from __future__ import annotations

from collections.abc import Mapping

from portal.kit.words import Later, later
from portal.kit.words import gettext as _
from portal.teams.models import Opening
from portal.teams.rules.plain import Bar, Look, bars, hard_words, long_sentences

BARS: Mapping[Bar, Later] = {
    Bar.ONLY_EARLY: later("The team meets before 10am only. Many people cannot come so early: could it meet later?"),
    Bar.ONLY_WORKING_HOURS: later(
        "The team meets in working hours only. Whoever works or cares then is shut out: could some meetings be in the evening?"
    ),
    Bar.ONLY_IN_PERSON: later("People can only take part in person. Could they join by video or phone as well?"),
    Bar.NO_ACCESS_SAID: later("Say what the place is like for people with access needs, such as a lift or a ramp."),
    Bar.NO_PAY_SAID: later("Say what is paid, even if it is only travel costs. Some people cannot come without."),
    Bar.NO_TIME_SAID: later("Say when the team meets, so that people can tell if they can come."),
}


def advice_on(opening: Opening) -> list[str]:
    """What could be plainer or shuts people out, a line for each; nothing of it must be followed."""
    text = "\n".join([opening.title, opening.what_you_would_do, opening.support, opening.training_offered])
    look = Look(
        text=text,
        meets_at=opening.meets_at,
        is_in_person=opening.is_in_person,
        is_anywhere=opening.is_online or opening.is_by_phone,
        access=opening.access,
        paid=opening.paid,
        meets=opening.meets,
    )
    hard = [
        _("Instead of “%(hard)s” you could say “%(plain)s”.", hard=hard, plain=plain)
        for hard, plain in hard_words(text)
    ]
    long = [
        _("This sentence is long. Two short ones are easier to read: %(words)s", words=said)
        for said in long_sentences(text)
    ]
    return [*(str(BARS[bar]) for bar in bars(look)), *hard, *long]
