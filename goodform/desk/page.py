"""How a page of the desk is answered: with the numbers its bar shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodform.inbox.overseen import overseen_by, people_waiting
from goodform.people.access import Action, Role, reader_of


def desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The template with what is asked of it, and how many people need the reader.

    A page that counted them already says so as `inbox_count`.
    """
    if "inbox_count" not in context:
        context = {**context, "inbox_count": _waiting_for(request) or None}
    return render(request, template, context, status=status)


def _waiting_for(request: HttpRequest) -> int:
    """The number on the bar: whom the reader's own inbox lists; for who sees none, what waits."""
    reader = reader_of(request.user)
    if not reader.may(Action.SEE_PATIENTS):
        return overseen_by(request.user).count
    return people_waiting(request.user, mine=Role.PRACTITIONER in reader.roles)
