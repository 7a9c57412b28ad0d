"""Stories as people meet them: reading, telling, changing, taking back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from portal.database import session
from portal.kit.drafts import Draft
from portal.kit.paging import PER_PAGE
from portal.outbox.models import Message
from portal.people.models import Person
from portal.stories import services
from portal.stories.models import Story, StoryUse
from tests.browser import Browser, Page
from tests.conftest import AtMost, Clock
from tests.factories import way_of
from tests.staffing import sign_in
from tests.stories import APerson, AProject, AStory, sign_in_staff

BODY = "The team listened to me.\n\nThe mornings are calmer now."
REACHABLE = {"is_reachable": "yes", "channel": "email", "email": "ada@example.com"}


def tell(browser: Browser, body: str = BODY, **said: Any) -> Page:
    """All four pages; it ends at the check."""
    page = browser.visit("/stories/share")
    page = page.press("Continue", body=body, title=said.get("title", "Calmer mornings"))
    page = page.press(
        "Continue", teller_name=said.get("teller_name", "Ada Lovelace"), name_shown=said.get("name_shown", "first_name")
    )
    page = page.press("Continue", uses=said.get("uses", ["public_web"]))
    return page.press("Continue", **said.get("reach", REACHABLE))


def the_story() -> Story:
    session.expire_all()
    return session.scalars(select(Story)).one()


def mine(**given: Any) -> tuple[Story, Person]:
    person = APerson("Ada Lovelace", email="ada@example.com")
    return AStory(person_id=person.id, contact_way_id=way_of(person).id, **given), person


# --- telling one ---


def test_someone_tells_a_story_and_is_told_who_reads_it(browser: Browser) -> None:
    page = tell(browser)
    assert page.heading == "Check your answers"
    for said in ("The team listened to me.", "Calmer mornings", "Ada", "Everyone may read it", "ada@example.com"):
        assert said in page.words
    page = page.press("Send my story")
    assert the_story().reference in page.words
    assert "A person reads every story. It is not shown to anyone else until then." in page.words
    assert "within 5 working days" in page.words
    assert "116 123" in page.words and "Get help now" in page.words
    assert the_story().body == BODY


def test_what_is_public_is_what_the_teller_agreed_to_and_a_person_has_read(browser: Browser, app: Flask) -> None:
    tell(browser, title="Unread words").press("Send my story")
    story = the_story()
    assert "Unread words" not in browser.visit("/stories").words
    browser.visit(f"/stories/{story.slug}", expect=404)
    staff = Browser(app)
    sign_in_staff(staff, "moderator")
    staff.visit(f"/staff/stories/{story.id}").press("Save this decision", decision="publish")
    page = browser.visit("/stories").follow("Unread words")
    assert page.heading == "Unread words" and "Ada" in page.words and "Lovelace" not in page.words
    assert "ada@example.com" not in page.text


def test_a_story_may_be_told_by_someone_who_does_not_want_to_be_reached(browser: Browser) -> None:
    reach = {"is_reachable": "no", "channel": "email", "email": "ada@example.com"}
    page = tell(browser, reach=reach, teller_name="", name_shown="none", uses=[])
    assert "No, please do not write to me" in page.words and "Nowhere" in page.words
    assert "A service user or carer" in page.words and "ada@example.com" not in page.words
    page = page.press("Send my story")
    assert the_story().reference in page.words and "keep your reference" in page.words
    assert the_story().person_id is None
    assert session.scalar(select(func.count()).select_from(Message)) == 0


def test_whoever_wants_to_hear_from_us_is_asked_how(browser: Browser) -> None:
    page = tell(browser, reach={"is_reachable": "yes"})
    assert page.title.startswith("Error: ") and page.errors
    page = page.press("Continue", channel="sms", mobile="07700 900123")
    page.press("Send my story")
    assert session.scalars(select(Message.channel)).all() == ["sms"]


def test_nobody_answered_for_is_one_error_not_two(browser: Browser) -> None:
    page = tell(browser, reach={})
    assert len(page.errors) == 1


def test_a_name_is_needed_only_to_be_shown(browser: Browser) -> None:
    page = browser.visit("/stories/share").press("Continue", body="x")
    page = page.press("Continue", teller_name="", name_shown="name")
    assert page.errors == ["Type your name, or choose to show no name"]
    assert page.press("Continue", name_shown="none").heading == "Where may we use your story?"


def test_what_is_written_is_kept_from_the_first_page_and_taken_up_later(browser: Browser) -> None:
    page = browser.visit("/stories/share").press("Finish later", body="It began in May", title="")
    assert session.scalar(select(func.count()).select_from(Draft)) == 1
    assert "It began in May" in browser.visit("/stories/share").one("textarea").text
    page = browser.visit("/stories/share").press("Continue")
    assert page.heading == "Your name"
    browser.visit("/stories/share/words").press("Continue", body="It began in June")
    assert "It began in June" in browser.visit("/stories/share/words").text


def test_a_story_that_is_too_long_is_refused_kindly_and_nothing_is_lost(browser: Browser) -> None:
    long = "a" * 100_000
    page = browser.visit("/stories/share").press("Continue", body=long, title="Long")
    assert page.errors == [
        "This is 80,000 letters too long for us to keep. Please make it shorter. Nothing you wrote is lost."
    ]
    assert page.one("textarea").text.count("a") == 100_000
    assert browser.visit("/stories/share").one("textarea").text.count("a") == 100_000
    assert browser.page is not None
    assert browser.page.press("Continue", body="a" * 20_000).heading == "Your name"


def test_an_empty_story_is_asked_for_again(browser: Browser) -> None:
    assert browser.visit("/stories/share").press("Continue", body="  ").errors == [
        "Write your story. A few words are enough"
    ]


def test_pressing_send_twice_tells_it_once(browser: Browser) -> None:
    check = tell(browser)
    first = check.press("Send my story")
    second = check.press("Send my story")
    assert the_story().reference in first.words and the_story().reference in second.words
    page = second.press("Tell another story")
    assert page.one("textarea").text.strip() == ""


def test_help_comes_first_when_words_sound_desperate(browser: Browser) -> None:
    page = tell(browser, body="Some nights I want to die.")
    place = page.words.index
    assert place("Samaritans") < place("Some nights I want to die.")
    page = page.press("Send my story")
    assert page.words.index("116 123") < page.words.index("What happens next")
    assert the_story().is_flagged


def test_help_is_at_hand_while_writing(browser: Browser) -> None:
    page = browser.visit("/stories/share")
    for line in ("ring 999", "ring 111 and choose option 2", "Samaritans, 116 123"):
        assert line in page.words
    assert page.links["Get help now"] == "/get-help-now"
    assert page.all("a[data-exit]")


# --- reading them ---


def test_the_list_costs_one_query_however_long_it_is(browser: Browser, clock: Clock, at_most: AtMost) -> None:
    for number in range(PER_PAGE + 5):
        AStory(f"Story number {number}", published_at=clock.now - timedelta(minutes=number))
    with at_most(queries=1):
        page = browser.visit("/stories")
    assert len(page.all(".app-list__item")) == PER_PAGE and "Story number 19" in page.words
    with at_most(queries=1):
        page = page.follow("Next page")
    assert len(page.all(".app-list__item")) == 5 and "Story number 20" in page.words
    assert "Story number 0" in page.follow("Previous page").words


def test_a_story_costs_one_query_and_names_its_project(browser: Browser, at_most: AtMost) -> None:
    project = AProject("Calmer mornings")
    story = AStory("Breakfast", project_id=project.id, what_changed="Breakfast is at nine now.", name_shown="none")
    with at_most(queries=1):
        page = browser.visit(f"/stories/{story.slug}")
    assert "A service user or carer" in page.words and "Amina" not in page.words
    assert "Breakfast is at nine now." in page.words
    assert page.links["Calmer mornings"] == f"/projects/{project.slug}"
    assert "csrf_token" not in page.text and "Set-Cookie" not in page.response.headers


def test_a_story_about_a_draft_project_does_not_tell_of_it(browser: Browser) -> None:
    story = AStory("Breakfast", project_id=AProject("Secret plans", state="draft").id)
    assert "Secret plans" not in browser.visit(f"/stories/{story.slug}").text


def test_scripts_in_a_story_are_shown_as_text(browser: Browser) -> None:
    story = AStory("<script>alert(1)</script>", body="<img src=x onerror=alert(2)>\n\n{{ 7 * 7 }} <b>bold</b>")
    page = browser.visit(f"/stories/{story.slug}")
    assert page.heading == "<script>alert(1)</script>"
    assert "<img src=x onerror=alert(2)>" in page.words and "{{ 7 * 7 }} <b>bold</b>" in page.words
    assert not page.all("img") and not page.all("b")
    assert "<script>alert(1)</script>" in browser.visit("/stories").words


def test_a_story_has_its_own_language_and_direction(browser: Browser) -> None:
    story = AStory("میری کہانی", body="ٹیم نے میری بات سنی۔", locale="ur")
    page = browser.visit(f"/stories/{story.slug}")
    assert page.one("h1").get("lang") == "ur" and page.one("h1").get("dir") == "auto"
    assert page.one(".app-written").getparent().get("lang") == "ur"
    assert page.one("html").get("lang") == "en"


def test_a_story_that_is_not_public_is_as_if_it_had_never_been(browser: Browser) -> None:
    for given in ({"state": "waiting"}, {"state": "withdrawn"}, {"uses": ("newsletter",)}):
        story = AStory(**given)
        assert browser.visit(f"/stories/{story.slug}", expect=404).words == (
            browser.visit("/stories/never-was", expect=404).words
        )
        browser.visit(f"/stories/{story.slug}/report", expect=404)
    assert "There are no stories to read here yet" in browser.visit("/stories").words


def test_anyone_can_report_a_story(browser: Browser) -> None:
    story = AStory("Breakfast")
    page = browser.visit(f"/stories/{story.slug}").follow("Report this story")
    assert page.press("Send this report", words="").errors == ["Tell us what is wrong"]
    page = page.press("Send this report", words="It names my brother")
    assert page.heading == "Thank you for telling us"
    assert the_story().is_flagged and the_story().is_public


# --- one's own ---


def test_a_teller_takes_a_story_back_and_it_is_gone_at_once(browser: Browser) -> None:
    story, person = mine(title="Breakfast")
    assert "Breakfast" in browser.visit("/stories").words
    sign_in(browser, person)
    page = browser.visit(f"/you/stories/{story.id}").press("Take my story back")
    assert "You took it back" in page.words
    assert "Breakfast" not in browser.visit("/stories").words
    browser.visit(f"/stories/{story.slug}", expect=404)
    assert "Take my story back" not in browser.visit(f"/you/stories/{story.id}").words


def test_a_teller_takes_one_use_back_and_gives_it_again(browser: Browser) -> None:
    story, person = mine(title="Breakfast")
    sign_in(browser, person)
    page = browser.visit(f"/you/stories/{story.id}")
    page = page.press("Take this back: Everyone may read it on this website")
    assert "Breakfast" not in browser.visit("/stories").words
    assert session.scalar(select(StoryUse.withdrawn_at)) is not None
    page.press("Agree to this: Everyone may read it on this website")
    assert "Breakfast" in browser.visit("/stories").words


def test_a_teller_reads_why_and_changes_the_story(browser: Browser, clock: Clock) -> None:
    story, person = mine(state="waiting")
    services.send_back(story.id, "May we leave out the name?", by=person.id, now=clock.now, version=1)
    sign_in(browser, person)
    page = browser.visit(f"/you/stories/{story.id}")
    assert "May we leave out the name?" in page.words and "We have a question for you" in page.words
    page = page.follow("Change your story")
    assert "The team asked me" in page.one("textarea").text
    page = page.press("Save and send it to be read", body="The nurse asked me.", name_shown="none")
    assert "Waiting for a person to read it" in page.words
    assert "Samaritans" not in page.words
    page = page.follow("Change your story").press("Save and send it to be read", body="I want to die.")
    assert page.words.index("Samaritans") < page.words.index("Where we may use your story")
    assert the_story().is_flagged
    page.follow("Change your story").press("Save and send it to be read", body="The nurse asked me.")
    assert the_story().body == "The nurse asked me." and the_story().state == "waiting"


def test_a_teller_whose_story_changed_meanwhile_keeps_every_word(browser: Browser, clock: Clock) -> None:
    story, person = mine()
    sign_in(browser, person)
    page = browser.visit(f"/you/stories/{story.id}/edit")
    services.report(story.slug, "x", device="d", now=clock.now)
    page = page.press("Save and send it to be read", body="My new words", name_shown="none")
    assert "changed somewhere else meanwhile" in page.errors[0]
    assert "My new words" in page.one("textarea").text
    page.press("Save and send it to be read")
    assert the_story().body == "My new words"


def test_a_story_of_somebody_else_is_not_there(browser: Browser) -> None:
    story, _person = mine()
    sign_in(browser, APerson("Someone Else"))
    browser.visit(f"/you/stories/{story.id}", expect=404)
    browser.visit(f"/you/stories/{story.id}/edit", expect=404)


def test_a_declined_story_cannot_be_changed_only_taken_back(browser: Browser) -> None:
    story, person = mine(state="declined", reason="It names a child.")
    sign_in(browser, person)
    page = browser.visit(f"/you/stories/{story.id}/edit")
    assert page.path == f"/you/stories/{story.id}" and "It names a child." in page.words
    assert "Change your story" not in page.links
    assert page.press("Take my story back").words.count("You took it back")


def test_the_pages_hold_in_urdu(browser: Browser) -> None:
    AStory("Breakfast")
    for path in ("/ur/stories", "/ur/stories/share"):
        assert browser.visit(path).one("html").get("dir") == "rtl"


def test_a_teller_whose_story_was_declined_meanwhile_can_copy_every_word(browser: Browser, clock: Clock) -> None:
    teller = APerson("Amina Khan")
    story_id = AStory(state="waiting", person_id=teller.id, contact_way_id=way_of(teller).id).id
    sign_in(browser, teller)
    page = browser.visit(f"/you/stories/{story_id}/edit")
    held = session.get_one(Story, story_id, populate_existing=True)
    services.decline(story_id, "Not now", by=APerson("Sam").id, now=clock.now, version=held.version)
    page = page.press("Save and send it to be read", body="Hours of work on better words")
    assert "was answered while you were writing" in page.errors[0]
    assert page.one("textarea").text.strip() == "Hours of work on better words"
