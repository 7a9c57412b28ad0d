"""What we write about places on teams: to people, without a project's name or anything that was agreed; to staff, without a name."""

from __future__ import annotations

from datetime import date

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.outbox.rules import body_of
from portal.outbox.services import Draft
from portal.people.queries import Reachable
from portal.signin.queries import Colleague
from portal.teams.messages.staff import for_staff
from portal.teams.rules.members import Happened

TO_STAFF = {
    Happened.PAUSED: later("A member of a team takes a pause. They hear nothing until the day that they chose."),
    Happened.BACK: later("A member of a team is back from a pause."),
    Happened.STEPPED_BACK: later("A member of a team would rather be asked now and then."),
    Happened.STEPPED_UP: later("Someone who was asked now and then is a full member of the team again."),
    Happened.LEFT: later("A member left a team. Nobody needs to say why, so please do not ask."),
    Happened.TRIAL_ASKED: later(
        "The trial of a new member ends soon. Please ask them how it goes. Silence ends nothing."
    ),
    Happened.TRIAL_OVER: later(
        "The trial of a member is over. They said nothing, so they stay. Please ask how they are."
    ),
    Happened.BUDDY_YES: later("A new member has a buddy now."),
    Happened.BUDDY_NO: later("There is no buddy for a new member yet. Please ask someone else on the team."),
    Happened.BUDDY_GONE: later("A member has no buddy any more. Please ask someone else on the team."),
}


def to_staff(to: Colleague, what: Happened, project_id: int, line: int) -> Draft:
    """Something changed on a team: what, and the page that says with whom."""
    with words.speaking(to.locale):
        where = pages.address("teams.staff.members.team", to.locale, id=project_id)
        return for_staff(
            to, f"team {line} {to.person_id}", [str(TO_STAFF[what])], where, _("Something changed on a team")
        )


def lead_gone(to: Colleague, project_id: int, lead_id: int) -> Draft:
    """Whoever led a team does not work here any more; its members stay."""
    with words.speaking(to.locale):
        says = [_("The lead of a team does not work here any more. Its members stay. Please find them a new lead.")]
        where = pages.address("projects.staff.project", to.locale, id=project_id)
        key = f"team lead gone {project_id} {lead_id} {to.person_id}"
        return for_staff(to, key, says, where, _("A team needs a new lead"))


def welcome_back(to: Reachable, membership_id: int, line: int) -> Draft:
    """The day came until which someone wanted to hear nothing."""
    with words.speaking(to.locale):
        says = [
            _("Welcome back! Today is the day until which you wanted to hear nothing from your team."),
            _("If you would like a longer pause, you can take one on your page. You do not have to say why."),
        ]
        return _to_member(to, f"team back {line}", "team back", says, membership_id)


def trial_ends(to: Reachable, membership_id: int, until_on: date, line: int) -> Draft:
    """Soon someone has tried out a team: how is it?"""
    with words.speaking(to.locale):
        says = [
            _(
                "You have been trying something out with us. The time for that ends on %(day)s.",
                day=words.day(until_on),
            ),
            _("If it is good for you, you need to do nothing: you stay."),
            _("If it is not, you can stop or do less on your page. You do not have to say why."),
        ]
        return _to_member(to, f"team trial {line}", "team trial", says, membership_id)


def project_over(to: Reachable, membership_id: int, line: int) -> Draft:
    """The work that someone took part in is over: thank you, and what could come next."""
    with words.speaking(to.locale):
        says = [
            _("The work that you took part in with us has come to its end. Thank you for all that you gave to it."),
            _("If you like, there is more to do. Your page shows what could come next."),
        ]
        return _to_member(to, f"team over {line}", "team over", says, membership_id)


def agreed(to: Reachable, membership_id: int, line: int) -> Draft:
    """What was agreed stands on one's page, to read again and to say that it is right."""
    with words.speaking(to.locale):
        says = [
            _("We wrote down what we agreed with you. Please read it, and tell us if it is right."),
            _("If something is not right, ring us before you say yes."),
        ]
        return _to_member(to, f"team agreed {line}", "team agreed", says, membership_id)


def will_you_be_a_buddy(to: Reachable, membership_id: int, line: int) -> Draft:
    """Someone new comes: would they help them at the start?"""
    with words.speaking(to.locale):
        says = [
            _("Someone new joins you soon. Would you be their buddy: say hello, sit with them, answer a question?"),
            _("You can say yes or no on your page. Both are fine."),
        ]
        return _to_member(to, f"team buddy asked {line}", "team buddy", says, membership_id)


def would_you_like_a_buddy(to: Reachable, membership_id: int, line: int) -> Draft:
    """Someone would like to be their buddy."""
    with words.speaking(to.locale):
        says = [
            _("Someone who has been with us for longer would like to be your buddy at the start."),
            _("You can say yes or no on your page. Both are fine."),
        ]
        return _to_member(to, f"team buddy offered {line}", "team buddy", says, membership_id)


def you_are_buddies(to: Reachable, membership_id: int, line: int) -> Draft:
    """Both said yes."""
    with words.speaking(to.locale):
        says = [_("You both said yes to being buddies. Your page says who it is.")]
        return _to_member(to, f"team buddies {line} {to.person_id}", "team buddy", says, membership_id)


def _to_member(to: Reachable, key: str, kind: str, says: list[str], membership_id: int) -> Draft:
    phone = pages.settings().help_phone
    ring = [_("To talk to someone, ring %(phone)s.", phone=words.whole(phone))] if phone else []
    where = pages.address("teams.members.one", to.locale, id=membership_id)
    if to.channel == "sms":
        all_of_it = [*says, where]
    else:
        all_of_it = [*says, *ring, _("Sign in with a code (there is no password):"), where]
    return Draft(
        key=key,
        kind=kind,
        person_id=to.person_id,
        channel=to.channel,
        address=to.value,
        locale=to.locale,
        subject=_("A message for you"),
        body=body_of(all_of_it, to.channel),
    )
