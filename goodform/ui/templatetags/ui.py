"""Template tags of every page: icons, fields, marks and the links of the bars."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goodform.ui.icons import icon as draw
from goodform.ui.phone_numbers import dialled

register = template.Library()
register.simple_tag(draw, name="icon")

MATS = {"done": "on", "half": "half", "empty": "", "stopped": "stopped"}


@register.filter
def tel(number: str) -> str:
    """The address that dials this number: `+44 (0)1632 960123` → `tel:+441632960123`."""
    return f"tel:{dialled(number)}"


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with label, hint and error, whatever its widget."""
    return SafeString(render_to_string("ui/forms/field.html", {"field": bound}))


@register.filter
def error_target(bound: BoundField) -> str:
    """Where a link to a wrong field leads: the field, or its message where it has many boxes."""
    return bound.id_for_label or f"{bound.auto_id}_error"


@register.filter
def has_wrong_fields(form: BaseForm) -> bool:
    """Whether a mistake belongs to a field, and not to the form as a whole."""
    return any(name != NON_FIELD_ERRORS for name in form.errors)


@register.simple_tag
def stepper(bound: BoundField, fewer: str, more: str) -> SafeString:
    """A number field with buttons around it; `fewer` and `more` are what the buttons say."""
    return SafeString(
        render_to_string("ui/forms/stepper.html", {"field": bound, "fewer": fewer, "more": more})
    )


@register.simple_tag
def days(bound: BoundField) -> SafeString:
    """Weekdays to tick. The cell shows the first letter, its label is the whole name."""
    return SafeString(render_to_string("ui/forms/days.html", {"field": bound}))


@dataclass(frozen=True)
class PainChoice:
    """One number of the pain scale and what a screen reader says for it."""

    number: int
    said: str
    chosen: bool


@register.inclusion_tag("ui/pain_scale.html")
def pain_scale(
    name: str, question: str, chosen: int | None = None, hint: str = "", error: str = ""
) -> dict[str, Any]:
    """0 to 10 as buttons, 0 always first and always no pain; nothing is chosen beforehand."""
    if chosen is not None and not 0 <= chosen <= 10:
        raise ValueError(f"Pain goes from 0 to 10, not {chosen}.")
    ends = {0: _("no pain"), 10: _("worst pain")}
    choices = [PainChoice(number, ends.get(number, ""), number == chosen) for number in range(11)]
    return {"name": name, "question": question, "choices": choices, "hint": hint, "error": error}


@register.simple_tag
def mats(parts: Iterable[str]) -> SafeString:
    """A bar in parts (`done`, `half`, `empty`, `stopped`). Silent: words beside it say the same."""
    cells = []
    for part in parts:
        if part not in MATS:
            raise ValueError(f"A part of a mat is one of {', '.join(MATS)}, not “{part}”.")
        cells.append((MATS[part],))
    inside = format_html_join("", '<i class="{}"></i>', cells)
    return format_html('<span class="mats" aria-hidden="true">{}</span>', inside)


@register.simple_tag
def side_mark(side: str) -> SafeString:
    """The side that works: lit left half, right half or both, with the word. None: nothing."""
    words = {"left": _("Left"), "right": _("Right"), "each": _("Each side"), "none": ""}
    if side not in words:
        raise ValueError(f"A side is one of {', '.join(words)}, not “{side}”.")
    if side == "none":
        return SafeString("")
    return format_html(
        '<span class="side-mark"><i class="{}" aria-hidden="true"></i>'
        '<i class="{}" aria-hidden="true"></i>{}</span>',
        "on" if side in {"left", "each"} else "",
        "on" if side in {"right", "each"} else "",
        words[side],
    )


@register.inclusion_tag("ui/nav_item.html", takes_context=True)
def nav_item(
    context: Context, name: str, label: str, icon: str = "", count: int | None = None
) -> dict[str, Any]:
    """A link of a bar to the page called `name`; a house without that room has no such link.

    Current is the page whose `section` says so, else the one whose address begins the reader's.
    """
    try:
        address = reverse(name)
    except NoReverseMatch:
        return {"address": None}
    section = context.get("section")
    path = getattr(context.get("request"), "path", "")
    within = path == address or path.startswith(address.rstrip("/") + "/")
    here = section == name if section else within
    current = "" if not here else "page" if path == address else "true"
    return {"address": address, "label": label, "icon": icon, "count": count, "current": current}
