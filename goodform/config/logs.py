"""The log: one line of JSON for each thing that happened, in UTC, with nothing of anybody's health.

A line names the address by its pattern and never as it was asked for: there are invitations, feeds
and stop links whose address is the key. An error is told by its kind and its places in the code and
not in its own words: those may repeat what somebody typed, or a whole row.
"""

import logging
import time
from collections.abc import Callable, Mapping
from http.client import responses
from typing import Any
from uuid import uuid4

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from structlog.contextvars import bound_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

SPEAK = (OSError, OperationalError, ImportError)
"""Errors whose own words are of the machine: Python's and the database's, not those of libraries
that make a kind of their own of them and name an address."""
OF_THE_MACHINE = frozenset({"builtins", "django.db.utils"})
SILENT_BELOW = {"urllib3": "ERROR", "requests": "ERROR", "asyncio": "WARNING"}
"""Loggers of libraries that write down the addresses they call, and those are keys."""
MOST_PLACES = 12
NOWHERE = "no address of ours"

log = logging.getLogger(__name__)


def route_of(request: HttpRequest) -> str:
    """The pattern of the address that was asked for; what stood in its blanks is left out."""
    match = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return NOWHERE
    return str(match.route)


def name_the_pattern(_logger: WrappedLogger, _method: str, said: EventDict) -> EventDict:
    """Whatever Django says of a request is said again without its address or its headers."""
    record = said.get("_record")
    request = getattr(record, "request", None)
    if isinstance(request, HttpRequest):
        status = getattr(record, "status_code", 0)
        said["event"] = responses.get(status, "A request")
        said.update(status=status, method=request.method, route=route_of(request))
    return said


def tell_errors(_logger: WrappedLogger, _method: str, said: EventDict) -> EventDict:
    """An error by its kind and its places, with what it came from."""
    found = said.pop("exc_info", None)
    said.pop("stack_info", None)
    if found and found[1] is not None:
        said["error"] = list(_told(found[1]))
    return said


def _told(error: BaseException) -> list[dict[str, object]]:
    chain: list[dict[str, object]] = []
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        kind = type(now)
        speaks = isinstance(now, SPEAK) and kind.__module__ in OF_THE_MACHINE
        words = {"words": str(now).strip()} if speaks else {}
        name = f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins.")
        chain.append({"kind": name, **words, "at": _places(now)})
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)
    return chain


def _places(error: BaseException) -> list[str]:
    places, frame = [], error.__traceback__
    while frame is not None:
        code = frame.tb_frame.f_code
        places.append(f"{code.co_filename}:{frame.tb_lineno} {code.co_name}")
        frame = frame.tb_next
    return places[-MOST_PLACES:]


PROCESSORS: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    name_the_pattern,
    tell_errors,
)


def formatter() -> logging.Formatter:
    """Writes each record as one line of JSON, whichever library it comes from."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=PROCESSORS,
        processors=(
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(default=_unwritable),
        ),
    )


def _unwritable(value: object) -> str:
    """Never the value itself: nobody knows what it would say."""
    return type(value).__name__


def logging_by(level: str) -> Mapping[str, Any]:
    """Django's LOGGING: everything to the console by this one formatter."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": formatter}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own, which would mail tracebacks or write a second line.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # With every query it would write down what is in it.
            "django.db.backends": {"level": "WARNING"},
            "django.template": {"level": "WARNING"},
            **{name: {"level": least} for name, least in SILENT_BELOW.items()},
        },
    }


class RequestIds:
    """Middleware: gives each request an id, which stands in its lines and in the answer's head."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """An id that whoever asked made up is not taken over: it would stand in the log."""
        asked, began = uuid4().hex[:16], time.perf_counter()
        with bound_contextvars(request=asked):
            answer = self.get_response(request)
            if log.isEnabledFor(logging.INFO):
                log.info(
                    "%s %s %s in %.0f ms",
                    request.method,
                    route_of(request),
                    answer.status_code,
                    (time.perf_counter() - began) * 1000,
                )
        answer.headers["X-Request-ID"] = asked
        return answer
