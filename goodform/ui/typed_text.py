"""Typed text, as it is kept: without the signs that nobody sees; and as it is looked for."""

import re
import unicodedata

NUL = "\0"
"""No database takes it: the fields refuse it and say so."""
_JOINERS = "\u200c\u200d"
_UNSEEN = re.compile("[\u115f\u1160\u3164\uffa0\u2800\u180e]")
"""Signs that count as letters, and show nothing."""
_LOST_JOINERS = re.compile(rf"(?<![^\s])[{_JOINERS}]+|[{_JOINERS}]+(?![^\s])")
_QUOTES = re.compile("[’‘ʼ`´'ʻʹ\"“”]")
_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th", "ħ": "h"}
)


def cleaned(text: str) -> str:
    """One way to write what looks the same: no unseen signs, one kind of space, nothing around.

    What joins two letters (Persian, Hindi, emoji) stays; words of several lines keep their lines.
    """
    seen = "".join(sign for sign in _UNSEEN.sub("", text) if not _is_unseen(sign))
    lines = (" ".join(line.split()) for line in _LOST_JOINERS.sub("", seen).splitlines())
    return unicodedata.normalize("NFC", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """The same for what has one line: a name, an address, a number."""
    return " ".join(cleaned(text).split())


def is_blank(text: str) -> bool:
    """Whether nobody would see anything: then it is no reason and no message."""
    return not cleaned(text)


def _is_unseen(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category == "Cf":
        return sign not in _JOINERS
    return category in ("Cc", "Cs", "Co", "Cn") and not sign.isspace() and sign != NUL


def can_be_read(text: str) -> bool:
    """Whether there is a letter or a digit in it."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in text)


def folded(text: str) -> str:
    """As it is looked for: small letters without marks, quotes or hyphens. Özil is ozil."""
    apart = unicodedata.normalize("NFKD", one_line(text)).casefold()
    plain = unicodedata.normalize("NFKD", apart).translate(_LETTERS)
    letters = "".join(sign for sign in plain if not _is_mark(sign))
    return " ".join(_QUOTES.sub("", letters).replace("-", " ").split())


def _is_mark(sign: str) -> bool:
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) == "Cf"
