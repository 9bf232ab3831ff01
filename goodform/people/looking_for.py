"""How somebody is looked for: one key beside what is shown, whatever the database compares by."""

from goodform.ui.phone_numbers import looked_for, western
from goodform.ui.typed_text import NUL, folded, one_line

MOST_WORDS = 8
FEWEST_DIGITS = 5
"""From so many on a row of digits in any spacing is one number."""


def key_of(*, name: str, email: str, phone: str) -> str:
    """The key a patient is found by: Özil as ozil, O’Brien as obrien, a number by its digits."""
    return " ".join((folded(name), folded(email), *looked_for(phone)))


def wanted(text: str) -> list[tuple[str, ...]]:
    """The words typed: every one of these must be in the key, each in one of its forms."""
    line = western(one_line(text.replace(NUL, " ")))
    digits = "".join(sign for sign in line if sign.isdigit())
    if len(digits) >= FEWEST_DIGITS and not any(sign.isalpha() for sign in line):
        return [looked_for(line) or (digits,)]
    return [_forms(word) for word in line.split() if word][:MOST_WORDS]


def _forms(word: str) -> tuple[str, ...]:
    """A word, or the digits of a part of a number; a word of signs alone finds nobody."""
    if any(sign.isdigit() for sign in word) and not any(sign.isalpha() for sign in word):
        return ("".join(sign for sign in word if sign.isdigit()),)
    return (folded(word) or word,)
