"""What people fill in about reaching them: what is safe, a code, and until when they want to hear nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.kit import clock, forms
from portal.kit.words import day, later
from portal.kit.words import gettext as _
from portal.people import rules
from portal.people.forms import SafetyForm
from portal.people.queries.ways import Safety


class RulesForm(SafetyForm):
    """What is safe, and a word by which both know each other."""

    check_word = forms.line(
        later("A word to check that you speak to the right person"),
        most=60,
        description=later("We say it first when we ring. Choose one that others would not guess."),
    )

    def told(self) -> dict[str, Any]:
        """What was said, as the service takes it."""
        return {
            "safe_hours": self.safe_hours.data,
            "may_leave_message": {"yes": True, "no": False}.get(self.may_leave_message.data or ""),
            "say_about": self.say_about.data,
            "check_word": self.check_word.data,
        }


def said_by(safety: Safety) -> dict[str, str]:
    """What someone told us before, by the fields of the form."""
    return {
        "safe_hours": safety.safe_hours,
        "may_leave_message": {True: "yes", False: "no", None: ""}[safety.may_leave_message],
        "say_about": safety.say_about,
        "check_word": safety.check_word,
    }


class QuietForm(forms.Form):
    """Until when someone wants to hear nothing; without a day it is 14 days."""

    until = forms.DateInput(later("The day when we may write to you again"))

    def validate(self, extra_validators: Any = None) -> bool:
        """The day must be to come, and not too far away."""
        if not super().validate(extra_validators):
            return False
        if rules.may_be_quiet_until(self.back_on, clock.today()):
            return True
        self.refuse("until", _("Type a day after today, and not after %(day)s", day=day(_last_day())))
        return False

    @property
    def back_on(self) -> date:
        """The day that was chosen."""
        return self.until.value() or clock.today() + rules.USUAL_QUIET


def _last_day() -> date:
    return clock.today() + rules.LONGEST_QUIET
