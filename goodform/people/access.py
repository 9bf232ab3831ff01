"""Who may see whom, and who may do what.

The queries carry the first rule (`Patient.objects.visible_to(user)`), so that a view cannot
forget it; the table below carries the second. `docs/roles.md` says the same in prose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

from goodform.people.looking_for import wanted


class Role(StrEnum):
    """A person's part at a clinic."""

    PRACTITIONER = "practitioner"
    RECEPTION = "reception"
    OWNER = "owner"
    PATIENT = "patient"


class Action(StrEnum):
    """A thing that may be allowed or not."""

    SEE_PATIENTS = "see patients"
    EDIT_PATIENTS = "edit patients"
    INVITE = "invite"
    HAND_OVER = "hand over"
    END_CARE = "end care"
    SEE_PROGRAMME = "see programme"
    SEE_CLINICAL = "see clinical record"
    ASSESS = "assess"
    PRESCRIBE = "prescribe"
    RELEASE_HOLD = "release hold"
    SEE_ALERTS = "see alerts"
    HANDLE_ALERTS = "handle alerts"
    ENTER_PAPER_TICKS = "enter paper ticks"
    SEE_AUDIT = "see audit"
    MANAGE_CLINIC = "manage clinic"
    SET_VIDEO = "set video"
    SIGN_TEXT = "sign text"
    SEE_APPOINTMENTS = "see appointments"
    BOOK = "book"
    TAKE_APPOINTMENTS = "take appointments out"


_P, _R, _O = Role.PRACTITIONER, Role.RECEPTION, Role.OWNER
ALLOWED: dict[Action, frozenset[Role]] = {
    Action.SEE_PATIENTS: frozenset({_P, _R}),
    Action.EDIT_PATIENTS: frozenset({_P, _R}),
    Action.INVITE: frozenset({_P, _R}),
    Action.HAND_OVER: frozenset({_P}),
    Action.END_CARE: frozenset({_P, _O}),
    Action.SEE_PROGRAMME: frozenset({_P, _R}),
    Action.SEE_CLINICAL: frozenset({_P}),
    Action.ASSESS: frozenset({_P}),
    Action.PRESCRIBE: frozenset({_P}),
    Action.RELEASE_HOLD: frozenset({_P}),
    Action.SEE_ALERTS: frozenset({_P, _R, _O}),
    Action.HANDLE_ALERTS: frozenset({_P}),
    Action.ENTER_PAPER_TICKS: frozenset({_P, _R}),
    Action.SEE_AUDIT: frozenset({_O}),
    Action.MANAGE_CLINIC: frozenset({_O}),
    Action.SET_VIDEO: frozenset({_P, _O}),
    Action.SIGN_TEXT: frozenset({_P}),
    Action.SEE_APPOINTMENTS: frozenset({_P, _R}),
    Action.BOOK: frozenset({_P, _R}),
    Action.TAKE_APPOINTMENTS: frozenset({_R, _O}),
}


@dataclass(frozen=True)
class Reader:
    """Whoever is signed in, as the rules see them. Nobody at all has no clinic and no role."""

    clinic: UUID | None
    staff: UUID | None
    patient: UUID | None
    roles: frozenset[Role]

    def may(self, action: Action) -> bool:
        """Whether one of the reader's roles allows this."""
        return bool(self.roles & ALLOWED[action])


class Works(Protocol):
    """A member of staff, as far as their roles go."""

    @property
    def is_practitioner(self) -> bool: ...
    @property
    def is_reception(self) -> bool: ...
    @property
    def is_owner(self) -> bool: ...


def roles_of(staff: Works) -> frozenset[Role]:
    """The roles that somebody who works here holds."""
    held = (
        (Role.PRACTITIONER, staff.is_practitioner),
        (Role.RECEPTION, staff.is_reception),
        (Role.OWNER, staff.is_owner),
    )
    return frozenset(role for role, holds in held if holds)


NOBODY = Reader(clinic=None, staff=None, patient=None, roles=frozenset())


def reader_of(user: AbstractBaseUser | AnonymousUser) -> Reader:
    """The reader this user is: active staff of a clinic, else a patient let in, else nobody."""
    if not user.is_authenticated:
        return NOBODY
    staff = getattr(user, "staff", None)
    if staff is not None and staff.active:
        return Reader(clinic=staff.clinic_id, staff=staff.pk, patient=None, roles=roles_of(staff))
    patient = getattr(user, "patient", None)
    if patient is not None and patient.may_come_in:
        return Reader(
            clinic=patient.clinic_id,
            staff=None,
            patient=patient.pk,
            roles=frozenset({Role.PATIENT}),
        )
    return NOBODY


M = TypeVar("M", bound=models.Model)


class OfClinic(models.QuerySet[M]):
    """Rows that belong to a clinic and are for its staff."""

    clinic_path = "clinic"

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "OfClinic[M]":
        """The rows of the reader's own clinic; none for patients and strangers."""
        reader = reader_of(user)
        if reader.staff is None:
            return self.none()
        return self.filter(**{self.clinic_path: reader.clinic})


class OfPatient(models.QuerySet[M]):
    """Rows that belong to one patient: seen by that patient and by the clinic's carers."""

    patient_path = "patient"
    action = Action.SEE_PROGRAMME

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "OfPatient[M]":
        """The reader's own rows, or those of patients the reader's role may look at."""
        reader = reader_of(user)
        if reader.patient is not None:
            return self.filter(**{self.patient_path: reader.patient})
        if reader.may(self.action):
            return self.filter(**{f"{self.patient_path}__clinic": reader.clinic})
        return self.none()


class OfPatientClinical(OfPatient[M]):
    """The rows only the patient and a practitioner may read: findings, pain, what was done."""

    action = Action.SEE_CLINICAL


class StaffAccess(OfClinic[M]):
    """Colleagues."""


class PatientAccess(models.QuerySet[M]):
    """Patients: themselves, or the clinic's staff who may see patients."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> "PatientAccess[M]":
        """The reader's own row, or the clinic's patients."""
        reader = reader_of(user)
        if reader.patient is not None:
            return self.filter(pk=reader.patient)
        if reader.may(Action.SEE_PATIENTS):
            return self.filter(clinic=reader.clinic)
        return self.none()

    def endable_by(self, user: AbstractBaseUser | AnonymousUser) -> "PatientAccess[M]":
        """The clinic's patients whose care the reader may end or take back: name and age only."""
        reader = reader_of(user)
        return self.filter(clinic=reader.clinic) if reader.may(Action.END_CARE) else self.none()

    def same_person(self, patient: UUID) -> "PatientAccess[M]":
        """This patient's record, and those that lead to it."""
        return self.filter(Q(pk=patient) | Q(merged_into=patient))

    def found_by(self, words: str) -> "PatientAccess[M]":
        """Patients whose name, address or phone holds every word, however it is written."""
        looked_for = wanted(words)
        rows = self if looked_for or not words.strip() else self.none()
        for forms in looked_for:
            rows = rows.filter(reduce(or_, (Q(search__contains=each) for each in forms)))
        return rows

    def bulk_create(self, objs: Iterable[M], *args: object, **kwargs: Any) -> list[M]:  # noqa: ANN401  # Django's own
        """Each with the key it is found by."""
        rows = list(objs)
        for row in rows:
            row.search = row.search_key  # type: ignore[attr-defined]
        return super().bulk_create(rows, *args, **kwargs)  # type: ignore[arg-type]
