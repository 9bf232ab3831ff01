"""Sending Web Push: encrypted for one browser, and what a push service's answers mean."""

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from pywebpush import WebPusher, WebPushException

from goodform.outbox.channel import AddressGone, ChannelDown, NeverSent, Parcel, TryAgain
from goodform.outbox.channels.webpush.endpoint import NoPushService, endpoint_of
from goodform.outbox.channels.webpush.forms import ChannelForm
from goodform.outbox.channels.webpush.vapid import authorization, private_key
from goodform.outbox.models import Address
from goodform.outbox.sealing import CannotOpen

WAIT_S = (5, 10)
"""Seconds to connect and to answer, before a push service counts as hanging."""
KEPT = timedelta(hours=2)
"""How long a push service keeps a message for a telephone that is off, if nothing else is said."""
GONE = frozenset({404, 410})


def body_of(parcel: Parcel) -> bytes:
    """The note the browser shows: quiet words, where a tap leads, and a button to put off or stop.

    Nothing about health.
    """
    note: dict[str, object] = {
        "title": parcel.words.subject,
        "body": parcel.words.short,
        "url": parcel.link,
        # The same message twice is shown once.
        "tag": str(parcel.id),
    }
    if parcel.stop:
        note["choose"] = {"title": _("Later, or stop"), "url": parcel.stop}
    return json.dumps(note).encode()


def _seconds(parcel: Parcel) -> int:
    until = parcel.stale_at - timezone.now() if parcel.stale_at else KEPT
    return max(60, int(until.total_seconds()))


def headers_of(parcel: Parcel, key: str) -> dict[str, str]:
    """Who sends, and the topic: a copy replaces what the service still holds (RFC 8030, 5.4)."""
    parts = urlsplit(parcel.to)
    return {
        "Authorization": authorization(key, f"{parts.scheme}://{parts.netloc}"),
        "Topic": base64.urlsafe_b64encode(parcel.id.bytes).decode().rstrip("="),
        "Urgency": "normal",
    }


def wished(answer: requests.Response) -> timedelta | None:
    """The wait Retry-After asks for, in seconds or as a date; None where it is not readable."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isdigit():
        return timedelta(seconds=min(int(said), 10**7))
    try:
        return max(timedelta(0), parsedate_to_datetime(said).astimezone(UTC) - datetime.now(UTC))
    except (TypeError, ValueError):
        return None


class Pusher:
    """Connections to push services, kept open from one message to the next."""

    def __init__(self, session: requests.Session, key: str) -> None:
        self.session = session
        self.key = key

    def send(self, parcel: Parcel) -> None:
        """Encrypt one message for one browser and hand it to that browser's push service."""
        try:
            # Kept addresses may be older than the list, or written by another hand.
            endpoint = endpoint_of(parcel.to)
            pusher = WebPusher(
                {"endpoint": endpoint, "keys": dict(parcel.facts)}, requests_session=self.session
            )
            answer = pusher.send(
                data=body_of(parcel),
                headers=headers_of(parcel, self.key),
                ttl=_seconds(parcel),
                timeout=WAIT_S,
            )
        except NoPushService as problem:
            raise AddressGone(
                _("This browser’s push service is not one we know. It was taken off.")
            ) from problem
        except requests.Timeout as problem:
            raise TryAgain(_("The push service did not answer in time.")) from problem
        except requests.RequestException as problem:
            raise TryAgain(
                _("The push service was not reached (%(what)s).") % {"what": type(problem).__name__}
            ) from problem
        except (WebPushException, ValueError) as problem:
            raise NeverSent(_("The browser’s keys cannot be used.")) from problem
        _explain(answer)


def _explain(answer: requests.Response) -> None:
    """Raise what the answer means, unless it means yes."""
    code = answer.status_code
    said = {"code": code}
    if code in GONE:
        raise AddressGone(
            _("This browser no longer wants messages (%(code)s). It was taken off.") % said
        )
    if code == requests.codes.too_many_requests or code >= 500:
        raise TryAgain(_("The push service asks us to wait (%(code)s).") % said, wished(answer))
    if not answer.ok or answer.is_redirect:
        raise NeverSent(_("The push service refuses this message (%(code)s).") % said)


class WebPushChannel:
    """Web Push. A second copy does no harm: it has the same topic and tag, and replaces."""

    code = "webpush"
    repeatable = True
    senders = 4
    batch = 10
    needs_address = True
    here = "outbox/push_here.html"
    form: type[forms.Form] = ChannelForm

    @property
    def name(self) -> str:
        return _("Notifications on the phone")

    @property
    def about(self) -> Sequence[str]:
        return (
            _("The browser shows a short notification, even when our page is closed."),
            _("Each patient says yes to it in their own browser. It says nothing about health."),
            _("It leaves by the push service of the browser’s maker, encrypted for the browser."),
        )

    @property
    def a_minute(self) -> int | None:
        return None

    def reaches(self, address: Address) -> str:
        """The push service's name: all that is known about the browser."""
        return urlsplit(address.to).hostname or ""

    @contextmanager
    def open(self) -> Iterator[Pusher]:
        """A session that follows no redirect, so that nothing goes where nobody said yes."""
        with requests.Session() as session:
            session.max_redirects = 0
            try:
                key = private_key()
            except CannotOpen as problem:
                raise ChannelDown(str(problem)) from problem
            yield Pusher(session, key)
