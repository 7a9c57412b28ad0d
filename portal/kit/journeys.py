"""Journeys: one question a page, everything kept as it goes, checked at the end, sent once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypedDict

from flask import current_app, g, redirect, render_template, request
from flask import session as cookie
from sqlalchemy.orm import Session, attributes
from werkzeug.exceptions import BadRequest, TooManyRequests
from werkzeug.wrappers import Response

from portal.database import writing
from portal.kit import clock, drafts, limits, paper, words
from portal.kit.devices import device
from portal.kit.drafts import Draft
from portal.kit.errors import Refused
from portal.kit.forms import Form, hidden

Answers = dict[str, Any]
CHECK, DONE, LATER, PAPER = "check", "done", "later", "paper"
STARTED_AN_HOUR = SENT_AN_HOUR = PRINTED_AN_HOUR = 3000  # from one network address, which a whole hospital may share


def always(_said: Answers | str) -> bool:
    """For a step that everyone meets."""
    return True


def as_it_is(_form: Form, _subject: str) -> None:
    """For a form that is the same whatever it is about."""


@dataclass(frozen=True)
class Step:
    """One page of a journey: the end of its address, its form, for whom it applies, and to whom what we know is offered.

    `fit` makes the form ask what its subject asks. Where the subject does not ask for it (`is_asked`), nobody is led to the
    page; but the check shows it, and who wants to answers it.
    """

    name: str
    form: type[Form]
    applies: Callable[[Answers], bool] = always
    offered: Callable[[Answers], bool] = always
    fit: Callable[[Form, str], None] = as_it_is
    is_asked: Callable[[str], bool] = always

    def form_for(self, subject: str, **given: Any) -> Form:
        """Its form, as this subject asks it."""
        form = self.form(**given)
        self.fit(form, subject)
        return form


@dataclass(frozen=True)
class Row:
    """One line of "check your answers"."""

    step: str
    question: str
    values: list[str]


class SummaryRow(TypedDict):
    """A line as the summary list shows it; all of it is shown as people wrote it."""

    key: str
    values: list[str]
    change_href: str
    change_hidden: str
    written: bool


@dataclass(frozen=True)
class Known:
    """What is known before the first page: who is signed in, and what they told us before, by step.

    What is known of the steps in `still_asked` stands in their fields, and the page is shown all the same.
    """

    owner_id: int | None = None
    answers: dict[str, Answers] = field(default_factory=dict)
    still_asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Journey:
    """A form of several pages. `send` does the deed inside the draft's own transaction and says what came of it."""

    kind: str
    title: str
    templates: str
    steps: tuple[Step, ...]
    address: Callable[[str, str], str]
    rows: Callable[[Answers, str], list[Row]]
    send: Callable[[Draft, Answers], dict[str, Any]]
    needs_form: Callable[[Form, str], None] = field(default=lambda _form, _subject: None)
    known: Callable[[str], Known] = field(default=lambda _subject: Known())
    about: Callable[[str], list[paper.Line]] = field(default=lambda _subject: [])
    care: tuple[str, ...] = ()  # what stands on its paper for someone who finds it hard to write

    def step(self, name: str) -> Step:
        """The step of this name."""
        return next(step for step in self.steps if step.name == name)

    def path(self, answers: Answers) -> list[Step]:
        """The steps that apply to these answers, in order."""
        return [step for step in self.steps if step.applies(answers)]


class CheckForm(Form):
    """The last press of a journey. The second box is for machines: nobody sees it."""

    fax = hidden()


def known() -> dict[str, Journey]:
    """Every journey, by its kind."""
    return {journey.kind: journey for journey in current_app.extensions["journeys"]()}


def visit(journey: Journey, subject: str, name: str = "", **context: Any) -> Any:
    """Answer one page of a journey: "" is its first step; `context` goes to the templates."""
    draft = drafts.held_draft(journey.kind, subject)
    if draft is not None and not _may_be_here(draft):
        drafts.let_go(journey.kind, subject)  # somebody else is signed in here now: they begin their own
        draft = None
    ask = _ask_first(draft)
    if draft is not None and draft.is_sent:
        return ask or _done(journey, draft, name, context)
    name = name or journey.steps[0].name
    is_step = name in {step.name for step in journey.steps}
    if ask is not None and not (is_step and request.method == "POST"):
        return ask
    if name == LATER:
        return _later(journey, subject, draft, context)
    if name == PAPER:
        return _paper(journey, subject, draft, context)
    if name == CHECK:
        return _check(journey, subject, draft, context)
    if not is_step:
        return redirect(journey.address(subject, ""))
    return _step(journey, subject, journey.step(name), draft, ask, context)


def _may_be_here(draft: Draft) -> bool:
    """Whether nobody is signed in, or one whose draft this is; see `signin.access`, which knows."""
    may: Callable[[Draft], bool] = current_app.extensions["may_be_here"]
    return may(draft)


def _ask_first(draft: Draft | None) -> Response | None:
    """Where to sign in first, when this draft was begun by someone who was signed in and is no longer."""
    ask: Callable[[Draft], Response | None] = current_app.extensions["ask_first"]
    return ask(draft) if draft is not None else None


def _step(
    journey: Journey, subject: str, step: Step, draft: Draft | None, ask: Response | None, context: dict[str, Any]
) -> Any:
    answers = draft.answers() if draft else {}
    gap = _first_gap(journey, draft) if request.method != "POST" else None  # what is sent is kept, whatever is missing
    if gap is not None and gap.name != step.name and _comes_before(journey, answers, gap, step):
        return redirect(journey.address(subject, gap.name if draft else ""))
    kept = draft.data.get(step.name) if draft else journey.known(subject).answers.get(step.name)
    form = step.form_for(subject, **({} if request.method == "POST" else {"data": kept or {}}))
    journey.needs_form(form, subject)
    if request.method == "POST":
        if request.values.get("keep") or request.form.get("later"):
            _keep(journey, subject, step, draft, form.typed(), is_whole=False)
            return ("", 204) if request.values.get("keep") else redirect(journey.address(subject, LATER))
        if form.validate():
            draft = _keep(journey, subject, step, draft, form.typed(), is_whole=True)
            return redirect(journey.address(subject, _after(journey, draft)))
        g.has_errors = True
        draft = _keep(journey, subject, step, draft, form.typed(), is_whole=False)
        if ask is not None:
            return ask
    return render_template(
        f"{journey.templates}/{step.name}.html",
        form=form,
        answers=answers,
        how=draft.how if draft else "",
        back=_back(journey, subject, step, draft),
        action=journey.address(subject, step.name),
        paper=journey.address(subject, PAPER) if step is journey.steps[0] else "",
        **context,
    )


def _keep(journey: Journey, subject: str, step: Step, draft: Draft | None, said: Answers, *, is_whole: bool) -> Draft:
    now = clock.now()
    with writing() as session:
        draft = _locked(session, draft) or _start(journey, subject, now)
        if draft.is_sent:  # from another tab, just now: what was sent stands
            return draft
        is_answered = step.name in _whole(draft) and draft.data.get(step.name) == said  # before, and left as it was
        whole = _whole(draft) - {step.name}
        whole |= {step.name} if is_whole or is_answered else set()
        draft.data = {**draft.data, step.name: said}
        draft.saved_at, draft.warned_at = now, None
        gone = _not_theirs(journey, subject, draft)
        draft.data = {name: answers for name, answers in draft.data.items() if name not in gone}
        draft.outcome = {"whole": sorted(whole - gone)}
        attributes.flag_modified(draft, "data")
    return draft


def _locked(session: Session, draft: Draft | None) -> Draft | None:
    """The draft as it is now, held for this write: two tabs that save at one moment both keep their words."""
    return None if draft is None else session.get(Draft, draft.id, with_for_update=True, populate_existing=True)


def _not_theirs(journey: Journey, subject: str, draft: Draft) -> set[str]:
    """Steps with what the one who is signed in told us before, in a form that turns out to be about someone else."""
    answers = draft.answers()
    doubtful = {step.name for step in journey.steps if step.name in draft.data and not step.offered(answers)}
    if not doubtful or draft.owner_id is None:
        return set()
    known = journey.known(subject).answers
    return {name for name in doubtful if draft.data[name] == known.get(name)}


def _start(journey: Journey, subject: str, now: datetime) -> Draft:
    """Begin, with what someone who is signed in told us before: they are shown it, and asked nothing twice."""
    draft, token = _new(journey, subject, journey.known(subject), now)
    drafts.hold(journey.kind, subject, token)
    return draft


def _new(journey: Journey, subject: str, known: Known, now: datetime) -> tuple[Draft, str]:
    if not limits.try_once("start", device(), most=STARTED_AN_HOUR, within=timedelta(hours=1), now=now):
        raise TooManyRequests
    names = {step.name for step in journey.steps}
    offered = {name: said for name, said in known.answers.items() if name in names}
    return drafts.start(
        journey.kind,
        subject,
        words.locale(),
        now=now,
        owner_id=known.owner_id,
        data=offered,
        outcome={"whole": sorted(set(offered) - known.still_asked)},
    )


def _whole(draft: Draft | None) -> set[str]:
    return set(draft.outcome.get("whole", [])) if draft else set()


def _first_gap(journey: Journey, draft: Draft | None) -> Step | None:
    whole = _whole(draft)
    path = journey.path(draft.answers() if draft else {})
    return next((step for step in path if step.name not in whole and _is_met(step, draft)), None)


def _is_met(step: Step, draft: Draft | None) -> bool:
    """Whether someone is led to this page: its subject asks it, or they wrote something there."""
    return draft is None or step.name in draft.data or step.is_asked(draft.subject)


def _comes_before(journey: Journey, answers: Answers, one: Step, other: Step) -> bool:
    path = journey.path(answers)
    return other not in path or path.index(one) < path.index(other)


def _after(journey: Journey, draft: Draft) -> str:
    """The next page: on to the next step, or back to the check when all the rest is there."""
    gap = _first_gap(journey, draft)
    return gap.name if gap else CHECK


def _back(journey: Journey, subject: str, step: Step, draft: Draft | None) -> str:
    """The page before this one, but none that nobody was led to."""
    path = journey.path(draft.answers() if draft else {})
    before = path[: path.index(step)] if step in path else []
    met = next((one for one in reversed(before) if _is_met(one, draft)), None)
    return journey.address(subject, met.name) if met else ""


def _check(journey: Journey, subject: str, draft: Draft | None, context: dict[str, Any]) -> Any:
    gap = _first_gap(journey, draft)
    if draft is None or gap is not None:
        return redirect(journey.address(subject, gap.name if gap and draft else ""))
    form = CheckForm()
    problem = ""
    if request.method == "POST" and form.validate():
        if form.fax.data:
            raise BadRequest
        try:
            _send(journey, draft)
        except Refused as refusal:
            problem, g.has_errors = refusal.words, True
        else:
            return redirect(journey.address(subject, DONE))
    answers = draft.answers()
    return render_template(
        f"{journey.templates}/check.html",
        form=form,
        answers=answers,
        rows=_summary(journey, subject, answers),
        problem=problem,
        how=draft.how,
        back=journey.address(subject, journey.path(answers)[-1].name),
        action=journey.address(subject, CHECK),
        later=journey.address(subject, LATER),
        **context,
    )


def _send(journey: Journey, draft: Draft) -> None:
    now = clock.now()
    with writing() as session:
        locked = _locked(session, draft)
        if locked is None or locked.is_sent:  # pressed twice: the first press stands
            return
        if not limits.try_once("send", device(), most=SENT_AN_HOUR, within=timedelta(hours=1), now=now):
            raise TooManyRequests
        locked.outcome = journey.send(locked, locked.answers())
        locked.sent_at = now
        locked.data = {}  # what was sent is kept where it belongs, not twice


def _done(journey: Journey, draft: Draft, name: str, context: dict[str, Any]) -> Any:
    if request.method == "POST" and request.form.get("again"):
        drafts.let_go(journey.kind, draft.subject)
        return redirect(journey.address(draft.subject, ""))
    if name != DONE:
        return redirect(journey.address(draft.subject, DONE))
    return render_template(f"{journey.templates}/done.html", outcome=draft.outcome, how=draft.how, **context)


def _later(journey: Journey, subject: str, draft: Draft | None, context: dict[str, Any]) -> Response | str:
    if draft is None:
        return redirect(journey.address(subject, ""))
    show: Callable[..., Response | str] = current_app.extensions["later"]
    on = journey.address(subject, _next_name(journey, draft))
    return show(draft, on=on, here=journey.address(subject, LATER), answers=draft.answers(), **context)


def _paper(journey: Journey, subject: str, draft: Draft | None, context: dict[str, Any]) -> Response | str:
    if request.method == "POST":
        return _printed(journey, subject, draft)
    return render_template(
        "help/paper.html",
        about=[paper.Line(str(journey.title)), *journey.about(subject)],
        back=journey.address(subject, ""),
        action=journey.address(subject, PAPER),
        **context,
    )


def _printed(journey: Journey, subject: str, draft: Draft | None) -> Response:
    """The journey on paper: one's own, with what was filled in, or an empty one for whomever it is handed to."""
    named, token = _to_print(journey, subject, draft, is_empty=bool(request.form.get("empty")))
    if named.is_sent:  # from another tab, just now
        return redirect(journey.address(subject, DONE))
    forms = [step.form_for(subject, formdata=None, data=named.data.get(step.name, {})) for step in journey.steps]
    about, asked = journey.about(subject), paper.questions(forms)
    reference = named.reference or ""
    pdf = paper.form(str(journey.title), about, asked, care=journey.care, reference=reference, token=token)
    headers = {"Content-Disposition": f'attachment; filename="{reference.replace(" ", "-")}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _to_print(journey: Journey, subject: str, draft: Draft | None, *, is_empty: bool) -> tuple[Draft, str]:
    """The draft that the paper belongs to, and its secret when this browser has it; what is printed is kept on."""
    now = clock.now()
    with writing() as session:
        if not limits.try_once("print", device(), most=PRINTED_AN_HOUR, within=timedelta(hours=1), now=now):
            raise TooManyRequests
        if is_empty:
            return _new(journey, subject, Known(), now)
        draft = _locked(session, draft) or _start(journey, subject, now)
        drafts.slug(draft)  # one from before may have no reference yet
        draft.saved_at, draft.warned_at = now, None
    is_signed = draft.owner_id is not None or draft.by_id is not None  # they sign in to go on, and need no code
    return draft, "" if is_signed else drafts.held(journey.kind, subject).partition("#")[0]


def _next_name(journey: Journey, draft: Draft) -> str:
    gap = _first_gap(journey, draft)
    return gap.name if gap else CHECK


def next_page(draft: Draft) -> str:
    """The address at which someone goes on with a draft."""
    journey = known()[draft.kind]
    return journey.address(draft.subject, DONE if draft.is_sent else _next_name(journey, draft))


def _summary(journey: Journey, subject: str, answers: Mapping[str, Any]) -> list[SummaryRow]:
    return [
        SummaryRow(
            key=row.question,
            values=[value for value in row.values if value],
            change_href=journey.address(subject, row.step),
            change_hidden=row.question.lower() if words.locale() == words.SOURCE else row.question,
            written=True,
        )
        for row in journey.rows(dict(answers), subject)
    ]


def forget_sent(kind: str) -> None:
    """Take this browser's finished journeys of a kind out of its cookie, as at sign-out."""
    cookie["drafts"] = {k: v for k, v in (cookie.get("drafts") or {}).items() if not k.startswith(f"{kind} ")}
