"""Who stands behind a mailbox: a couple, a practitioner who is a patient, somebody of two clinics.

Everybody has an account of their own. Who can open the mailbox, or knows the password of several of
them, says at sign-in whose page it is.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from goodform.people.access import reader_of
from goodform.people.models import Patient, Staff, User

CHOICE = "whose_page"
SECONDS_TO_CHOOSE = 15 * 60


def people_behind(address: str) -> list[User]:
    """Everybody with this address who may come in, in the order in which they came here."""
    rows = User.objects.filter(email=address, is_active=True).select_related(
        "staff__clinic", "patient__clinic", "patient__practitioner"
    )
    return [user for user in rows.order_by("pk") if reader_of(user).roles]


def person_of(user: User) -> Staff | Patient:
    """The work or the patient that an account is for."""
    staff: Staff | None = getattr(user, "staff", None)
    return staff if staff is not None else user.patient


def let_choose(request: HttpRequest, people: Iterable[User], *, then: str, how: str) -> None:
    """Remember who was proven to be there, until one is chosen or it is too late."""
    request.session[CHOICE] = {
        "people": [user.pk for user in people],
        "until": time.time() + SECONDS_TO_CHOOSE,
        "then": then,
        "how": how,
    }


def to_choose_from(request: HttpRequest) -> Sequence[User]:
    """Who may still be chosen; nobody where nothing was proven, or too long ago."""
    kept = request.session.get(CHOICE)
    if not kept or time.time() > kept["until"]:
        return ()
    rows = User.objects.filter(pk__in=kept["people"], is_active=True).select_related(
        "staff__clinic", "patient__clinic", "patient__practitioner"
    )
    return [user for user in rows.order_by("pk") if reader_of(user).roles]


@dataclass(frozen=True)
class Chosen:
    """Who was chosen, by what they were proven to be there, and where they wanted to go."""

    user: User
    how: str
    then: str


def who_was_chosen(request: HttpRequest, people: Sequence[User], said: str) -> Chosen | None:
    """Who was chosen; None for anybody who was not offered."""
    user = next((each for each in people if constant_time_compare(str(each.pk), said)), None)
    if user is None:
        return None
    kept = request.session.pop(CHOICE)
    return Chosen(user, how=kept.get("how", ""), then=kept["then"])
