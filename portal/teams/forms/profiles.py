"""What someone writes in their one-page profile, and to whom they show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.kit import forms
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.teams.queries.profiles import CALLED, Line, Share
from portal.teams.rules.profiles import MOST, PARTS
from portal.teams.services.profiles import Written

SEEN = later("Others may see this")


class ProfileForm(forms.Form):
    """Each part, and whether others may see it as it stands here."""

    good_at = forms.text(CALLED["good_at"], most=MOST)
    good_at_seen = forms.tick(SEEN)
    learn = forms.text(CALLED["learn"], most=MOST)
    learn_seen = forms.tick(SEEN)
    rather_not = forms.text(CALLED["rather_not"], most=MOST)
    rather_not_seen = forms.tick(SEEN)
    when = forms.text(CALLED["when"], most=MOST)
    when_seen = forms.tick(SEEN)
    meet = forms.text(CALLED["meet"], most=MOST)
    meet_seen = forms.tick(SEEN)
    lived = forms.text(CALLED["lived"], most=MOST)
    lived_seen = forms.tick(SEEN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:  # whoever hears one box alone must know what it is about
            words = _("Others may see this: %(part)s", part=str(CALLED[part]))
            field = self[f"{part}_seen"]
            field.label.text, field.choices = words, forms.options([("yes", words)])

    def parts(self) -> dict[str, Written]:
        """What was written, part by part."""
        return {part: Written(self[part].data, "yes" in (self[f"{part}_seen"].data or [])) for part in PARTS}


def said_in(lines: Mapping[str, Line], drafts: Mapping[str, str]) -> dict[str, object]:
    """What stands in the form: what was written, or else a draft, which nobody sees."""
    found: dict[str, object] = {}
    for part in PARTS:
        line = lines.get(part)
        found[part] = line.words if line else drafts[part]
        found[f"{part}_seen"] = ["yes"] if line and line.is_seen else []
    return found


class ShowForm(forms.Form):
    """The projects that see it."""

    projects = forms.choices(later("Who sees it?"), [])

    def offer(self, shares: list[Share]) -> ShowForm:
        """Offer these projects."""
        self.projects.choices = forms.options([(str(share.project_id), share.project_title) for share in shares])
        return self

    def wanted(self) -> set[int]:
        """The numbers of those that were chosen."""
        return {int(said) for said in self.projects.data or []}
