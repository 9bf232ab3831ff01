"""Which drawing belongs to an icon's name: the lucide files that set-up copied, read once."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "static/ui/vendor/lucide"
_INSIDE = re.compile(r"<svg\b[^>]*>(?P<shapes>.*)</svg>", re.DOTALL)


class IconMissing(LookupError):
    """A template asks for an icon that set-up did not copy."""


@cache
def shapes(name: str) -> SafeString:
    """The shapes inside lucide's 24 × 24 drawing; raises `IconMissing` for an unknown name."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise IconMissing(f"“{name}” is not the name of an icon: lower-case words with hyphens.")
    try:
        drawing = (FOLDER / f"{name}.svg").read_text()
    except FileNotFoundError:
        raise IconMissing(
            f"There is no icon “{name}”. If it is in goodform/ui/icons.txt, run set-up again; "
            "if not, use one that is, or add its lucide name there."
        ) from None
    found = _INSIDE.search(drawing)
    if found is None:
        raise IconMissing(f"The file of the icon “{name}” holds no drawing. Run set-up again.")
    return mark_safe(" ".join(found["shapes"].split()))  # noqa: S308  a pinned file of ours


def icon(name: str, size: int = 20, *, bold: bool = False) -> SafeString:
    """An inline drawing, `size` CSS pixels wide, silent: a word stands beside it."""
    return format_html(
        '<svg class="ico{}" width="{}" height="{}" viewBox="0 0 24 24" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        " ico-bold" if bold else "",
        size,
        size,
        shapes(name),
    )
