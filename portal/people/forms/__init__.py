"""Questions about a person that more than one journey asks."""

from portal.people.forms.needs import NeedsForm, mark_of, met_form, need_rows, pairs_of
from portal.people.forms.reach import (
    CHANNELS,
    REACH_FIELDS,
    ReachForm,
    SafetyForm,
    WayForm,
    channel_words,
    reach_rows,
    safety_of,
    value_of,
)
from portal.people.forms.who import (
    FOR_WHOM,
    NameForm,
    answer_for,
    are_needs_asked,
    for_whom_words,
    is_for_self,
    is_reach_asked,
    trust_in,
    who_rows,
)

__all__ = [
    "CHANNELS",
    "FOR_WHOM",
    "REACH_FIELDS",
    "NameForm",
    "NeedsForm",
    "ReachForm",
    "SafetyForm",
    "WayForm",
    "answer_for",
    "are_needs_asked",
    "channel_words",
    "for_whom_words",
    "is_for_self",
    "is_reach_asked",
    "mark_of",
    "met_form",
    "need_rows",
    "pairs_of",
    "reach_rows",
    "safety_of",
    "trust_in",
    "value_of",
    "who_rows",
]
