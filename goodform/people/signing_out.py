"""Signing out devices: one's own, or all of somebody whose phone is lost."""

from collections.abc import Collection

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from goodform.audit.actions import record
from goodform.people.access import Action
from goodform.people.device_model import Device
from goodform.people.doors import NotAllowed, require
from goodform.people.models import Patient, Staff, User


def _forget(devices: Collection[Device]) -> None:
    """End what these devices are signed in by, and know them no more."""
    keys = [device.session_key for device in devices]
    Session.objects.filter(session_key__in=keys).delete()
    Device.objects.filter(pk__in=[device.pk for device in devices]).delete()


def _subject(person: Staff | Patient) -> dict[str, object]:
    kind = "staff" if isinstance(person, Staff) else "patient"
    return {"subject": kind, "subject_id": person.pk}


@transaction.atomic
def sign_out_device(*, device: Device, by: Staff | Patient) -> None:
    """Sign out one of one's own devices. It is a stranger's from now on."""
    if device.user_id != by.user_id:
        raise NotAllowed
    _forget([device])
    record(
        by=by,
        clinic=by.clinic_id,
        action="signed out a device",
        device=device.name,
        **_subject(by),  # type: ignore[arg-type]
    )


@transaction.atomic
def end_sessions(user: User) -> int:
    """End every session of an account, those of no known device too; how many devices there were.

    Each session carries how often this was done before, so that none can be missed.
    """
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)
    user.refresh_from_db(fields=["sessions_ended"])
    devices = list(Device.objects.filter(user=user))
    _forget(devices)
    return len(devices)


@transaction.atomic
def sign_out_everywhere(*, person: Staff | Patient, by: Staff | Patient) -> int:
    """Sign somebody out on all devices: oneself, a patient one may invite, an owner a colleague."""
    if by != person:
        if not isinstance(by, Staff):
            raise NotAllowed
        staff = isinstance(person, Staff)
        require(by, Action.MANAGE_CLINIC if staff else Action.INVITE, person.clinic_id)
    devices = end_sessions(person.user) if person.user is not None else 0
    record(
        by=by,
        clinic=person.clinic_id,
        action="signed out everywhere",
        devices=devices,
        **_subject(person),  # type: ignore[arg-type]
    )
    return devices
