"""Reading stories, telling one, and looking after one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.exceptions import TooManyRequests

from portal.kit import clock, drafts, journeys, paging
from portal.kit.devices import device
from portal.kit.errors import ChangedMeanwhile
from portal.kit.journeys import Answers, Journey, Known, Row, Step
from portal.kit.words import gettext as _
from portal.kit.words import later
from portal.people.forms import reach_rows, safety_of, value_of
from portal.personal import whose
from portal.personal.queries import known
from portal.signin import access
from portal.stories import forms, rules, services
from portal.stories.queries import mine as my_reads
from portal.stories.queries import public as reads
from portal.stories.queries import words


def browse() -> Any:
    """Public stories, newest first."""
    found = reads.published_stories(paging.read_mark(request.args.get("from", "")))
    return render_template("stories/browse.html", found=found, link=_link)


def _link(mark: str) -> str:
    return url_for("stories.browse", **{"from": mark})  # type: ignore[arg-type]


def story(slug: str) -> Any:
    """One public story."""
    return render_template("stories/story.html", story=reads.find_public(slug))


def report(slug: str) -> Any:
    """Tell us that something is wrong with a story: anyone may, and needs no account."""
    found = reads.find_public(slug)
    form = forms.ReportForm()
    if request.method == "POST":
        if form.validate():
            if not services.report(slug, form.words.data, device=device(), now=clock.now()):
                raise TooManyRequests
            return redirect(url_for("stories.report", slug=slug, done="yes"), 303)
        g.has_errors = True
    return render_template("stories/report.html", story=found, form=form, is_done="done" in request.args)


def share(step: str = "") -> Any:
    """Tell a story, a question at a time."""
    return journeys.visit(SHARE, "", step, is_worrying=rules.is_worrying)


def _address(_subject: str, step: str) -> str:
    return url_for("stories.share", step=step or None)


def _rows(answers: Answers, _subject: str) -> list[Row]:
    asked = _("May we write to you about it?")
    reach = [Row("reach", asked, [_("No, please do not write to me")])]
    if answers["is_reachable"] == "yes":
        reach = reach_rows(answers, asked)
    agreed = [words.use(use) for use in answers.get("uses") or ()]
    return [
        Row("words", _("Your story"), rules.paragraphs(answers["body"])),
        Row("words", _("Title"), [answers.get("title") or ""]),
        Row("name", _("Who readers see"), [words.teller(answers.get("teller_name") or "", answers["name_shown"])]),
        Row("uses", _("Where we may use it"), agreed or [_("Nowhere. Only the person who reads it sees it")]),
        *reach,
    ]


def _known(subject: str) -> Known:
    """How a teller who is signed in can be reached is there already; whether we may write is asked each time."""
    return replace(known.of_visitor(subject), still_asked=frozenset({"reach"}))


def _send(draft: drafts.Draft, answers: Answers) -> dict[str, Any]:
    is_reachable = answers["is_reachable"] == "yes"
    sharing = services.Sharing(
        body=answers["body"],
        title=answers.get("title") or "",
        teller_name=answers.get("teller_name") or "",
        name_shown=answers["name_shown"],
        uses=tuple(answers.get("uses") or ()),
        locale=draft.locale,
        channel=answers["channel"] if is_reachable else "",
        value=value_of(answers) if is_reachable else "",
        **(safety_of(answers) if is_reachable else {}),
        person_id=whose.owner_of(draft, answers) if is_reachable else None,
        **whose.filler_of(draft),
    )
    made = services.share(sharing, draft_key=draft.token_digest, now=clock.now())
    return {
        "reference": made.reference,
        "is_reachable": is_reachable,
        "channel": sharing.channel,
        "is_worrying": rules.is_worrying(sharing.title, sharing.body),
    }


SHARE = Journey(
    kind="share",
    title=later("Tell us your story"),
    templates="stories/share",
    steps=(
        Step("words", forms.WordsForm),
        Step("name", forms.NameForm),
        Step("uses", forms.UsesForm),
        Step("reach", forms.ReachForm),
    ),
    address=_address,
    rows=_rows,
    send=_send,
    care=(
        later("Is it hard to write about this? You can stop at any time."),
        later("In danger: ring 999"),
        later("Urgent help with your mental health: ring 111 and choose option 2"),
        later("Someone who listens: ring Samaritans, 116 123"),
    ),
    known=_known,
)


def mine(id: int) -> Any:
    """One of one's own stories: where it stands, where it may be used, and taking it back."""
    person_id = access.get_visitor().person_id
    if request.method != "POST":
        return render_template("stories/mine.html", story=my_reads.get_story_of_person(id, person_id))
    now = clock.now()
    try:
        if request.form.get("withdraw"):
            services.withdraw(id, person_id=person_id, now=now)
        elif request.form.get("give"):
            services.give_use(id, request.form["give"], person_id=person_id, now=now)
        else:
            services.withdraw_use(id, request.form.get("take", ""), person_id=person_id, now=now)
    except rules.MayNotMove:
        pass  # it was decided meanwhile: the page below says so
    return redirect(url_for("stories.mine", id=id), 303)


def edit(id: int) -> Any:
    """Change one's own story; it is then read again."""
    person_id = access.get_visitor().person_id
    found = my_reads.get_story_of_person(id, person_id)
    if not found.can_edit and request.method != "POST":
        return redirect(url_for("stories.mine", id=id), 303)
    form = forms.EditForm() if request.method == "POST" else forms.EditForm(data=_said_by(found))
    if request.method == "POST":
        if form.validate() and _edited(form, id, person_id):
            access.let_go_of_interrupted()
            return redirect(url_for("stories.mine", id=id), 303)
        g.has_errors = True
    return render_template("stories/edit.html", story=found, form=form)


def _said_by(found: my_reads.MyStoryInFull) -> dict[str, str]:
    names = ("body", "title", "teller_name", "name_shown")
    return {
        **{name: getattr(found, name) for name in names},
        "version": str(found.version),
        **access.interrupted(),
    }


def _edited(form: forms.EditForm, id: int, person_id: int) -> bool:
    """Do it; when the story changed meanwhile, say so, and keep every word."""
    now, version = clock.now(), form.shown_version()
    try:
        services.edit(id, form.telling(), person_id=person_id, now=now, version=version)
    except ChangedMeanwhile:
        form.version.data = str(my_reads.get_story_of_person(id, person_id).version)
        form.refuse(
            "version",
            _(
                "Your story was changed somewhere else meanwhile. Nothing you wrote here is lost. Press again to keep it."
            ),
        )
        return False
    except rules.MayNotMove:
        form.refuse(
            "version",
            _("This story was answered while you were writing, and cannot be changed now. Copy your words from here."),
        )
        return False
    return True
