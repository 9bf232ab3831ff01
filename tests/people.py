"""The standing characters of the tests.

Alice is a patient with a sore back. Priya, a chiropractor, looks after her; Rob is at reception;
Olu owns the clinic and is no clinician. Charlie works at another clinic and must see nothing,
and neither must Carol, a patient there.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from goodform.people.models import Clinic, Patient, Staff, User

TODAY_IS = date(2026, 11, 16)
"""A Monday in winter, for tests that need a fixed day."""


@dataclass(frozen=True)
class House:
    """A clinic with its people, and another clinic beside it."""

    clinic: Clinic
    alice: Patient
    priya: Staff
    rob: Staff
    olu: Staff
    elsewhere: Clinic
    charlie: Staff
    carol: Patient


def a_clinic(name: str = "Riverside Back Clinic") -> Clinic:
    """A clinic ready for patients."""
    return Clinic.objects.create(
        name=name,
        phone="01632 960123",
        booking_url="https://book.example.org/riverside",
        hours="Monday to Friday, 8 to 18",
        zone="Europe/London",
        country_pack="gb",
        reply_promise="We answer within 1 working day.",
        reply_within_hours=24,
    )


def staff(
    clinic: Clinic,
    name: str,
    *,
    practitioner: bool = False,
    reception: bool = False,
    owner: bool = False,
) -> Staff:
    """Somebody who works at this clinic and signs in by password."""
    user = User.objects.create_user(
        f"{name.split(maxsplit=1)[0].lower()}@example.org", "correct horse 9!"
    )
    return Staff.objects.create(
        clinic=clinic,
        user=user,
        name=name,
        title="Chiropractor" if practitioner else "",
        is_practitioner=practitioner,
        is_reception=reception,
        is_owner=owner,
    )


def a_patient(clinic: Clinic, practitioner: Staff, name: str) -> Patient:
    """A patient of this clinic who has already been let in."""
    email = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return Patient.objects.create(
        clinic=clinic,
        practitioner=practitioner,
        user=User.objects.create_user(email),
        name=name,
        born=date(1966, 3, 14),
        email=email,
        phone="01632 960177",
        zone="Europe/London",
    )


def a_house() -> House:
    """Everybody."""
    clinic = a_clinic()
    elsewhere = a_clinic("Hillside Physio")
    priya = staff(clinic, "Priya Nair", practitioner=True)
    charlie = staff(elsewhere, "Charlie Stone", practitioner=True, owner=True)
    return House(
        clinic=clinic,
        priya=priya,
        rob=staff(clinic, "Rob Lane", reception=True),
        olu=staff(clinic, "Olu Adeyemi", owner=True),
        alice=a_patient(clinic, priya, "Alice Archer"),
        elsewhere=elsewhere,
        charlie=charlie,
        carol=a_patient(elsewhere, charlie, "Carol Jones"),
    )


def in_days(days: int) -> date:
    """The date so many days from today."""
    return timezone.localdate() + timedelta(days=days)
