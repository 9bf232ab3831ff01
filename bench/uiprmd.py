"""The repetitions of UI-PRMD as bodies: what a file of joints holds, by sensor and person."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from goodform.motion.checks import WATCHED
from goodform.motion.eye.check import Watched
from goodform.motion.eye.clip import Clip
from goodform.motion.eye.frame import Frame, Layout, body_of
from goodform.motion.eye.measuring import Measuring

Floats = NDArray[np.float64]
Sensor = Literal["kinect", "vicon"]

MOVEMENTS: Final[Mapping[int, str]] = {
    1: "squat",
    2: "hurdle-step",
    3: "inline-lunge",
    4: "side-lunge",
    5: "sit-to-stand",
    6: "straight-leg-raise",
    7: "shoulder-abduction",
    8: "shoulder-extension",
    9: "shoulder-rotation",
    10: "shoulder-scaption",
}
RATE: Final[Mapping[Sensor, float]] = {"kinect": 30.0, "vicon": 100.0 / 3.0}

_MIDDLE: Final = {"pel": "pelvis", "c7": "neck", "head": "head"}
_JOINT: Final = {
    "hip": "hip",
    "kne": "knee",
    "ank": "ankle",
    "toe": "toe",
    "sho": "shoulder",
    "elb": "elbow",
    "wri": "wrist",
}


@dataclass(frozen=True)
class Cut:
    """One repetition that was cut out: ``points`` (T, 17, 3) in metres, y up."""

    sensor: Sensor
    movement: int
    subject: int
    episode: int
    correct: bool
    points: Floats

    @property
    def slug(self) -> str:
        """The watched exercise."""
        return MOVEMENTS[self.movement]

    @property
    def times(self) -> Floats:
        """Seconds from its first frame."""
        return np.arange(len(self.points)) / RATE[self.sensor]


@dataclass(frozen=True)
class Cuts:
    """All repetitions of a file."""

    layout: Layout
    cuts: tuple[Cut, ...]

    def of(self, sensor: Sensor, movement: int) -> tuple[Cut, ...]:
        """The repetitions of one movement by one sensor."""
        return tuple(c for c in self.cuts if c.sensor == sensor and c.movement == movement)

    @property
    def subjects(self) -> tuple[int, ...]:
        """The people, by number."""
        return tuple(sorted({cut.subject for cut in self.cuts}))


def read(path: Path) -> Cuts:
    """Read a file whose keys are ``sensor_MM_SS_EE_label`` and ``joint_names``."""
    with np.load(path, allow_pickle=False) as file:
        layout = Layout.named([_name(str(joint)) for joint in file["joint_names"]])
        cuts = tuple(_cut(key, file[key]) for key in sorted(file) if key != "joint_names")
    return Cuts(layout, cuts)


def _name(joint: str) -> str:
    if joint in _MIDDLE:
        return _MIDDLE[joint]
    return f"{'left' if joint[0] == 'L' else 'right'}_{_JOINT[joint[1:]]}"


def _cut(key: str, millimetres: NDArray[np.int16]) -> Cut:
    sensor, movement, subject, episode, label = key.split("_")
    points = millimetres.astype(np.float64) / 1000.0
    if sensor == "vicon":
        # The laboratory's z is up; turned so that y is, right-handed.
        points = np.stack((points[..., 0], points[..., 2], -points[..., 1]), axis=-1)
    return Cut(
        "vicon" if sensor == "vicon" else "kinect",
        int(movement),
        int(subject),
        int(episode),
        label == "1",
        points,
    )


def measured(layout: Layout, cut: Cut) -> tuple[Watched, Clip]:
    """A cut repetition as a clip with everything that is compared."""
    watched = WATCHED[cut.slug]
    measuring = Measuring(watched)
    bodies = [
        body_of(Frame(layout, time, points))
        for time, points in zip(cut.times.tolist(), cut.points.tolist(), strict=True)
    ]
    return watched, measuring.whole(bodies)
