"""The owner's page about backups: is there one, how old, can anybody open it, and if not, why."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.keeping.queries import state
from goodform.people.access import Action, reader_of


@login_required
@never_cache
@require_safe
def backups(request: HttpRequest) -> HttpResponse:
    """For owners. What is done about it is done by whoever has the machine: by commands."""
    reader_of(request.user).require(Action.MANAGE_CLINIC)
    return render(
        request,
        "keeping/backups.html",
        {"section": "clinic_settings", "state": state(timezone.now())},
    )
