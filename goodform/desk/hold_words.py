"""Why something is on hold, in the practitioner's words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.safety.decision import ReasonCode


def hold_words(reason: str, since: date) -> str:
    """`Stopped, it hurt. On hold since 14 November.`"""
    return _("%(why)s. On hold since %(day)s.") % {
        "why": _why(reason),
        "day": date_format(since, "j F"),
    }


def _why(reason: str) -> str:
    said: dict[str, str] = {
        ReasonCode.STOPPED: _("Stopped, it hurt"),
        ReasonCode.ALWAYS_STOP: _("A symptom that stops everything"),
        ReasonCode.RED_FLAG: _("Red flag"),
        ReasonCode.ABOVE_CEILING: _("Pain above the ceiling"),
        ReasonCode.ROSE: _("Pain went up"),
        ReasonCode.ROSE_TOO_FAR: _("Pain went up"),
        ReasonCode.ABOVE_USUAL: _("Pain above the usual"),
        ReasonCode.NOT_SETTLED: _("Not settled the next morning"),
        ReasonCode.MORNING_UNANSWERED: _("Morning question not answered"),
    }
    return said.get(reason, _("Waits for you"))
