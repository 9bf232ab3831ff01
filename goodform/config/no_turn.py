"""When the database has no turn to give: 503 and when to come back, never "something went wrong".

SQLite has one writer, and whoever waits for it asks again and again without a queue: under many
writers somebody can wait longer than its patience (20 seconds). PostgreSQL ends one of two who wait
for each other, and goes away while it restarts. In each case nothing was written, and the same
request is likely to be taken a moment later.
"""

import logging
import sqlite3
import sys
from collections.abc import Callable

import psycopg
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error as django_server_error

from goodform.config.being_made import come_back_when_made, is_being_made, misses_a_table
from goodform.config.no_room import has_no_room, no_room
from goodform.diary.who_may_send import problem
from goodform.ui.safe_headers import SafeHeaders

RETRY_AFTER_S = 5
"""The wait before a phone, too, tries again."""
NO_TURN = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
PRIMARY = 0xFF
"""The part of SQLite's error code that says what kind it is."""

log = logging.getLogger(__name__)


def is_busy(error: BaseException) -> bool:
    """Whether the database could not answer now; not whether it was asked something wrong."""
    cause = error.__cause__
    if not isinstance(error, OperationalError):
        return False
    if isinstance(cause, sqlite3.Error):
        # An error that Python's own module raises carries no code of SQLite's.
        return getattr(cause, "sqlite_errorcode", 0) & PRIMARY in NO_TURN
    return isinstance(cause, psycopg.OperationalError)


def come_back_soon(path: str) -> HttpResponse:
    """503: JSON for devices, a page for people; both say when to come back."""
    if path.startswith("/api/"):
        sentence = _("We are busy just now. It is kept on your phone and sent again.")
        answer: HttpResponse = problem(503, "busy", sentence)
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def too_long(path: str) -> HttpResponse:
    """413: JSON for devices, a page for people."""
    if path.startswith("/api/"):
        return problem(413, "too_long", _("This is too much to send at once. Phone us instead."))
    return HttpResponse(render_to_string("400.html"), status=413)


def turned_away(path: str, status: int) -> HttpResponse:
    """The answer of whoever stands before Django: there is no room, or it is too long."""
    answer = too_long(path) if status == 413 else come_back_soon(path)
    answer["Content-Length"] = str(len(answer.content))
    answer["Cache-Control"] = "no-store"
    return SafeHeaders(lambda _request: answer)(HttpRequest())


class NoTurnNow:
    """Answers 503 with Retry-After where the database was busy: JSON for devices, else a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer for a busy database or a full disk; None leaves any other error to be loud."""
        return _answered(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last answer of all: the same where it went wrong outside a view, else "our fault"."""
    error = sys.exc_info()[1]
    answer = _answered(request, error) if error is not None else None
    return answer if answer is not None else django_server_error(request)


def _answered(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    where = request.resolver_match.view_name if request.resolver_match else "no view"
    if has_no_room(error):
        log.error("Nothing can be kept, in %s: %s", where, error)
        return no_room(request.path)
    if is_busy(error):
        log.warning("The database was busy in %s: %s", where, error)
        return come_back_soon(request.path)
    if misses_a_table(error) and is_being_made():
        log.warning("The database is being made, in %s: %s", where, error)
        return come_back_when_made(request.path)
    return None
