"""Recorded movements from files: read, checked, analysed, answered in plain values."""

import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Analysis, Repetition, Side, analyse
from goodform.motion.eye.form import Fault, Value
from goodform.motion.eye.frame import Layout, UnknownLandmarksError
from goodform.motion.eye.recording import BadRecordingError, Recording
from goodform.motion.movements import DRAWN

_WANTED = ("points", "times", "names")


class RecordingUnreadable(ValueError):
    """The file or the movement cannot be used; the message says what to change."""


def analyse_file(path: Path, *, movement: str, side: Side | None = None) -> dict[str, object]:
    """Analyse a recording, as ``goodform motion analyse`` tells it.

    Raises RecordingUnreadable with what to do.
    """
    if movement in DRAWN and movement not in WATCHED:
        raise RecordingUnreadable(
            f"The camera does not judge {movement}: it is counted or timed by hand. "
            f"It judges: {', '.join(sorted(WATCHED))}."
        )
    if movement not in WATCHED:
        raise RecordingUnreadable(
            f"There is no movement called {movement}. There are: {', '.join(sorted(WATCHED))}."
        )
    return told(analyse(read(path), WATCHED[movement], side=side))


def read(path: Path) -> Recording:
    """A recording from an .npz file with ``points``, ``times`` and ``names``, of a camera with
    ``visibility``, ``image`` and ``up``.

    Raises RecordingUnreadable with what to do.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            missing = [name for name in _WANTED if name not in file]
            if missing:
                raise RecordingUnreadable(
                    f"{path.name} has no {' and no '.join(missing)}. It needs points (T, J, 3), "
                    "times (T,) and names (J,); visibility (T, J), image (T, J, 2) and "
                    "up (T, 3) if a phone saw it."
                )
            points, times, names = (file[name] for name in _WANTED)
            visibility, image = file.get("visibility"), file.get("image")
            up = file.get("up")
    except FileNotFoundError as error:
        raise RecordingUnreadable(f"There is no file {path}.") from error
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, AttributeError) as error:
        if isinstance(error, RecordingUnreadable):
            raise
        raise RecordingUnreadable(
            f"{path.name} is not a plain .npz file of numbers and names. Save it with numpy.savez."
        ) from error
    return _recording(points, times, names, visibility, image, up)


def _recording(  # noqa: PLR0917  # one for each array of a file
    points: NDArray[np.generic],
    times: NDArray[np.generic],
    names: NDArray[np.generic],
    visibility: NDArray[np.generic] | None,
    image: NDArray[np.generic] | None,
    up: NDArray[np.generic] | None,
) -> Recording:
    try:
        layout = Layout.named([str(name) for name in names.ravel().tolist()])
    except UnknownLandmarksError as error:
        raise RecordingUnreadable(str(error)) from error
    try:
        return Recording(
            layout,
            _numbers(times, "times"),
            _numbers(points, "points"),
            None if visibility is None else _numbers(visibility, "visibility"),
            None if image is None else _numbers(image, "image"),
            None if up is None else _numbers(up, "up"),
        )
    except BadRecordingError as error:
        raise RecordingUnreadable(str(error)) from error


def _numbers(values: NDArray[np.generic], name: str) -> NDArray[np.float64]:
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise RecordingUnreadable(f"`{name}` must hold numbers only.") from error


def told(analysis: Analysis) -> dict[str, object]:
    """An analysis in plain values; a number that could not be measured is null."""
    watched = analysis.watched
    return {
        "movement": watched.slug,
        "repetitions": [_repetition(repetition) for repetition in analysis.repetitions],
        "holds": [
            {
                "start_s": _seconds(repetition.turn_s),
                "end_s": _seconds(repetition.leave_s),
                "side": repetition.side,
            }
            for repetition in analysis.repetitions
            if watched.holds
        ],
        "abstained": [
            {
                "from_s": _seconds(silence.from_s),
                "to_s": _seconds(silence.to_s),
                "reason": silence.reason,
            }
            for silence in analysis.abstained
        ],
    }


def _repetition(repetition: Repetition) -> dict[str, object]:
    return {
        "start_s": _seconds(repetition.start_s),
        "turn_s": _seconds(repetition.turn_s),
        "end_s": _seconds(repetition.end_s),
        "side": repetition.side,
        "measures": {name: _value(value) for name, value in repetition.measures.items()},
        "faults": [_fault(fault) for fault in repetition.faults],
        "checks": dict(repetition.checks),
    }


def _value(value: Value) -> dict[str, object]:
    return {"value": _number(value.value), "unit": value.unit}


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "check": fault.code,
        "value": _number(fault.value),
        "unit": "ratio" if fault.check.of_own else fault.check.quantity.unit,
        "cue": fault.check.cue,
    }


def _seconds(value: float) -> float:
    return round(value, 3)


def _number(value: float) -> float | None:
    return round(value, 3) if np.isfinite(value) else None
