"""Passkeys: keys that a phone or a computer keeps, shown by a finger, a face or a PIN (WebAuthn).

A passkey belongs to the host it was made at, and works at no other. Each asks for its owner's
finger, face or PIN, so that it stands for two factors.
"""

import base64
import json
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from goodform.people.factor_models import Factor, FactorKind
from goodform.people.models import User

STATE = "passkey"
SECONDS_TO_ANSWER = 5 * 60
LONGEST_ANSWER = 20_000
LONGEST_ID = 1400
_MALFORMED = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    struct.error,
    UnsupportedAlgorithm,
    RecursionError,
)
"""All that a parser of bytes from outside says where they are none of its own."""


class PasskeyRefused(ValueError):
    """The browser sent no passkey of this person, or none for this page."""


@dataclass(frozen=True)
class Host:
    """A name at which passkeys work, and the address people open it by."""

    name: str
    origin: str


def _host_of(address: str) -> Host | None:
    """The host of an address; None where browsers make no passkeys: http, or a bare number."""
    parts = urlsplit(address)
    name = parts.hostname or ""
    local = name == "localhost" or name.endswith(".localhost")
    try:
        ip_address(name)
    except ValueError:
        return Host(name, address) if name and (parts.scheme == "https" or local) else None
    return None


def hosts() -> tuple[Host, ...]:
    """Where passkeys work: the address of today first, then those it had before."""
    addresses = (settings.ADDRESS, *settings.OLD_ADDRESSES)
    return tuple(found for each in addresses if (found := _host_of(each)) is not None)


def host_of(request: HttpRequest) -> Host | None:
    """The host that somebody is at, if passkeys work there.

    On the machine itself `localhost` works, though the address be a number.
    """
    here = request.get_host()
    for host in hosts():
        if urlsplit(host.origin).netloc == here:
            return host
    return _host_of(f"http://{here}") if here.partition(":")[0] == "localhost" else None


def _server(host: Host, *, origins: Sequence[str]) -> Fido2Server:
    house = PublicKeyCredentialRpEntity(id=host.name, name="Goodform")
    return Fido2Server(house, verify_origin=lambda origin: origin in origins)


def _handle(user: User) -> bytes:
    """How a passkey calls its owner: the same for all of theirs, and it names nobody."""
    return salted_hmac("whose passkey", str(user.pk), algorithm="sha256").digest()


def _keys_of(user: User, host: str) -> list[Factor]:
    return list(Factor.objects.filter(user=user, kind=FactorKind.PASSKEY, host=host))


def _credential(factor: Factor) -> AttestedCredentialData:
    return AttestedCredentialData(base64.b64decode(factor.credential))


def _remember(session: SessionBase, state: dict[str, Any], *, host: str, making: bool) -> None:
    kept = {**state, "user_verification": "required"}
    session[STATE] = {"asked": kept, "host": host, "making": making, "at": time.time()}


def _recall(session: SessionBase, *, making: bool) -> dict[str, Any]:
    """The question the browser was asked; once only, and not for long."""
    kept = session.pop(STATE, None)
    if not kept or kept["making"] != making or time.time() - kept["at"] > SECONDS_TO_ANSWER:
        raise PasskeyRefused
    found: dict[str, Any] = kept
    return found


def _answer(text: str) -> dict[str, Any]:
    """The answer of the browser, in the form of the standard; raises `PasskeyRefused`."""
    if len(text) > LONGEST_ANSWER:
        raise PasskeyRefused
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise PasskeyRefused from None
    if not isinstance(said, dict) or not isinstance(said.get("response"), dict):
        raise PasskeyRefused
    return said


def asked_to_make(request: HttpRequest, user: User, *, host: Host, called: str) -> dict[str, Any]:
    """The question to a browser, so that it makes a passkey of this person."""
    options, state = _server(host, origins=[host.origin]).register_begin(
        PublicKeyCredentialUserEntity(id=_handle(user), name=user.email, display_name=called),
        credentials=[_credential(each) for each in _keys_of(user, host.name)],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _remember(request.session, state, host=host.name, making=True)
    return dict(options)


@dataclass(frozen=True)
class NewPasskey:
    """A passkey that a browser has made, and which was checked."""

    credential_id: str
    credential: str
    host: str
    counter: int


def made(request: HttpRequest, text: str, *, host: Host) -> NewPasskey:
    """The passkey that the browser has made; raises `PasskeyRefused`."""
    kept, said = _recall(request.session, making=True), _answer(text)
    if kept["host"] != host.name:
        raise PasskeyRefused
    try:
        data = _server(host, origins=[host.origin]).register_complete(kept["asked"], said)
        credential = data.credential_data
    except _MALFORMED:
        raise PasskeyRefused from None
    if credential is None:
        raise PasskeyRefused
    name = credential.credential_id.hex()
    if len(name) > LONGEST_ID or Factor.objects.filter(credential_id=name).exists():
        raise PasskeyRefused
    return NewPasskey(name, base64.b64encode(credential).decode(), host.name, data.counter)


def asked_to_show(request: HttpRequest, user: User | None, *, here: Host) -> dict[str, Any]:
    """The question to a browser, so that it shows a passkey: one of `user`, or whichever it has.

    Whose passkeys are all of an earlier address is asked for one of those: browsers that know
    related origins find them.
    """
    host, keys = here, _keys_of(user, here.name) if user is not None else []
    if user is not None and not keys:
        for other in hosts():
            if found := _keys_of(user, other.name):
                host, keys = other, found
                break
    options, state = _server(host, origins=[]).authenticate_begin(
        credentials=[_credential(each) for each in keys] if user is not None else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _remember(request.session, state, host=host.name, making=False)
    return dict(options)


def shown(request: HttpRequest, text: str, *, here: Host) -> Factor:
    """The passkey that was shown, of whomever it is; raises `PasskeyRefused`."""
    kept, said = _recall(request.session, making=False), _answer(text)
    try:
        name = websafe_decode(said["id"]).hex()
    except _MALFORMED:
        raise PasskeyRefused from None
    rows = Factor.objects.filter(kind=FactorKind.PASSKEY, credential_id=name, host=kept["host"])
    factor = rows.select_related("user").first()
    if factor is None:
        raise PasskeyRefused
    host = Host(factor.host, here.origin)
    try:
        server = _server(host, origins=[each.origin for each in (*hosts(), here)])
        server.authenticate_complete(kept["asked"], [_credential(factor)], said)
        counter = AuthenticationResponse.from_dict(said).response.authenticator_data.counter
    except _MALFORMED:
        raise PasskeyRefused from None
    # A counter that does not grow is a copy of the key; 0 is a key that counts nothing.
    grows = Factor.objects.filter(pk=factor.pk)
    grows = grows.filter(counter__lt=counter) if counter or factor.counter else grows
    if not grows.update(counter=counter, used_at=timezone.now()):
        raise PasskeyRefused
    return factor


def of_other_hosts() -> list[str]:
    """The hosts of passkeys that work nowhere any more, one for each passkey."""
    here = ["localhost", *(host.name for host in hosts())]
    rows = Factor.objects.filter(kind=FactorKind.PASSKEY).exclude(host__in=here)
    return sorted(rows.values_list("host", flat=True))
