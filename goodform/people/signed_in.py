"""Who is signed in, read anew for every page, with all that a page asks of them."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from goodform.fast.prepared import Prepared
from goodform.people.access import reader_of
from goodform.people.models import Patient, User

USER = Prepared(
    lambda pk: User.objects.filter(pk=pk).select_related(
        "staff__clinic", "patient__clinic", "patient__practitioner"
    ),
    pk=User._meta.get_field("id"),
)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Lets people in as allauth does. The user comes with their work or with their clinic."""

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """The first of staff with this address whose password it is; the others come with them."""
        rows = User.objects.filter(email=email.lower(), staff__isnull=False).order_by("pk")
        fitting = [user for user in rows if self._check_password(user, password)]
        if not fitting:
            return None
        fitting[0].same_password = [user.pk for user in fitting]
        return fitting[0]

    def get_user(self, user_id: int) -> User | None:
        """The user of a session; None for one who is gone or was shut out. One query."""
        user = USER.first(pk=user_id)
        return user if user is not None and user.is_active else None


def patient_of(
    user: AbstractBaseUser | AnonymousUser, *, also_ended: bool = False
) -> Patient | None:
    """The patient who is signed in and may come in; None for staff and strangers.

    With `also_ended` also one whose care ended: what their phone still has to tell is taken.
    """
    reader = reader_of(user)
    if not isinstance(user, User) or reader.staff is not None:
        return None
    patient: Patient | None = getattr(user, "patient", None)
    return patient if also_ended or reader.patient is not None else None


def is_shut_out(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this is a patient whose own pages are closed to them."""
    return patient_of(user) is None and patient_of(user, also_ended=True) is not None
