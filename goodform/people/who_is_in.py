"""Who is in, for every page: staff who have not shown two factors are nobody."""

import time

from django.contrib.auth import get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from goodform.people.access import reader_of
from goodform.people.letting_in import note_seen, proof_of


class WhoIsIn(AuthenticationMiddleware):
    """Django's own, with a gate before it that no view, door or template can forget."""

    def process_request(self, request: HttpRequest) -> None:
        """Say who is in; read only when somebody asks."""
        request.user = SimpleLazyObject(lambda: who_is_in(request))  # type: ignore[assignment]  # as Django does


def who_is_in(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    """The user of the session; nobody where staff showed too little, or too long ago."""
    user = get_user(request)
    if reader_of(user).staff is None:
        return user
    proof, now = proof_of(request.session), time.time()
    if proof is None or not proof.lets_staff_in(now):
        return AnonymousUser()
    note_seen(request.session, proof, now)
    return user
