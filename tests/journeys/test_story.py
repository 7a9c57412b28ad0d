"""Someone tells a story in two sittings, is asked something, sees it published, and takes it back."""

from __future__ import annotations

import re
import time

import pytest

from tests.journeys.conftest import Served, Walk
from tests.journeys.visitor import REFERENCE
from tests.journeys.ways_in import (
    beside,
    code_in,
    example_secret,
    letter,
    letters,
    link_in,
    press_in,
    row,
    sign_in,
    sign_in_staff,
    someone,
    stay_signed_in,
)

pytestmark = pytest.mark.browser
TITLE = {"en": "What helped me sleep", "ur": "مجھے نیند کیسے آئی"}
BEGUN = {
    "en": "For weeks I lay awake on the ward.",
    "ur": "میں کئی ہفتے وارڈ میں جاگتا رہا۔",
}
WORRYING = {
    "en": "Some nights I wanted to die, and nobody came.",
    "ur": "کچھ راتوں کو میں مرنا چاہتا تھا۔",
}
CHANGED = {"en": "Then a nurse sat with me until I slept.", "ur": "پھر ایک نرس میرے پاس بیٹھی رہی۔"}
HOURS = "Only on weekday mornings"
REASON = "Could you leave out which ward it was? Then nobody can be recognised."
WHAT_CHANGED = "A nurse now walks round at eleven every night."
HELP = "If you need help now, please talk to someone"
TAKEN_BACK = "As you asked, we have taken back what you shared with us. It is no longer used anywhere by us."
GONE_WITHIN = 1.0  # seconds


def test_someone_tells_a_story_in_two_sittings_sees_it_published_and_takes_it_back(walk: Walk) -> None:
    email, served = someone(walk, "teller"), walk.served
    public = _public_stories(served)
    code, link = _begin(walk)
    _see_by_the_link(walk, link)
    with beside(walk, "elsewhere") as elsewhere:
        _go_on_by_the_code(elsewhere, code)
        _answer_the_rest(elsewhere, email)
        reference = _check_and_send(elsewhere)
    _is_private(walk, letter(served, email, reference))
    assert _public_stories(served) == public

    with beside(walk, "staff") as staff:
        _read_and_send_back(staff, reference)
        asked = letter(served, email, walk.said("Please sign in to read it."))
        _is_private(walk, asked)
        _change(walk, email, link_in(asked))
        assert _public_stories(served) == public
        _approve(staff)
        _is_private(
            walk, letter(served, email, walk.said("A person has read what you shared with us. Thank you: it helps."))
        )
        (slug,) = _public_stories(served) - public
        with beside(walk, "reader") as reader:
            _read_as_everyone(reader)
        _take_back(walk, slug)
        assert _public_stories(served) == public
        _is_private(walk, letter(served, email, walk.said(TAKEN_BACK)))
        assert len(letters(served, email, reference)) == 4
        staff.page.reload()
        staff.sees(
            "The person who told this story took it back. It must not be used, and its words are not shown here."
        )
        assert CHANGED[walk.way.locale] not in staff.page.content()


def _public_stories(served: Served) -> set[str]:
    """The last part of the address of every story that search engines are told of."""
    status, found = served.get("/sitemap.xml")
    assert status == 200
    return set(re.findall(r"/stories/([\w-]+)</loc>", found))


def _is_private(walk: Walk, told: str) -> None:
    """A message that anyone on the same phone may see says nothing of the story."""
    locale = walk.way.locale
    for private in (REASON, TITLE[locale], BEGUN[locale], WORRYING[locale], CHANGED[locale], WHAT_CHANGED):
        assert private not in told


def _begin(walk: Walk) -> tuple[str, str]:
    walk.visit("/stories/share")
    walk.sees("Someone who listens: ring Samaritans, 116 123")
    walk.fill("body", BEGUN[walk.way.locale])
    walk.press("Finish later")
    assert walk.said("We have kept what you wrote") in walk.heading.inner_text()
    code = walk.page.locator(".app-reference").inner_text()
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}-\w{4}", code)
    email = someone(walk, "elsewhere")
    walk.fill("contact", email)
    walk.press("Send me a link")
    return code, link_in(letter(walk.served, email, "/continue/"))


def _see_by_the_link(walk: Walk, link: str) -> None:
    """The link alone shows nothing; a code that comes to the same place opens it."""
    email = someone(walk, "elsewhere")
    with beside(walk, "by the link") as other:
        other.open(link)
        assert BEGUN[walk.way.locale] not in other.page.content()
        other.press("Send me a code")
        code_came = walk.said("It works for %(minutes)s minutes.", minutes=15)
        other.fill("code", code_in(letter(walk.served, email, code_came)))
        other.press("Continue")
        assert other.page.locator("[name='body']").input_value() == BEGUN[walk.way.locale]


def _go_on_by_the_code(walk: Walk, code: str) -> None:
    walk.visit("/")
    walk.follow("Go on with something that you began")
    walk.fill("code", code[:-1])
    walk.press("Continue")
    walk.sees("We cannot find that code. Check each letter. We keep what you wrote for 30 days")
    walk.fill("code", code.replace("-", " ").lower())
    walk.press("Continue")
    assert walk.page.locator("[name='body']").input_value() == BEGUN[walk.way.locale]


def _answer_the_rest(walk: Walk, email: str) -> None:
    locale = walk.way.locale
    walk.fill("body", f"{BEGUN[locale]}\n\n{WORRYING[locale]}")
    walk.fill("title", TITLE[locale])
    walk.press("Finish later")
    walk.sees(HELP)
    walk.follow("Go on now")
    walk.press("Continue")
    walk.sees(HELP)
    walk.choose("name_shown", "first_name")
    walk.press("Continue")
    walk.sees("Type your name, or choose to show no name")
    walk.fill("teller_name", "Tara Teller")
    walk.press("Continue")
    walk.choose("uses", "project_team")
    walk.choose("uses", "public_web")
    walk.press("Continue")
    walk.choose("is_reachable", "yes")
    walk.choose("channel", "email")
    walk.fill("email", email)
    walk.unfold("Is it safe to contact you?")
    walk.fill("safe_hours", HOURS)
    walk.press("Continue")


def _check_and_send(walk: Walk) -> str:
    assert walk.heading.inner_text() == walk.said("Check your answers")
    walk.sees(HELP)
    answers = walk.page.locator(".nhsuk-summary-list").inner_text()
    assert WORRYING[walk.way.locale] in answers and HOURS in answers and "Teller" not in answers
    assert walk.said("Everyone may read it on this website") in answers
    walk.press("Send my story")
    walk.sees("Thank you. We have your story")
    walk.sees("They read it within 5 working days: Monday to Friday.")
    walk.sees(HELP)
    reference = REFERENCE.search(walk.page.locator("main").inner_text())
    assert reference
    return reference.group()


def _read_and_send_back(staff: Walk, reference: str) -> None:
    email = "moderator@example.com"
    stay_signed_in(staff, email, lambda: sign_in_staff(staff, email, example_secret(staff.served)))
    staff.visit("/staff/stories")
    staff.fill("reference", reference)
    staff.press("Show")
    found = row(staff, "tbody tr", reference)
    assert staff.said("Please read soon") in found.inner_text()
    press_in(staff, found, "link")
    staff.sees("Some words here may mean that someone needs help")
    page = staff.page.locator("main").inner_text()
    assert WORRYING[staff.way.locale] in page and HOURS in page
    staff.choose("decision", "send_back")
    staff.press("Save this decision")
    staff.sees("Write why, in kind and plain words: the person who told it will read this")
    staff.fill("reason", REASON)
    staff.press("Save this decision")
    staff.sees("Sent back. A message asks the person to sign in and read what you wrote.")


def _change(walk: Walk, email: str, link: str) -> None:
    path = re.search(r"/you/stories/\d+", link)
    assert path, link
    sign_in(walk, email, at=path.group())
    assert walk.heading.inner_text() == TITLE[walk.way.locale]
    walk.sees("We have a question for you")
    assert REASON in walk.page.locator("main").inner_text()
    walk.follow("Change your story")
    assert WORRYING[walk.way.locale] in walk.page.locator("[name='body']").input_value()
    walk.fill("body", f"{BEGUN[walk.way.locale]}\n\n{CHANGED[walk.way.locale]}")
    walk.press("Save and send it to be read")
    walk.sees("Waiting for a person to read it")


def _approve(staff: Walk) -> None:
    staff.page.goto(staff.page.url.partition("?")[0])
    page = staff.page.locator("main").inner_text()
    assert CHANGED[staff.way.locale] in page and WORRYING[staff.way.locale] not in page
    staff.choose("decision", "publish")
    staff.fill("what_changed", WHAT_CHANGED)
    staff.press("Save this decision")
    staff.sees("Approved. It is used where the person who told it agreed, and nowhere else.")


def _read_as_everyone(reader: Walk) -> None:
    title = TITLE[reader.way.locale]
    reader.visit("/stories")
    reader.page.get_by_role("link", name=title, exact=True).click()
    reader.page.wait_for_load_state()
    reader.look()
    assert reader.heading.inner_text() == title
    page = reader.page.locator("main").inner_text()
    assert CHANGED[reader.way.locale] in page and WHAT_CHANGED in page
    assert "Tara" in page and "Teller" not in page
    assert WORRYING[reader.way.locale] not in page and REASON not in page


def _take_back(walk: Walk, slug: str) -> None:
    addresses = [f"/stories/{slug}", f"/ur/stories/{slug}"]
    assert [walk.served.get(address)[0] for address in addresses] == [200, 200]
    walk.visit("/you")
    walk.page.get_by_role("link", name=TITLE[walk.way.locale]).click()
    walk.page.wait_for_load_state()
    walk.look()
    walk.sees("Everyone can read it on this website.")
    walk.page.get_by_role("button", name=walk.said("Take my story back"), exact=True).click()
    walk.page.wait_for_load_state()
    ends = time.monotonic() + GONE_WITHIN
    while not _is_gone(walk.served, slug, addresses):
        assert time.monotonic() < ends, "still there after a second"
    walk.look()
    walk.sees("You took it back. We no longer use it anywhere. You can tell us another story at any time.")


def _is_gone(served: Served, slug: str, addresses: list[str]) -> bool:
    lists = [served.get(address)[1] for address in ("/stories", "/ur/stories")]
    return all(served.get(address)[0] == 404 for address in addresses) and not any(slug in page for page in lists)
