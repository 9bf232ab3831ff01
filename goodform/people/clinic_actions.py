"""The clinic and the people who work there: opened, changed, added to."""

from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from goodform.audit.actions import record
from goodform.people.access import Action, reader_of
from goodform.people.actions import AddressInUse
from goodform.people.changed_meanwhile import refuse_if_changed
from goodform.people.doors import require
from goodform.people.models import Clinic, Staff, User
from goodform.people.opening import Opening, plain_of
from goodform.ui.phone_numbers import NoNumber, TwoNumbers, checked
from goodform.ui.typed_text import one_line

CLINIC_FACTS = (
    "name",
    "phone",
    "booking_url",
    "hours",
    "zone",
    "country_pack",
    "reply_promise",
    "reply_within_hours",
    "only_signed",
)
HOURS_FACTS = ("opening", "promised_within", "promised_unit")
STAFF_FACTS = ("name", "known_as", "title", "is_practitioner", "is_reception", "is_owner", "active")


@transaction.atomic
def change_clinic(
    *, clinic: Clinic, by: Staff, changed: Collection[str], made_from: str | None = None
) -> Clinic:
    """Save what the owner changed about the clinic; `changed` names the fields.

    Raises `ChangedMeanwhile` where the page, by its mark `made_from`, was older than what is saved.
    """
    require(by, Action.MANAGE_CLINIC, clinic.pk)
    if not changed:
        return clinic
    saved = Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    refuse_if_changed(saved, CLINIC_FACTS, made_from=made_from, subject="clinic", action="changed")
    clinic.save(update_fields=changed)
    record(
        by=by,
        clinic=clinic.pk,
        action="changed",
        subject="clinic",
        subject_id=clinic.pk,
        fields=list(changed),
    )
    return clinic


@transaction.atomic
def change_hours(
    *,
    clinic: Clinic,
    by: Staff,
    opening: Opening,
    promised_within: int | None,
    promised_unit: str,
    made_from: str | None = None,
) -> Clinic:
    """Save when the clinic is open, and in how much of that time it promises an answer.

    Raises `ChangedMeanwhile` where the page, by its mark `made_from`, was older than what is saved.
    """
    require(by, Action.MANAGE_CLINIC, clinic.pk)
    saved = Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    wanted = {
        "opening": plain_of(opening),
        "promised_within": promised_within,
        "promised_unit": promised_unit if promised_within else "",
    }
    changed = [name for name in HOURS_FACTS if getattr(saved, name) != wanted[name]]
    if not changed:
        return saved
    refuse_if_changed(saved, HOURS_FACTS, made_from=made_from, subject="clinic", action="changed")
    for name in changed:
        setattr(saved, name, wanted[name])
    saved.save(update_fields=changed)
    record(
        by=by,
        clinic=saved.pk,
        action="changed",
        subject="clinic",
        subject_id=saved.pk,
        fields=changed,
    )
    return saved


class NotRead(ValueError):
    """The mirror was switched on by somebody who has not read what it is for."""


@transaction.atomic
def switch_mirror(*, clinic: Clinic, by: Staff, on: bool, has_read: bool) -> Clinic:
    """Let practitioners allow the mirror, or no longer. Raises `NotRead`."""
    require(by, Action.MANAGE_CLINIC, clinic.pk)
    if on and not has_read:
        raise NotRead(_("Tick that you have read what it is for, and what it is not."))
    saved = Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    if saved.mirror == on:
        return saved
    saved.mirror = on
    saved.save(update_fields=["mirror"])
    record(
        by=by,
        clinic=saved.pk,
        action="switched the mirror on" if on else "switched the mirror off",
        subject="clinic",
        subject_id=saved.pk,
    )
    return saved


@dataclass(frozen=True)
class StaffFacts:
    """The facts that the owner writes down about somebody who works here."""

    name: str
    email: str
    title: str
    is_practitioner: bool
    is_reception: bool
    is_owner: bool
    active: bool = True
    known_as: str = ""


@transaction.atomic
def add_staff(*, by: Staff, facts: StaffFacts) -> Staff:
    """A colleague, who sets a password by the mail that follows."""
    require(by, Action.MANAGE_CLINIC, by.clinic_id)
    address = facts.email.lower()
    same = Staff.objects.filter(clinic=by.clinic, user__email=address).first()
    if same is not None:
        raise AddressInUse(
            _("%(name)s signs in here with this address. Colleagues need one of their own.")
            % {"name": same.name}
        )
    colleague = Staff.objects.create(
        clinic=by.clinic,
        user=User.objects.create_user(address),
        name=facts.name,
        known_as=facts.known_as,
        title=facts.title,
        is_practitioner=facts.is_practitioner,
        is_reception=facts.is_reception,
        is_owner=facts.is_owner,
    )
    record(
        by=by,
        clinic=by.clinic_id,
        action="added",
        subject="staff",
        subject_id=colleague.pk,
        roles=sorted(reader_of(colleague.user).roles),
    )
    _mail_colleague(colleague, by=by)
    return colleague


def _mail_colleague(colleague: Staff, *, by: Staff) -> None:
    """Say where to choose a password. Lets nobody in by itself, so it does not run out either."""
    send_mail(
        subject=_("Signing in to %(clinic)s") % {"clinic": by.clinic.name},
        message=render_to_string(
            "people/mail/colleague_added.txt",
            {
                "colleague": colleague,
                "clinic": by.clinic,
                "by": by,
                "link": settings.ADDRESS + reverse("account_reset_password"),
            },
        ),
        from_email=None,
        recipient_list=[colleague.user.email],
    )


class LastOwner(ValueError):
    """The change would leave a clinic without an owner."""


@transaction.atomic
def edit_staff(
    *, colleague: Staff, by: Staff, facts: StaffFacts, made_from: str | None = None
) -> Staff:
    """Change a colleague's name, roles or whether they still work here.

    Raises `ChangedMeanwhile` where the page, by its mark `made_from`, was older than what is saved.
    """
    require(by, Action.MANAGE_CLINIC, colleague.clinic_id)
    colleague = (
        Staff.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .get(pk=colleague.pk)
    )
    if all(getattr(colleague, name) == getattr(facts, name) for name in STAFF_FACTS):
        return colleague
    refuse_if_changed(colleague, STAFF_FACTS, made_from=made_from, subject="staff", action="edited")
    owners = Staff.objects.filter(clinic=by.clinic, is_owner=True, active=True)
    if not (facts.is_owner and facts.active) and not owners.exclude(pk=colleague.pk).exists():
        raise LastOwner(_("A clinic needs an owner. Name another one first."))
    for name in STAFF_FACTS:
        setattr(colleague, name, getattr(facts, name))
    colleague.save()
    record(
        by=by,
        clinic=by.clinic_id,
        action="edited",
        subject="staff",
        subject_id=colleague.pk,
        active=colleague.active,
        roles=sorted(reader_of(colleague.user).roles),
    )
    return colleague


@transaction.atomic
def open_clinic(*, name: str, phone: str, owner: str, email: str, password: str) -> Staff:
    """A new clinic with its first owner, who adds everybody else.

    Raises `ValidationError` where a word is too long, missing, or no email address.
    """
    name, phone, owner = one_line(name), one_line(phone), one_line(owner)
    email = one_line(email)
    try:
        checked(phone)
    except (NoNumber, TwoNumbers):
        raise ValidationError(_("Write one phone number, such as 01632 960177.")) from None
    validate_email(email)
    if Staff.objects.filter(clinic__name=name, user__email=email.lower()).exists():
        raise AddressInUse(_("This address already belongs to a clinic of that name."))
    clinic = Clinic(name=name, phone=phone)
    clinic.full_clean()
    clinic.save()
    first = Staff.objects.create(
        clinic=clinic,
        user=User.objects.create_user(email, password),
        name=owner,
        is_owner=True,
    )
    record(by=first, clinic=clinic.pk, action="opened", subject="clinic", subject_id=clinic.pk)
    return first
