"""What people fill in to tell a story, and what staff fill in when they have read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wtforms import ValidationError

from portal.kit import forms, references
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people import forms as people
from portal.stories.queries import words
from portal.stories.queries.staff import Filters, StaffStory
from portal.stories.rules import LONGEST_STORY, NEEDS_REASON, Decision, Use
from portal.stories.services import Telling

NAMES = [
    ("name", later("Show my whole name")),
    ("first_name", later("Show my first name only")),
    ("none", later("Show no name")),
]
USES = [(use.value, words.USES[use]) for use in Use]
DECISIONS = {
    Decision.PUBLISH: later("Approve it"),
    Decision.SEND_BACK: later("Send it back with a question"),
    Decision.DECLINE: later("Decline it"),
    Decision.KEEP: later("Leave it as it is"),
    Decision.TAKE_DOWN: later("Take it down"),
}


class WordsForm(forms.Form):
    """The story itself."""

    body = forms.text(
        later("Your story"),
        needed=later("Write your story. A few words are enough"),
        most=LONGEST_STORY,
        description=later("Please leave out the names of other people."),
    )
    title = forms.line(later("A title for it"), description=later("A few words, such as: What helped me sleep."))


class NameForm(forms.Form):
    """Whether a name is shown, and which."""

    teller_name = forms.line(later("Your name"), description=later("You do not have to give one."))
    name_shown = forms.choice(
        later("How should your name be shown with your story?"),
        NAMES,
        needed=later("Choose how your name should be shown"),
        description=later("Whatever you choose here is all that readers see of your name."),
        hints={"none": later("Readers then see: A service user or carer")},
    )

    def validate_teller_name(self, field: Any) -> None:
        """Only needed when it is to be shown."""
        if self.name_shown.data in {"name", "first_name"} and not field.data:
            raise ValidationError(_("Type your name, or choose to show no name"))


class UsesForm(forms.Form):
    """Where the story may be used: each place is its own yes."""

    uses = forms.choices(
        later("Where may we use your story?"),
        USES,
        description=later(
            "Choose as many as you like, or none. If you choose none, only the person who reads it for us sees it."
            " You can change your mind at any time."
        ),
        hints={
            Use.QI_FORUM.value: later("QI is quality improvement: making care better, step by step."),
            Use.NEWSLETTER.value: later("What has been printed cannot be called back."),
        },
    )


class ReachForm(people.ReachForm):
    """Whether we may write to the teller, and only then how."""

    is_reachable = forms.choice(
        later("May we write to you about your story?"),
        [("yes", later("Yes")), ("no", later("No"))],
        needed=later("Choose yes or no"),
        description=later(
            "You do not have to let us. Without it we cannot ask you anything, tell you what happened,"
            " or let you take your story back on this website."
        ),
        hints={"no": later("Then you can leave the rest empty.")},
    )

    def __iter__(self) -> Iterator[Any]:
        """Whether comes before how, on the page and on paper."""
        return iter(sorted(super().__iter__(), key=lambda field: field.name != "is_reachable"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Nothing else is asked for, or kept, unless the answer is yes."""
        is_whole = super().validate(extra_validators)
        if self.is_reachable.data == "yes":
            return is_whole
        for field in self._about_reaching():
            field.errors = []
            if self.is_reachable.data == "no":
                field.data = ""
        return not self.errors

    def _about_reaching(self) -> list[Any]:
        return [self[name] for name in people.REACH_FIELDS]


class EditForm(WordsForm, NameForm):
    """A story as its teller changes it."""

    version = forms.hidden()

    def telling(self) -> Telling:
        """What was written, as the service takes it."""
        return Telling(self.body.data, self.title.data, self.teller_name.data, self.name_shown.data)


class ReportForm(forms.Form):
    """What a reader thinks is wrong with a story."""

    words = forms.text(later("What is wrong with this story?"), needed=later("Tell us what is wrong"), most=400)


class FilterForm(forms.Form):
    """Which stories the staff list shows; it travels in the address."""

    class Meta:
        """A form that only reads needs no token."""

        csrf = False

    state = forms.pick(
        later("Which stories"),
        [
            ("waiting", words.FOR_STAFF[words.State.WAITING]),
            ("soon", later("To be read soon")),
            *((state.value, said) for state, said in words.FOR_STAFF.items() if state != words.State.WAITING),
            ("all", later("All")),
        ],
    )

    reference = forms.line(later("Or one story, by its reference"), most=40)

    def filters(self) -> Filters:
        """What was chosen; the waiting ones when it is nothing that we know."""
        self.state.data = self.state.data or "waiting"
        if not self.validate():
            self.state.data = "waiting"
        state = "" if self.state.data == "all" else str(self.state.data)
        return Filters(state, references.said_reference(self.reference.data or ""))


class DecideForm(forms.Form):
    """What happens with a story that was read."""

    decision = forms.choice(
        later("What happens with it?"),
        [(decision.value, said) for decision, said in DECISIONS.items()],
        needed=later("Choose what happens with it"),
    )
    title = forms.line(later("Title"))
    project = forms.line(later("Reference of the project that it is about"), most=40)
    what_changed = forms.text(later("What changed because of this story"), most=1000)
    reason = forms.text(later("What you tell the person who told it"))
    version = forms.hidden()

    def offer(self, story: StaffStory) -> DecideForm:
        """Show only what may be done with a story where it stands now."""
        self.decision.choices = [(decision.value, DECISIONS[decision]) for decision in story.decisions]
        return self

    def validate_reason(self, field: Any) -> None:
        """Whoever gets no yes is told why."""
        if self.decision.data in NEEDS_REASON and not field.data:
            raise ValidationError(_("Write why, in kind and plain words: the person who told it will read this"))
