"""Lists of matches: what staff see, what the person sees, word for word the same, and what is never used."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from portal.database import add, session, writing
from portal.kit import audit, clock
from portal.people.models import AccessNeed
from portal.teams.models import CheckSeen, ExpressionOfInterest, Membership, Opening, SkillsSurvey
from portal.trust.models import Place
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import ADirectorate, AnExpression, AnOpening, APerson, APlace, AProject
from tests.staffing import sign_in, sign_in_staff

EVENINGS = "tue_evening thu_evening"


def a_survey(person_id: int, **said: object) -> None:
    if said.get("places") == "luton":
        said["places"] = session.scalars(select(Place.slug).where(Place.name == "Luton")).one()
    with writing():
        add(SkillsSurvey(person_id=person_id, changed_at=clock.now(), **said))


def a_place(**given: object) -> tuple[int, str]:
    """An evening place in person in Luton that looks for listeners: its page of matches, and its project's number."""
    luton = APlace("Luton")
    project = AProject("Calmer mornings")
    said = {"title": "A seat at the table", "is_in_person": True, "is_online": False, "place_id": luton.id}
    opening = AnOpening(project, **{**said, "meets_at": EVENINGS, "skills_wanted": "listening", **given})
    return project.id, f"/staff/openings/{project.id}/{opening.id}"


def names(page: Page, part: str = "ol.app-list") -> list[str]:
    return [str(link.text_content()) for link in page.all(f"{part} h3 a")]


def test_the_best_come_first_each_with_why_and_what_cannot_work_stands_apart_with_why_not(
    browser: Browser, at_most: AtMost
) -> None:
    _project_id, address = a_place()
    ada, bea, cyd = APerson("Ada"), APerson("Bea"), APerson("Cyd")
    for person in (ada, bea, cyd):
        AnExpression(person)
    a_survey(ada.id, times="tue_evening", places="luton")
    a_survey(bea.id, times=EVENINGS, places="luton", good_at="listening")
    a_survey(cyd.id, times="mon_morning", rather_not="listening")
    sign_in_staff(browser)
    with at_most(queries=13):
        page = browser.visit(f"{address}/people")
    assert names(page) == ["Bea", "Ada"] and names(page, "ul.app-list") == ["Cyd"]
    assert "Skills that the team looks for: Listening to others" in page.words
    assert "The times fit: Tuesday: after 5pm; Thursday: after 5pm" in page.words
    assert "The team meets at other times: Tuesday: after 5pm; Thursday: after 5pm" in page.words
    assert "It is about something that was not wanted: Listening to others" in page.words
    looks = select(func.count()).where(audit.AuditEvent.kind == "looked at matches")
    assert session.scalar(looks) == 3


def test_a_factor_that_is_switched_off_changes_the_order_and_is_not_named(browser: Browser) -> None:
    _project_id, address = a_place(skills_wanted="", lived_wanted="caring")
    ada, bea = APerson("Ada"), APerson("Bea")
    AnExpression(ada)
    AnExpression(bea)
    a_survey(ada.id, times="tue_evening")
    a_survey(bea.id, lived="caring", is_lived_for_matching=True)
    sign_in_staff(browser)
    assert names(browser.visit(f"{address}/people?off=lived")) == ["Ada", "Bea"]
    page = browser.visit(f"{address}/people?off=times")
    assert names(page) == ["Bea", "Ada"] and "The times fit" not in page.words


def test_staff_and_the_person_read_the_same_reasons_word_for_word(browser: Browser) -> None:
    _project_id, address = a_place(needs_met="step_free", languages="bn")
    ada = APerson("Ada")
    AnExpression(ada, asked_at=clock.now() - timedelta(days=22))
    a_survey(ada.id, times=EVENINGS, places="luton", good_at="listening", languages="bn")
    with writing():
        add(AccessNeed(person_id=ada.id, kind="step_free", told_at=clock.now()))
    ada_id = ada.id
    sign_in_staff(browser)
    told_staff = [item.text_content() for item in browser.visit(f"{address}/people").all("ol.app-list ul li")]
    sign_in(browser, session.get_one(type(ada), ada_id))
    told_ada = [item.text_content() for item in browser.visit("/you/matches").all("ol.app-list ul li")]
    assert told_ada == told_staff and len(told_ada) == 7
    assert "The wait is 3 weeks or more" in told_ada
    assert "The team is ready for what is needed: A way in without steps" in told_ada


def test_what_someone_lived_counts_only_when_they_chose_to_share_it(browser: Browser) -> None:
    east = ADirectorate(name="East Care")
    _project_id, address = a_place(lived_wanted=east.slug)
    ada, bea = APerson("Ada"), APerson("Bea")
    slug = east.slug
    AnExpression(ada)
    AnExpression(bea)
    a_survey(ada.id, lived=slug)
    a_survey(bea.id, lived=slug, is_lived_for_matching=True)
    sign_in_staff(browser)
    page = browser.visit(f"{address}/people")
    assert names(page) == ["Bea", "Ada"]
    assert page.words.count("Experience that helps, and was shared for this: East Care") == 1


def test_neither_name_nor_language_nor_answers_about_equality_change_anything(browser: Browser) -> None:
    _project_id, address = a_place()
    ada, zoe = APerson("Zoe", locale="ur", is_asked_equality=True), APerson("Ada")
    AnExpression(ada)
    AnExpression(zoe)
    for person in (ada, zoe):
        a_survey(person.id, times="tue_evening")
    sign_in_staff(browser)
    page = browser.visit(f"{address}/people")
    assert names(page) == ["Zoe", "Ada"]  # whoever offered first
    reasons = [item.text_content() for item in page.all("ol.app-list ul li")]
    assert reasons[: len(reasons) // 2] == reasons[len(reasons) // 2 :]


def test_a_check_counts_while_it_holds_and_a_first_team_is_somebody_s_turn(browser: Browser, clock: Clock) -> None:
    project_id, address = a_place(checks="induction")
    ada, bea = APerson("Ada"), APerson("Bea")
    AnExpression(ada)
    AnExpression(bea)
    today = clock.now.date()
    with writing():
        add(CheckSeen(person_id=ada.id, kind="induction", seen_on=today, until_on=today))
        add(Membership(project_id=project_id, person_id=ada.id, started_on=today, ended_on=today))
    sign_in_staff(browser)
    page = browser.visit(f"{address}/people")
    assert names(page) == ["Ada"] and names(page, "ul.app-list") == ["Bea"]
    assert "first-timers" not in page.words_in("ol.app-list")
    clock.advance(days=1)
    sign_in_staff(browser)
    assert names(browser.visit(f"{address}/people"), "ul.app-list") == ["Ada", "Bea"]


def test_needs_become_things_for_the_team_to_put_right_and_name_nobody(browser: Browser, at_most: AtMost) -> None:
    _project_id, address = a_place(meets_at="mon_early")
    for name in ("Ada", "Bea"):
        person = APerson(name)
        AnExpression(person)
        with writing():
            add(AccessNeed(person_id=person.id, kind="more_time", told_at=clock.now()))
    sign_in_staff(browser)
    with at_most(queries=12):
        page = browser.visit(f"{address}/fixes")
    assert "Meet after 10am: early meetings shut people out (it helps 2 people who offered)" in page.words
    assert "Get this ready: More time to think and answer (it helps 2 people who offered)" in page.words
    assert "Ada" not in page.words and "Bea" not in page.words


def test_25_to_a_page_and_on_and_back(browser: Browser) -> None:
    _project_id, address = a_place()
    for number in range(27):
        AnExpression(APerson(f"Person {number:02}"), asked_at=clock.now() + timedelta(minutes=number))
    sign_in_staff(browser)
    first = browser.visit(f"{address}/people?off=times")
    assert len(names(first)) == 25
    second = first.follow("Next page")
    assert names(second) == ["Person 25", "Person 26"] and second.one("ol.app-list").get("start") == "26"
    assert names(second.follow("Previous page")) == names(first)
    for odd in ("0", "99", "x"):
        assert "Who suits this place" in browser.visit(f"{address}/people?page={odd}").words


def test_staff_of_another_part_of_the_trust_and_a_place_that_closed_find_nothing(browser: Browser) -> None:
    project_id, address = a_place()
    sign_in_staff(browser, "pp_lead", ADirectorate(name="West"))
    browser.visit(f"{address}/people", expect=404)
    browser.visit(f"{address}/fixes", expect=404)
    with writing():
        session.scalars(select(Opening).where(Opening.project_id == project_id)).one().state = "closed"
    sign_in_staff(browser)
    browser.visit(f"{address}/people", expect=404)


def test_nobody_is_ranked_for_a_place_by_themselves(browser: Browser) -> None:
    _project_id, address = a_place()
    sam = sign_in_staff(browser)
    AnExpression(sam)
    assert names(browser.visit(f"{address}/people")) == []


def test_how_much_a_reason_counts_is_set_with_why_and_stays_on_record(browser: Browser, at_most: AtMost) -> None:
    _project_id, address = a_place(skills_wanted="")
    ada, bea = APerson("Ada"), APerson("Bea")
    AnExpression(ada)
    AnExpression(bea)
    a_survey(ada.id, times="tue_evening")
    a_survey(bea.id, places="luton")
    sign_in_staff(browser)
    assert names(browser.visit(f"{address}/people")) == ["Ada", "Bea"]
    page = browser.visit("/staff/matching/weights").press("Save", factor="travel", weight="21", why="Buses are rare.")
    assert page.errors == ["Type a number from 0 to 20"]
    page = page.press("Save", weight="9")
    assert "Buses are rare." in page.words and "Place and travel: 9" in page.words
    with at_most(queries=7):
        browser.visit("/staff/matching/weights")
    assert names(browser.visit(f"{address}/people")) == ["Bea", "Ada"]


def test_someone_sees_what_suits_them_why_the_rest_does_not_and_how_to_say_more(
    browser: Browser, at_most: AtMost
) -> None:
    a_place()
    AnOpening(AProject("Other mornings"), title="Morning seat", meets_at="mon_morning", is_in_person=True)
    ada = APerson("Ada")
    a_survey(ada.id, times="tue_evening")
    sign_in(browser, ada)
    with at_most(queries=11):
        page = browser.visit("/you/matches")
    assert [link.text_content() for link in page.all("ol.app-list h2 a")] == ["A seat at the table"]
    assert "The team meets at other times: Monday: 10am to 12 noon" in page.words_in("ul.app-list")
    assert "Never used: health or diagnosis" in page.words
    assert "/you/skills" in page.links.values()


def test_someone_says_what_they_bring_and_finds_it_again(browser: Browser, at_most: AtMost) -> None:
    ADirectorate(name="East Care")
    ada, luton = APerson("Ada"), APlace("Luton").slug
    sign_in(browser, ada)
    page = browser.visit("/you/skills")
    page = page.press("Save", good_at=["listening", "numbers"], tue=["evening"], hours="400", good_words="I knit.")
    assert page.errors == ["Type a number from 1 to 100"]
    assert "I knit." in page.one("#good_words").text
    page = page.press("Save", hours="4", lived=["caring"], places=[luton])
    assert "Saved." in page.words
    with at_most(queries=5):
        page = browser.visit("/you/skills")
    ticked = {(box.get("name"), box.get("value")) for box in page.all("input[checked]")}
    assert {("good_at", "listening"), ("tue", "evening"), ("lived", "caring"), ("places", luton)} <= ticked
    assert ("is_lived_for_matching", "yes") not in ticked
    kept = session.scalars(select(SkillsSurvey)).one()
    assert (kept.good_at, kept.times, kept.hours, kept.lived) == ("listening numbers", "tue_evening", 4, "caring")


def test_of_two_windows_the_second_is_told_and_keeps_what_stands_there(browser: Browser) -> None:
    sign_in(browser, APerson("Ada"))
    first, second = browser.visit("/you/skills"), browser.visit("/you/skills")
    first.press("Save", good_at=["listening"])
    page = second.press("Save", learn=["numbers"])
    assert "another window" in page.errors[0]
    page.press("Save")
    kept = session.scalars(select(SkillsSurvey)).one()
    assert (kept.good_at, kept.learn) == ("", "numbers")
    assert not session.scalars(select(ExpressionOfInterest)).all()
