"""The form of a clinic's choices about Web Push, and of a browser that wants it."""

import base64
import binascii
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goodform.outbox.channels.webpush.endpoint import LONGEST, NoPushService, endpoint_of


class ChannelForm(forms.Form):
    """Nothing to choose: the keys are made by the house itself."""


class NoSubscription(ValueError):
    """The body is not what a browser says when it wants notes."""


def said_in(body: bytes) -> dict[str, str]:
    """The three texts of `PushSubscription.toJSON()`, empty where not said, fit for a database."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as problem:
        raise NoSubscription from problem
    if not isinstance(said, dict):
        raise NoSubscription
    keys = said.get("keys")
    keys = keys if isinstance(keys, dict) else {}
    fields = {name: keys.get(name) for name in ("p256dh", "auth")}
    fields["endpoint"] = said.get("endpoint")
    return {name: _text(value) for name, value in fields.items()}


def _text(value: object) -> str:
    """A text that can be kept; empty for anything else, and so refused."""
    return value if isinstance(value, str) and value.isprintable() else ""


def _bytes(said: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
    except (binascii.Error, ValueError) as problem:
        raise ValidationError(_("This is not a key of a browser.")) from problem


class SubscriptionForm(forms.Form):
    """A browser's push subscription, checked before anything is ever sent to it.

    The endpoint must belong to a push service of the known browsers: this house calls no address
    that a stranger made up.
    """

    endpoint = forms.CharField(max_length=LONGEST)
    p256dh = forms.CharField(max_length=200)
    auth = forms.CharField(max_length=100)

    def clean_endpoint(self) -> str:
        """The address of a known push service, put together anew from what it says."""
        try:
            return endpoint_of(self.cleaned_data["endpoint"])
        except NoPushService as problem:
            raise ValidationError(
                _("We do not know the push service of this browser.")
            ) from problem

    def clean_p256dh(self) -> str:
        """A point on the curve P-256, uncompressed."""
        said: str = self.cleaned_data["p256dh"]
        key = _bytes(said)
        if len(key) != 65 or key[0] != 4:
            raise ValidationError(_("This is not a key of a browser."))
        return said

    def clean_auth(self) -> str:
        """Sixteen bytes."""
        said: str = self.cleaned_data["auth"]
        if len(_bytes(said)) != 16:
            raise ValidationError(_("This is not a key of a browser."))
        return said

    def keys(self) -> dict[str, Any]:
        """The values kept beside the endpoint."""
        return {"p256dh": self.cleaned_data["p256dh"], "auth": self.cleaned_data["auth"]}
