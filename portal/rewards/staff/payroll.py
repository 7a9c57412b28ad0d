"""For staff: lists for payroll, as pages and as files, and noting that one was paid."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, redirect, render_template, request, url_for

from portal.kit import audit, clock, references
from portal.kit.errors import Refused
from portal.kit.forms import made_from
from portal.kit.sheets import XLSX, Cell, Sheet, as_csv, as_xlsx
from portal.kit.words import gettext as _
from portal.rewards.forms.deciding import PayrollForm
from portal.rewards.queries import payroll as reads
from portal.rewards.queries.payroll import Line
from portal.rewards.queries.words import KIND_FOR_STAFF
from portal.rewards.rules import Kind
from portal.rewards.services import payroll as services
from portal.signin import access
from portal.signin.rules import Permission as May
from portal.signin.rules import Scope
from portal.teams.queries.members import PAY

LOOKED = "looked at claims for payroll"


def browse() -> Any:
    """What is agreed and in no list yet; making one; and those that were made."""
    form = PayrollForm(**made_from(request.method == "POST", {"key": references.new_token()}))
    if form.validate_on_submit():
        try:
            made = services.export(_key(form), _scope(), reason=form.reason.data, by=_me(), now=clock.now())
        except Refused as refusal:
            form.refuse(refusal.field, refusal.words)
        else:
            return redirect(url_for("rewards.staff.payroll.one", id=made), 303)
    g.has_errors = bool(form.errors)
    to_go = reads.to_go(_scope())
    _note_looks(to_go)
    people = len({line.person_id for line in to_go})
    return render_template(
        "rewards/staff/payroll/browse.html",
        form=form,
        to_go=to_go,
        needs_reason=people > reads.MANY,
        total=sum(line.pence for line in to_go),
        lists=reads.lists(_scope()),
        kind=KIND_FOR_STAFF,
    )


def _key(form: PayrollForm) -> str:
    secret = current_app.config["SECRET_KEY"]
    return references.digest(f"payroll {_me()} {form.key.data or references.new_token()}", key=secret)


def _scope() -> Scope:
    return access.get_visitor().scope(May.RUN_PAYROLL)


def _me() -> int:
    return access.get_visitor().person_id


def _note_looks(lines: list[Line]) -> None:
    seen = [(line.person_id, f"claim {line.claim_id}") for line in lines]
    audit.look_at(LOOKED, seen, by=_me(), now=clock.now())


def one(id: int) -> Any:
    """One list: its claims, its files, and whether it was paid."""
    return render_template(
        "rewards/staff/payroll/one.html",
        list=reads.get_list(id, _scope()),
        lines=_lines(id),
        kind=KIND_FOR_STAFF,
        is_done=bool(request.args.get("done")),
    )


def _lines(id: int) -> list[Line]:
    lines = reads.lines_of(id, _scope())
    _note_looks(lines)
    return lines


def paid(id: int) -> Any:
    """Note that all of a list was paid; each person is told once."""
    services.mark_paid(id, _scope(), by=_me(), now=clock.now())
    return redirect(url_for("rewards.staff.payroll.one", id=id, done="yes"), 303)


def csv(id: int) -> Response:
    """A list as a file with commas."""
    reads.get_list(id, _scope())
    return _file(as_csv([_headings(), *map(_cells, _lines(id))]), "text/csv", id, "csv")


def xlsx(id: int) -> Response:
    """A list as a workbook."""
    reads.get_list(id, _scope())
    title = _("Payroll")
    sheet = Sheet(title, _headings(), [_cells(line) for line in _lines(id)])
    return _file(as_xlsx(title, [sheet]), XLSX, id, "xlsx")


def _headings() -> list[str]:
    return [
        _("Reference"),
        _("Name"),
        _("Amount in pounds"),
        _("What for"),
        _("Day"),
        _("Minutes"),
        _("Project"),
        _("Pay"),
        _("What was agreed"),
        _("Agreed by"),
        _("Agreed on"),
        _("Pay by"),
    ]


def _cells(line: Line) -> list[Cell]:
    return [
        line.reference,
        line.name,
        line.pence / 100,
        str(KIND_FOR_STAFF[Kind(line.kind)]),
        line.happened_on.isoformat(),
        line.minutes,
        line.project_reference,
        str(PAY[line.pay]) if line.pay else "",
        line.pay_agreed,
        line.approver_name,
        clock.local(line.decided_at).date().isoformat(),
        line.pay_by.isoformat(),
    ]


def _file(content: str | bytes, kind: str, id: int, ending: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="payroll-{id}.{ending}"'}
    return Response(content, mimetype=kind, headers=headers)
