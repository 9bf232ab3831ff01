"""Is Goodform well? For whoever watches the server."""

import tzdata
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.config.being_made import WORDS, is_being_made
from goodform.config.no_room import what_is_wrong
from goodform.outbox.queries import health

SILENT = "the database does not answer"


def _why_silent() -> str:
    try:
        return WORDS if is_being_made() else SILENT
    except DatabaseError:
        return SILENT


@never_cache
@require_safe
def worker_healthz(_request: HttpRequest) -> JsonResponse:
    """The worker's heartbeat and lag; 503 where no worker runs, or it is late."""
    try:
        now = health()
    except DatabaseError:
        return JsonResponse({"status": _why_silent()}, status=503)
    facts = {
        "status": now.status,
        "workers": now.workers,
        "heartbeat_s": now.heartbeat_s,
        "lag_s": now.lag_s,
        "down": list(now.down),
        "failing": list(now.failing),
        "zone_data": tzdata.IANA_VERSION,
    }
    return JsonResponse(facts, status=200 if now.status == "ok" else 503)


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """`{"status": "ok"}` once the database answers and is made; 503 with why where it is not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        wrong = WORDS if is_being_made() else what_is_wrong()
    except DatabaseError:
        return JsonResponse({"status": SILENT}, status=503)
    return JsonResponse({"status": wrong or "ok"}, status=503 if wrong else 200)
