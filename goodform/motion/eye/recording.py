"""A recording of a body: everything a file holds, before anybody has judged it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from goodform.motion.eye.frame import Frame, Layout


class BadRecordingError(ValueError):
    """The recording cannot be read; the message says what to change."""


class Numbers(Protocol):
    """An array as numpy has them, which the eye itself does without."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its length along each axis."""
        ...

    def __getitem__(self, at: int, /) -> Any:  # noqa: ANN401  # as numpy says it
        """The values at one place of the first axis."""
        ...

    def tolist(self) -> Any:  # noqa: ANN401  # as numpy says it
        """The same as nested lists."""
        ...


@dataclass(frozen=True)
class Recording:
    """``points`` (T, J, 3) metres, y up; ``times`` (T,) seconds; ``visibility`` (T, J) 0–1.

    ``up`` (T, 3) or (3,), away from the ground in the directions of the points, by the phone.
    ``image`` (T, J, 2) pixels of the picture, x right, y down: across and up then come from there.
    A recording with visibility comes from one camera that looks along z: views are then judged.
    Without it (markers, several cameras) the body is seen from everywhere.
    """

    layout: Layout
    times: Numbers
    points: Numbers
    visibility: Numbers | None = None
    image: Numbers | None = None
    up: Numbers | None = None

    def __post_init__(self) -> None:
        """Refuse arrays that do not belong together; raises BadRecordingError."""
        if len(self.times.shape) != 1:
            raise BadRecordingError("`times` must be one row of seconds, one for each frame.")
        frames, joints = self.times.shape[0], self.layout.size
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
        for i, time in enumerate(self.times.tolist()):
            seen = None if self.visibility is None else self.visibility[i].tolist()
            image = None if self.image is None else self.image[i].tolist()
            yield Frame(self.layout, time, self.points[i].tolist(), seen, image, self._up(i))

    def _up(self, i: int) -> list[float] | None:
        if self.up is None:
            return None
        found: list[float] = (self.up if len(self.up.shape) == 1 else self.up[i]).tolist()
        return found
