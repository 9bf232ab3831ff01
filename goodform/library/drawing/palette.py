"""Which colour has which part of a figure?

A shape carries its role as a class and its colour as a presentation attribute. Inlined in a page,
``figure.css`` gives each role the page's own tokens (and the print tokens on paper); in an image
or a PDF the attribute holds. The values here are those of the tokens of the same name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Palette = Literal["stage", "print"]
Role = Literal[
    "works", "works-far", "skin", "skin-far", "top", "top-far", "legs", "hair", "eye", "mat",
    "mat-edge", "seat", "seat-edge", "gap", "sign",
]  # fmt: skip


@dataclass(frozen=True)
class Colour:
    """One role's colours: the token on the stage with its value, and the same on white paper."""

    token: str
    stage: str
    print_token: str
    printed: str


COLOURS: Mapping[Role, Colour] = {
    "works": Colour("--go", "#FFC247", "--go", "#1A1A1A"),
    "works-far": Colour("--go-down", "#F5B02B", "--go-down", "#333333"),
    "skin": Colour("--body-near", "#E6F1ED", "--body-far", "#E2E2E2"),
    "skin-far": Colour("--body", "#86ACA2", "--body", "#C9C9C9"),
    "top": Colour("--body", "#86ACA2", "--body-near", "#8A8A8A"),
    "top-far": Colour("--body-far", "#64908A", "--line", "#999999"),
    "legs": Colour("--body-far", "#64908A", "--body", "#C9C9C9"),
    "hair": Colour("--body-far", "#64908A", "--edge", "#555555"),
    "eye": Colour("--stage-deep", "#0B3733", "--ink", "#000000"),
    "mat": Colour("--mat", "#2A655D", "--body-far", "#E2E2E2"),
    "mat-edge": Colour("--stage-deep", "#0B3733", "--mat", "#999999"),
    "seat": Colour("--stage-edge", "#86ADA4", "--body-far", "#E2E2E2"),
    "seat-edge": Colour("--mat", "#2A655D", "--mat", "#999999"),
    "gap": Colour("--stage", "#10453F", "--stage", "#FFFFFF"),
    "sign": Colour("--on-stage", "#F4F8F2", "--on-stage", "#000000"),
}


def colour(role: Role, palette: Palette) -> str:
    """The colour of a role, as it stands in the picture itself."""
    return COLOURS[role].stage if palette == "stage" else COLOURS[role].printed
