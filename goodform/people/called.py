"""How somebody is called where nobody has said: read from the whole name. Pure.

A title is no name, and the first word of “Archer, Alice” is not hers. It is a guess, and the forms
ask; what was said there wins.
"""

LONGEST_CALLED = 24
"""The most letters that fit a button."""
TITLES = frozenset(
    {
        *("dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame"),
        *("lord", "lady", "rev", "reverend", "fr", "sister", "herr", "frau", "dipl", "med"),
        *("dent", "phil", "rer", "nat", "hc", "ing", "mme", "mlle", "dott", "dra", "sra", "sig"),
    }
)
PARTICLES = frozenset(
    {
        *("van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le"),
        *("ter", "ten", "zu"),
    }
)


def call_name(name: str) -> str:
    """The first name as far as it can be read; “Dr Nair” where there is none."""
    words = _given_first(name).split()
    titles = 0
    while titles < len(words) and _bare(words[titles]) in TITLES:
        titles += 1
    if titles and len(words) == titles + 1:
        return fitting(f"{words[titles - 1]} {words[titles]}")
    return fitting(words[titles] if titles < len(words) else name)


def fitting(called: str) -> str:
    """No longer than a button; what is cut says so."""
    return called if len(called) <= LONGEST_CALLED else f"{called[: LONGEST_CALLED - 1]}…"


def _bare(word: str) -> str:
    return "".join(sign for sign in word.casefold() if sign.isalpha())


def _given_first(name: str) -> str:
    """`Archer, Alice` → `Alice Archer`; what follows a whole name (`Alice Archer, PhD`) goes."""
    before, comma, after = (part.strip() for part in name.partition(","))
    words = before.split()
    if not (comma and after and words):
        return name
    surname = len(words) == 1 or _bare(words[0]) in PARTICLES
    return f"{after} {before}" if surname else before
