"""Things around the body: mat, floor, stool, chair.

All coordinates are statures in the room: x right, y up, z to the viewer.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from goodform.library.drawing.outline import line, polygon
from goodform.library.drawing.palette import Role
from goodform.library.drawing.paper import Paper
from goodform.library.drawing.plan import Ground, Prop, Seat
from goodform.motion.movements.box_squat import SEAT_HEIGHT
from goodform.motion.movements.upright import WORKTOP_AHEAD, WORKTOP_BESIDE, WORKTOP_HEIGHT
from goodform.motion.movements.wall_squat import WALL_BEHIND

Point3 = tuple[float, float, float]
Shape = tuple[Role, str, float]
"""Role, path and width of its line (0 for a filled shape)."""

MAT = (-0.52, 0.60, 0.20)
"""Left end, right end and half the width of the mat."""
FLOOR = (-0.56, 0.42, 0.27)
THICK = 0.014
STOOL = (-0.47, -0.150, 0.19)
CHAIR = (-0.42, -0.09, 0.16)
BACKREST = 0.55


def _quad(paper: Paper, corners: Sequence[Point3]) -> str:
    placed = paper.place(np.array(corners))
    return polygon([(float(x), float(y)) for x, y in placed])


def _stroke(paper: Paper, ends: Sequence[Point3]) -> str:
    placed = paper.place(np.array(ends))
    return line([(float(x), float(y)) for x, y in placed])


def ground_corners(ground: Ground) -> list[Point3]:
    """The corners of what the body is on, for fitting it into the picture."""
    if ground == "bare":
        return [(0.30, 0.0, 0.0)]
    if ground == "line":
        return [(-0.5, 0.0, 0.0), (0.5, 0.0, 0.0)]
    left, right, half = MAT if ground == "mat" else FLOOR
    return [(x, y, z) for x in (left, right) for z in (-half, half) for y in (0.0, -THICK)]


def draw_ground(paper: Paper, ground: Ground) -> list[Shape]:
    """The mat the body lies on, or the floor it stands on."""
    if ground == "bare":
        return []
    if ground == "line":
        return [("seat-edge", _stroke(paper, [(-0.5, -0.012, 0.0), (0.5, -0.012, 0.0)]), 18.0)]
    left, right, half = MAT if ground == "mat" else FLOOR
    top = [(left, 0.0, -half), (right, 0.0, -half), (right, 0.0, half), (left, 0.0, half)]
    shapes: list[Shape] = [("mat", _quad(paper, top), 0.0)]
    if ground == "mat":
        low = -THICK
        edge = [
            (left, 0.0, half), (right, 0.0, half), (right, 0.0, -half),
            (right, low, -half), (right, low, half), (left, low, half),
        ]  # fmt: skip
        shapes.insert(0, ("mat-edge", _quad(paper, edge), 0.0))
    return shapes


def draw_seat(paper: Paper, seat: Seat) -> list[Shape]:
    """A stool without a back, or a chair with one; both of the height of the box."""
    back, front, half = STOOL if seat == "stool" else CHAIR
    top, under = SEAT_HEIGHT, SEAT_HEIGHT - 0.03
    shapes: list[Shape] = []
    for x in (back + 0.02, front - 0.02):
        for z in (-half + 0.02, half - 0.02):
            shapes.append(("seat-edge", _stroke(paper, [(x, under, z), (x, 0.008, z)]), 18.0))
    if seat == "chair":
        shapes += [
            ("seat-edge", _stroke(paper, [(back, under, z), (back - 0.03, BACKREST, z)]), 18.0)
            for z in (-half + 0.02, half - 0.02)
        ]
        high = [(back - 0.015, 0.40, -half), (back - 0.03, BACKREST, -half),
                (back - 0.03, BACKREST, half), (back - 0.015, 0.40, half)]  # fmt: skip
        shapes.append(("seat", _quad(paper, high), 0.0))
    rim = [(back, top, half), (front, top, half), (front, top, -half),
           (front, under, -half), (front, under, half), (back, under, half)]  # fmt: skip
    face = [(back, top, -half), (front, top, -half), (front, top, half), (back, top, half)]
    return [*shapes, ("seat-edge", _quad(paper, rim), 0.0), ("seat", _quad(paper, face), 0.0)]


def seat_corners(seat: Seat) -> list[Point3]:
    """The corners of a seat, for fitting it into the picture."""
    back, front, half = STOOL if seat == "stool" else CHAIR
    high = SEAT_HEIGHT if seat == "stool" else BACKREST
    return [(x, y, z) for x in (back - 0.03, front) for y in (0.0, high) for z in (-half, half)]


WALL = (0.0, 0.92, 0.30)
"""Foot, top and half the width of the piece of wall that is drawn."""
WALLS: Mapping[Prop, float] = {"wall behind": WALL_BEHIND, "wall behind seat": -0.50}
"""Where the wall stands, behind the back or behind the seat."""
DEEP = 0.20
"""How deep the piece of worktop is that is drawn."""


def _worktop(prop: Prop) -> tuple[float, float, float, float]:
    """From where to where a worktop goes, along and aside."""
    if prop == "worktop ahead":
        return WORKTOP_AHEAD, WORKTOP_AHEAD + DEEP, -0.26, 0.26
    return -0.22, 0.26, -WORKTOP_BESIDE - DEEP, -WORKTOP_BESIDE


def draw_prop(paper: Paper, prop: Prop) -> list[Shape]:
    """A worktop to hold on to, or the wall behind."""
    if prop in WALLS:
        x, (low, high, half) = WALLS[prop], WALL
        wall = [(x, low, -half), (x, high, -half), (x, high, half), (x, low, half)]
        edge = [(x, low, half), (x, high, half)]
        return [("mat", _quad(paper, wall), 0.0), ("seat-edge", _stroke(paper, edge), 12.0)]
    near, far, left, right = _worktop(prop)
    top, under = WORKTOP_HEIGHT, WORKTOP_HEIGHT - 0.03
    x = near if prop == "worktop ahead" else far
    face = [(x, 0.0, left), (x, under, left), (x, under, right), (x, 0.0, right)]
    side = [(near, 0.0, right), (near, under, right), (far, under, right), (far, 0.0, right)]
    lid = [(near, top, left), (far, top, left), (far, top, right), (near, top, right)]
    rims = [
        [(x, under, left), (x, top, left), (x, top, right), (x, under, right)],
        [(near, under, right), (near, top, right), (far, top, right), (far, under, right)],
    ]
    return [
        ("mat-edge", _quad(paper, face), 0.0),
        ("mat-edge", _quad(paper, side), 0.0),
        *(("seat-edge", _quad(paper, rim), 0.0) for rim in rims),
        ("seat", _quad(paper, lid), 0.0),
    ]


def prop_corners(prop: Prop) -> list[Point3]:
    """The corners of what is held or leant on, for fitting it into the picture."""
    if prop in WALLS:
        x, (low, high, half) = WALLS[prop], WALL
        return [(x, y, z) for y in (low, high) for z in (-half, half)]
    near, far, left, right = _worktop(prop)
    return [(x, y, z) for x in (near, far) for y in (0.0, WORKTOP_HEIGHT) for z in (left, right)]
