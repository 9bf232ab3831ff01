"""What somebody did, in plain words: for the owner, and for whoever reads the record elsewhere."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodform.audit.actions import (
    NEW_PASSWORD,
    NOT_LET_IN,
    SAW,
    SIGNED_IN,
    SIGNED_OUT,
    TOOK_OUT,
    TURNED_AWAY,
)
from goodform.audit.checking import Flaw
from goodform.audit.models import AuditRow
from goodform.inbox.models import StepKind

PAGES: Mapping[str, str | Promise] = {
    "record": _("the patient’s record"),
    "patient new": _("adding a patient"),
    "patient edit": _("who the patient is"),
    "patient invite": _("the invitation"),
    "assessment": _("the assessment"),
    "prescribe": _("the programme, to change it"),
    "prescribe sum": _("the programme, to change it"),
    "preview": _("the programme as the patient sees it"),
    "programme history": _("everything that was given"),
    "conversation": _("the messages with the patient"),
    "silence": _("after how many quiet days to ask"),
    "paper ticks": _("the ticks from paper"),
    "ending": _("the end of the care"),
    "alert": _("a case"),
    "sheet": _("the printed sheet"),
    "inbox": _("the inbox"),
    "caseload": _("the list of patients"),
    "gone": _("the list of who is no longer here"),
    "who did what": _("this record of who did what"),
    "who did what csv": _("this record of who did what"),
    "clinic settings": _("the clinic’s page"),
    "clinic hours": _("the clinic’s hours"),
    "staff new": _("adding a colleague"),
    "staff edit": _("a colleague’s page"),
    "outbox": _("the outbox"),
    "outbox message": _("a message in the outbox"),
    "channel": _("how one kind of message is sent"),
    "channel test": _("trying how one kind of message is sent"),
    "backups": _("the backups"),
    "exercises": _("the exercises"),
    "exercise entry": _("an exercise"),
}
"""What the pages are called that somebody opened, by the name that the record has for them."""

ACTS: Mapping[tuple[str, str], str | Promise] = {
    ("added", "patient"): _("Added a patient"),
    ("edited", "patient"): _("Changed who the patient is"),
    ("invited", "patient"): _("Invited the patient"),
    ("accepted invitation", "patient"): _("Came in by the invitation"),
    ("moved to zone", "patient"): _("Said that they are in another time zone"),
    ("ended care", "patient"): _("Ended the care"),
    ("took back the end", "patient"): _("Took back the end of the care"),
    ("assessed", "patient"): _("Wrote an assessment"),
    ("gave", "programme"): _("Gave a programme"),
    ("held", "programme"): _("Put something on hold"),
    ("released", "programme"): _("Let something go on that was on hold"),
    ("set quiet after", "programme"): _("Chose after how many quiet days to ask"),
    (f"alert {StepKind.RAISED}", "alert"): _("A case was told"),
    (f"alert {StepKind.GRAVER}", "alert"): _("A case became more serious"),
    (f"alert {StepKind.AGAIN}", "alert"): _("A case was told again"),
    (f"alert {StepKind.TAKEN}", "alert"): _("Took a case"),
    (f"alert {StepKind.HANDED}", "alert"): _("Handed a case to somebody"),
    (f"alert {StepKind.TRIED}", "alert"): _("Tried to reach the patient about a case"),
    (f"alert {StepKind.RELEASED}", "alert"): _("Let go on what a case had put on hold"),
    (f"alert {StepKind.ESCALATED}", "alert"): _("Sent a case to the owner, nobody had taken it"),
    (f"alert {StepKind.CLOSED}", "alert"): _("Closed a case"),
    ("wrote to the clinic", "message"): _("Wrote to the clinic"),
    ("wrote to the patient", "message"): _("Wrote to the patient"),
    ("message escalated", "message"): _("Told the owner of a message nobody had read"),
    ("sent again", "message"): _("Sent a message again that had not arrived"),
    ("ticked off", "message"): _("Ticked off a message that could not be sent"),
    ("sent a session", "session"): _("Told of a session"),
    ("sent more of a session", "session"): _("Told more of a session"),
    ("entered paper ticks", "session"): _("Entered ticks from paper"),
    ("sent more stops than a session holds", "session"): _("Told of very many stops at once"),
    ("took back an entry", "entry"): _("Took back what was told of an exercise"),
    ("answered the morning question", "morning"): _("Answered the question of the next morning"),
    ("made usual reminders", "reminders"): _("Set up the usual reminders"),
    ("changed reminders", "reminders"): _("Changed the reminders"),
    ("stopped reminders", "reminders"): _("Stopped the reminders"),
    ("started reminders", "reminders"): _("Started the reminders again"),
    ("paused reminders", "reminders"): _("Paused the reminders"),
    ("put reminder off", "reminders"): _("Put a reminder off"),
    ("opened calendar feed", "reminders"): _("Opened a calendar feed"),
    ("closed calendar feed", "reminders"): _("Closed the calendar feed"),
    ("permitted", "consent"): _("Said yes to a permission"),
    ("refused", "consent"): _("Said no to a permission"),
    ("withdrew", "consent"): _("Took a permission back"),
    ("opened", "clinic"): _("Opened the clinic"),
    ("changed", "clinic"): _("Changed the clinic’s words and numbers"),
    ("added", "staff"): _("Added a colleague"),
    ("edited", "staff"): _("Changed what a colleague does here"),
    ("set video", "exercise"): _("Set the video of an exercise"),
    ("set channel", "channel"): _("Changed how messages leave"),
    ("sent test message", "channel"): _("Sent a test message"),
    ("added an address", "patient"): _("Let messages come to a device"),
    ("added an address", "staff"): _("Let messages come to a device"),
    ("removed an address", "patient"): _("Ended messages to a device"),
    ("removed an address", "staff"): _("Ended messages to a device"),
    (SIGNED_IN, "patient"): _("Signed in"),
    (SIGNED_IN, "staff"): _("Signed in"),
    (SIGNED_OUT, "patient"): _("Signed out"),
    (SIGNED_OUT, "staff"): _("Signed out"),
    (NEW_PASSWORD, "patient"): _("Chose a new password"),
    (NEW_PASSWORD, "staff"): _("Chose a new password"),
    (NOT_LET_IN, "patient"): _("Was not let in by a patient’s address"),
    (NOT_LET_IN, "staff"): _("Was not let in by a colleague’s address"),
    (NOT_LET_IN, "address"): _("Was not let in by an address of nobody here"),
    (TOOK_OUT, "clinic"): _("Saved this record as a file"),
    ("backup key named", "backup key"): _("Backup key named"),
    ("backup key proven", "backup key"): _("Backup key proven"),
    ("restored", "backup"): _("Put a backup back"),
    ("began to seal with a key", "record"): _("Began to seal this record with a key"),
}
"""What was done, by the action and the kind of thing it was done to."""


BROKEN: Mapping[str, str | Promise] = {
    Flaw.CHANGED: _("It was changed, or somebody else wrote it."),
    Flaw.GAP: _("It does not follow the entry before it. Entries were taken out there, or put in."),
    Flaw.NO_KEY: _("It has no key, and all others have one. Somebody else wrote it."),
    Flaw.KEY_MISSING: _("It was sealed by a secret key of before, which is not here any more."),
    Flaw.LOST: _("The newest seal of the last check is gone. The end of the record was cut off."),
}
"""What is wrong with a record, for its owner."""


def what_was_done(row: AuditRow) -> str:
    """A row in plain words, without whom it was about."""
    for begins, words in (
        (SAW, _("Opened %(page)s")),
        (TURNED_AWAY, _("Was not let into %(page)s")),
    ):
        if row.action.startswith(begins):
            page = row.action.removeprefix(begins)
            return str(words % {"page": PAGES.get(page, page)})
    return str(ACTS.get((row.action, row.subject), row.action.capitalize()))
