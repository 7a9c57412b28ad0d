"""Questions about a person that more than one journey asks."""

from portal.people.forms.needs import NeedsForm
from portal.people.forms.reach import CHANNELS, ReachForm, channel_words, value_of
from portal.people.forms.who import FOR_WHOM, NameForm, for_whom_words

__all__ = [
    "CHANNELS",
    "FOR_WHOM",
    "NameForm",
    "NeedsForm",
    "ReachForm",
    "channel_words",
    "for_whom_words",
    "value_of",
]
