"""Pictures of exercises, for templates."""

from typing import cast

from django import template
from django.utils.safestring import mark_safe

from goodform.library.figures import (
    FigureSide,
    PacedDose,
    alternative_text,
    animated,
    start_pose,
    still,
)

register = template.Library()


def drawn(side: str) -> FigureSide:
    """The side to draw for a prescribed or done side: who does each begins with the left."""
    if side in {"left", "right"}:
        return cast("FigureSide", side)
    return "left" if side == "each" else "none"


@register.simple_tag
def figure(picture: str, side: str, dose: PacedDose | None = None, *, moving: bool = False) -> str:
    """The drawing of a picture, working `side`: `left right each both none`.

    With `moving=True` at the tempo of `dose`. Raises `UnknownPictureError` for a picture that is
    not in the library.
    """
    drawing = animated(picture, drawn(side), dose) if moving else still(picture, drawn(side))
    return mark_safe(drawing)  # noqa: S308  # our own drawing, nobody's text in it


@register.simple_tag
def pose(picture: str, words: str) -> str:
    """The drawing of the pose that a picture starts from, by these words."""
    return mark_safe(start_pose(picture, str(words)))  # noqa: S308  # our own drawing and words


@register.simple_tag
def figure_words(picture: str, side: str) -> str:
    """The picture in words, for those who do not see it."""
    return alternative_text(picture, drawn(side))
