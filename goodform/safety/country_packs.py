"""Whom a patient calls, by country. No number is ever assumed: a clinic must choose its pack.

Words are translated in templates; a pack carries numbers, names of services and message keys.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goodform.safety.translatable import gettext_noop as _

CHECKED_EVERY = timedelta(days=183)


class EmergencyPlace(StrEnum):
    """The country's name for the place to go to in an emergency: a message key for templates."""

    A_AND_E = "a_and_e"
    EMERGENCY_DEPARTMENT = "emergency_department"


class UrgentPlace(StrEnum):
    """Who gives urgent advice besides a number: a message key for templates."""

    URGENT_GP = "urgent_gp"
    GP_OUT_OF_HOURS = "gp_out_of_hours"


@dataclass(frozen=True, slots=True)
class CountryPack:
    """One country's numbers. `urgent_number` is None where no number serves the whole country.

    `note` is what the owner should know before relying on them.
    """

    code: str
    name: str
    emergency_number: str
    emergency_place: EmergencyPlace
    urgent_number: str | None
    urgent_service: str | None
    urgent_place: UrgentPlace
    source: str
    checked_on: date
    other_emergency_number: str = ""
    note: str = ""

    def old(self, today: date) -> bool:
        """Whether nobody has checked these numbers for half a year."""
        return today - self.checked_on > CHECKED_EVERY


PACKS: dict[str, CountryPack] = {
    pack.code: pack
    for pack in (
        CountryPack(
            code="gb",
            name=_("England and Wales"),
            emergency_number="999",
            emergency_place=EmergencyPlace.A_AND_E,
            urgent_number="111",
            urgent_service="NHS 111",
            urgent_place=UrgentPlace.URGENT_GP,
            source="https://wmas.nhs.uk/999-or-111/",
            checked_on=date(2026, 11, 22),
        ),
        CountryPack(
            code="gb-sct",
            name=_("Scotland"),
            emergency_number="999",
            emergency_place=EmergencyPlace.A_AND_E,
            urgent_number="111",
            urgent_service="NHS 24 on 111",
            urgent_place=UrgentPlace.URGENT_GP,
            source="https://www.nhs24.scot/111/",
            checked_on=date(2026, 11, 28),
            note=_(
                "NHS inform names 111 for these signs. Our text says 999 or A&E: "
                "sign it only if your clinician means that."
            ),
        ),
        CountryPack(
            code="gb-nir",
            name=_("Northern Ireland"),
            emergency_number="999",
            emergency_place=EmergencyPlace.EMERGENCY_DEPARTMENT,
            urgent_number=None,
            urgent_service=None,
            urgent_place=UrgentPlace.GP_OUT_OF_HOURS,
            source="https://gpoutofhours.hscni.net/service-standards-for-gp-out-of-hours/",
            checked_on=date(2026, 11, 22),
        ),
        CountryPack(
            code="ie",
            name=_("Ireland"),
            emergency_number="112",
            other_emergency_number="999",
            emergency_place=EmergencyPlace.EMERGENCY_DEPARTMENT,
            urgent_number=None,
            urgent_service=None,
            urgent_place=UrgentPlace.GP_OUT_OF_HOURS,
            source=(
                "https://www.citizensinformation.ie/en/health/health-system/"
                "emergency-health-services-in-ireland/"
            ),
            checked_on=date(2026, 11, 22),
        ),
        CountryPack(
            code="nz",
            name=_("New Zealand"),
            emergency_number="111",
            emergency_place=EmergencyPlace.EMERGENCY_DEPARTMENT,
            urgent_number="0800 611 116",
            urgent_service="Healthline",
            urgent_place=UrgentPlace.URGENT_GP,
            source=(
                "https://www.health.govt.nz/your-health/services-and-support/"
                "health-care-services/healthline/common-questions-about-healthline"
            ),
            checked_on=date(2026, 11, 22),
        ),
        CountryPack(
            code="au",
            name=_("Australia"),
            emergency_number="000",
            emergency_place=EmergencyPlace.EMERGENCY_DEPARTMENT,
            urgent_number="1800 633 422",
            urgent_service="1800MEDICARE",
            urgent_place=UrgentPlace.URGENT_GP,
            source="https://www.medicare.gov.au/1800",
            checked_on=date(2026, 11, 28),
            note=_(
                "Australia’s urgent number changed on 1 January 2026. "
                "Phone it once yourself before your patients rely on it."
            ),
        ),
    )
}

NO_PACK = _("Choose the clinic's country first, so that patients are told the right numbers.")
OLD_NUMBERS = _(
    "Nobody has checked the emergency numbers of your country for six months. "
    "Check them, and ask for a newer Goodform."
)
NOT_SIGNED = _("A practitioner must read and sign the warning signs, under Exercises.")


def notes_for_owner(*, pack_code: str, today: date) -> tuple[str, ...]:
    """The sentences an owner should read on the numbers their patients are told."""
    pack = PACKS.get(pack_code)
    if pack is None:
        return ()
    return tuple(each for each in (OLD_NUMBERS if pack.old(today) else "", pack.note) if each)


def reasons_not_live(*, pack_code: str, signed: bool) -> tuple[str, ...]:
    """The tasks before a clinic has live patients, as sentences; empty when ready."""
    reasons = []
    if pack_code not in PACKS:
        reasons.append(NO_PACK)
    if not signed:
        reasons.append(NOT_SIGNED)
    return tuple(reasons)
