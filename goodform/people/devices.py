"""Which browser this is, and whether somebody came in by it before.

A browser gets a secret of its own when somebody first comes in, in a cookie that scripts cannot
read. It lets nobody in: it tells a device that is known from a stranger's.
"""

import hashlib
import logging
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goodform.people.browser_names import browser_name
from goodform.people.coming_in import note_sign_in
from goodform.people.device_model import Device
from goodform.people.device_news import tell_of_device
from goodform.people.models import User

KEPT_FOR = timedelta(days=400)
"""How long a browser keeps the secret; none keeps one for longer."""
MOST_DEVICES = 50
"""Of one account. A browser that forgets what it holds is a new one each time."""
IN_SESSION = "device"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

log = logging.getLogger(__name__)


def cookie_name() -> str:
    """Where there is https no other host and no path can set it."""
    return "__Host-goodform_device" if settings.SESSION_COOKIE_SECURE else "goodform_device"


def _token(request: HttpRequest) -> str:
    """The secret that this browser says it holds; empty where that is no secret of ours."""
    said = request.COOKIES.get(cookie_name(), "")
    return said if _TOKEN.fullmatch(said) else ""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def known_device(request: HttpRequest, email: str) -> str:
    """A stand-in for this browser, where somebody with this address came in by it; else empty."""
    token = _token(request)
    if not token:
        return ""
    kept = _hash(token)
    known = Device.objects.filter(token_hash=kept, user__email=email.strip().lower()).exists()
    return kept if known else ""


def note_came_in(request: HttpRequest, user: User, *, how: str) -> None:
    """Write down who came in just now, by what and on which device; a new one is told of.

    Called after the session was let in. `TellsDevices` hands the browser its secret.
    """
    token = _token(request) or secrets.token_urlsafe(32)
    if not request.session.session_key:
        request.session.save()
    device, new = _came_in_by(
        user,
        token_hash=_hash(token),
        name=browser_name(request.headers.get("User-Agent", "")),
        session_key=str(request.session.session_key),
    )
    looked_at = device.looked_at.isoformat() if device.looked_at else ""
    request.session[IN_SESSION] = {"id": str(device.pk), "day": _today(), "looked_at": looked_at}
    vars(request)["device_token"] = token
    note_sign_in(user, how=how, device=device.name, new_device=new)


@transaction.atomic
def _came_in_by(user: User, *, token_hash: str, name: str, session_key: str) -> tuple[Device, bool]:
    """The device, and whether it is new."""
    now = timezone.now()
    # One at a time for an account: of two sign-ins at once only one finds the device new.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    now_known = {"name": name, "last_at": now, "session_key": session_key}
    device, new = Device.objects.update_or_create(
        user=user,
        token_hash=token_hash,
        defaults=now_known,
        create_defaults={**now_known, "first_at": now, "looked_at": now},
    )
    if new:
        newest = Device.objects.filter(user=user).order_by("-last_at", "pk")
        kept = list(newest.values_list("pk", flat=True)[:MOST_DEVICES])
        Device.objects.filter(user=user).exclude(pk__in=kept).delete()
        tell_of_device(user, name=name, at=now)
    return device, new


def device_here(request: HttpRequest) -> UUID | None:
    """The device by which this session came in; None for a session from before they were kept."""
    said = request.session.get(IN_SESSION, {}).get("id")
    return UUID(said) if said else None


def has_news(request: HttpRequest, user: User) -> bool:
    """Whether this device has something to be told: another one, or another address. No query."""
    if user.news_at is None:
        return False
    looked_at = request.session.get(IN_SESSION, {}).get("looked_at", "")
    return not looked_at or datetime.fromisoformat(looked_at) < user.news_at


def note_looked(request: HttpRequest) -> None:
    """Somebody looked at the list on this device."""
    kept, now = request.session.get(IN_SESSION, {}), timezone.now()
    request.session[IN_SESSION] = {**kept, "looked_at": now.isoformat()}
    device = kept.get("id")
    if device:
        Device.objects.filter(pk=device).update(looked_at=now)


def _today() -> str:
    return timezone.now().date().isoformat()


class TellsDevices:
    """Middleware: hands a browser its secret, and notes once a day that a device was here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        token = vars(request).get("device_token")
        if token is not None:
            answer.set_cookie(
                cookie_name(),
                token,
                max_age=KEPT_FOR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        # A page that asked nobody's session who they are stays one that asks the database nothing.
        if request.session.accessed:
            _note_here(request)
        return answer


def _note_here(request: HttpRequest) -> None:
    """One write a device and day; what was answered stays answered where it cannot be written."""
    kept = request.session.get(IN_SESSION)
    if not kept or "id" not in kept or kept["day"] == _today():
        return
    try:
        Device.objects.filter(pk=kept["id"]).update(last_at=timezone.now())
    except DatabaseError:
        log.exception("that a device was here could not be written down")
    else:
        request.session[IN_SESSION] = {**kept, "day": _today()}


def forget_devices(now: datetime) -> int:
    """Drop devices whose browser has forgotten its secret by now."""
    return Device.objects.filter(last_at__lt=now - KEPT_FOR).delete()[0]
