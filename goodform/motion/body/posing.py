"""How do joint angles and contacts become a pose?

Forward kinematics, with frames per segment (X front, Y towards the head, Z the body's right):

    thigh = pelvis · Rz(flexion) · Rx(−k·abduction) · Ry(−k·outward rotation)
    k = +1 for the right, −1 for the left
    shank = thigh · Rz(−knee flexion)          foot = shank · Rz(dorsiflexion)
    thorax = pelvis · Ry(−twist) · Rx(−side bend) · Rz(−lumbar flexion)
    head = thorax · Rx(−neck side bend) · Ry(neck turn) · Rz(−neck flexion)

A limb whose end has to be somewhere is solved by ``reaching`` instead. All over T moments at once.
"""

import numpy as np

from goodform.motion.body.mannequin import Mannequin, Side, Skeleton, sign_of
from goodform.motion.body.reaching import bone_fronts, reach, swivel_to_move
from goodform.motion.body.space import (
    Array,
    Number,
    across,
    blend,
    blend_frames,
    frame_from,
    in_world,
    point,
    turn_about,
    turn_x,
    turn_y,
    turn_z,
    unit,
)


class Posing:
    """Put a mannequin into a pose, part by part, from the pelvis outwards."""

    def __init__(self, build: Mannequin, moments: int) -> None:
        """Begin with nothing placed; every part placed later spans this many moments."""
        self.build = build
        self.moments = moments
        self.joints: dict[str, Array] = {}
        self.frames: dict[str, Array] = {}

    def skeleton(self) -> Skeleton:
        """The finished pose."""
        return Skeleton(dict(self.joints), dict(self.frames))

    def spread(self, place: Array) -> Array:
        """Give a point or direction that does not move the length of the others: → (T, 3)."""
        return np.broadcast_to(place, (self.moments, 3))

    def trunk(
        self,
        pelvis: Array,
        frame: Array,
        *,
        lumbar_flexion: Number = 0.0,
        twist: Number = 0.0,
        side_bend: Number = 0.0,
        neck_flexion: Number = 0.0,
        neck_turn: Number = 0.0,
        neck_side_bend: Number = 0.0,
    ) -> None:
        """Place pelvis, thorax and head, the hip joints and the shoulders.

        ``pelvis`` is the point between the hip joints; ``twist`` turns the thorax back to the
        right by so many degrees against the pelvis; ``side_bend`` bends it to the left. The head
        bends to the left by ``neck_side_bend``, and its face turns there by ``neck_turn``.
        """
        build = self.build
        hips = np.broadcast_to(frame, (self.moments, 3, 3))
        thorax = (
            hips
            @ turn_y(-self.spread_number(twist))
            @ turn_x(-self.spread_number(side_bend))
            @ turn_z(-self.spread_number(lumbar_flexion))
        )
        head = (
            thorax
            @ turn_x(-self.spread_number(neck_side_bend))
            @ turn_y(self.spread_number(neck_turn))
            @ turn_z(-self.spread_number(neck_flexion))
        )
        self.frames |= {"pelvis": hips, "thorax": thorax, "head": head}
        at = self.spread(pelvis)
        waist = at + build.waist * self.frames["pelvis"][..., 1]
        neck = waist + (build.trunk - build.waist) * self.frames["thorax"][..., 1]
        self.joints |= {"pelvis": at, "waist": waist, "neck": neck}
        for side in ("left", "right"):
            k = sign_of(side)
            self.joints[f"{side}_hip"] = at + k * build.hip_half * hips[..., 2]
            self.shift_shoulder(side)

    def shift_shoulder(
        self, side: Side, *, forward: Number = 0.0, up: Number = 0.0, inward: Number = 0.0
    ) -> None:
        """Place a shoulder joint, moved on the chest from where it rests."""
        k, build = sign_of(side), self.build
        offset = point(
            forward,
            np.asarray(up) - build.shoulder_drop,
            k * (build.shoulder_half - np.asarray(inward)),
        )
        self.joints[f"{side}_shoulder"] = self.joints["neck"] + in_world(
            self.frames["thorax"], self.spread(offset)
        )

    def bend_leg(
        self,
        side: Side,
        *,
        hip_flexion: Number = 0.0,
        hip_abduction: Number = 0.0,
        hip_rotation: Number = 0.0,
        knee_flexion: Number = 0.0,
        ankle_dorsiflexion: Number = 0.0,
    ) -> None:
        """Place a leg by its joint angles (rotation: outward is positive)."""
        k, build = sign_of(side), self.build
        thigh = (
            self.frames["pelvis"]
            @ turn_z(hip_flexion)
            @ turn_x(-k * np.asarray(hip_abduction))
            @ turn_y(-k * np.asarray(hip_rotation))
        )
        shank = thigh @ turn_z(-np.asarray(knee_flexion))
        knee = self.joints[f"{side}_hip"] - build.thigh * thigh[..., 1]
        self.joints |= {f"{side}_knee": knee, f"{side}_ankle": knee - build.shank * shank[..., 1]}
        self.frames |= {
            f"{side}_thigh": thigh,
            f"{side}_shank": shank,
            f"{side}_foot": shank @ turn_z(self.spread_number(ankle_dorsiflexion)),
        }

    def set_leg(
        self,
        side: Side,
        ankle: Array,
        pole: Array,
        *,
        ankle_dorsiflexion: Number = 0.0,
        swivel: Number = 0.0,
        knee_inward: Number = 0.0,
        inward: Array | None = None,
    ) -> None:
        """Place a leg whose ankle has to be somewhere.

        ``pole`` is the direction the knee points to; ``swivel`` turns the knee about the line
        hip–ankle, right-handed, in degrees; ``knee_inward`` moves it along ``inward``, in statures.
        """
        build, hip = self.build, self.joints[f"{side}_hip"]
        pole, target = self.spread(pole), self.spread(ankle)
        knee, ankle = reach(hip, target, (build.thigh, build.shank), pole)
        if inward is not None:
            axis = unit(ankle - hip)
            sense = np.sign(
                np.einsum("ti,ti->t", np.cross(axis, across(pole, axis)), self.spread(inward))
            )
            swivel = np.asarray(swivel) + sense * swivel_to_move(
                hip, knee, ankle, self.spread_number(knee_inward)
            )
        axis = unit(ankle - hip)
        turned = turn_about(axis, across(pole, axis), self.spread_number(swivel))
        knee, ankle = reach(hip, target, (build.thigh, build.shank), turned)
        thigh_front, shank_front = bone_fronts(hip, knee, ankle, turned)
        shank = frame_from(shank_front, unit(knee - ankle))
        self.joints |= {f"{side}_knee": knee, f"{side}_ankle": ankle}
        self.frames |= {
            f"{side}_thigh": frame_from(thigh_front, unit(hip - knee)),
            f"{side}_shank": shank,
            f"{side}_foot": shank @ turn_z(self.spread_number(ankle_dorsiflexion)),
        }

    def plant_foot(self, side: Side, *, toe_out: Number = 0.0, weight: Number = 1.0) -> None:
        """Stand a foot flat on the floor, toes along +x, turned out by degrees.

        ``weight`` blends from the foot as it hangs (0) to flat on the floor (1).
        """
        flat = turn_y(-sign_of(side) * self.spread_number(toe_out))
        name = f"{side}_foot"
        self.frames[name] = blend_frames(self.frames[name], flat, self.spread_number(weight))

    def bend_arm(
        self,
        side: Side,
        *,
        shoulder_flexion: Number,
        elbow_flexion: Number,
        shoulder_adduction: Number = 0.0,
    ) -> None:
        """Place an arm by its joint angles: raised to the front, then drawn to the middle."""
        build, shoulder = self.build, self.joints[f"{side}_shoulder"]
        upper = (
            self.frames["thorax"]
            @ turn_z(self.spread_number(shoulder_flexion))
            @ turn_x(sign_of(side) * self.spread_number(shoulder_adduction))
        )
        fore = upper @ turn_z(self.spread_number(elbow_flexion))
        elbow = shoulder - build.upper_arm * upper[..., 1]
        self.joints |= {
            f"{side}_elbow": elbow,
            f"{side}_wrist": elbow - build.forearm * fore[..., 1],
        }
        self.frames |= {
            f"{side}_upper_arm": upper,
            f"{side}_forearm": fore,
            f"{side}_hand": fore,
        }

    def set_arm(
        self,
        side: Side,
        wrist: Array,
        pole: Array,
        *,
        fingers: Array | None = None,
        grip: Number = 1.0,
    ) -> None:
        """Place an arm whose wrist has to be somewhere.

        The hand goes on along the forearm and turns to the direction ``fingers`` as ``grip`` goes
        from 0 to 1.
        """
        build, shoulder = self.build, self.joints[f"{side}_shoulder"]
        pole = self.spread(pole)
        elbow, wrist = reach(shoulder, self.spread(wrist), (build.upper_arm, build.forearm), pole)
        ahead = unit(wrist - elbow)
        hand = ahead
        if fingers is not None:
            hand = unit(blend(ahead, unit(self.spread(fingers)), self.spread_number(grip)))
        front = -across(pole, ahead)
        self.joints |= {f"{side}_elbow": elbow, f"{side}_wrist": wrist}
        self.frames |= {
            f"{side}_upper_arm": frame_from(-pole, unit(shoulder - elbow)),
            f"{side}_forearm": frame_from(front, -ahead),
            f"{side}_hand": frame_from(front, -hand),
        }

    def spread_number(self, number: Number) -> Array:
        """Give one number the length of the others: (…,) → (T,)."""
        return np.broadcast_to(np.asarray(number, dtype=np.float64), (self.moments,))
