"""Reading our own stylesheets: the tokens, the classes, the colours."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

CSS: Path = settings.PACKAGE / "ui/static/ui/css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


def words(sheet: Path) -> str:
    """A stylesheet without its comments."""
    return _COMMENT.sub("", sheet.read_text())


def every_sheet() -> list[Path]:
    """All stylesheets of the house, without those that set-up copies."""
    return sorted(
        sheet for sheet in settings.PACKAGE.rglob("static/**/*.css") if "vendor" not in sheet.parts
    )


def _block(text: str, opening: str) -> dict[str, str]:
    """The tokens in the first block that opens so; blocks here hold no inner braces."""
    inside = text.split(opening, 1)[1].split("}", 1)[0]
    return {name: value.strip() for name, value in _TOKEN.findall(inside)}


@cache
def tokens(mode: str) -> dict[str, str]:
    """Every token by name, as it holds in `light`, `dark`, `dark by hand`, `sheet` or `print`."""
    text = words(CSS / "tokens.css")
    light = _block(text, ":root {\n    color-scheme")
    if mode == "light":
        return light
    if mode == "print":
        return light | _block(words(CSS / "print.css"), ':root:not([data-theme="light"]) {')
    opening = {
        "sheet": ".on-paper {",
        "dark": ':root:not([data-theme="light"]) {',
        "dark by hand": ':root[data-theme="dark"] {',
    }
    return light | _block(text, opening[mode])


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB` or `#RGB`, 0 to 1 (WCAG 2.2)."""
    full = colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])
    channels = [int(full[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def classes_defined() -> set[str]:
    """Every class that a stylesheet of ours speaks of."""
    found: set[str] = set()
    for sheet in every_sheet():
        for selector in re.findall(r"([^{}]+)\{", words(sheet)):
            found.update(re.findall(r"\.([a-zA-Z][\w-]*)", selector))
    return found
