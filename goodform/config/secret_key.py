"""The secret key of this installation: given by a setting, or kept in the data folder.

What was sealed by it can be read by nothing else, and who is signed in is signed by it. So outside
the demo none is made in passing: a lost key would be replaced unnoticed, and each start in a folder
that does not last would make another one.
"""

import os
import secrets
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

LEAST_SIGNS = 32
"""Shorter keys can be guessed; one that is made here has 67."""
FILE = "secret-key"

NO_KEY = """There is no secret key: {data} has no file secret-key, and none is set.
A new clinic: run goodform setup. One that moved: put its secret-key into {data}, restore a backup,
or set GOODFORM_SECRET_KEY to the key it had."""


class KeyFrom(Enum):
    """Where the key comes from."""

    SETTING = "a setting"
    DATA_FOLDER = "the data folder"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class SecretKey:
    """The key, and where it comes from. One from nowhere lives for this process alone."""

    text: str = field(repr=False)
    comes_from: KeyFrom


def secret_key(*, given: str, data: Path, make: bool) -> SecretKey:
    """The key that holds here; with `make` one is made and kept where there is none."""
    if given:
        return SecretKey(given, KeyFrom.SETTING)
    file = data / FILE
    if not file.exists():
        if not make:
            return SecretKey(new_key(), KeyFrom.NOWHERE)
        keep(new_key(), data)
    return SecretKey(file.read_text().strip(), KeyFrom.DATA_FOLDER)


def new_key() -> str:
    """A key that nobody had before."""
    return secrets.token_urlsafe(50)


def keep(text: str, data: Path) -> None:
    """Keep a key in the data folder, whole from its first moment; one that is there stays."""
    part = data / f".{FILE}.{os.getpid()}"
    part.touch(mode=0o600)
    part.write_text(text)
    try:
        os.link(part, data / FILE)
    except FileExistsError:
        pass
    finally:
        part.unlink()
