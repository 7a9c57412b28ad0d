"""Passing an offer on to another place."""

from __future__ import annotations

from portal.kit import forms
from portal.kit.words import later
from portal.teams.queries.candidates import OpenPlace


class PassForm(forms.Form):
    """To which place an offer goes."""

    opening = forms.pick(later("To which place?"), needed=later("Choose a place"))
    note = forms.text(later("Note for staff"))
    version = forms.hidden()

    def offer(self, places: list[OpenPlace], now_at: int | None) -> PassForm:
        """Offer every place but the one where the offer is."""
        others = [(str(place.id), f"{place.title}, {place.project_title}") for place in places if place.id != now_at]
        self.opening.choices = [("", later("Choose a place")), *sorted(others, key=lambda choice: choice[1])]
        return self
