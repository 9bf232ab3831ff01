"""Watches one exercise, frame by frame, and says what it saw.

``see(frame)`` never raises, takes the same time and memory for the first frame and the millionth,
and keeps silent, with the reason, when it cannot be sure.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from math import isfinite, isnan, nan
from typing import Final, Literal, NamedTuple

from goodform.motion.eye.check import Check, Watched
from goodform.motion.eye.clip import Clip
from goodform.motion.eye.form import FarLegUnseen, Fault, Unmeasured, Value, judged, value_of
from goodform.motion.eye.frame import SIDES, Body, Frame, body_of
from goodform.motion.eye.level import Level
from goodform.motion.eye.measure import View
from goodform.motion.eye.measuring import Measuring
from goodform.motion.eye.near_leg import NearLeg, legs_seen
from goodform.motion.eye.picture import NOT_IN_PICTURE, Picture
from goodform.motion.eye.plausible import Plausibility, Reason
from goodform.motion.eye.position import STRICT, TOLERANCE, Orientation
from goodform.motion.eye.recording import Recording
from goodform.motion.eye.reference import Comparison, Reference, profile_of
from goodform.motion.eye.repetition import Excursion, RepetitionFinder
from goodform.motion.eye.together import why_not_one
from goodform.motion.eye.trace import NUMBERS_OF_A_BODY, Trace, bodies_in, numbers_of

Side = Literal["left", "right"]
State = Literal["unsure", "waiting", "ready", "moving", "holding"]

_SOONEST_S: Final = 1.0 / 65.0
"""Frames that follow each other faster are passed over."""
_OUT_OF_POSITION_S: Final = 0.4
_KEEP_S: Final = 1.5
"""At rest, so much of the past is kept for the start of the next repetition."""
_PLACE: Final = len(NOT_IN_PICTURE) + 2
"""Columns of a place in the picture, and whether each leg was seen."""
_LONG_AGO_S: Final = 20.0
"""No way out is looked for further back than this."""
_CLOCK_WAS_SET: Final = 30
"""After so many frames with rising times that lie in the past, the clock was set."""
_DOUBT_ALLOWED: Final = 0.25
"""Share of a repetition that may be missing before its form is not judged."""
_REMEMBERED: Final = 3
"""A cue is said when a check broke in two of the last three repetitions, and once in three."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """One way out and back, or one hold."""

    start_s: float
    turn_s: float
    """When it reached its turn."""
    leave_s: float
    """When it left the turn; the stay between the two is the hold."""
    end_s: float
    side: str
    """``left``, ``right``, or ``both`` where the exercise has no sides."""
    measures: Mapping[str, Value]
    faults: tuple[Fault, ...]
    checks: Mapping[str, str]
    """Of every check: ``fault``, ``clean``, or the reason why it was not judged."""
    unsure: Reason | None = None
    """Why its form was not judged, if it was not."""
    compared: Comparison | None = None


class Feedback(NamedTuple):
    """All the coach has to say after one frame."""

    time: float
    state: State
    counted: int
    hold_s: float = 0.0
    """Seconds the body has been staying at the turn."""
    abstained: Reason | None = None
    repetition: Repetition | None = None
    """The repetition that has just been completed."""
    cue: Check | None = None
    """The one thing to say now."""


class Coach:
    """Watches one exercise of one person."""

    def __init__(
        self,
        watched: Watched,
        *,
        side: Side | None = None,
        camera: bool = False,
        reference: Reference | None = None,
    ) -> None:
        """``camera``: one camera that looks along z sees the body, so the view matters."""
        self._watched = watched
        self._side = side
        self._camera = camera
        self._reference = reference
        self._measuring = Measuring(watched)
        self._plausible = Plausibility(watched.limbs, both=watched.sides == "each")
        self._orientation = Orientation(watched.position)
        self._picture = Picture()
        self._near_leg = NearLeg()
        self._level = Level(watched.position, camera=camera)
        self._finder = RepetitionFinder(watched.rhythm)
        self._trace = Trace(NUMBERS_OF_A_BODY)
        self._places = Trace(_PLACE)
        self._time = self._in_position_s = self._ended_s = float("-inf")
        self._frame_s = 1.0 / 30.0
        self._late = 0
        self._late_s = float("inf")
        self._doubtful: deque[tuple[float, Reason]] = deque(maxlen=256)
        self._broken: dict[str, deque[bool]] = {
            check.code: deque(maxlen=_REMEMBERED) for check in watched.checks
        }
        self._said: dict[str, int] = {}
        self._count = 0
        self._feedback = Feedback(self._time, "waiting", 0)

    @property
    def rows_kept(self) -> int:
        """How many frames are remembered; it has a ceiling."""
        return len(self._trace)

    def see(self, frame: Frame) -> Feedback:
        """Take the next frame; never raises."""
        try:
            time = float(frame.time)
        except (TypeError, ValueError, OverflowError):
            time = nan
        if not isfinite(time):
            return self._unsure(self._time, "broken frame")
        if time <= self._time and not self._new_clock(time):
            return self._unsure(self._time, "time went backwards")
        if time - self._time < _SOONEST_S:
            return self._feedback
        if time - self._time < 1.0:
            self._frame_s += (time - self._time - self._frame_s) * 0.05
        self._time = time
        self._level.sense(time, frame.up)
        if self._level.moved:
            self._begin_again()
            return self._unsure(time, "the phone was moved")
        try:
            body = body_of(self._picture.in_metres(frame), self._level.turn)
        except (TypeError, ValueError, LookupError, OverflowError):
            return self._unsure(time, "broken frame")
        reason = self._doubt(body)
        if reason is not None:
            return self._unsure(time, reason)
        return self._follow(body)

    def _new_clock(self, time: float) -> bool:
        """Whether times that lie in the past have gone on for so long that the clock was set."""
        self._late = self._late + 1 if time > self._late_s else 0
        self._late_s = time
        if self._late < _CLOCK_WAS_SET:
            return False
        self._late = 0
        self._time = time - 1.0
        self._ended_s = float("-inf")
        self._finder.unsettle()
        self._trace.clear()
        self._places.clear()
        return True

    def _begin_again(self) -> None:
        """Back to the start gate: what was learned of this place holds no more."""
        self._picture = Picture()
        self._near_leg = NearLeg()
        self._orientation = Orientation(self._watched.position)
        self._finder.unsettle()
        self._trace.clear()
        self._places.clear()

    def finish(self) -> Feedback:
        """No more frames will come: complete what was on its way back."""
        excursion = self._finder.finish()
        return self._feedback if excursion is None else self._complete(self._time, excursion)

    def _doubt(self, body: Body) -> Reason | None:
        """Why this body says nothing, if it does not."""
        if self._camera and self._watched.limbs == "legs":
            self._near_leg.update(body)
        belief = self._plausible.judge(body, self._near_leg.side)
        if belief.exchanged:
            self._doubtful.append((body.time, "left and right exchanged"))
        if belief.reason is not None:
            self._doubtful.append((body.time, belief.reason))
            return belief.reason
        orientation = self._orientation
        orientation.update(body)
        if orientation.in_position(level=self._level.known):
            self._in_position_s = body.time
        elif body.time - self._in_position_s > _OUT_OF_POSITION_S:
            self._finder.unsettle()
            return "not in position"
        if self._camera and not self._faces(self._watched.views):
            self._finder.unsettle()
            return "wrong view"
        return None

    def _faces(self, views: tuple[View, ...]) -> bool:
        return any(self._orientation.faces(view, TOLERANCE) for view in views)

    def _follow(self, body: Body) -> Feedback:
        signal = self._measuring.signal(body, self._leading_side(), self._near_leg.side)
        if isnan(signal):
            return self._unsure(body.time, "not enough of the body seen")
        self._trace.add(body.time, numbers_of(body))
        if self._camera:
            self._places.add(body.time, (*self._picture.place, *legs_seen(body)))
        finder = self._finder
        excursion = finder.step(body.time, signal)
        if finder.restless:
            return self._unsure(body.time, "not still at rest")
        if excursion is not None:
            return self._complete(body.time, excursion)
        if self._camera and finder.at_rest and self._level.look(body):
            self._trace.clear()  # what came before was measured on a body that was not upright
        if finder.at_rest and self._trace.span_s > 2.0 * _KEEP_S:
            self._forget_before(max(finder.rested_s, body.time - _LONG_AGO_S) - _KEEP_S)
        self._feedback = Feedback(body.time, self._state(), self._count, finder.stay_s)
        return self._feedback

    def _near(self) -> int | None:
        """The side that hides the other, where a camera sees the body from the side."""
        if self._camera and self._orientation.faces("side", TOLERANCE):
            return self._orientation.near_side
        return None

    def _leading_side(self) -> int | None:
        """The side whose measure is the signal, where one of them is."""
        if self._watched.signal.of == "upper":
            return self._orientation.upper_side
        return self._near()

    def _state(self) -> State:
        state = self._finder.state
        if state == "unsettled":
            return "waiting"
        if state == "resting":
            return "ready"
        return "holding" if self._finder.stay_s > 0.0 else "moving"

    def _unsure(self, time: float, reason: Reason) -> Feedback:
        self._feedback = Feedback(time, "unsure", self._count, abstained=reason)
        return self._feedback

    def _forget_before(self, time: float) -> None:
        self._trace.forget_before(time)
        self._places.forget_before(time)

    def _complete(self, time: float, excursion: Excursion) -> Feedback:
        clip = self._measuring.clip(
            bodies_in(self._trace),
            excursion,
            leading=self._leading_side(),
            near=self._near(),
            alone=self._near_leg.side,
            after_s=self._ended_s,
        )
        reason = None
        if self._camera:
            reason = why_not_one(self._watched, clip, self._places.table())
        self._forget_before(excursion.back_s - _KEEP_S)
        if reason is not None:
            return self._unsure(time, reason)
        repetition = self._judge(clip)
        self._ended_s = repetition.end_s
        self._count += 1
        cue = self._cue_after(repetition)
        self._feedback = Feedback(time, self._state(), self._count)
        return self._feedback._replace(repetition=repetition, cue=cue)

    def _judge(self, clip: Clip) -> Repetition:
        at = clip.at
        side = "both"
        if self._watched.sides == "each":
            side = self._side or SIDES[clip.working]
        unsure = self._why_unsure(clip)
        answers = {check.code: self._answer(check, clip, unsure) for check in self._watched.checks}
        compared = None
        if not unsure and self._reference is not None:
            compared = self._reference.compare(profile_of(clip, self._watched))
        return Repetition(
            start_s=at.start_s,
            turn_s=at.turn_s,
            leave_s=at.leave_s,
            end_s=at.end_s,
            side=side,
            measures={
                name: Value(value_of(quantity, clip), quantity.unit)
                for name, quantity in self._watched.reports.items()
            },
            faults=tuple(answer for answer in answers.values() if isinstance(answer, Fault)),
            checks={
                code: "fault" if isinstance(answer, Fault) else answer
                for code, answer in answers.items()
            },
            unsure=unsure,
            compared=compared,
        )

    def _answer(
        self, check: Check, clip: Clip, unsure: Reason | None
    ) -> Fault | Literal["clean"] | Reason:
        """The state of one check: its fault, that it is clean, or why it is not judged."""
        if unsure is not None:
            return unsure
        if self._camera and not self._orientation.faces(check.seen_from, STRICT):
            return "wrong view"
        if check.leans_on_up and not self._level.known:
            return "phone not level"
        try:
            return judged(check, clip) or "clean"
        except FarLegUnseen:
            return "the other leg is not seen"
        except Unmeasured:
            return "not enough of the body seen"

    def _why_unsure(self, clip: Clip) -> Reason | None:
        """Why the form of a repetition is not judged, if too many of its frames were doubted."""
        at = clip.at
        doubted = [reason for time, reason in self._doubtful if at.start_s <= time <= at.end_s]
        if len(doubted) <= _DOUBT_ALLOWED * (at.end_s - at.start_s) / self._frame_s:
            return None
        return max(set(doubted), key=doubted.count)

    def _cue_after(self, repetition: Repetition) -> Check | None:
        """The most important spoken check broken in two of the last three repetitions."""
        codes = {fault.code for fault in repetition.faults}
        for code, last in self._broken.items():
            last.append(code in codes)
        due = [
            fault.check
            for fault in repetition.faults
            if fault.check.spoken
            and sum(self._broken[fault.code]) >= 2
            and self._count - self._said.get(fault.code, -_REMEMBERED) >= _REMEMBERED
        ]
        if not due:
            return None
        cue = min(due, key=lambda check: check.priority)
        self._said[cue.code] = self._count
        return cue


@dataclass(frozen=True, slots=True)
class Abstained:
    """A stretch of time about which nothing was said."""

    from_s: float
    to_s: float
    reason: Reason


@dataclass(frozen=True)
class Analysis:
    """All that a coach saw in a whole recording."""

    watched: Watched
    repetitions: tuple[Repetition, ...]
    abstained: tuple[Abstained, ...]


def analyse(
    recording: Recording,
    watched: Watched,
    *,
    side: Side | None = None,
    reference: Reference | None = None,
) -> Analysis:
    """The same coach over a whole recording."""
    coach = Coach(watched, side=side, camera=recording.from_camera, reference=reference)
    repetitions: list[Repetition] = []
    silences: list[Abstained] = []
    silent_since: float | None = None
    reason: Reason | None = None
    for feedback in chain(map(coach.see, recording.frames()), map(Coach.finish, (coach,))):
        if feedback.repetition is not None:
            repetitions.append(feedback.repetition)
        if feedback.abstained != reason:
            if reason is not None and silent_since is not None:
                silences.append(Abstained(silent_since, feedback.time, reason))
            reason, silent_since = feedback.abstained, feedback.time
    if reason is not None and silent_since is not None:
        silences.append(Abstained(silent_since, feedback.time, reason))
    begins_s = next((time for time in recording.times.tolist() if isfinite(time)), 0.0)
    told = (
        replace(a, from_s=max(a.from_s, begins_s), to_s=max(a.to_s, begins_s)) for a in silences
    )
    return Analysis(watched, tuple(repetitions), tuple(told))
