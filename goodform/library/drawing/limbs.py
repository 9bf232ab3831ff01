"""Which parts make up a limb, and which role has each?

A limb is drawn as one: a line in the colour of the stage goes round the whole of it and cuts it
from what lies behind.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from goodform.library.drawing.outline import Circle, disc, hull, limb
from goodform.library.drawing.palette import Role
from goodform.library.drawing.paper import Paper
from goodform.motion.body.flesh import FLESH, ball_centres
from goodform.motion.body.mannequin import SIDES, Skeleton, sign_of
from goodform.motion.body.viewing import axes_of

Parts = tuple[tuple[Role, tuple[str, ...]], ...]

_HULLS: Mapping[str, int] = {
    "trunk": 16,
    "pelvis": 12,
    "hair": 12,
    "face": 12,
    "left_foot": 12,
    "right_foot": 12,
    "left_hand": 12,
    "right_hand": 12,
}
"""Parts drawn as a hull, and in how many directions it is sampled."""


def limb_parts(name: str, *, works: Sequence[str], far: Sequence[str]) -> Parts:
    """The parts of a limb, back to front, each with its role.

    Limbs joined by ``+`` are drawn as one. ``works``: segments that are lit.
    ``far``: limbs on the far side, drawn quieter.

    Raises
    ------
    KeyError
        If there is no limb of that name.
    """
    if "+" in name:
        return tuple(
            part for one in name.split("+") for part in limb_parts(one, works=works, far=far)
        )
    middle: Mapping[str, Parts] = {
        "neck": (("skin-far", ("neck",)),),
        "head": (("hair", ("hair",)), ("skin", ("face", "nose"))),
        "torso": (("works" if "trunk" in works else "top", ("trunk",)),),
        "pelvis": (("works" if "pelvis" in works else "legs", ("pelvis",)),),
    }
    if name in middle:
        return middle[name]
    side, limb_name = name.split("_", 1)
    distant = name in far
    skin: Role = "skin-far" if distant else "skin"
    sleeve: Role = "top-far" if distant else "top"
    upper, fore, hand = f"{side}_upper_arm", f"{side}_forearm", f"{side}_hand"
    arms: Mapping[str, Parts] = {
        "arm": ((skin, (upper, fore, hand)), (sleeve, (f"{side}_sleeve",))),
        "upper_arm": ((skin, (upper,)), (sleeve, (f"{side}_sleeve",))),
        "forearm": ((skin, (fore, hand)),),
        "hand": ((skin, (hand,)),),
    }
    if limb_name in arms:
        return arms[limb_name]
    segments = {
        "leg": ("thigh", "shank", "foot"),
        "thigh": ("thigh",),
        "lower_leg": ("shank", "foot"),
    }[limb_name]
    lit: Role = "works-far" if distant else "works"
    parts = tuple(f"{side}_{segment}" for segment in segments)
    if parts[0] in works:
        return ((lit, parts),)
    clothed = tuple(part for part in parts if not part.endswith("foot"))
    bare = tuple(part for part in parts if part.endswith("foot"))
    return (("skin-far", bare), ("legs", clothed)) if bare else (("legs", clothed),)


def circles_of(skeleton: Skeleton, part: str, paper: Paper) -> list[list[Circle]]:
    """The circles of a part on the paper: one list a moment."""
    placed = [
        (paper.place(ball_centres(skeleton, ball)), ball.radius * paper.scale)
        for ball in FLESH[part]
    ]
    moments = len(placed[0][0])
    return [
        [(float(at[t, 0]), float(at[t, 1]), radius) for at, radius in placed]
        for t in range(moments)
    ]


def outline(skeleton: Skeleton, parts: Sequence[str], paper: Paper) -> list[str]:
    """One path round several parts, at each moment."""
    drawn = [[_part(part, c) for c in circles_of(skeleton, part, paper)] for part in parts]
    return ["".join(pieces) for pieces in zip(*drawn, strict=True)]


def _part(part: str, circles: Sequence[Circle]) -> str:
    if part in _HULLS:
        return hull(circles, _HULLS[part])
    if len(circles) == 1:
        return disc(circles[0])
    return "".join(
        limb(a, b, open_end=part not in {"nose", "bridge", "mouth"}) for a, b in pairwise(circles)
    )


def features(skeleton: Skeleton, paper: Paper) -> list[tuple[Role, list[str]]]:
    """Ears, eyes, nose and mouth, as far as they face the viewer.

    From the side the outline of the face shows the nose; from in front it is drawn on the face.
    """
    towards = axes_of(paper.view)[2]
    head = skeleton.frames["head"][0]

    def faces(ahead: float, aside: float, least: float) -> bool:
        return float(head @ np.array([ahead, 0.0, aside]) @ towards) > least

    seen_from_front: tuple[tuple[str, Role, float], ...] = (
        ("bridge", "skin-far", 0.52),
        ("mouth", "hair", 0.52),
    )
    sided: tuple[tuple[str, Role, float, float], ...] = (
        ("ear", "skin", -0.1, 1.0),
        ("eye", "eye", 0.75, 0.66),
    )
    shown: list[tuple[str, Role]] = [
        (name, role) for name, role, least in seen_from_front if faces(1.0, 0.0, least)
    ]
    shown += [
        (f"{side}_{name}", role)
        for name, role, ahead, aside in sided
        for side in SIDES
        if faces(ahead, sign_of(side) * aside, 0.12)
    ]
    return [(role, outline(skeleton, [part], paper)) for part, role in shown]
