"""Who came in, who left and who was not let in: written into the record of their clinic."""

from allauth.account.signals import login_code_rejected, password_reset
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from goodform.audit.actions import (
    HOUSE,
    NEW_PASSWORD,
    NOT_LET_IN,
    SIGNED_IN,
    SIGNED_OUT,
    UNKNOWN,
    Actor,
    record,
)
from goodform.people import ceilings
from goodform.people.ceilings import Ceiling, network_of
from goodform.people.models import Clinic, Patient, Staff, User

WRITTEN_OF_ADDRESS = Ceiling("failed sign-ins written down for an address", 10, 3600)
WRITTEN_OF_NETWORK = Ceiling("failed sign-ins written down from a network", 60, 3600)
"""A stranger fills no record: what goes beyond is refused all the same, and not written down."""


def _person(user: User) -> Staff | Patient | None:
    person: Staff | Patient | None = getattr(user, "staff", None) or getattr(user, "patient", None)
    return person


def _write(person: Staff | Patient, action: str, *, by: Actor, **facts: object) -> None:
    record(
        by=by,
        clinic=person.clinic_id,
        action=action,
        subject="staff" if isinstance(person, Staff) else "patient",
        subject_id=person.pk,
        **facts,
    )


def note_sign_in(user: User, *, how: str, device: str, new_device: bool) -> None:
    """Write down that somebody came in, by what (a password, a code) and on which device."""
    person = _person(user)
    if person is not None:
        _write(person, SIGNED_IN, by=person, how=how, device=device, new_device=new_device)


def note_sign_out(user: User) -> None:
    """Write down that somebody signed out."""
    person = _person(user)
    if person is not None:
        _write(person, SIGNED_OUT, by=person)


def note_not_let_in(request: HttpRequest, email: str, *, how: str) -> None:
    """Write down that somebody was not let in by this address.

    Where the address is nobody's, it is not kept: what stands for it tells only whether it was the
    same one again. That goes into the only clinic's record, or into that of no one clinic.
    """
    address, network = email.strip().lower(), network_of(request)
    counted = [(WRITTEN_OF_ADDRESS, address)]
    if network:
        counted.append((WRITTEN_OF_NETWORK, network))
    if not ceilings.count(*counted):
        return
    users = User.objects.filter(email=address).select_related("staff", "patient")
    people = [person for user in users if (person := _person(user)) is not None]
    for person in people:
        _write(person, NOT_LET_IN, by=UNKNOWN, how=how)
    if not people:
        clinics = list(Clinic.objects.values_list("pk", flat=True)[:2])
        record(
            by=UNKNOWN,
            clinic=clinics[0] if len(clinics) == 1 else HOUSE,
            action=NOT_LET_IN,
            subject="address",
            subject_id=salted_hmac("an address nobody has", address).hexdigest()[:16],
            how=how,
        )


@receiver(login_code_rejected)
def _note_rejected_code(request: HttpRequest, user: User, **_: object) -> None:
    note_not_let_in(request, user.email, how="code")


@receiver(password_reset)
def _note_new_password(user: User, **_: object) -> None:
    person = _person(user)
    if person is not None:
        _write(person, NEW_PASSWORD, by=person)
