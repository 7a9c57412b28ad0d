"""Every door of the portal, and its address; nothing else imports a door."""

from __future__ import annotations

from flask import Flask

from portal.help import public as help
from portal.home import public as home
from portal.home import staff as home_staff
from portal.kit.doors import Door, Number, form, machine, mine, page, press, staff
from portal.kit.journeys import Journey
from portal.kit.words import gettext as _
from portal.measures import public as measures
from portal.outbox import public as outbox
from portal.outbox import staff as outbox_staff
from portal.personal.public import equality, filling, helping, needs, reach, trusted
from portal.personal.staff import filling as staff_filling
from portal.personal.staff import needs as needs_staff
from portal.privacy import public as privacy
from portal.projects import public as projects
from portal.projects import staff as projects_staff
from portal.reaching import public as reaching
from portal.reaching import staff as reaching_staff
from portal.rewards.public import claims
from portal.rewards.staff import claims as staff_claims
from portal.rewards.staff import payroll, rates
from portal.signin import public as signin
from portal.signin import staff as signin_staff
from portal.signin.rules import Permission as May
from portal.stories import public as stories
from portal.stories import staff as stories_staff
from portal.teams.public import check_ins, join, matches, profiles, skills, taking_part, team_profiles
from portal.teams.public import interests as my_interests
from portal.teams.public import members as my_teams
from portal.teams.staff import agreements as staff_agreements
from portal.teams.staff import assignment, attention, away, board, checks, doubles, little_i, many, passing, steps
from portal.teams.staff import check_ins as staff_check_ins
from portal.teams.staff import interests as staff_interests
from portal.teams.staff import matching as staff_matching
from portal.teams.staff import members as staff_members
from portal.teams.staff import members_report as staff_members_report
from portal.teams.staff import openings as staff_openings
from portal.teams.staff import profiles as people_profiles
from portal.teams.staff import taking_part as staff_taking_part
from portal.teams.staff import team_profiles as staff_profiles
from portal.training.public import (
    after,
    answers,
    booking,
    calendars,
    certificates,
    check,
    courses,
    feeds,
    path,
    sessions,
)
from portal.training.staff import bookings as staff_bookings
from portal.training.staff import certificates as staff_certificates
from portal.training.staff import copies as staff_copies
from portal.training.staff import courses as staff_courses
from portal.training.staff import day as staff_day
from portal.training.staff import feedback as staff_feedback
from portal.training.staff import report as staff_report
from portal.training.staff import sessions as staff_sessions
from portal.training.staff import told as staff_told
from portal.training.staff import walk_ins as staff_walk_ins

LARGEST_PHOTO = 12_500_000  # bytes of a form with a photo, a little more than the photo itself may have


def doors() -> list[Door]:
    """Every door, slice by slice."""
    return [
        *_help(),
        *_projects(),
        *_interests(),
        *_openings(),
        *_profiles(),
        *_matching(),
        *_assignment(),
        *_members(),
        *_check_ins(),
        *_taking_part(),
        *_rewards(),
        *_training(),
        *_stories(),
        *_measures(),
        *_signin(),
        *_outbox(),
        *_needs(),
        *_reach(),
        *_trusted(),
        *_privacy(),
        *_reaching(),
        *_home(),
    ]


def _help() -> list[Door]:
    return [
        page("/get-help-now", help.get_help_now, has_quick_exit=True),
        page("/words", help.words),
        page("/help", help.about),
        page("/accessibility", help.accessibility),
        page("/privacy", help.privacy),
        page("/cookies", help.cookies),
        page("/how-stories-are-read", help.how_stories_are_read),
        form("/continue", help.resume, has_quick_exit=True),
        form("/continue/<reference>", help.go_on, has_quick_exit=True),
        press("/continue/<reference>/send-code", help.send_code),
        form("/continue/<reference>/code", help.code, has_quick_exit=True),
        mine("/you/drafts/<int:id>/go-on", help.take_up, methods=("POST",)),
        mine("/you/drafts/<int:id>/delete", help.delete_draft, methods=("GET", "POST")),
        machine("/healthz", help.alive),
        machine("/readyz", help.ready),
        machine("/robots.txt", help.robots),
        machine("/sitemap.xml", help.sitemap),
    ]


def _projects() -> list[Door]:
    return [
        page("/projects", projects.browse, asks=projects.ASKS),
        page("/projects/<slug>", projects.project),
        staff("/staff/projects", projects_staff.projects, May.WRITE_PROJECTS),
        staff("/staff/projects/new", projects_staff.new, May.WRITE_PROJECTS, methods=("GET", "POST")),
        staff("/staff/projects/<int:id>", projects_staff.project, May.WRITE_PROJECTS, methods=("GET", "POST")),
        staff("/staff/projects/<int:id>/move", projects_staff.move, May.WRITE_PROJECTS, methods=("POST",)),
    ]


def _interests() -> list[Door]:
    return [
        form("/projects/<slug>/join", join.project, has_quick_exit=True),
        form("/projects/<slug>/join/<step>", join.project, has_quick_exit=True),
        form("/join", join.anything, has_quick_exit=True),
        form("/join/<step>", join.anything, has_quick_exit=True),
        mine("/you/interests/<int:id>/withdraw", my_interests.withdraw, methods=("GET", "POST")),
        staff("/staff/interests", staff_interests.browse, May.ANSWER_INTERESTS),
        staff("/staff/interests/board", board.browse, May.ANSWER_INTERESTS),
        staff("/staff/interests/<int:id>", staff_interests.one, May.ANSWER_INTERESTS, methods=("GET", "POST")),
        staff("/staff/interests/<int:id>/needs", staff_interests.needs, May.ANSWER_INTERESTS, methods=("POST",)),
        staff(
            "/staff/interests/<int:id>/doubles/<int:double_id>", doubles.decide, May.ANSWER_INTERESTS, methods=("POST",)
        ),
        staff("/staff/interests/<int:id>/checks", checks.browse, May.ANSWER_INTERESTS, methods=("GET", "POST")),
        staff("/staff/interests/<int:id>/checks/take-back", checks.take_back, May.ANSWER_INTERESTS, methods=("POST",)),
        staff("/staff/interests/several", many.choose, May.ANSWER_INTERESTS),
        staff("/staff/interests/several/do", many.do, May.ANSWER_INTERESTS, methods=("POST",)),
        staff("/staff/interests/several/done", many.done, May.ANSWER_INTERESTS),
        staff("/staff/steps", steps.browse, May.SET_RULES, methods=("GET", "POST")),
        staff("/staff/away", away.browse, May.ANSWER_INTERESTS, methods=("GET", "POST")),
        staff("/staff/away/<int:id>/end", away.end, May.ANSWER_INTERESTS, methods=("POST",)),
    ]


def _openings() -> list[Door]:
    return [
        staff("/staff/projects/<int:id>/openings", staff_openings.browse, May.WRITE_PROJECTS),
        staff(
            "/staff/projects/<int:id>/openings/new",
            staff_openings.new,
            May.WRITE_PROJECTS,
            methods=("GET", "POST"),
        ),
        staff(
            "/staff/openings/<int:project_id>/<int:id>",
            staff_openings.edit,
            May.WRITE_PROJECTS,
            methods=("GET", "POST"),
        ),
        staff(
            "/staff/openings/<int:project_id>/<int:id>/confirm",
            staff_openings.confirm,
            May.WRITE_PROJECTS,
            methods=("POST",),
        ),
        staff(
            "/staff/openings/<int:project_id>/<int:id>/close",
            staff_openings.close,
            May.WRITE_PROJECTS,
            methods=("POST",),
        ),
    ]


def _profiles() -> list[Door]:
    return [
        mine("/you/skills", skills.edit, methods=("GET", "POST")),
        mine("/you/profile", profiles.edit, methods=("GET", "POST")),
        mine("/you/profile/show", profiles.show, methods=("POST",)),
        mine("/you/profile.pdf", profiles.sheet),
        staff("/staff/projects/<int:id>/profiles/<int:person_id>", people_profiles.one, May.WRITE_PROJECTS),
        staff("/staff/projects/<int:id>/profiles/<int:person_id>.pdf", people_profiles.sheet, May.WRITE_PROJECTS),
        page("/projects/<slug>/team", team_profiles.one),
        page("/projects/<slug>/team.pdf", team_profiles.sheet, is_listed=False),
        staff("/staff/projects/<int:id>/profile", staff_profiles.edit, May.WRITE_PROJECTS, methods=("GET", "POST")),
    ]


def _matching() -> list[Door]:
    return [
        mine("/you/matches", matches.mine),
        staff("/staff/openings/<int:project_id>/<int:id>/people", staff_matching.people, May.ANSWER_INTERESTS),
        staff("/staff/openings/<int:project_id>/<int:id>/fixes", staff_matching.fixes, May.WRITE_PROJECTS),
        staff("/staff/matching/weights", staff_matching.weights, May.SET_RULES, methods=("GET", "POST")),
    ]


def _assignment() -> list[Door]:
    return [
        staff("/staff/assignment", assignment.browse, May.ANSWER_INTERESTS),
        staff("/staff/assignment/<int:id>/accept", assignment.accept, May.ANSWER_INTERESTS, methods=("POST",)),
        staff("/staff/interests/<int:id>/pass-on", passing.pass_on, May.ANSWER_INTERESTS, methods=("GET", "POST")),
    ]


def _members() -> list[Door]:
    return [
        mine("/you/teams/<int:id>", my_teams.one),
        mine("/you/teams/<int:id>/pause", my_teams.pause, methods=("GET", "POST")),
        mine("/you/teams/<int:id>/back", my_teams.back, methods=("POST",)),
        mine("/you/teams/<int:id>/step-back", my_teams.step_back, methods=("GET", "POST")),
        mine("/you/teams/<int:id>/step-up", my_teams.step_up, methods=("POST",)),
        mine("/you/teams/<int:id>/leave", my_teams.leave, methods=("GET", "POST")),
        mine("/you/teams/<int:id>/left", my_teams.left, methods=("GET", "POST")),
        mine("/you/teams/<int:id>/agree", my_teams.agree, methods=("POST",)),
        mine("/you/teams/<int:id>/buddy", my_teams.buddy, methods=("POST",)),
        mine("/you/teams/<int:id>/letter.pdf", my_teams.letter),
        staff("/staff/attention/openings", attention.resting, May.WRITE_PROJECTS),
        staff("/staff/attention/quiet", attention.quiet, May.WRITE_PROJECTS),
        staff("/staff/attention/needs", attention.needs, May.WRITE_PROJECTS),
        staff("/staff/projects/<int:id>/team", staff_members.team, May.WRITE_PROJECTS),
        staff("/staff/interests/<int:id>/agree", staff_agreements.agree, May.ANSWER_INTERESTS, methods=("GET", "POST")),
        staff("/staff/members/<int:id>", staff_members.one, May.WRITE_PROJECTS),
        staff("/staff/members/<int:id>/plan", staff_members.plan, May.WRITE_PROJECTS, methods=("GET", "POST")),
        staff("/staff/members/<int:id>/start", staff_members.start, May.WRITE_PROJECTS, methods=("GET", "POST")),
        staff("/staff/members/<int:id>/told", staff_members.told, May.WRITE_PROJECTS, methods=("GET", "POST")),
        staff("/staff/members/<int:id>/buddy", staff_members.buddy, May.WRITE_PROJECTS, methods=("POST",)),
        staff("/staff/members/<int:id>/letter.pdf", staff_members.letter, May.WRITE_PROJECTS),
        staff("/staff/members/report", staff_members_report.show, May.SEE_REPORTS),
        staff("/staff/members/report.csv", staff_members_report.file, May.SEE_REPORTS),
    ]


def _check_ins() -> list[Door]:
    return [
        form("/k/<token>", check_ins.answer, has_quick_exit=True),
        press("/k/<token>/not-mine", check_ins.not_mine),
        page("/check-in/taken-out", check_ins.taken_out, is_listed=False, has_quick_exit=True),
        mine("/you/teams/<int:id>/check-in", check_ins.mine, methods=("GET", "POST")),
        staff("/staff/check-ins", staff_check_ins.browse, May.SEE_CHECK_INS),
        staff("/staff/check-ins/<int:id>/seen-to", staff_check_ins.see_to, May.SEE_CHECK_INS, methods=("POST",)),
        staff("/staff/check-ins/report", staff_check_ins.report, May.SEE_REPORTS),
        staff("/staff/check-ins/report.csv", staff_check_ins.csv, May.SEE_REPORTS),
        staff("/staff/projects/<int:id>/check-ins", staff_check_ins.project, May.WRITE_PROJECTS),
    ]


def _taking_part() -> list[Door]:
    return [
        mine("/you/teams/<int:id>/took-part", taking_part.note, methods=("POST",)),
        staff(
            "/staff/projects/<int:id>/taking-part",
            staff_taking_part.browse,
            May.WRITE_PROJECTS,
            methods=("GET", "POST"),
        ),
        staff(
            "/staff/projects/<int:id>/taking-part/<int:taking_part_id>/undo",
            staff_taking_part.undo,
            May.WRITE_PROJECTS,
            methods=("POST",),
        ),
        staff("/staff/projects/<int:id>/little-i", little_i.browse, May.WRITE_PROJECTS),
        staff("/staff/projects/<int:id>/little-i/new", little_i.new, May.WRITE_PROJECTS, methods=("GET", "POST")),
        staff(
            "/staff/projects/<int:id>/little-i/<int:little_i_id>",
            little_i.edit,
            May.WRITE_PROJECTS,
            methods=("GET", "POST"),
        ),
    ]


def _rewards() -> list[Door]:
    return [
        mine("/you/claims", claims.browse),
        mine("/you/teams/<int:id>/claim/time", claims.time, methods=("GET", "POST")),
        mine("/you/teams/<int:id>/claim/money", claims.money, methods=("GET", "POST")),
        mine("/you/claims/<int:id>", claims.one),
        mine("/you/claims/<int:id>/change", claims.change, methods=("GET", "POST")),
        mine("/you/claims/<int:id>/photo", claims.photo, methods=("POST",), largest_body=LARGEST_PHOTO),
        mine("/you/claims/<int:id>/receipts/<int:number>.jpg", claims.receipt),
        mine("/you/claims/<int:id>/receipts/<int:number>/remove", claims.remove, methods=("POST",)),
        mine("/you/claims/<int:id>/take-back", claims.take_back, methods=("GET", "POST")),
        staff("/staff/claims", staff_claims.browse, May.APPROVE_CLAIMS),
        staff("/staff/claims/<int:id>", staff_claims.one, May.APPROVE_CLAIMS),
        staff("/staff/claims/<int:id>/approve", staff_claims.approve, May.APPROVE_CLAIMS, methods=("POST",)),
        staff("/staff/claims/<int:id>/send-back", staff_claims.send_back, May.APPROVE_CLAIMS, methods=("POST",)),
        staff("/staff/claims/<int:id>/receipts/<int:number>.jpg", staff_claims.receipt, May.APPROVE_CLAIMS),
        staff("/staff/rates", rates.browse, May.SET_RULES, methods=("GET", "POST")),
        staff("/staff/payroll", payroll.browse, May.RUN_PAYROLL, methods=("GET", "POST")),
        staff("/staff/payroll/<int:id>", payroll.one, May.RUN_PAYROLL),
        staff("/staff/payroll/<int:id>.csv", payroll.csv, May.RUN_PAYROLL),
        staff("/staff/payroll/<int:id>.xlsx", payroll.xlsx, May.RUN_PAYROLL),
        staff("/staff/payroll/<int:id>/paid", payroll.paid, May.RUN_PAYROLL, methods=("POST",)),
    ]


def _training() -> list[Door]:
    return [
        page("/training", sessions.browse, asks=sessions.ASKS),
        page("/training/courses", courses.browse),
        page("/training/courses/<slug>", courses.one),
        page("/training/<slug>", sessions.one),
        page("/training/<slug>/calendar.ics", sessions.calendar, is_listed=False),
        form("/training/<slug>/book", booking.book, has_quick_exit=True),
        form("/training/<slug>/book/<step>", booking.book, has_quick_exit=True),
        form("/m/<token>", answers.answer, has_quick_exit=True),
        form("/m/<token>/needs", answers.met, has_quick_exit=True),
        form("/m/<token>/after", after.linked, has_quick_exit=True),
        mine("/you/bookings/<int:id>/after", after.mine, methods=("GET", "POST")),
        form("/m/<token>/certificate", certificates.linked, has_quick_exit=True),
        machine("/m/<token>/certificate.pdf", certificates.linked_file),
        mine("/you/bookings/<int:id>/certificate", certificates.mine, methods=("GET", "POST")),
        mine("/you/bookings/<int:id>/certificate.pdf", certificates.mine_file),
        form("/c", check.certificate),
        form("/c/<code>", check.certificate),
        page("/training.ics", feeds.calendar, is_listed=False),
        page("/training.atom", feeds.news, is_listed=False),
        page("/open/training.json", feeds.data, is_listed=False),
        mine("/you/training", path.mine),
        mine("/you/calendar", calendars.mine, methods=("GET", "POST")),
        mine("/you/calendar/end", calendars.end, methods=("GET", "POST")),
        machine("/calendar/<token>.ics", calendars.file),
        mine("/you/bookings/<int:id>", answers.booking, methods=("GET", "POST")),
        mine("/you/bookings/<int:id>/cancel", answers.cancel, methods=("GET", "POST")),
        staff("/staff/training", staff_sessions.browse, May.RUN_TRAINING),
        staff("/staff/training/new", staff_sessions.new, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/<int:id>", staff_sessions.one, May.RUN_TRAINING),
        staff("/staff/training/<int:id>/edit", staff_sessions.edit, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/<int:id>/history", staff_sessions.history, May.RUN_TRAINING),
        staff("/staff/training/<int:id>/repeat", staff_copies.repeat, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/<int:id>/template", staff_copies.keep, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/<int:id>/let-go", staff_copies.let_go, May.RUN_TRAINING, methods=("POST",)),
        staff("/staff/training/templates", staff_copies.templates, May.RUN_TRAINING),
        staff("/staff/training/<int:id>/publish", staff_sessions.publish, May.RUN_TRAINING, methods=("POST",)),
        staff("/staff/training/<int:id>/cancel", staff_sessions.cancel, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/report", staff_report.show, May.SEE_REPORTS),
        staff("/staff/training/report.csv", staff_report.csv, May.SEE_REPORTS),
        staff("/staff/training/report.xlsx", staff_report.xlsx, May.SEE_REPORTS),
        staff("/staff/training/<int:id>/feedback", staff_feedback.show, May.RUN_TRAINING),
        staff(
            "/staff/training/<int:id>/feedback/<int:feedback_id>",
            staff_feedback.words,
            May.RUN_TRAINING,
            methods=("POST",),
        ),
        staff("/staff/training/<int:id>/tell", staff_told.tell, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/<int:id>/told", staff_told.sent, May.RUN_TRAINING),
        staff("/staff/training/<int:id>/day", staff_day.roll, May.RUN_TRAINING),
        staff("/staff/training/<int:id>/paper", staff_day.paper, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/<int:id>/sheet.pdf", staff_day.sheet, May.RUN_TRAINING),
        staff("/staff/training/<int:id>/walk-in", staff_walk_ins.new, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/<int:id>/guests", staff_walk_ins.count, May.RUN_TRAINING, methods=("POST",)),
        staff("/staff/bookings/<int:id>", staff_bookings.one, May.RUN_TRAINING),
        staff(
            "/staff/bookings/<int:id>/certificate",
            staff_certificates.one,
            May.RUN_TRAINING,
            methods=("GET", "POST"),
        ),
        staff("/staff/bookings/<int:id>/certificate.pdf", staff_certificates.file, May.RUN_TRAINING),
        staff("/staff/bookings/<int:id>/came", staff_day.came, May.RUN_TRAINING, methods=("POST",)),
        staff("/staff/bookings/<int:id>/needs", staff_bookings.needs, May.RUN_TRAINING, methods=("POST",)),
        staff(
            "/staff/bookings/<int:id>/cancel",
            staff_bookings.cancel,
            May.RUN_TRAINING,
            methods=("GET", "POST"),
        ),
        staff("/staff/training/courses", staff_courses.browse, May.RUN_TRAINING),
        staff("/staff/training/courses/new", staff_courses.new, May.RUN_TRAINING, methods=("GET", "POST")),
        staff("/staff/training/courses/<int:id>", staff_courses.edit, May.RUN_TRAINING, methods=("GET", "POST")),
    ]


def _stories() -> list[Door]:
    return [
        page("/stories", stories.browse, asks=("from",)),
        form("/stories/share", stories.share, has_quick_exit=True),
        form("/stories/share/<step>", stories.share, has_quick_exit=True),
        page("/stories/<slug>", stories.story),
        form("/stories/<slug>/report", stories.report),
        mine("/you/stories/<int:id>", stories.mine, methods=("GET", "POST")),
        mine("/you/stories/<int:id>/edit", stories.edit, methods=("GET", "POST")),
        staff("/staff/stories", stories_staff.stories, May.MODERATE_STORIES),
        staff("/staff/stories/<int:id>", stories_staff.story, May.MODERATE_STORIES, methods=("GET", "POST")),
    ]


def _measures() -> list[Door]:
    return [page("/big-i", measures.big_i)]


def _signin() -> list[Door]:
    return [
        form("/sign-in", signin.start, has_quick_exit=True),
        form("/sign-in/code", signin.code, has_quick_exit=True),
        form("/sign-in/link/<token>", signin.link, has_quick_exit=True),
        form("/sign-in/who", signin.who, has_quick_exit=True),
        press("/sign-out", signin.sign_out),
        page("/signed-out", signin.signed_out, is_listed=False),
        mine("/you/sessions/end", signin.end_everywhere, methods=("POST",)),
        form("/staff/sign-in", signin_staff.start),
        form("/staff/sign-in/code", signin_staff.code),
        form("/staff/sign-in/second-step", signin_staff.second_step),
        staff("/staff/record", signin_staff.record, May.SEE_RECORD),
    ]


def _outbox() -> list[Door]:
    return [
        machine("/example/post", outbox.example_post),
        staff("/staff/messages", outbox_staff.messages, May.SEE_MESSAGES),
        staff("/staff/messages/by-hand", outbox_staff.by_hand, May.SEE_MESSAGES),
        staff("/staff/messages/by-hand/<int:id>", outbox_staff.message, May.SEE_MESSAGES),
        staff(
            "/staff/messages/by-hand/<int:id>/number", outbox_staff.number, May.SEE_MESSAGES, methods=("GET", "POST")
        ),
        staff("/staff/messages/<int:id>/letter", outbox_staff.letter, May.SEE_MESSAGES),
        staff("/staff/messages/<int:id>/again", outbox_staff.send_again, May.SEE_MESSAGES, methods=("POST",)),
    ]


def _needs() -> list[Door]:
    return [
        mine("/you/needs", needs.edit, methods=("GET", "POST")),
        mine("/you/needs/hold", needs.holds, methods=("POST",)),
        staff("/staff/needs", needs_staff.report, May.SEE_REPORTS),
        staff("/staff/needs.csv", needs_staff.file, May.SEE_REPORTS),
    ]


def _reach() -> list[Door]:
    return [
        mine("/you/reach", reach.ways, methods=("GET", "POST")),
        mine("/you/reach/add", reach.add, methods=("GET", "POST")),
        mine("/you/reach/stay", reach.stay, methods=("POST",)),
        mine("/you/reach/<int:id>/code", reach.code, methods=("GET", "POST")),
        mine("/you/reach/<int:id>/code/new", reach.send_code, methods=("POST",)),
        mine("/you/reach/<int:id>/use", reach.use, methods=("POST",)),
        mine("/you/reach/<int:id>/end", reach.end, methods=("GET", "POST")),
        mine("/you/quiet", reach.quiet, methods=("GET", "POST")),
    ]


def _trusted() -> list[Door]:
    return [
        mine("/you/trusted", trusted.people_i_trust),
        mine("/you/trusted/new", trusted.ask, methods=("GET", "POST")),
        mine("/you/trusted/<int:id>", trusted.one, methods=("GET", "POST")),
        mine("/you/trusted/<int:id>/end", trusted.end, methods=("POST",)),
        form("/trusted/<token>", trusted.asked, has_quick_exit=True),
        form("/trusted/<token>/code", trusted.code, has_quick_exit=True),
        form("/trusted/<token>/answer", trusted.answer, has_quick_exit=True),
        mine("/you/helping/<int:id>", helping.one),
        mine("/you/helping/<int:id>/end", helping.end, methods=("POST",)),
        mine("/you/helping/<int:id>/bookings/<int:booking_id>", answers.answer_for, methods=("POST",)),
        mine("/you/filled-in/<int:id>", filling.confirm, methods=("POST",)),
        staff("/staff/filling", staff_filling.start, May.FILL_IN, methods=("GET", "POST")),
        staff("/staff/filling/<int:id>/put-right", staff_filling.put_right, May.FILL_IN, methods=("POST",)),
    ]


def _privacy() -> list[Door]:
    return [
        mine("/you/copy", privacy.copy),
        mine("/you/copy.json", privacy.copy_file),
        mine("/you/history", privacy.history),
        mine("/you/messages", privacy.messages),
        mine("/you/forget", privacy.forget, methods=("GET", "POST")),
        page("/forgotten", privacy.forgotten, is_listed=False, has_quick_exit=True),
    ]


def _reaching() -> list[Door]:
    return [
        form("/about-you", reaching.about_you, has_quick_exit=True),
        mine("/you/about-you", equality.answer, methods=("POST",)),
        staff("/staff/reports", reaching_staff.reports, May.SEE_REPORTS),
        staff("/staff/reaching", reaching_staff.counts, May.SEE_REPORTS),
        staff("/staff/reaching.csv", reaching_staff.file, May.SEE_REPORTS),
    ]


def _home() -> list[Door]:
    return [
        page("/", home.home),
        mine("/you", home.you),
        staff("/staff", home_staff.today, May.SEE_TODAY),
    ]


def journeys() -> list[Journey]:
    """Every journey that can be left and taken up again."""
    return [join.JOIN, booking.BOOK, stories.SHARE]


def menu() -> list[tuple[str, str]]:
    """The main menu: words and door."""
    return [
        (_("Projects"), "projects.browse"),
        (_("Training"), "training.sessions.browse"),
        (_("Stories"), "stories.browse"),
        (_("Big I"), "measures.big_i"),
        (_("Get help now"), "help.get_help_now"),
        (_("Your page"), "home.you"),
    ]


def footer() -> list[tuple[str, str]]:
    """The foot of every page: words and door."""
    return [
        (_("Get help now"), "help.get_help_now"),
        (_("Help with this site"), "help.about"),
        (_("Words explained"), "help.words"),
        (_("How stories are read"), "help.how_stories_are_read"),
        (_("Accessibility"), "help.accessibility"),
        (_("Privacy"), "help.privacy"),
        (_("Cookies"), "help.cookies"),
        (_("Staff"), "home.staff.today"),
    ]


def staff_menu() -> list[tuple[str, str, str]]:
    """The menu of staff: words, door, and the permission without which it is not shown."""
    return [
        (_("Today"), "home.staff.today", May.SEE_TODAY),
        (_("Interests"), "teams.staff.interests.browse", May.ANSWER_INTERESTS),
        (_("Projects"), "projects.staff.projects", May.WRITE_PROJECTS),
        (_("Training"), "training.staff.sessions.browse", May.RUN_TRAINING),
        (_("Stories"), "stories.staff.stories", May.MODERATE_STORIES),
        (_("Claims"), "rewards.staff.claims.browse", May.APPROVE_CLAIMS),
        (_("Fill in with someone"), "personal.staff.filling.start", May.FILL_IN),
        (_("Messages"), "outbox.staff.messages", May.SEE_MESSAGES),
        (_("Reports"), "reaching.staff.reports", May.SEE_REPORTS),
        (_("Looks on record"), "signin.staff.record", May.SEE_RECORD),
    ]


def open_doors(app: Flask) -> None:
    """Give every door its address."""
    app.url_map.converters["int"] = Number
    found = {door.endpoint: door for door in doors()}
    app.extensions.update(doors=found, journeys=journeys, later=help.later)
    app.extensions.update(menu=menu, footer=footer, staff_menu=staff_menu)
    for door in doors():
        app.add_url_rule(door.address, door.endpoint, door.view, methods=list(door.methods))
