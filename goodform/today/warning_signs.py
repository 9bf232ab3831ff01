"""When to call for help, and whom: fixed words, with the numbers of one country.

No number is ever assumed: without a country the signs are there, and the number is not.
"""

from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from goodform.safety.country_packs import PACKS, CountryPack, EmergencyPlace, UrgentPlace
from goodform.safety.decision import Advice
from goodform.safety.red_flags import RED_FLAGS, RedFlag
from goodform.safety.signs import SIGNS

ON_TODAY = (
    RedFlag.SADDLE,
    RedFlag.PEEING,
    RedFlag.BOWEL_BLADDER,
    RedFlag.BOTH_LEGS,
    RedFlag.CHEST_PAIN,
)
"""The signs that Today spells out; all of them are on the help page, one tap away."""


@dataclass(frozen=True)
class WarningSigns:
    """The advice for one country, or with no country the signs alone."""

    country: str
    number: str
    emergency_head: str
    emergency: tuple[str, ...]
    some: tuple[str, ...]
    urgent_head: str
    urgent_number: str
    urgent_service: str
    urgent: tuple[str, ...]
    when_closed: str


def warning_signs(code: str) -> WarningSigns:
    """The signs for a patient in the country with this code; empty or unknown: no number."""
    return _warning_signs(code if code in PACKS else "", get_language() or "")


@cache
def _warning_signs(code: str, language: str) -> WarningSigns:  # noqa: ARG001  # it is in the key
    pack = PACKS.get(code)
    return WarningSigns(
        country=_(pack.name) if pack else "",
        number=pack.emergency_number if pack else "",
        emergency_head=_emergency_head(pack),
        emergency=_words(Advice.EMERGENCY),
        some=tuple(_(RED_FLAGS[flag].words) for flag in ON_TODAY),
        urgent_head=_urgent_head(pack),
        urgent_number=(pack.urgent_number or "") if pack else "",
        urgent_service=_service(pack),
        urgent=_words(Advice.URGENT_TODAY),
        when_closed=_when_closed(pack),
    )


def countries() -> tuple[tuple[str, str], ...]:
    """Code and name of every country with a pack."""
    return tuple((pack.code, _(pack.name)) for pack in PACKS.values())


def _words(advice: Advice) -> tuple[str, ...]:
    return tuple(_(sign.words) for sign in SIGNS if sign.advice is advice)


def _emergency_head(pack: CountryPack | None) -> str:
    if pack is None:
        return _("Call the emergency number where you are")
    numbers = {"number": pack.emergency_number, "other": pack.other_emergency_number}
    if pack.other_emergency_number:
        return _("Call %(number)s or %(other)s, or go to an emergency department") % numbers
    if pack.emergency_place is EmergencyPlace.A_AND_E:
        return _("Call %(number)s or go to A&E") % numbers
    return _("Call %(number)s or go to an emergency department") % numbers


def _service(pack: CountryPack | None) -> str:
    """The service with its number, said once: `NHS 111`, but `Healthline, 0800 611 116`."""
    if pack is None or pack.urgent_service is None or pack.urgent_number is None:
        return ""
    if pack.urgent_number in pack.urgent_service:
        return pack.urgent_service
    return f"{pack.urgent_service}, {pack.urgent_number}"


def _when_closed(pack: CountryPack | None) -> str:
    """Whom to phone instead of a clinic that is closed."""
    if pack is None:
        return _("If we are closed, ask a doctor today")
    if pack.urgent_place is UrgentPlace.GP_OUT_OF_HOURS:
        return _("If we are closed, phone your GP or GP out of hours")
    return _("If we are closed, phone %(service)s") % {"service": _service(pack)}


def _urgent_head(pack: CountryPack | None) -> str:
    if pack is None:
        return _("Ask a doctor today")
    if pack.urgent_place is UrgentPlace.GP_OUT_OF_HOURS:
        return _("Phone your GP today. If the surgery is closed, phone GP out of hours")
    return _("Phone %(service)s, or ask your GP for an urgent visit today") % {
        "service": _service(pack)
    }
