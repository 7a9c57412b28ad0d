"""What staff fill in about someone who comes without a booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portal.kit import forms, references, words
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people.forms import CHANNELS, ReachForm, safety_of, value_of
from portal.training import rules
from portal.training.queries.dates import Date
from portal.training.queries.words import WHO
from portal.training.rules import Who
from portal.training.services import WalkIn


class WalkInForm(ReachForm):
    """Someone at the door: their name, who they are, and one way to reach them."""

    name = forms.line(
        later("What is their name?"),
        needed=later("Type a name. A first name is enough"),
        description=later("A first name is enough."),
    )
    who = forms.choice(later("Who are they?"), list(WHO.items()), default=Who.NOT_SAID)
    number = forms.pick(later("On which day did they come?"))
    channel = forms.choice(
        later("How should we reach them?"),
        CHANNELS,
        needed=later("Choose how we should reach them"),
        description=later("Ask them. We send them what everyone gets after the training, and nothing else."),
    )
    key = forms.hidden()

    @property
    def button(self) -> str:
        """The words of the button that sends this form."""
        return _("Add them")

    @classmethod
    def for_dates(cls, dates: Sequence[Date], now: datetime) -> WalkInForm:
        """A new form with a key of its own; the date of today is chosen already."""
        today = rules.date_to_mark([(date.number, date.starts_at) for date in dates], now)
        form = cls(data={"number": str(today), "key": references.new_token(), "who": Who.NOT_SAID})
        form.number.choices = [(str(date.number), words.span(date.starts_at, date.ends_at)) for date in dates]
        return form

    def told(self, session_id: int) -> WalkIn:
        """What was written, as the service takes it."""
        return WalkIn(
            name=self.name.data,
            channel=self.channel.data,
            value=value_of(self.data),
            locale=words.locale(),
            qi_session_id=session_id,
            number=int(self.number.data),
            who=self.who.data or Who.NOT_SAID,
            **safety_of(self.data),
        )
