"""How is a pose solved that a movement only describes: what rests where, and which angles change?

A stance says how the trunk is held and what each limb does: hangs by its joint angles, stands on
the floor, or rests on the mat, a worktop or the body. All else is values of the phases, degrees or
shares of stature; what a phase leaves out is zero. Places are given for the right side; those of
the left are their mirror image.

pelvis_x, _y, _z, _pitch, _roll, _hitch    where the pelvis is, how it tips back, rolls and hitches
lumbar_flexion, neck_flexion, neck_turn    the trunk and head from there
left_hip_flexion … right_ankle             a leg that hangs (`Hangs`), by its angles
left_foot_x, _y, left_foot_off             a foot that stands (`Stands`), moved, lifted off (0–1)
left_shoulder_flexion, _elbow_flexion,     an arm that hangs
left_shoulder_adduction
left_hand_x, _y, _z                        a hand that rests, moved
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from goodform.motion.body.contacts import hips_over_feet
from goodform.motion.body.mannequin import Mannequin, Side, Skeleton, sign_of
from goodform.motion.body.posing import Posing
from goodform.motion.body.space import Array, in_world, point, turn_x, turn_y, turn_z

Triple = tuple[float, float, float]
Values = Mapping[str, Array]

SHOULDERS_ON_MAT = 0.068
"""Height of the line between the shoulders of a body on its back."""


@dataclass(frozen=True)
class Hangs:
    """A limb that is where its joint angles put it."""


@dataclass(frozen=True)
class Stands:
    """A foot flat on the floor, its ankle at ``at`` (x, z); the knee points along ``pole``.

    ``knee_out`` of the values turns the knee outwards, in degrees.
    """

    at: tuple[float, float]
    pole: Triple = (0.25, 1.0, 0.02)
    toe_out: float = 0.0


@dataclass(frozen=True)
class Rests:
    """A hand whose wrist rests at ``at``: in the room, or in the frame of a segment from its joint.

    ``fingers``: the direction of the hand.
    """

    at: Triple
    pole: Triple
    fingers: Triple | None = None
    joint: str = ""
    segment: str = ""


@dataclass(frozen=True)
class Beside:
    """An arm that lies on the mat beside the body."""


@dataclass(frozen=True)
class Props:
    """An arm whose forearm lies on the floor, pointing ahead, its elbow as far under as it goes."""


ELBOW_ON_MAT = 0.026
"""Height of an elbow that lies on the mat."""

Leg = Hangs | Stands
Arm = Hangs | Rests | Beside | Props
Held = Literal["pelvis", "chest", "shoulders", "feet"]


@dataclass(frozen=True)
class Stance:
    """How a body is held, as data. ``lies``: its frame, standing or lying.

    ``held`` by the pelvis, wherever the values put it; by the chest or the shoulders, which stay on
    the mat while the pelvis tips or rises; or by the feet, with ``shank_tilt`` and ``knee_bend``.
    """

    lies: Array
    held: Held
    left_leg: Leg
    right_leg: Leg
    left_arm: Arm
    right_arm: Arm

    def solve(self, build: Mannequin, values: Values) -> Skeleton:
        """The pose for these values."""
        moments = len(next(iter(values.values())))
        known = _Known(values, moments)
        pose = Posing(build, moments)
        self._hold(pose, known)
        _place_leg(pose, "left", self.left_leg, known)
        _place_leg(pose, "right", self.right_leg, known)
        _place_arm(pose, "left", self.left_arm, known)
        _place_arm(pose, "right", self.right_arm, known)
        return pose.skeleton()

    def _hold(self, pose: Posing, known: "_Known") -> None:
        pitch = known("pelvis_pitch")
        turned = turn_x(known("pelvis_hitch")) @ turn_y(known("pelvis_roll"))
        pelvis, lumbar, neck = self._places(pose.build, known)
        pose.trunk(
            pelvis,
            self.lies @ turn_z(pitch) @ turned,
            lumbar_flexion=lumbar + known("lumbar_flexion"),
            twist=known("pelvis_roll"),
            side_bend=known("side_bend"),
            neck_flexion=neck + known("neck_flexion"),
            neck_turn=known("neck_turn"),
        )

    def _places(self, build: Mannequin, known: "_Known") -> tuple[Array, Array, Array]:
        """Where the pelvis is, and how far back and neck must bend for what stays down."""
        nothing = known("nothing")
        given = point(known("pelvis_x"), known("pelvis_y"), known("pelvis_z"))
        pitch = np.radians(known("pelvis_pitch"))
        if self.held == "feet":
            tilt, bend = known("shank_tilt"), known("knee_bend")
            return (
                given + hips_over_feet(build, shank_tilt=tilt, knee_flexion=bend),
                nothing,
                nothing,
            )
        if self.held == "shoulders":
            neck = np.array([-build.trunk, SHOULDERS_ON_MAT, 0.0])
            pelvis = neck + build.trunk * point(np.cos(pitch), np.sin(pitch), 0.0)
            return pelvis, nothing, known("pelvis_pitch") - 2.0
        if self.held == "chest":
            return _chest_down(build, given, pitch)
        return given, nothing, nothing


def _chest_down(build: Mannequin, given: Array, pitch: Array) -> tuple[Array, Array, Array]:
    """The tail curls up, or the back arches off the mat; the chest stays flat on it."""
    back = build.trunk - build.waist
    sinks = np.arcsin(build.waist * np.maximum(-np.sin(pitch), 0.0) / back)
    pelvis = given + point(
        build.waist * np.cos(pitch) + back * np.cos(sinks) - build.trunk,
        build.waist * np.maximum(np.sin(pitch), 0.0),
        0.0,
    )
    return pelvis, np.degrees(pitch - sinks), np.degrees(sinks)


class _Known:
    """The values of the phases; zero for what none of them says."""

    def __init__(self, values: Values, moments: int) -> None:
        self._values, self._none = values, np.zeros(moments)

    def __call__(self, name: str) -> Array:
        return self._values.get(name, self._none)


def _place_leg(pose: Posing, side: Side, leg: Leg, known: _Known) -> None:
    if isinstance(leg, Hangs):
        pose.bend_leg(
            side,
            hip_flexion=known(f"{side}_hip_flexion"),
            hip_abduction=known(f"{side}_hip_abduction"),
            hip_rotation=known(f"{side}_hip_rotation"),
            knee_flexion=known(f"{side}_knee_flexion"),
            ankle_dorsiflexion=known(f"{side}_ankle"),
        )
        return
    k = sign_of(side)
    out = np.radians(known(f"{side}_knee_out"))
    ahead, up, aside = leg.pole
    pole = point(ahead, up * np.cos(out), k * (aside + up * np.sin(out)))
    x, z = leg.at
    lift = known(f"{side}_foot_y")
    ankle = point(x + known(f"{side}_foot_x"), pose.build.ankle_height + lift, k * z)
    pose.set_leg(side, ankle, pole, ankle_dorsiflexion=known(f"{side}_ankle"))
    pose.plant_foot(side, toe_out=leg.toe_out, weight=1.0 - known(f"{side}_foot_off"))
    heel_up = known(f"{side}_heel_up")
    pose.frames[f"{side}_foot"] = pose.frames[f"{side}_foot"] @ turn_z(-heel_up)


def _place_arm(pose: Posing, side: Side, arm: Arm, known: _Known) -> None:
    k = sign_of(side)
    if isinstance(arm, Hangs):
        pose.bend_arm(
            side,
            shoulder_flexion=known(f"{side}_shoulder_flexion"),
            elbow_flexion=known(f"{side}_elbow_flexion"),
            shoulder_adduction=known(f"{side}_shoulder_adduction"),
        )
        return
    if isinstance(arm, Beside):
        shoulder = pose.joints[f"{side}_shoulder"]
        hand = point(shoulder[:, 0] + 0.315, 0.022, shoulder[:, 2] + 0.045 * k)
        pose.set_arm(side, hand, np.array([0.0, -0.2, float(k)]))
        return
    if isinstance(arm, Props):
        _prop(pose, side)
        return
    mirror = np.array([1.0, 1.0, float(k)])
    fingers = None if arm.fingers is None else np.array(arm.fingers) * mirror
    x = arm.at[0] + known(f"{side}_hand_x")
    y = arm.at[1] + known(f"{side}_hand_y")
    z = arm.at[2] + known(f"{side}_hand_z")
    if arm.segment:
        segment = arm.segment.replace("own", side)
        joint = arm.joint.replace("own", side)
        hand = pose.joints[joint] + in_world(pose.frames[segment], point(x, y, k * z))
    else:
        hand = point(x, y, k * z)
    pose.set_arm(side, hand, np.array(arm.pole) * mirror, fingers=fingers)


def _prop(pose: Posing, side: Side) -> None:
    """The elbow on the mat ahead of the shoulder, as near as the upper arm lets it; then ahead."""
    build, shoulder = pose.build, pose.joints[f"{side}_shoulder"]
    drop = shoulder[:, 1] - ELBOW_ON_MAT
    ahead = np.sqrt(np.maximum(build.upper_arm**2 - drop**2, 0.0))
    elbow = point(shoulder[:, 0] + ahead, ELBOW_ON_MAT, shoulder[:, 2])
    wrist = elbow + np.array([build.forearm, -0.002, 0.0])
    pole = elbow - (shoulder + wrist) / 2.0
    pose.set_arm(side, wrist, pole, fingers=np.array([1.0, -0.05, 0.0]))
