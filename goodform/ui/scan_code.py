"""A code to scan, drawn for a page."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def scan_code(text: str, said: str) -> SafeString:
    """The code of a text, as SVG on white, whatever the page's colours; `said` is read aloud."""
    drawn = segno.make(text, error="m", micro=False)
    svg = drawn.svg_inline(border=4, light="#fff", svgclass="qr", lineclass=None, omitsize=True)
    picture = mark_safe(svg)  # noqa: S308  # drawn by segno, and the text is not in it
    return format_html('<span class="scan" role="img" aria-label="{}">{}</span>', said, picture)
