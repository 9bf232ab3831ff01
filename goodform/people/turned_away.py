"""When a view finds that its reader, or what they look for, belongs somewhere else."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch

from goodform.audit.actions import TURNED_AWAY, record_once_a_day
from goodform.people.models import Patient

log = logging.getLogger(__name__)

LONGEST_ACTION = 64
"""The longest action the record has room for."""


class Elsewhere(Exception):
    """Raised by a door: `answer` is what the reader gets instead of the page."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, or the way, that is right for this reader."""
        raise NotImplementedError


class PageClosed(Elsewhere):
    """A patient whose care ended: a kind word, the clinic's number, and when to get help."""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """One page for every reason: whoever holds the phone may not be the patient."""
        return render(request, "people/page_closed.html", status=403)


class LeadsTo(Elsewhere):
    """Something that stands under another address now."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)

    def answer(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """The way there. What a form said is not done to somebody it was not written about."""
        return redirect(self.address)


class TooOften(Elsewhere):
    """Somebody who tried or asked too often: when to try again, and that nothing is locked."""

    def __init__(self, sentence: str, *, seconds: int) -> None:
        self.sentence, self.seconds = sentence, max(seconds, 1)
        super().__init__(sentence)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """429 with Retry-After; a person reads minutes where there are some."""
        minutes = -(-self.seconds // 60) if self.seconds > 90 else 0
        said = {"sentence": self.sentence, "seconds": self.seconds, "minutes": minutes}
        answer = render(request, "429.html", said, status=429)
        answer["Retry-After"] = str(self.seconds)
        answer["Cache-Control"] = "no-store"
        return answer


def note_refusal(request: HttpRequest) -> None:
    """Write down who was turned away from this page: once a person, page and day of the clinic.

    A page about a patient of that clinic is named with the patient; one of another clinic is only
    a page: nobody learns whether there is such a patient.
    """
    user, match = request.user, request.resolver_match
    person = getattr(user, "staff", None) or getattr(user, "patient", None)
    if person is None or match is None:
        return
    page = str(match.url_name).replace("_", " ")
    try:
        record_once_a_day(
            by=person,
            clinic=person.clinic_id,
            zone=person.clinic.zone,
            action=f"{TURNED_AWAY}{page}"[:LONGEST_ACTION],
            **_about(match, person.clinic_id, page),
        )
    except DatabaseError:
        # Turned away they are, whether it can be written down just now or not.
        log.exception("that somebody was turned away from %s could not be written down", page)


def _about(match: ResolverMatch, clinic: UUID, page: str) -> dict[str, Any]:
    """The subject of the page, as the record names it."""
    pk = match.kwargs.get("pk")
    about = getattr(vars(match.func).get("door"), "about", "")
    if about and isinstance(pk, UUID):
        return {"subject": about, "subject_id": pk}
    if isinstance(pk, UUID) and Patient.objects.filter(pk=pk, clinic=clinic).exists():
        return {"subject": "patient", "subject_id": pk}
    return {"subject": "page", "subject_id": page[:LONGEST_ACTION]}


class TurnedAway:
    """Middleware: lets `Elsewhere` answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer of whoever turned the reader away; None for any other error.

        Who wanted to open a page that their role may not is written down.
        """
        if isinstance(error, PermissionDenied):
            note_refusal(request)
        return error.answer(request) if isinstance(error, Elsewhere) else None
