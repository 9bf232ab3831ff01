"""Who is signed in, read anew for every page, with all that a page asks of them."""

from allauth.account.auth_backends import AuthenticationBackend

from goodform.people.models import User
from goodform.people.prepared import Prepared

BACKEND = "goodform.people.signed_in.Backend"
"""What a session says let its user in. A session of another backend is not signed in."""

USER = Prepared(
    lambda pk: User.objects.filter(pk=pk).select_related(
        "staff__clinic", "patient__clinic", "patient__practitioner"
    ),
    pk=User._meta.get_field("id"),
)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Lets people in as allauth does. The user comes with their work or with their clinic."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session; None for one who is gone or was shut out. One query."""
        user = USER.first(pk=user_id)
        return user if user is not None and user.is_active else None
