"""Where a story stands, where it may be used, and which words a person should read soon."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

LONGEST_STORY = 20_000
READ_WITHIN_DAYS = 5  # working days
LETTERS_A_MINUTE = 1_000  # about 180 words of English, read without hurry
EXCERPT = 200


class State(StrEnum):
    """Where a story stands."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    DECLINED = "declined"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Use(StrEnum):
    """A place where a story may be used; each needs the teller's own yes. Whoever reads it first needs none."""

    PROJECT_TEAM = "project_team"
    QI_FORUM = "qi_forum"
    NEWSLETTER = "newsletter"
    PUBLIC_WEB = "public_web"


class Decision(StrEnum):
    """What staff may do with a story."""

    PUBLISH = "publish"
    SEND_BACK = "send_back"
    DECLINE = "decline"
    KEEP = "keep"
    TAKE_DOWN = "take_down"


class MayNotMove(Exception):
    """The story does not stand where this can be done."""


EDITABLE = frozenset({State.WAITING, State.SENT_BACK, State.PUBLISHED})
NEEDS_REASON = frozenset({Decision.SEND_BACK, Decision.DECLINE, Decision.TAKE_DOWN})


def can_edit(state: str) -> bool:
    """Whether the teller may change the words; they are then read again before anyone else sees them."""
    return state in EDITABLE


def can_withdraw(state: str) -> bool:
    """Whether there is anything to take back."""
    return state != State.WITHDRAWN


def decisions(state: str, *, is_reachable: bool) -> list[Decision]:
    """What staff may do now; a story is only sent back to someone who can be reached."""
    if state == State.PUBLISHED:
        return [Decision.KEEP, Decision.TAKE_DOWN]
    if state == State.WAITING:
        back = [Decision.SEND_BACK] if is_reachable else []
        return [Decision.PUBLISH, *back, Decision.DECLINE]
    return []


def check(state: str, decision: Decision, *, is_reachable: bool) -> None:
    """Refuse what cannot be done with a story that stands here."""
    if decision not in decisions(state, is_reachable=is_reachable):
        raise MayNotMove


def is_public(state: str, uses: Iterable[str]) -> bool:
    """Whether everyone may read it: a person has read it, and its teller agrees now."""
    return state == State.PUBLISHED and Use.PUBLIC_WEB in set(uses)


def shown_name(name: str, name_shown: str) -> str:
    """As much of the name as the teller wants shown; "" for none."""
    if name_shown == "first_name":
        return (name.split() or [""])[0]
    return name if name_shown == "name" else ""


def heading(title: str, beginning: str) -> str:
    """What a story is called: its title, or its first words."""
    return title or excerpt(beginning, 60)


def excerpt(body: str, most: int = EXCERPT) -> str:
    """The beginning of a story, cut between words."""
    plain = " ".join(body.split())
    if len(plain) <= most:
        return plain
    cut = plain[:most].rsplit(" ", 1)[0].rstrip(" ,;:.–-")
    return f"{cut}…"


def minutes(letters: int) -> int:
    """About how many minutes a text of so many letters takes to read; at least one."""
    return max(1, round(letters / LETTERS_A_MINUTE))


def paragraphs(body: str) -> list[str]:
    """The paragraphs of a story, as its teller parted them."""
    return [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]


# Such words mean only that help is shown at once, and that a person is asked to read soon: nobody is judged by them.
_WORRYING = (
    "kill myself",
    "killing myself",
    "end my life",
    "ending my life",
    "take my own life",
    "taking my own life",
    "take my life",
    "want to die",
    "wanted to die",
    "wanting to die",
    "wish i was dead",
    "wish i were dead",
    "better off dead",
    "better off without me",
    "no reason to live",
    "do not want to live",
    "don't want to live",
    "dont want to live",
    "suicide",
    "suicidal",
    "hurt myself",
    "hurting myself",
    "harm myself",
    "harming myself",
    "self harm",
    "cut myself",
    "cutting myself",
    "not safe at home",
    "unsafe at home",
    "afraid to go home",
    "scared to go home",
    "hits me",
    "خودکشی",  # suicide
    "خود کشی",
    "مرنا چاہتا",  # I want to die, or wanted to, said by a man and by a woman
    "مرنا چاہتی",
    "جینا نہیں چاہتا",  # I do not want to live
    "جینا نہیں چاہتی",
    "اپنی جان لے",  # take my life
    "اپنی جان لینا",
    "خود کو مار",  # kill myself
    "خود کو ختم",  # end myself
    "خود کو نقصان",  # harm myself
    "گھر میں محفوظ نہیں",  # not safe at home
    "گھر پر محفوظ نہیں",
    "আত্মহত্যা",  # suicide
    "মরতে চাই",  # I want to die
    "মরে যেতে চাই",
    "মরে যেতে ইচ্ছ",
    "বাঁচতে চাই না",  # I do not want to live
    "বাঁচতে চাইনি",
    "বেঁচে থাকতে চাই না",
    "বেঁচে থাকতে ইচ্ছে করে না",
    "বেঁচে থাকতে ইচ্ছা করে না",
    "জীবন শেষ কর",  # end my life
    "নিজেকে শেষ কর",  # end myself
    "নিজেকে মেরে",  # kill myself
    "নিজের জীবন নি",  # take my life
    "নিজের ক্ষতি",  # harm myself
    "নিজেকে আঘাত",
    "নিজেকে কাট",  # cut myself
    "গলায় দড়ি",  # hang
    "বাড়িতে নিরাপদ না",  # not safe at home
    "বাড়িতে নিরাপদ নই",
    "বাসায় নিরাপদ না",
    "বাসায় নিরাপদ নই",
    "আমাকে মারে",  # hits me
    "আমাকে মারধর",
)
# Phones write the same Urdu letter in two ways, and an apostrophe in three.
_SAME = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "’": "'", "ʼ": "'", "-": " ", "‑": " "})


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(_SAME).split())


_SOUGHT = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(_plain(phrase)) for phrase in _WORRYING) + ")")


def is_worrying(*texts: str | None) -> bool:
    """Whether someone who writes this may need help now; false alarms do no harm, a miss may."""
    return any(_SOUGHT.search(_plain(text)) for text in texts if text)
