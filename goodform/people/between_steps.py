"""Somebody of staff whose password was right, and who has still to show a second factor.

Until then nobody is in: the session says only who may try, for how long, and how often.
"""

import time
from dataclasses import dataclass

from django.http import HttpRequest

from goodform.people.access import reader_of
from goodform.people.models import User
from goodform.people.signed_in import USER

HALFWAY = "halfway"
SECONDS = 15 * 60
TRIES = 5


@dataclass(frozen=True)
class Halfway:
    """Who it is, what they have shown, and where they wanted to go."""

    user: User
    how: str
    then: str


def stand_halfway(request: HttpRequest, user: User, *, how: str, then: str) -> None:
    """Remember whose password was right, in a session of a new name."""
    request.session.cycle_key()
    request.session[HALFWAY] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "how": how,
        "then": then,
        "until": time.time() + SECONDS,
        "wrong": 0,
    }


def halfway(request: HttpRequest) -> Halfway | None:
    """Who stands halfway; nobody where it is too late, or the password was changed meanwhile."""
    kept = request.session.get(HALFWAY)
    if not kept or time.time() > kept["until"] or kept["wrong"] >= TRIES:
        request.session.pop(HALFWAY, None)
        return None
    user = USER.first(pk=kept["user"])
    if user is None or not user.is_active or kept["hash"] != user.get_session_auth_hash():
        return None
    if reader_of(user).staff is None:
        return None
    return Halfway(user=user, how=kept["how"], then=kept["then"])


def count_wrong(request: HttpRequest) -> None:
    """One try less."""
    kept = request.session.get(HALFWAY)
    if kept:
        request.session[HALFWAY] = {**kept, "wrong": kept["wrong"] + 1}


def forget_halfway(request: HttpRequest) -> None:
    """They are in, or gave up."""
    request.session.pop(HALFWAY, None)
