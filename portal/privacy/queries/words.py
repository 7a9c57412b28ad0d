"""What stands on record about a person, said to that person; and how a message fared."""

from __future__ import annotations

from portal.kit.words import later

KINDS = {
    "booking accepted": later("You took the place that was kept for you"),
    "booking asked again": later("You asked again for training that you had booked"),
    "booking came": later("It was noted if you came to your training"),
    "booking cancelled": later("A booking of yours was cancelled"),
    "booking answered": later("It was said if you are coming to your training"),
    "booking coming": later("It was said that you are coming to your training"),
    "booking one place": later("You said that one place is enough"),
    "booking lapsed": later("A place that was kept for you went to someone else"),
    "booking made": later("You booked training"),
    "calendar address ended": later("You switched off your calendar address"),
    "calendar address made": later("You made a calendar address of your own"),
    "calendar address renewed": later("You made another calendar address. The old one ended"),
    "certificate changed": later("Your certificate was changed"),
    "certificate made": later("Your certificate was made"),
    "copy taken": later("You looked at the copy of what we keep about you"),
    "filled in": later("Someone filled something in with you or for you"),
    "filled in confirmed": later("You said that what someone filled in is right"),
    "filled in put right": later("We put right what someone filled in, and asked you to look again"),
    "filled in wrong": later("You said that what someone filled in is not right"),
    "form opened": later("A form that you began was opened by staff, to go on with it with you"),
    "forgetting not logged": later("You asked us to forget you. Our second note of that could not be written"),
    "forgotten": later("You asked us to forget you"),
    "helper looked": later("Someone whom you trust looked at what they may see of yours"),
    "interest asked again": later("You asked again to join"),
    "interest asked back": later("We asked you again if you would like to join"),
    "interest assigned": later("Your offer to join was given to a colleague"),
    "interest given up": later("Whoever looked after your offer to join left, so it needs a colleague"),
    "interest moved": later("Your offer to join came a step further"),
    "interest nudged": later("Staff were reminded of what we promised you"),
    "interest received": later("You offered to join"),
    "interest told late": later("We said sorry that our answer was late"),
    "interest withdrawn": later("You took back your offer to join"),
    "list printed": later("Your name was on a list of those who come to a training, to be printed"),
    "letter printed": later("A letter to you was printed, to be posted"),
    "looked at bookings": later("Your booking was looked at"),
    "looked at how to reach": later("Your number or address was looked at, to tell you something"),
    "looked at interest": later("Your offer to join was looked at"),
    "looked at matches": later("Staff looked for a team that suits you"),
    "looked at interests": later("Your offer to join was looked at in a list"),
    "looked at message": later("What we wanted to tell you was looked at, and how to reach you safely"),
    "looked at story": later("Your story was read"),
    "looked at the record": later("The record of what was done about you was looked at"),
    "draft deleted": later("You deleted something that you had begun"),
    "message failed": later("A message to you could not be sent"),
    "message not reached": later("Someone tried to reach you, and could not"),
    "message sent again": later("A message to you was sent again"),
    "message told": later("Someone told you something by phone or by post"),
    "message too late": later("Something that we wanted to tell you came too late"),
    "need answered": later("You told us if what you needed was there"),
    "need marked": later("Staff noted if what you need is ready, or was there"),
    "needs reviewed": later("You said that what you told us you need still holds"),
    "needs told": later("You told us what you need"),
    "quiet asked": later("You asked us to be quiet"),
    "quiet ended": later("You wanted to hear from us again"),
    "safety told": later("You told us how to reach you safely"),
    "second step wrong": later("A wrong code was typed when you signed in as staff"),
    "signed in": later("You signed in"),
    "signed out": later("You signed out"),
    "signed out everywhere": later("You signed out everywhere"),
    "staff added": later("You got an account as staff"),
    "staff ended": later("Your account as staff was closed"),
    "skills told": later("You told us what you bring, so that we find you a team"),
    "story declined": later("Your story was read, and will not be used"),
    "story edited": later("You changed your story"),
    "story kept": later("Your story was read again and stays"),
    "story published": later("Your story was approved"),
    "story received": later("You told us a story"),
    "story reported": later("A reader asked us to look at your story"),
    "story sent back": later("Your story was read, and you were asked something"),
    "story taken down": later("Your story was taken down"),
    "story to be read again": later("Your story must be read again before others see it"),
    "story use given": later("You agreed to a use of your story"),
    "story use withdrawn": later("You took back your yes to a use of your story"),
    "story use withdrawn again": later(
        "A use that you had taken back was taken back again after we repaired our records"
    ),
    "story withdrawn": later("You took back your story"),
    "story withdrawn again": later(
        "Your story that you had taken back was taken back again after we repaired our records"
    ),
    "training feedback said": later("You said how a training was"),
    "trust accepted": later("Someone whom you asked said yes to helping you"),
    "trust asked": later("You asked someone to help you"),
    "trust changed": later("You changed what someone may do for you"),
    "trust declined": later("Someone whom you asked said no to helping you"),
    "trust ended": later("Someone's help for you was ended"),
    "walk-in added": later("You came to a training without a booking, and it was noted"),
    "way added": later("You added a way to reach you"),
    "way chosen": later("You chose another way for us to reach you"),
    "way ended": later("You took out a way to reach you"),
    "way kept": later("You undid a change of how we reach you"),
    "way proven": later("You typed the code for a new way to reach you"),
    "withdrawal not logged": later("You took something back. Our second note of that could not be written"),
}
# Deeds of staff that concern nobody: they stand in nobody's history but in the copy of whoever did them.
OF_THE_TRUST = frozenset(
    {
        "course added",
        "course changed",
        "directorate added",
        "example loaded",
        "guests counted",
        "opening added",
        "opening changed",
        "opening closed",
        "opening confirmed",
        "opening rested",
        "match weight set",
        "place added",
        "place added for a walk-in",
        "project added",
        "project changed",
        "project closed",
        "project draft",
        "project published",
        "session added",
        "session cancelled",
        "session kept places opened",
        "session changed",
        "session message sent",
        "session let go",
        "stand-in ended",
        "stand-in named",
        "step days set",
        "training words hidden",
        "training words shown",
        "session published",
        "session repeated",
        "session template kept",
    }
)
STATES = {
    "waiting": later("On its way"),
    "sent": later("Sent"),
    "failed": later("We could not send it. Our staff know, and will try another way"),
    "dropped": later("Not sent, because it was no longer of use"),
    "by_hand": later("A person rings you, or sends you a letter"),
}

CHANNELS = {"email": later("Email"), "sms": later("Text message"), "phone": later("By phone"), "post": later("By post")}


def channel(way: str) -> str:
    """A way to reach someone."""
    return str(CHANNELS.get(way, way))


def said(kind: str) -> str:
    """What a line of the record says happened; what concerns nobody is shown as it is kept."""
    return str(KINDS.get(kind, kind))
