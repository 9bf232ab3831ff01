"""The page's use of the eye: one side of one exercise, watched on the patient's own phone.

Plain numbers come in, plain values go out, so that a browser can hand them over as they are.
"""

import json
from collections import Counter
from collections.abc import Sequence
from math import isfinite
from typing import Any, Final

from goodform.motion.checks import WATCHED
from goodform.motion.eye.coach import Coach, Feedback, Repetition, Side
from goodform.motion.eye.frame import Frame, Layout

POINTS: Final = (
    "nose",
    *(f"{side}_eye{part}" for side in ("left", "right") for part in ("_inner", "", "_outer")),
    *(f"{side}_ear" for side in ("left", "right")),
    *(f"mouth_{side}" for side in ("left", "right")),
    *(
        f"{side}_{joint}"
        for joints in (
            ("shoulder", "elbow", "wrist", "pinky", "index", "thumb"),
            ("hip", "knee", "ankle", "heel", "foot_index"),
        )
        for joint in joints
        for side in ("left", "right")
    ),
)
"""The 33 points of BlazePose, in its order."""
LAYOUT: Final = Layout.named(POINTS)
MOST_REPETITIONS: Final = 60
"""More of one side are counted, and told no further."""
MOST_MEASURED: Final = 24
"""Of later ones only the times are told, so that a summary stays below 16 kB."""
MOST_CUES: Final = 20
SMALL_MODEL: Final = "the small model counts only"
"""Why nothing is said about form where the phone is slow: that model bends joints wrongly."""


class Mirror:
    """Watches one side of one exercise, set after set, and keeps what it may tell the clinic."""

    def __init__(self, movement: str, side: str, *, form: bool) -> None:
        """``side``: left, right or both.  ``form``: whether anything may be said about form."""
        self._watched = WATCHED[movement]
        self._side: Side | None = "left" if side == "left" else "right" if side == "right" else None
        self._form = form
        self._began: float | None = None
        self._repetitions: list[Repetition] = []
        self._cues: list[dict[str, Any]] = []
        self._coach = self._anew()

    def _anew(self) -> Coach:
        return Coach(self._watched, side=self._side, camera=True)

    def next_set(self) -> None:
        """A new set begins: back to the start gate."""
        self._coach = self._anew()

    def see(self, time: float, numbers: Sequence[float]) -> str:
        """Take a frame: 33 times x, y in pixels, then x, y, z in metres, then how well it is seen.

        Metres as the pose component has them: y down, z away from the camera.
        """
        count = len(POINTS)
        metres, seen = 2 * count, 5 * count
        image = list(zip(numbers[0:metres:2], numbers[1:metres:2], strict=True))
        points = [
            (x, -y, -z)
            for x, y, z in zip(
                numbers[metres:seen:3],
                numbers[metres + 1 : seen : 3],
                numbers[metres + 2 : seen : 3],
                strict=True,
            )
        ]
        feedback = self._coach.see(Frame(LAYOUT, time, points, numbers[seen:], image))
        return json.dumps(self._told(feedback))

    def _told(self, feedback: Feedback) -> dict[str, Any]:
        if self._began is None:
            self._began = feedback.time
        if feedback.repetition is not None:
            self._repetitions.append(feedback.repetition)
        cue = feedback.cue.code if feedback.cue is not None and self._form else None
        if cue is not None and len(self._cues) < MOST_CUES:
            self._cues.append({"check": cue, "at_s": self._since(feedback.time)})
        return {
            "state": feedback.state,
            "counted": feedback.counted,
            "hold_s": round(feedback.hold_s, 1),
            "reason": feedback.abstained,
            "cue": cue,
        }

    def _since(self, time: float) -> float:
        return round(time - (self._began or 0.0), 2)

    def summary(self) -> str:
        """The view of this side, for the entry: never a landmark."""
        told = self._repetitions[:MOST_REPETITIONS]
        return json.dumps(
            {
                "view": self._watched.views[0],
                "repetitions": [
                    self._repetition(each, measured=at < MOST_MEASURED)
                    for at, each in enumerate(told)
                ],
                "holds": [self._hold(each) for each in told] if self._watched.holds else [],
                "cues": self._cues,
                "not_judged": self._not_judged(),
            }
        )

    def _repetition(self, seen: Repetition, *, measured: bool) -> dict[str, Any]:
        return {
            "start_s": self._since(seen.start_s),
            "turn_s": self._since(seen.turn_s),
            "end_s": self._since(seen.end_s),
            "side": seen.side,
            "measures": {
                name: {"value": round(value.value, 1), "unit": value.unit}
                for name, value in seen.measures.items()
                if measured and isfinite(value.value)
            },
        }

    def _hold(self, seen: Repetition) -> dict[str, Any]:
        return {
            "start_s": self._since(seen.turn_s),
            "end_s": self._since(seen.leave_s),
            "side": seen.side,
        }

    def _not_judged(self) -> dict[str, str]:
        """Of every check that was never judged, the reason that was given most often."""
        found = {}
        for check in self._watched.checks:
            answers = [each.checks[check.code] for each in self._repetitions]
            if not self._form:
                found[check.code] = SMALL_MODEL
            elif answers and not {"fault", "clean"} & set(answers):
                found[check.code] = Counter(answers).most_common(1)[0][0]
        return found
