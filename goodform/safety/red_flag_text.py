"""The red-flag text as a clinician signs it: every sign and number of one country."""

import hashlib
import json

from goodform.safety.country_packs import PACKS, CountryPack
from goodform.safety.decision import Advice
from goodform.safety.red_flags import Urgency
from goodform.safety.signs import SIGNS

Words = tuple[tuple[str, str], ...]
"""A text line by line: what the line is, and its words in the language they were written in."""

EMERGENCY, URGENT, NUMBERS = Urgency.EMERGENCY.value, Urgency.URGENT.value, "numbers"


def text_name(pack_code: str) -> str:
    """The name that a signature has for the text of this country."""
    return f"red flags {pack_code}"


def red_flag_words(pack_code: str) -> Words:
    """The numbers of the country and every sign, gravest first; empty without a country."""
    pack = PACKS.get(pack_code)
    if pack is None:
        return ()
    signs = tuple(
        (EMERGENCY if sign.advice is Advice.EMERGENCY else URGENT, sign.words) for sign in SIGNS
    )
    return (*((NUMBERS, line) for line in _numbers(pack)), *signs)


def _numbers(pack: CountryPack) -> tuple[str, ...]:
    others = f" or {pack.other_emergency_number}" if pack.other_emergency_number else ""
    urgent = (pack.urgent_service, pack.urgent_number)
    return (
        f"{pack.name}: {pack.emergency_number}{others}, {pack.emergency_place}".replace("_", " "),
        ", ".join((*(each for each in urgent if each), pack.urgent_place.replace("_", " "))),
        *((pack.note,) if pack.note else ()),
    )


def version_of(words: Words) -> str:
    """SHA-256 of a text, in hexadecimal: the same words give the same version. Empty for none."""
    canonical = json.dumps(words, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest() if words else ""
