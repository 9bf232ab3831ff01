"""The owner’s decisions about booking: where patients book, what, with whom, when and where."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goodform.audit.actions import record
from goodform.booking.models import Bookable, BookingSettings, VisitType
from goodform.people.access import Action
from goodform.people.changed_meanwhile import refuse_if_changed
from goodform.people.doors import require
from goodform.people.models import Clinic, Staff
from goodform.people.opening import Opening, plain_of

BOOKING_FACTS = ("online", "newcomers", "step", "first_reminder_h", "second_reminder_h")
TYPE_FACTS = (
    "name",
    "kind",
    "minutes",
    "before",
    "after",
    "needs_room",
    "room_rests",
    "by_patients",
    "soonest_h",
    "ahead_days",
    "cancel_h",
    "where",
    "active",
)
BOOKABLE_FACTS = ("name", "opening", "by_patients", "active")


def own_address() -> str:
    """Where patients book here: what every page and mail leads to once they do."""
    return settings.ADDRESS + reverse("visit_book")


def ask_address(clinic: Clinic) -> str:
    """Where new people ask this clinic for a first assessment."""
    return settings.ADDRESS + reverse("ask_first", args=[clinic.pk])


def lead_here() -> int:
    """Make the links of clinics that book here lead to this address; how many led elsewhere.

    For the start: this Goodform may have moved since they were saved.
    """
    moved = Clinic.objects.filter(
        booking__online=True, booking_url__endswith=reverse("visit_book")
    ).exclude(booking_url=own_address())
    return moved.update(booking_url=own_address())


@dataclass(frozen=True)
class BookingChoice:
    """Where patients book, and how; `elsewhere` is the clinic's own link, if they do not here."""

    online: bool
    elsewhere: str
    step: int
    first_reminder_h: int
    second_reminder_h: int
    newcomers: bool = False


@transaction.atomic
def change_booking(
    *, clinic: Clinic, by: Staff, chosen: BookingChoice, made_from: str | None = None
) -> BookingSettings:
    """Save it. The clinic's link leads here, or where it books instead.

    Raises `ChangedMeanwhile` where the page was older than what is saved.
    """
    require(by, Action.MANAGE_CLINIC, clinic.pk)
    clinic = Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    saved = BookingSettings.objects.filter(clinic=clinic).first() or BookingSettings(clinic=clinic)
    refuse_if_changed(
        saved, BOOKING_FACTS, made_from=made_from, subject="clinic", action="changed booking"
    )
    for name in BOOKING_FACTS:
        setattr(saved, name, getattr(chosen, name))
    saved.save()
    clinic.booking_url = own_address() if chosen.online else chosen.elsewhere
    clinic.save(update_fields=["booking_url"])
    record(
        by=by,
        clinic=clinic.pk,
        action="changed booking",
        subject="clinic",
        subject_id=clinic.pk,
        online=chosen.online,
        newcomers=chosen.newcomers,
    )
    return saved


@transaction.atomic
def save_type(
    *, of_type: VisitType, by: Staff, changed: Collection[str], made_from: str | None = None
) -> VisitType:
    """Save a new type, or what was changed of one. What is booked already stays as it was."""
    require(by, Action.MANAGE_CLINIC, of_type.clinic_id)
    saved = VisitType.objects.select_for_update(no_key=True).filter(pk=of_type.pk).first()
    if saved is not None:
        refuse_if_changed(
            saved, TYPE_FACTS, made_from=made_from, subject="visit type", action="saved type"
        )
    of_type.save()
    record(
        by=by,
        clinic=of_type.clinic_id,
        action="saved type",
        subject="visit type",
        subject_id=of_type.pk,
        fields=sorted(changed),
    )
    return of_type


@dataclass(frozen=True)
class BookableFacts:
    """A practitioner or a room as the owner writes it; no `opening`: as the clinic is open."""

    name: str
    opening: Opening | None
    by_patients: bool
    active: bool


@transaction.atomic
def save_bookable(
    *, clinic: Clinic, pk: UUID, facts: BookableFacts, by: Staff, made_from: str | None = None
) -> Bookable:
    """Save when and whether a practitioner (by their id) or a room (by its own) can be booked."""
    require(by, Action.MANAGE_CLINIC, clinic.pk)
    staff = Staff.objects.filter(pk=pk, clinic=clinic).first()
    saved = Bookable.objects.select_for_update(no_key=True).filter(pk=pk, clinic=clinic).first()
    if saved is None:
        saved = Bookable(pk=pk, clinic=clinic, staff=staff)
    else:
        refuse_if_changed(
            saved, BOOKABLE_FACTS, made_from=made_from, subject="bookable", action="set hours"
        )
    saved.name = "" if staff is not None else facts.name
    saved.opening = plain_of(facts.opening) if facts.opening is not None else {}
    saved.by_patients, saved.active = facts.by_patients, facts.active
    saved.save()
    record(
        by=by,
        clinic=clinic.pk,
        action="set hours",
        subject="bookable",
        subject_id=saved.pk,
        active=facts.active,
    )
    return saved
