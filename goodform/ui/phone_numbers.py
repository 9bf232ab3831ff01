"""Which number a text dials. Shown is what people wrote; dialled is what the network knows."""

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

_BETWEEN = re.compile(r"\s*(?:[,;/|]|\bor\b|\band\b)\s*", re.IGNORECASE)
"""Signs between two numbers."""
_SIGNS = re.compile(r"(?:\+|\(\+|00|\()?[0-9][0-9()./\s-]*(?:(?:ext\.?|x|#)\s*[0-9]{1,6})?", re.I)
_EXTENSION = re.compile(r"\s*(?:ext\.?|x|#)\s*", re.IGNORECASE)
_TRUNK = re.compile(r"(\+|^00)(.*?)\(0\)")
FEWEST, MOST = 5, 15
"""Digits of a number that can be dialled, by ITU-T E.164; the fewest are our own choice."""


class NoNumber(ValueError):
    """A text that is no number which can be dialled."""


class TwoNumbers(ValueError):
    """A text with more than one number: nobody could say which one is dialled."""


def western(text: str) -> str:
    """The same with the digits 0 to 9: an Arabic or a wide keyboard writes others."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def numbers_in(text: str) -> list[str]:
    """The numbers a text holds, each as it was written."""
    whole = text.strip()
    if _is_number(whole):
        return [whole]
    return [part for part in _BETWEEN.split(whole) if part]


def checked(text: str) -> str:
    """The one number in a text as it was written, or `NoNumber` or `TwoNumbers`."""
    parts = numbers_in(text)
    long = len(_digits(text)) > MOST and bool(_SIGNS.fullmatch(text))
    if long or (len(parts) > 1 and all(map(_is_number, parts))):
        raise TwoNumbers(text)
    if len(parts) != 1 or not _is_number(parts[0]):
        raise NoNumber(text)
    return parts[0]


def _is_number(text: str) -> bool:
    return bool(_SIGNS.fullmatch(text)) and FEWEST <= len(_digits(_main(text)[0])) <= MOST


def _main(text: str) -> tuple[str, str]:
    """A number without the zero that is dialled only at home, and its extension."""
    main, _sign, extension = _EXTENSION.sub("#", text).partition("#")
    return _TRUNK.sub(r"\1\2", main), extension.strip()


def dialled(text: str) -> str:
    """The number a phone dials for this text: `+44 (0)1632 960123` → `+441632960123`.

    A national number stays one. Of two numbers, from before they were refused, the first.
    """
    first = next(iter(numbers_in(text)), text)
    found = _parsed(first)
    if found is None:
        main, extension = _main(first)
        kept = "".join(sign for sign in main if sign.isdigit() or sign == "+")
        return f"{kept};ext={extension}" if extension else kept
    number = phonenumbers.format_number(found, PhoneNumberFormat.E164)
    return f"{number};ext={found.extension}" if found.extension else number


def _parsed(text: str) -> PhoneNumber | None:
    """The number where it names its country."""
    international = re.sub(r"^\(?\+|^00", "+", text)
    try:
        found = phonenumbers.parse(international, None)
    except NumberParseException:
        return None
    return found if phonenumbers.is_possible_number(found) else None


def looked_for(text: str) -> tuple[str, ...]:
    """The digits by which a number is looked for: as written, national, with its country."""
    found: list[str] = []
    for part in numbers_in(text):
        found.append(_digits(_main(part)[0]))
        number = _parsed(part)
        if number is not None:
            formats = (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.E164)
            found += [_digits(phonenumbers.format_number(number, each)) for each in formats]
    return tuple(dict.fromkeys(each for each in found if each))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
