"""Which eye runs on the phones, and which eyes and models were ever handed out?

A phone that was offline over an upgrade sends what an older eye saw, so what was released stays
known: `released.json` only grows.
"""

import hashlib
import io
import json
import zipfile
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

ROOMS: Final = ("checks", "eye", "learned")
MODULES: Final = ("__init__.py", "mirror.py")
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
"""So that the same files make the same bytes on every machine."""
_KEPT: Final = json.loads(
    files("goodform.motion").joinpath("released.json").read_text(encoding="utf-8")
)
MODELS: Final[frozenset[str]] = frozenset(_KEPT["models"])
"""Every pose model that a phone was ever given, by its SHA-256."""


@cache
def archive() -> bytes:
    """The eye and its checks as one archive that Python runs from: the very files of the package.

    Not compressed, so that its bytes do not hang on a version of zlib.
    """
    room = files("goodform.motion")
    found: dict[str, Traversable] = {
        "goodform/__init__.py": files("goodform").joinpath("__init__.py")
    }
    found |= {f"goodform/motion/{name}": room.joinpath(name) for name in MODULES}
    for folder in ROOMS:
        for file in room.joinpath(folder).iterdir():
            if file.name.endswith((".py", ".json")):
                found[f"goodform/motion/{folder}/{file.name}"] = file
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(found):
            packed.writestr(zipfile.ZipInfo(name, _WHEN), found[name].read_bytes())
    return whole.getvalue()


@cache
def engine() -> str:
    """The SHA-256 of the archive: which eye this is."""
    return hashlib.sha256(archive()).hexdigest()


def is_known(engine_sent: str, model: str) -> bool:
    """Whether this eye and this model were ever handed out."""
    return model in MODELS and (engine_sent == engine() or engine_sent in _KEPT["engines"])
