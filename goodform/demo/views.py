"""Walking into the demo as one of its people."""

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.demo.queries import person_for
from goodform.people.letting_in import DEMO, let_in


@never_cache
@require_safe
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the demo's patient, practitioner, reception or owner; 404 for anybody else."""
    user = person_for(role)
    if user is None:
        raise Http404
    logout(request)
    let_in(request, user, how=DEMO)
    return redirect("home")
