"""A phone that makes and shows passkeys, as a browser would pass it on."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

HERE = "http://localhost"
"""Where the test's browser is, when it says so."""
FLAG = AuthenticatorData.FLAG


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass
class Device:
    """One passkey of one host. `finger` off is a device that does not ask whose hand it is."""

    finger: bool = True
    counter: int = 0
    name: bytes = b"a passkey of a test"
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def _data(self, host: str, *, making: bool) -> AuthenticatorData:
        flags = FLAG.UP | (FLAG.UV if self.finger else FLAG(0)) | (FLAG.AT if making else FLAG(0))
        self.counter += 1
        credential = b""
        if making:
            public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
            credential = AttestedCredentialData.create(bytes(16), self.name, public)
        hashed = hashlib.sha256(host.encode()).digest()
        made: AuthenticatorData = AuthenticatorData.create(hashed, flags, self.counter, credential)
        return made

    def _said(self, kind: str, asked: dict[str, Any], origin: str) -> bytes:
        challenge = asked["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def _answer(self, said: bytes, response: dict[str, str]) -> str:
        return json.dumps(
            {
                "id": plain(self.name),
                "rawId": plain(self.name),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {"clientDataJSON": plain(said), **response},
            }
        )

    def make(self, asked: dict[str, Any], origin: str = HERE) -> str:
        """A new passkey, as it was asked for."""
        said = self._said("webauthn.create", asked, origin)
        data = self._data(asked["publicKey"]["rp"]["id"], making=True)
        made = AttestationObject.create("none", data, {})
        return self._answer(said, {"attestationObject": plain(made)})

    def show(self, asked: dict[str, Any], origin: str = HERE) -> str:
        """The passkey, as it was asked for."""
        said = self._said("webauthn.get", asked, origin)
        data = self._data(asked["publicKey"]["rpId"], making=False)
        signed = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(said, {"authenticatorData": plain(data), "signature": plain(signed)})
