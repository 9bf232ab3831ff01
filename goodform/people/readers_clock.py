"""Times on a page are told by the clock of whoever reads it: the clinic's, or the patient's own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goodform.people.access import reader_of
from goodform.people.models import User


class ReadersZone(tzinfo):
    """The zone of whoever is signed in, looked up only once a time is told."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _zone(self) -> tzinfo:
        user = self._request.user
        reader = reader_of(user)
        if isinstance(user, User) and reader.staff is not None:
            return ZoneInfo(user.staff.clinic.zone)
        if isinstance(user, User) and reader.patient is not None:
            return ZoneInfo(user.patient.zone)
        return UTC

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        return self._zone.utcoffset(dt)

    def dst(self, dt: datetime | None) -> timedelta | None:
        return self._zone.dst(dt)

    def tzname(self, dt: datetime | None) -> str | None:
        return self._zone.tzname(dt)

    def fromutc(self, dt: datetime) -> datetime:
        return self._zone.fromutc(dt.replace(tzinfo=self._zone)).replace(tzinfo=self)

    def __str__(self) -> str:
        return str(self._zone)


class ReadersClock:
    """Middleware: every page tells times by its reader's clock. No query where none is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(ReadersZone(request)):
            return self._get_response(request)
