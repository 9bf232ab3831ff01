"""How a page of the desk is answered: with the numbers its bar shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goodform.inbox.queries import counts_for
from goodform.people.access import Role, reader_of


def desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The template with what is asked of it, and how many cases wait for the reader.

    A page that counted them already says so as `inbox_count`.
    """
    if "inbox_count" not in context:
        mine = Role.PRACTITIONER in reader_of(request.user).roles
        context = {**context, "inbox_count": counts_for(request.user, mine=mine).alerts or None}
    return render(request, template, context, status=status)
