"""The parts of the mirror on this server: which files a phone fetches, and are they the right ones?

`./run --with-mirror` puts them in the data folder, each checked by its hash.  Here they are checked
again when the server starts, and the browser checks them a third time.
"""

import base64
import gzip
import hashlib
import json
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from goodform.motion.released import archive, engine

log = logging.getLogger(__name__)

PARTS: Final = json.loads(Path(__file__).with_name("parts.json").read_text(encoding="utf-8"))
VERSION: Final[str] = PARTS["version"]
MODELS: Final = {"full": "pose_full.task", "lite": "pose_lite.task"}
EYE: Final = "eye.zip"


@dataclass(frozen=True)
class Parts:
    """Where a phone finds the parts, and what each must be."""

    folder: str
    files: dict[str, dict[str, Any]]
    """By name: address, `integrity` as `fetch` takes it, and size in bytes."""
    engine: str
    hashes: dict[str, str]
    """The hash of each model, by its size."""

    def as_json(self) -> dict[str, Any]:
        """Plain values for the page."""
        return {
            "folder": self.folder,
            "files": self.files,
            "engine": self.engine,
            "models": MODELS,
            "hashes": self.hashes,
        }


def _folder() -> Path:
    return Path(settings.SERVED) / "mirror"


def put_eye() -> None:
    """Put this eye's archive beside the parts, where they are; earlier ones go."""
    if not (_folder() / VERSION).is_dir():
        return
    name = f"eye-{engine()[:12]}"
    target = _folder() / name
    if not target.is_dir():
        target.mkdir()
        (target / EYE).write_bytes(archive())
        (target / f"{EYE}.gz").write_bytes(gzip.compress(archive(), 9, mtime=0))
    for other in _folder().glob("eye-*"):
        if other.name != name:
            for file in other.iterdir():
                file.unlink()
            other.rmdir()


@cache
def parts() -> Parts | None:
    """The parts, where all of them are here and right; None, and a line in the log, otherwise."""
    folder = _folder() / VERSION
    if not folder.is_dir():
        return None
    for name, wanted in PARTS["files"].items():
        file = folder / name
        if not file.is_file() or _digest(file.read_bytes()).hex() != wanted["sha256"]:
            log.error("The mirror stays away: %s is not the file that was tried.", file)
            return None
    address = f"/mirror/{VERSION}/"
    files = {
        name: {
            "url": f"{address}{name}",
            "integrity": _integrity(bytes.fromhex(wanted["sha256"])),
            "size": wanted["size"],
        }
        for name, wanted in PARTS["files"].items()
    }
    files[EYE] = {
        "url": f"/mirror/eye-{engine()[:12]}/{EYE}",
        "integrity": _integrity(bytes.fromhex(engine())),
        "size": len(archive()),
    }
    hashes = {size: PARTS["files"][name]["sha256"] for size, name in MODELS.items()}
    return Parts(address, files, engine(), hashes)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _integrity(digest: bytes) -> str:
    return f"sha256-{base64.b64encode(digest).decode()}"
