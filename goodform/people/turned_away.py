"""When a view finds that its reader, or what they look for, belongs somewhere else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


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


class TurnedAway:
    """Middleware: lets `Elsewhere` answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer of whoever turned the reader away; None for any other error."""
        return error.answer(request) if isinstance(error, Elsewhere) else None
