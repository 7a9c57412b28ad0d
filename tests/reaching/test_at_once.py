"""Many people send their answers at the same moment: each is counted, and each only once."""

from __future__ import annotations

from flask import Flask

from portal.kit import clock
from portal.reaching import services
from portal.reaching.queries import QUESTIONS
from tests.reaching import WINTER, counted
from tests.training.test_at_once import at_once

CROWD, EACH = 8, 25
FIRST, SECOND = ({name: list(question.answers)[place] for name, question in QUESTIONS.items()} for place in (0, 1))


def test_two_hundred_forms_at_once_are_two_hundred_people(app: Flask) -> None:
    now = clock.now()

    def send(n: int) -> None:
        for form in range(EACH):
            answers = FIRST if (n + form) % 2 else SECOND  # on rows that others raise at this moment, in both orders
            services.count(answers, key=f"form {form} of {n}", now=now)

    at_once(app, CROWD, send)
    wanted = {(WINTER, name, said[name]): CROWD * EACH // 2 for said in (FIRST, SECOND) for name in QUESTIONS}
    assert counted() == wanted


def test_one_form_sent_eight_times_at_the_same_moment_is_one_person(app: Flask) -> None:
    now = clock.now()
    for form in range(5):
        at_once(app, CROWD, lambda _n, form=form: services.count(FIRST, key=f"form {form}", now=now))
    assert counted() == {(WINTER, name, FIRST[name]): 5 for name in QUESTIONS}
