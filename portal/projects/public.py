"""Browsing projects, and one project's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for

from portal.home import queries as home
from portal.kit import clock, paging
from portal.kit.errors import NotFound
from portal.kit.words import gettext as _
from portal.projects.forms import BrowseForm
from portal.projects.queries import browse as browsing
from portal.projects.queries import find_public
from portal.projects.queries import words as said
from portal.teams import queries as teams

ASKS = ("q", "place", "theme", "directorate", "stage", "how", "help", "from")


@dataclass(frozen=True)
class Chip:
    """One thing that the list is narrowed to, and the address without it."""

    words: str
    without: str


def browse() -> Any:
    """Published projects, newest first, narrowed as the address says."""
    form = BrowseForm(request.args)
    filters = form.filters()
    choices = browsing.choices(filters)
    form.offer(choices)
    found = browsing.browse(filters, paging.read_mark(request.args.get("from", "")))
    return render_template(
        "projects/browse.html",
        form=form,
        choices=choices,
        found=found,
        chips=_chips(filters, choices),
        link=_link,
        is_first=not request.args.get("from"),
    )


def _asked() -> dict[str, Any]:
    return {name: request.args[name] for name in ASKS if request.args.get(name) and name != "from"}


def _link(mark: str) -> str:
    asked: dict[str, Any] = {**_asked(), "from": mark}
    return url_for("projects.browse", **asked)


def _chips(filters: browsing.Filters, choices: browsing.Choices) -> list[Chip]:
    named = {
        "place": dict(choices.places).get(filters.place, filters.place),
        "theme": dict(choices.themes).get(filters.theme, filters.theme),
        "directorate": dict(choices.directorates).get(filters.directorate, filters.directorate),
        "stage": str(said.STAGES[filters.stage]) if filters.stage else "",  # type: ignore[index]
        "how": str(said.WAYS[filters.how]) if filters.how else "",
        "help": _("Looking for people to join") if filters.is_help_wanted else "",
        "q": filters.q,
    }
    asked = _asked()
    return [
        Chip(words, url_for("projects.browse", **{k: v for k, v in asked.items() if k != name}))
        for name, words in named.items()
        if words
    ]


def project(slug: str) -> Any:
    """One project: what it tries to make better, who is on it, and how to join."""
    found = find_public(slug)
    if found is None:
        raise NotFound
    if found.slug != slug:
        return redirect(url_for("projects.project", slug=found.slug), 301)
    now = clock.now()
    team = teams.team_of(found.id, now)
    return render_template(
        "projects/project.html",
        project=found,
        openings=[] if found.is_over else team.openings,
        involved=team.involved,
        has_profile=team.has_profile,
        related=home.related_to_project(found.id, now),
    )
