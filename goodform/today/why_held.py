"""Why something waits, in the patient's words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.safety.decision import ReasonCode

HURT = frozenset(
    {
        ReasonCode.STOPPED,
        ReasonCode.ABOVE_CEILING,
        ReasonCode.ROSE,
        ReasonCode.ROSE_TOO_FAR,
        ReasonCode.ABOVE_USUAL,
    }
)
BY_MISTAKE = "by_mistake"
"""In place of a reason, where the patient has said since that nothing hurt."""
NOT_SURE = frozenset({ReasonCode.NOT_SURE, ReasonCode.MORNING_UNANSWERED})
"""Earlier holds say “unanswered” where somebody had pressed “I am not sure”."""


def on_day(day: date, today: date) -> str:
    """A recent day by its name, an older one by its date: `today`, `on Saturday`."""
    days = (today - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 7:
        return _("on %(weekday)s") % {"weekday": date_format(day, "l")}
    return _("on %(date)s") % {"date": date_format(day, "j F")}


def why_held(
    *, reason: str, since: date, today: date, practitioner: str, instead_of: str = ""
) -> str:
    """The patient's words and who looks at them, for one exercise or for everything.

    `instead_of`: what was told was about this exercise, which another one has taken the place of.
    """
    told = _told(reason) % {"day": on_day(since, today)}
    if instead_of:
        told = _("This takes the place of %(exercise)s.") % {"exercise": instead_of} + f" {told}"
    return f"{told} " + _("%(practitioner)s will look at it.") % {"practitioner": practitioner}


def _told(reason: str) -> str:
    if reason in HURT:
        return _("You told us it hurt %(day)s.")
    if reason == BY_MISTAKE:
        return _("You pressed Stop %(day)s, and told us it was a mistake.")
    if reason == ReasonCode.NOT_SETTLED:
        return _("Your back was worse the next morning.")
    if reason in NOT_SURE:
        return _("You were not sure how your back was the next morning.")
    if reason == ReasonCode.NOTICED:
        return _("You told us what you noticed %(day)s.")
    if reason == ReasonCode.RED_FLAG:
        return _("You told us about a warning sign %(day)s.")
    if reason == ReasonCode.ALWAYS_STOP:
        return _("You told us about something new %(day)s that we must look at.")
    return _("We put this on hold %(day)s.")
