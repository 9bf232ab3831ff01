"""A recording of a body: everything a file holds, before anybody has judged it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from goodform.motion.eye.frame import Frame, Layout
from goodform.motion.eye.trace import Floats


class BadRecordingError(ValueError):
    """The recording cannot be read; the message says what to change."""


@dataclass(frozen=True)
class Recording:
    """``points`` (T, J, 3) metres, y up; ``times`` (T,) seconds; ``visibility`` (T, J) 0–1.

    ``up`` (T, 3) or (3,), away from the ground in the directions of the points, by the phone.
    ``image`` (T, J, 2) pixels of the picture, x right, y down: across and up then come from there.
    A recording with visibility comes from one camera that looks along z: views are then judged.
    Without it (markers, several cameras) the body is seen from everywhere.
    """

    layout: Layout
    times: Floats
    points: Floats
    visibility: Floats | None = None
    image: Floats | None = None
    up: Floats | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together; raises BadRecordingError."""
        frames, joints = len(self.times), self.layout.size
        if self.times.ndim != 1:
            raise BadRecordingError("`times` must be one row of seconds, one for each frame.")
        if self.points.shape != (frames, joints, 3):
            raise BadRecordingError(
                f"`points` has the shape {self.points.shape}. With {frames} times and {joints} "
                f"names it must be ({frames}, {joints}, 3)."
            )
        if self.visibility is not None and self.visibility.shape != (frames, joints):
            raise BadRecordingError(
                f"`visibility` has the shape {self.visibility.shape}; it must be "
                f"({frames}, {joints})."
            )

        if self.image is not None and self.image.shape != (frames, joints, 2):
            raise BadRecordingError(
                f"`image` has the shape {self.image.shape}; it must be ({frames}, {joints}, 2)."
            )
        if self.up is not None and self.up.shape not in {(3,), (frames, 3)}:
            raise BadRecordingError(
                f"`up` has the shape {self.up.shape}; it must be ({frames}, 3), or (3,) where the "
                "phone stood still."
            )

    @property
    def from_camera(self) -> bool:
        """Whether a single camera saw it, so that the view matters."""
        return self.visibility is not None

    def frames(self) -> Iterator[Frame]:
        """The frames in their order."""
        ups = None if self.up is None else np.broadcast_to(self.up, (len(self.times), 3)).tolist()
        for i, time in enumerate(self.times.tolist()):
            seen = None if self.visibility is None else self.visibility[i].tolist()
            image = None if self.image is None else self.image[i].tolist()
            up = None if ups is None else ups[i]
            yield Frame(self.layout, time, self.points[i].tolist(), seen, image, up)
