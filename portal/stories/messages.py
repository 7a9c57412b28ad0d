"""What we write to people about their story: never its words or its title, and never why we sent it back."""

from __future__ import annotations

from portal.kit import pages, words
from portal.kit.words import gettext as _
from portal.outbox.rules import body_of
from portal.outbox.services import Draft
from portal.people.queries import Reachable
from portal.personal.messages import filling


def received(to: Reachable, story_id: int, reference: str, locale: str, how: str = "") -> Draft:
    """We have it, and a person will read it."""
    with words.speaking(locale):
        says = [
            _("Thank you for what you shared with us."),
            _("A person will read it within 5 working days. Nobody else sees it until then."),
            *filling.says(how, to.channel),
        ]
        return _draft(to, f"story received {story_id}", "story received", story_id, reference, says, locale)


def published(to: Reachable, story_id: int, version: int, reference: str, locale: str) -> Draft:
    """A person has read it and said yes."""
    with words.speaking(locale):
        says = [
            _("A person has read what you shared with us. Thank you: it helps."),
            _("It is now used where you agreed, and nowhere else. You can take it back at any time."),
        ]
        return _draft(to, f"story published {story_id} {version}", "story published", story_id, reference, says, locale)


def sent_back(to: Reachable, story_id: int, version: int, reference: str, locale: str) -> Draft:
    """There is a question; it is only to be read after signing in."""
    with words.speaking(locale):
        says = [
            _("Thank you for what you shared with us. A person has read it and has a question for you."),
            _("Please sign in to read it."),
        ]
        return _draft(to, f"story sent back {story_id} {version}", "story sent back", story_id, reference, says, locale)


def declined(to: Reachable, story_id: int, version: int, reference: str, locale: str) -> Draft:
    """We do not use it, which says nothing about them."""
    with words.speaking(locale):
        says = [
            _("Thank you for what you shared with us. A person has read it with care."),
            _("We will not use it. That says nothing about you or about what you went through."),
            _("Please sign in to read why."),
        ]
        return _draft(to, f"story declined {story_id} {version}", "story declined", story_id, reference, says, locale)


def withdrawn(to: Reachable, story_id: int, reference: str, locale: str) -> Draft:
    """They took it back; it is done."""
    with words.speaking(locale):
        says = [_("As you asked, we have taken back what you shared with us. It is no longer used anywhere by us.")]
        return _draft(to, f"story withdrawn {story_id}", "story withdrawn", story_id, reference, says, locale)


def _draft(to: Reachable, key: str, kind: str, story_id: int, reference: str, says: list[str], locale: str) -> Draft:
    phone = pages.settings().help_phone
    says = [*says, _("Your reference is %(reference)s.", reference=words.whole(reference))]
    if to.channel != "sms":
        says = [
            *says,
            *([_("To talk to someone, ring %(phone)s.", phone=words.whole(phone))] if phone else []),
            _("To see where it stands, or to take it back, sign in with a code (there is no password):"),
        ]
    return Draft(
        key=key,
        kind=kind,
        person_id=to.person_id,
        channel=to.channel,
        address=to.value,
        locale=locale,
        subject=_("Your reference %(reference)s", reference=words.whole(reference)),
        body=body_of([*says, pages.address("stories.mine", locale, id=story_id)], to.channel),
    )
