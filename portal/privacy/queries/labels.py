"""What each thing that we keep is called on the page with a person's copy, and how its value is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypedDict

from portal.kit import words
from portal.kit.words import Later, later
from portal.kit.words import gettext as _
from portal.people.queries import need_words
from portal.privacy.queries import words as kinds
from portal.privacy.queries.copy import Section
from portal.privacy.queries.roles import SOMEONE, YOU, role_words
from portal.stories.queries import words as stories
from portal.teams.queries import factors, members, profiles
from portal.teams.queries import words as teams
from portal.training.queries import words as training
from portal.training.rules import Status, Who

LABELS = {
    "address": later("Where it went"),
    "answer_by": later("Answer promised by"),
    "answered_at": later("Answered"),
    "accepted_at": later("They said yes"),
    "answering_role": later("Who answers"),
    "asked_at": later("Asked"),
    "at": later("When"),
    "attachment": later("Entry for your calendar"),
    "back_on": later("You want to hear from us again on"),
    "body": later("Words"),
    "booking": later("Reference"),
    "by": later("By"),
    "by_person": later("By"),
    "came": later("You came"),
    "channel": later("How"),
    "check_word": later("Your check word"),
    "created_at": later("Since"),
    "data": later("What you wrote so far"),
    "decided_at": later("Decided"),
    "decided_by": later("Decided by"),
    "details": later("Details"),
    "directorate": later("Part of the Trust"),
    "email": later("Email address"),
    "ended_at": later("Ended"),
    "ended_by": later("Ended by"),
    "ended_on": later("Until"),
    "ends_at": later("Works until"),
    "experience": later("Your experience"),
    "expression": later("Reference"),
    "flagged_at": later("Shown to staff"),
    "for_whom": later("Who this is for"),
    "given_at": later("You agreed"),
    "goes_at": later("Replaced from"),
    "helper": later("Who helps"),
    "helper_name": later("Who filled it in"),
    "how": later("How it was filled in"),
    "is_active": later("In use"),
    "is_asked_equality": later("We asked you the questions about who takes part"),
    "is_flagged": later("To be read soon"),
    "is_held_back": later("Asked for too often, so not sent"),
    "is_met_for_person": later("You said that it was there"),
    "is_met_for_staff": later("Staff said that it was there"),
    "said": later("What you said"),
    "is_public": later("Everyone can read it"),
    "is_right": later("You said that it is right"),
    "is_staff": later("As staff"),
    "job": later("Job"),
    "kind": later("Kind"),
    "late_answer_by": later("New day, after we said sorry"),
    "lead_role": later("Led by"),
    "locale": later("Language"),
    "may_answer": later("May answer for you"),
    "may_book": later("May book for you"),
    "may_fill_in": later("May fill in for you"),
    "may_get_reminders": later("May get reminders for you"),
    "may_leave_message": later("We may leave a message"),
    "may_sign_in": later("You can sign in with it"),
    "made_at": later("Written"),
    "name": later("Name"),
    "name_shown": later("How your name is shown"),
    "needs": later("What you need to take part"),
    "needs_asked_at": later("We asked if you still need this"),
    "needs_reviewed_at": later("You last looked at what you need"),
    "note": later("What was noted"),
    "number": later("Number"),
    "offer_ends_at": later("Kept for you until"),
    "outcome": later("What came of it"),
    "owner": later("Looked after by"),
    "person": later("Who is helped"),
    "problem": later("What went wrong"),
    "project": later("Project"),
    "published_at": later("Approved"),
    "quiet_at": later("You want to hear nothing since"),
    "ready_at": later("Arranged"),
    "ready_by": later("Arranged by"),
    "reason": later("Why"),
    "reference": later("Reference"),
    "reported": later("What readers said is wrong"),
    "role": later("Role"),
    "safe_hours": later("When it is safe to reach you"),
    "saved_at": later("Last saved"),
    "say_about": later("What a caller may say it is about"),
    "seen_at": later("Last seen"),
    "sent_at": later("Sent"),
    "session": later("Training"),
    "session_starts_at": later("Begins"),
    "staff": later("Account"),
    "started_at": later("Began"),
    "started_on": later("From"),
    "state": later("Where it stands"),
    "status": later("Where it stands"),
    "step": later("Where it stands"),
    "step_at": later("Since"),
    "story": later("Reference"),
    "subject": later("Subject"),
    "contact_way": later("How we reach you"),
    "teller_name": later("Name of the teller"),
    "theme": later("Theme"),
    "thing": later("About"),
    "title": later("Title"),
    "told_at": later("Told us"),
    "told_by": later("Told us by"),
    "told_late_at": later("When we said sorry"),
    "tries": later("How often it was tried"),
    "until_on": later("Last day"),
    "use": later("Use"),
    "used_at": later("Used"),
    "value": later("Address or number"),
    "verified_at": later("You proved that it is yours"),
    "wants": later("What you would like to do"),
    "warned_at": later("When we said that it will be deleted"),
    "way_value": later("Address or number"),
    "what": later("What happened"),
    "what_changed": later("What changed because of it"),
    "why": later("Why"),
    "withdrawn_at": later("You took it back"),
    "answer": later("What you answered"),
    "code": later("Number of the certificate"),
    "companion": later("Who comes with you"),
    "has_companion_come": later("Who came with you was there"),
    "is_for_companion": later("For the person who came with you"),
    "is_shared": later("Others can check it"),
    "is_walk_in": later("You came without a booking"),
    "may_show": later("Others may read your words"),
    "mode": later("How you take part"),
    "place": later("Place in the line"),
    "places": later("Places"),
    "question": later("Question"),
    "said_at": later("You said it"),
    "shown_at": later("Shown to everyone"),
    "to_whom": later("To whom"),
    "was_clear": later("How clear it was, 1 to 5"),
    "was_good": later("How good it was, 1 to 5"),
    "was_welcome": later("How welcome you felt, 1 to 5"),
    "who": later("Who takes part"),
    "promised": later("What is promised next"),
    "nudged_at": later("We were reminded of the promise"),
    "due_on": later("Promised by"),
    "opening": later("Place on the team"),
    "part": later("How you take part"),
    "trial_until_on": later("You try it out until"),
    "paused_at": later("Paused since"),
    "paused_until_on": later("Paused until"),
    "pay": later("Pay"),
    "pay_agreed": later("What was agreed about pay"),
    "expenses_agreed": later("What was agreed about costs"),
    "paid_when": later("When you are paid"),
    "pay_agreed_at": later("Agreed"),
    "buddy": later("Your buddy"),
    "greeter": later("Who meets you"),
    "first_meeting_at": later("Your first meeting"),
    "first_meeting": later("About your first meeting"),
    "membership": later("Team"),
    "took_part_on": later("On"),
    "noted_at": later("Noted"),
    "noted_by": later("Noted by"),
    "undone_at": later("Undone"),
    "month_on": later("Month"),
    "going": later("How it is going, 1 to 5"),
    "heard": later("How much you feel heard, 1 to 5"),
    "is_call_wanted": later("You asked for a call"),
    "not_mine_at": later("You said that this was not you"),
    "alerted_at": later("Staff were told"),
    "seen_to_at": later("Seen to"),
    "seen_to_by": later("Seen to by"),
    "lived": later("Care that you know"),
    "is_lived_for_matching": later("We may use this to find you a team"),
    "good_at": later("What you are good at"),
    "learn": later("What you want to learn"),
    "rather_not": later("What you would rather not do"),
    "interests": later("What interests you"),
    "times": later("When you can"),
    "modes": later("How you like to take part"),
    "languages": later("Languages"),
    "hours": later("Hours a month"),
    "lived_words": later("About the care that you know, in your words"),
    "good_words": later("What you are good at, in your words"),
    "learn_words": later("What you want to learn, in your words"),
    "rather_not_words": later("What you would rather not do, in your words"),
    "when_words": later("When you can, in your words"),
    "meet_words": later("How you like to meet, in your words"),
    "changed_at": later("Changed"),
    "approved_at": later("You said yes to it"),
    "shared_at": later("Shared"),
    "first_seen_at": later("First read"),
    "seen_on": later("Seen"),
    "seen_by": later("Seen by"),
    "happened_on": later("On"),
    "minutes": later("Minutes"),
    "pence": later("Pence"),
    "decide_by": later("Decided by"),
    "pay_by": later("Paid by"),
    "approver": later("Who decided"),
    "paid_at": later("Paid"),
    "late_by": later("New day, after we said sorry"),
    "claim": later("Reference"),
    "width": later("Width"),
    "height": later("Height"),
    "held_on": later("On"),
    "factor": later("Reason"),
    "weight": later("Weight"),
    "set_at": later("Set"),
    "set_by": later("Set by"),
    "ideal": later("Days at best"),
    "most": later("Days at most"),
    "from_on": later("First day"),
    "stand_in": later("Who stands in"),
    "pence_an_hour": later("Pence an hour"),
    "claims": later("How many"),
    "decides_role": later("Who decides"),
    "words": later("Words"),
}
FOR_WHOM = {
    "self": later("For myself"),
    "with_someone": later("With someone who helps me fill this in"),
    "for_someone": later("For someone I care for or support"),
}
OWN_WORDS = later("In your own words")
PAY = {
    "full": later("Paid"),
    "less": later("Paid less, as you asked"),
    "charity": later("Given to a charity, as you asked"),
    "none": later("No pay, as you asked"),
}
HOW = {"meeting": later("At a meeting"), "another_way": later("In another way")}
PARTS = {"big_i": later("As a member of the team (Big I)"), "little_i": later("You are asked now and then (little i)")}


def _set(called: Mapping[str, Later]) -> Callable[[str], str]:
    return lambda kept: ", ".join(factors.said(kept, called))


def _names(kept: str) -> str:
    """Directorates, themes and places by the ends of their addresses, which are their names."""
    return ", ".join(slug.replace("-", " ") for slug in kept.split())


# Where a word of ours is kept, how it is said. What is not here is shown as it stands.
SAID: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("booking", "status"): lambda said: str(training.FOR_PERSON[Status(said)]),
    ("booking", "mode"): lambda said: str(training.MODES[said]),
    ("booking", "who"): lambda said: str(training.WHO[Who(said)]),
    ("booking", "said"): training.why,
    ("booking_step", "status"): lambda said: str(training.FOR_PERSON[Status(said)]),
    ("booking_step", "mode"): lambda said: str(training.MODES[said]),
    ("booking_step", "why"): training.why,
    ("access_need", "kind"): need_words,
    ("need_flag", "kind"): lambda said: need_words(said) or str(OWN_WORDS),
    ("expression_of_interest", "step"): teams.for_person,
    ("expression_step", "step"): teams.for_person,
    ("expression_of_interest", "promised"): teams.for_person,
    ("expression_step", "promised"): teams.for_person,
    ("membership", "pay"): lambda said: str(PAY[said]),
    ("membership", "part"): lambda said: str(PARTS[said]),
    ("membership_step", "what"): members.happened,
    ("taking_part", "how"): lambda said: str(HOW[said]),
    ("skills_survey", "times"): lambda said: "; ".join(factors.times_said(said)),
    ("skills_survey", "modes"): _set(factors.MODES),
    ("skills_survey", "languages"): _set(factors.LANGUAGES),
    ("skills_survey", "good_at"): _set(factors.SKILLS),
    ("skills_survey", "learn"): _set(factors.SKILLS),
    ("skills_survey", "rather_not"): _set(factors.SKILLS),
    ("skills_survey", "lived"): _names,
    ("skills_survey", "interests"): _names,
    ("skills_survey", "places"): _names,
    ("profile_line", "part"): lambda said: str(profiles.CALLED[said]),
    ("check_seen", "kind"): lambda said: str(factors.CHECKS[said]),
    ("story", "state"): stories.for_teller,
    ("story_use", "use"): stories.use,
    ("message", "state"): lambda said: str(kinds.STATES[said]),
    ("audit_event", "kind"): kinds.said,
}


class Line(TypedDict):
    """One thing that we keep, as a summary list shows it: what it is, and what stands there."""

    key: str
    values: list[str]
    written: bool


def lines_of(section: Section) -> Iterator[list[Line]]:
    """The rows of a section as a person reads them; what is empty is left out."""
    for row in section.rows:
        yield [
            Line(
                key=str(LABELS[name]),
                values=_values(section.table, name, value),
                written=isinstance(value, str | dict),
            )
            for name, value in row.items()
            if value not in (None, "", {})
        ]


def _values(table: str, name: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [said for said in _flat(value) if said]
    if isinstance(value, bool):
        return [_("Yes") if value else _("No")]
    if isinstance(value, datetime):
        return [words.moment(value)]
    if isinstance(value, date):
        return [words.day(value)]
    return [_said(table, name, str(value))]


def _said(table: str, name: str, value: str) -> str:
    if value in {YOU, SOMEONE}:
        return role_words(value)
    if name == "channel":
        return kinds.channel(value)
    if name == "for_whom":
        return str(FOR_WHOM.get(value, value))
    say = SAID.get((table, name))
    return say(value) if say else value


def _flat(value: Any) -> Iterator[str]:
    """The words in something of several layers, without the names of its fields."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _flat(part)
    elif isinstance(value, list):
        for part in value:
            yield from _flat(part)
    elif value is not None:
        yield str(value)
