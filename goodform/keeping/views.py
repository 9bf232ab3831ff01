"""The owner's page about backups: is there one, how old, can anybody open it, and if not, why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.keeping.queries import state
from goodform.people.access import Action
from goodform.people.doors import for_staff
from goodform.people.models import Staff


@for_staff(Action.MANAGE_CLINIC)
@never_cache
@require_safe
def backups(request: HttpRequest, *, staff: Staff) -> HttpResponse:  # noqa: ARG001
    """For owners. What is done about it is done by whoever has the machine: by commands."""
    return render(
        request,
        "keeping/backups.html",
        {"section": "clinic_settings", "state": state(timezone.now())},
    )
