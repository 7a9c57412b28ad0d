"""What narrows a list of projects, and what staff write about one."""

from __future__ import annotations

from collections.abc import Iterable

from portal.kit import forms, typed
from portal.kit.words import later
from portal.projects.models import Project
from portal.projects.queries import words
from portal.projects.queries.browse import Choices, Filters
from portal.projects.queries.staff import StaffFilters
from portal.projects.services import ProjectDetails

MODES = [("in_person", later("In person")), ("online", later("Online")), ("by_phone", later("By phone"))]


class BrowseForm(forms.Form):
    """What visitors narrow the list by; it travels in the address."""

    class Meta:
        """A form that only reads needs no token."""

        csrf = False

    q = forms.line(later("Words to look for"), most=100)
    place = forms.pick(later("Place"))
    theme = forms.pick(later("What it is about"))
    directorate = forms.pick(later("Part of the Trust"))
    stage = forms.pick(later("How far it has come"), [("", later("Any")), *words.STAGES.items()])
    how = forms.pick(later("How you can take part"), [("", later("Any")), *words.WAYS.items()])
    help = forms.tick(later("Only projects that look for people to join"))

    def filters(self) -> Filters:
        """What was asked for; what the list does not know is left out."""
        return Filters(
            directorate=typed.tidy(self.directorate.data or "")[:80],
            place=typed.tidy(self.place.data or "")[:80],
            theme=typed.tidy(self.theme.data or "")[:80],
            stage=self.stage.data if self.stage.data in words.STAGES else "",
            how=self.how.data if self.how.data in words.WAYS else "",
            is_help_wanted="yes" in (self.help.data or []),
            q=(self.q.data or "")[:100],
        )

    def offer(self, choices: Choices) -> BrowseForm:
        """Offer what there is to narrow by."""
        for field, offered in (
            (self.place, choices.places),
            (self.theme, choices.themes),
            (self.directorate, choices.directorates),
        ):
            field.choices = forms.options([("", later("Any")), *offered])
        return self


class StaffFilterForm(forms.Form):
    """What the staff list is narrowed to."""

    class Meta:
        """A form that only reads needs no token."""

        csrf = False

    q = forms.line(later("Words to look for"), most=100)
    state = forms.pick(later("Who sees it"), [("", later("All")), *words.STATES.items()])
    mine = forms.tick(later("Only those that I lead"))

    def filters(self) -> StaffFilters:
        """What was asked for."""
        state = self.state.data if self.state.data in words.STATES else ""
        return StaffFilters(q=(self.q.data or "")[:100], state=state or "", is_mine="yes" in (self.mine.data or []))


class ProjectForm(forms.Form):
    """A project, in words that anyone understands."""

    title = forms.line(later("What is the project called?"), most=300, needed=later("Type what the project is called"))
    plain_aim = forms.text(
        later("What is it trying to make better?"),
        most=1000,
        needed=later("Type what it is trying to make better, in plain words"),
    )
    aim = forms.text(later("The team's own aim, with its measure and its date"), most=2000)
    stage = forms.choice(
        later("How far has it come?"), list(words.STAGES.items()), needed=later("Choose how far it has come")
    )
    directorate = forms.pick(later("Part of the Trust"))
    service = forms.line(later("Which service or ward?"), most=300)
    places = forms.choices(later("Where is it?"), [])
    theme = forms.pick(later("What is it about?"))
    modes = forms.choices(later("How can people take part?"), MODES)
    lead_role = forms.line(later("Who leads it? Type a role, not a name"), needed=later("Type the role that leads it"))
    lead = forms.pick(later("The colleague who leads it"))
    involvement = forms.choice(
        later("How are service users and carers part of it?"),
        list(words.INVOLVEMENTS.items()),
        needed=later("Choose how service users and carers are part of it"),
    )
    outcome = forms.text(later("What has changed so far?"), most=4000)
    version = forms.hidden()

    def offer(
        self,
        *,
        directorates: Iterable[tuple[int, str]],
        places: Iterable[tuple[int, str]],
        themes: Iterable[tuple[int, str]],
        leads: Iterable[tuple[int, str]],
    ) -> ProjectForm:
        """Offer what there is to choose from."""
        nothing = ("", later("Not said"))
        self.directorate.choices = forms.options([nothing, *_numbered(directorates)])
        self.theme.choices = forms.options([nothing, *_numbered(themes)])
        self.lead.choices = forms.options([nothing, *_numbered(leads)])
        self.places.choices = forms.options(_numbered(places))
        return self

    def details(self) -> ProjectDetails:
        """What was written, as the service takes it."""
        modes = set(self.modes.data or [])
        return ProjectDetails(
            title=self.title.data,
            plain_aim=self.plain_aim.data,
            aim=self.aim.data,
            stage=self.stage.data,
            service=self.service.data,
            directorate_id=_number(self.directorate.data),
            theme_id=_number(self.theme.data),
            place_ids=tuple(int(id) for id in self.places.data or []),
            is_in_person="in_person" in modes,
            is_online="online" in modes,
            is_by_phone="by_phone" in modes,
            lead_role=self.lead_role.data,
            lead_id=_number(self.lead.data),
            involvement=self.involvement.data,
            outcome=self.outcome.data,
        )


def _numbered(options: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    return [(str(id), name) for id, name in options]


def _number(said: str | None) -> int | None:
    return int(said) if said else None


def said_by(project: Project, place_ids: list[int]) -> dict[str, object]:
    """What a project says now, by the fields of its form."""
    names = ("title", "plain_aim", "aim", "stage", "service", "lead_role", "involvement", "outcome")
    return {
        **{name: getattr(project, name) for name in names},
        "directorate": str(project.directorate_id or ""),
        "theme": str(project.theme_id or ""),
        "lead": str(project.lead_id or ""),
        "places": [str(id) for id in place_ids],
        "modes": [name for name, _words in MODES if getattr(project, f"is_{name}")],
        "version": str(project.version),
    }
