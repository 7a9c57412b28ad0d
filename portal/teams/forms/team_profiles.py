"""What staff fill in about a team."""

from __future__ import annotations

from typing import Any

from portal.kit import forms
from portal.kit.words import later
from portal.teams.queries.team_profiles import CALLED, Profile
from portal.teams.rules.team_profiles import MOST, PARTS

SHOWN = [("yes", later("Everyone who looks at the project")), ("no", later("Nobody yet"))]


class TeamProfileForm(forms.Form):
    """How meetings go, who greets people, words they may hear, what did not work, and hopes."""

    meetings = forms.text(CALLED["meetings"], most=MOST["meetings"])
    greets = forms.line(CALLED["greets"], most=MOST["greets"])
    jargon = forms.text(CALLED["jargon"], most=MOST["jargon"])
    failed = forms.text(CALLED["failed"], most=MOST["failed"])
    hopes = forms.text(CALLED["hopes"], most=MOST["hopes"])
    is_public = forms.choice(later("Who can read this?"), SHOWN, needed=later("Choose who can read this"))
    version = forms.hidden()

    def words(self) -> dict[str, str]:
        """What was written, part by part."""
        return {name: self[name].data for name in PARTS}


def said_in(profile: Profile) -> dict[str, Any]:
    """What stands in the form."""
    shown = "yes" if profile.is_public else "no"
    return {**{name: getattr(profile, name) for name in PARTS}, "is_public": shown, "version": str(profile.version)}
