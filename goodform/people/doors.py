"""The doors: who may open a page, and who may do what. Every view has a door, or is public.

A door costs no query: signing in reads the user with all that it asks for (`people.signed_in`).
`tests/test_doors.py` walks every address, and names the few that are public.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.people.access import ALLOWED, Action, Role, reader_of, roles_of
from goodform.people.letting_in import is_fresh
from goodform.people.models import Staff, User
from goodform.people.signed_in import is_shut_out, patient_of
from goodform.people.turned_away import PageClosed

Page = Callable[..., HttpResponseBase]
READING = frozenset({"GET", "HEAD"})
ANY_METHOD = READING | {"POST"}


class NotAllowed(PermissionDenied):
    """Somebody tried what their role does not allow, or in a clinic that is not theirs."""


_WHO = {
    frozenset({Role.PRACTITIONER}): gettext_lazy(
        "Only a practitioner of this clinic may do that. Ask one of them."
    ),
    frozenset({Role.OWNER}): gettext_lazy(
        "Only an owner of this clinic may do that. Ask one of them."
    ),
    frozenset({Role.PRACTITIONER, Role.RECEPTION}): gettext_lazy(
        "Only a practitioner or the front desk of this clinic may do that. Ask one of them."
    ),
    frozenset({Role.PRACTITIONER, Role.OWNER}): gettext_lazy(
        "Only a practitioner or an owner of this clinic may do that. Ask one of them."
    ),
}


def may(by: Staff, action: Action, clinic: UUID) -> bool:
    """Whether this member of staff may do this in this clinic. No query."""
    return by.active and by.clinic_id == clinic and bool(roles_of(by) & ALLOWED[action])


def require(by: Staff, action: Action, clinic: UUID) -> None:
    """Raise `NotAllowed` (a 403 page) unless they may. The first line of every write by staff."""
    if not may(by, action, clinic):
        raise NotAllowed(
            str(_WHO.get(ALLOWED[action], _("Only who works at this clinic may do that.")))
        )


@dataclass(frozen=True)
class Door:
    """Who comes through: "patient", "staff" or "anybody"; of staff, those who may do all of this.

    Of patients whose care has ended, those who send what these methods take. `about` is the kind of
    thing that the address names by its `pk`, where that is no patient.
    """

    whom: str
    actions: frozenset[Action] = frozenset()
    also_ended: frozenset[str] = frozenset()
    about: str = ""


def door_of(page: Page) -> Door | None:
    """The door of a view, through whatever is wrapped around it."""
    door: Door | None = vars(page).get("door")
    return door


def with_door(page: Page, door: Door) -> Page:
    """The view, saying which door it has."""
    vars(page)["door"] = door
    return page


def for_staff(*actions: Action, about: str = "") -> Callable[[Page], Page]:
    """A view that is handed the signed-in member of `staff`, whose roles allow all of these.

    Sign-in for strangers; 403 for patients, for who has left, and where a role is missing. No
    browser keeps what it shows: at the desk somebody else sits down, and goes back.
    """
    door = Door("staff", actions=frozenset(actions), about=about)

    def decorate(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            staff = _staff_of(request.user)
            if staff is None:
                raise NotAllowed(_("Only who works at this clinic may do that."))
            for action in actions:
                require(staff, action, staff.clinic_id)
            answer = page(request, *args, staff=staff, **kwargs)
            add_never_cache_headers(answer)
            return answer

        return with_door(guarded, door)

    return decorate


def for_patient(*, also_ended: Collection[str] = ()) -> Callable[[Page], Page]:
    """A view that is handed the signed-in `patient`, with clinic and practitioner.

    Sign-in for strangers; 404 for staff; a kind word for a patient whose page is closed, except by
    the methods `also_ended`: what somebody has still to tell is taken.
    """
    door = Door("patient", also_ended=frozenset(also_ended))

    def decorate(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            patient = patient_of(request.user, also_ended=request.method in door.also_ended)
            if patient is None:
                raise PageClosed if is_shut_out(request.user) else Http404
            return page(request, *args, patient=patient, **kwargs)

        return with_door(guarded, door)

    return decorate


def for_anybody(page: Page) -> Page:
    """A view that is handed the `person` signed in, staff or patient; 404 for who is neither."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        person = patient_of(request.user) or _staff_of(request.user)
        if person is None:
            raise Http404
        return page(request, *args, person=person, **kwargs)

    return with_door(guarded, Door("anybody"))


def freshly(page: Page) -> Page:
    """A page for who has just shown who they are: a factor, or a code that was mailed to them.

    Stands below the door. Whoever has not is asked, and led back.
    """

    @wraps(page)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if is_fresh(request.session):
            return page(request, *args, **kwargs)
        again = reverse("prove_again")
        return redirect(f"{again}?{urlencode({'next': request.get_full_path()})}")

    return guarded


def _staff_of(user: AbstractBaseUser | AnonymousUser) -> Staff | None:
    """Whoever works here and is signed in; None for patients and for who has left."""
    if reader_of(user).staff is None or not isinstance(user, User):
        return None
    staff: Staff = user.staff
    return staff
