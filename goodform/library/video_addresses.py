"""Which YouTube video an address names. Pure: nothing is fetched, and only the bare id is kept."""

import re
from urllib.parse import parse_qs, urlsplit

_ID = re.compile(r"[A-Za-z0-9_-]{11}")
WATCH_HOSTS = frozenset(
    {
        "youtube.com",
        "www.youtube.com",
        "m.youtube.com",
        "music.youtube.com",
        "youtube-nocookie.com",
        "www.youtube-nocookie.com",
    }
)
SHORT_HOSTS = frozenset({"youtu.be", "www.youtu.be"})
KINDS_OF_PATH = frozenset({"shorts", "embed", "live", "v"})
LONGEST_ADDRESS = 300


class NotAVideoError(ValueError):
    """The text names no YouTube video."""


def video_id(said: str) -> str:
    """The 11-letter id in `watch?v=`, `youtu.be/`, `shorts/`, `embed/` or on its own.

    Raises NotAVideoError for everything else: another site, a channel, a playlist without a video.
    """
    text = said.strip()
    if _ID.fullmatch(text):
        return text
    if not text or len(text) > LONGEST_ADDRESS or any(sign.isspace() for sign in text):
        raise NotAVideoError(text[:LONGEST_ADDRESS])
    found = _id_in_address(text)
    if found is None or not _ID.fullmatch(found):
        raise NotAVideoError(text[:LONGEST_ADDRESS])
    return found


def _id_in_address(text: str) -> str | None:
    """The part of an address where YouTube writes the id; None where there is no such part."""
    try:
        address = urlsplit(text if "://" in text else "https://" + text.removeprefix("//"))
        host = (address.hostname or "").lower()
        port = address.port
    except ValueError:
        return None
    if address.scheme not in {"http", "https"} or address.username is not None or port is not None:
        return None
    path = [part for part in address.path.split("/") if part]
    if host in SHORT_HOSTS and len(path) == 1:
        return path[0]
    if host not in WATCH_HOSTS:
        return None
    if path == ["watch"]:
        named = parse_qs(address.query).get("v", [])
        return named[0] if len(named) == 1 else None
    if len(path) == 2 and path[0] in KINDS_OF_PATH:
        return path[1]
    return None
