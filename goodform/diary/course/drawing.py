"""Draws a course: pain above, the doses as steps below, on one axis of days. Pure.

Words come from who shows it: a chart of one house is read by a practitioner and by a patient.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from goodform.diary.course.days import Course, DoseSpan, Happened, Pain, WeekDone
from goodform.diary.course.finding import usual_range
from goodform.ui.charts import (
    DayScale,
    Drawing,
    Label,
    LegendRow,
    Shape,
    ShapeRole,
    ValueScale,
    box,
    circle,
    cross,
    diamond,
    joined,
    level,
    runs,
    square,
    triangle,
    upright,
)

WIDE, NARROW = 740.0, 342.0
"""How broad a chart is drawn: for a desk and paper, and for a phone; one unit is one pixel."""
LEFT, RIGHT, TOP = 30.0, 12.0, 12.0
PAIN_HEIGHT = 168.0
TRACK, TRACK_LABEL = 14.0, 20.0
BARS_HEIGHT = 120.0
LONGEST_GAP = 3
"""Days without an answer over which a line still goes on: longer is drawn as a gap."""
MOST_TRACKS = 8
"""Exercises whose dose is drawn; the table has them all."""
_KINDS = (
    (Pain.NEXT_MORNING, diamond, ShapeRole.OPEN, 4.6),
    (Pain.AFTER, square, ShapeRole.OPEN, 3.6),
    (Pain.BEFORE, circle, ShapeRole.OPEN, 4.0),
    (Pain.DURING, triangle, ShapeRole.SOLID, 5.0),
)


@dataclass(frozen=True)
class Track:
    """The doses of one exercise on one line, and its words."""

    line: UUID
    spans: tuple[DoseSpan, ...]
    words: str


@dataclass(frozen=True)
class AxisDay:
    """A day that is named on the axis."""

    day: date
    words: str


def tracks_of(
    doses: Iterable[DoseSpan], words: Mapping[tuple[UUID, str], str]
) -> tuple[Track, ...]:
    """One track for each exercise of a line, those in force first, each with its words."""
    found: dict[tuple[UUID, str], list[DoseSpan]] = {}
    for span in doses:
        found.setdefault(span.row.done_as, []).append(span)
    tracks = [Track(key[0], tuple(of), words[key]) for key, of in found.items()]
    return tuple(sorted(tracks, key=lambda track: track.spans[-1].until is not None))


def axis_days(first: date, last: date, *, most: int) -> tuple[date, ...]:
    """At most so many days to name, a whole number of weeks apart, the last day among them."""
    weeks = max(1, -(-(last - first).days // (7 * max(1, most - 1))))
    days = []
    day = last
    while day >= first:
        days.append(day)
        day -= timedelta(weeks=weeks)
    return tuple(reversed(days))


def pain_drawing(
    course: Course, tracks: Sequence[Track], named: Sequence[AxisDay], *, width: float
) -> Drawing:
    """Pain on 0–10 with marks, the usual range as a pale band, and the doses as steps below."""
    days = DayScale(course.first, course.last, LEFT + 6, width - RIGHT)
    pain = ValueScale(0, 10, TOP, TOP + PAIN_HEIGHT)
    marks_at = pain.bottom + 16
    shown = tracks[:MOST_TRACKS]
    foot = marks_at + 14 + len(shown) * (TRACK + TRACK_LABEL)
    shapes = [
        *_band(course, days, pain),
        *(Shape(level(LEFT, width - RIGHT, pain.y(at)), ShapeRole.GRID, 1) for at in (0, 5, 10)),
        *_changes(course, days, pain.top, foot),
        *_answers(course, days, pain),
        *_marks(course, days, marks_at),
    ]
    labels = [Label(LEFT - 8, pain.y(at) + 5, str(at), "end") for at in (0, 5, 10)]
    for number, track in enumerate(shown):
        top = marks_at + 14 + number * (TRACK + TRACK_LABEL) + TRACK_LABEL - 4
        labels.append(Label(LEFT, top - 4, track.words))
        shapes += _track(course, track, days, top)
    labels += [Label(days.x(each.day), foot + 20, each.words, "end") for each in named]
    return Drawing(width, foot + 26, tuple(shapes), tuple(labels))


def _band(course: Course, days: DayScale, pain: ValueScale) -> list[Shape]:
    usual = usual_range(course.answers(Pain.BEFORE), course.last)
    if usual is None:
        return []
    low, high = usual
    edges = days.edge(course.first), pain.y(high) - 3, days.right, pain.y(low) + 3
    return [Shape(box(*edges), ShapeRole.BAND)]


def _answers(course: Course, days: DayScale, pain: ValueScale) -> list[Shape]:
    during = course.answers(Pain.DURING).items()
    lines = [
        [(days.x(day), pain.y(value)) for day, value in run]
        for run in runs(during, longest_gap=LONGEST_GAP)
    ]
    found = [Shape(joined(points), ShapeRole.LINE) for points in lines if len(points) > 1]
    for kind, form, role, size in _KINDS:
        found += [
            Shape(form(days.x(day), pain.y(value), size), role)
            for day, value in course.answers(kind).items()
        ]
    return found


def _changes(course: Course, days: DayScale, top: float, foot: float) -> list[Shape]:
    changed = [mark.day for mark in course.marks if mark.what is Happened.CHANGED]
    return [Shape(upright(days.x(day), top, foot), ShapeRole.CHANGE, 1.2) for day in changed]


def _marks(course: Course, days: DayScale, y: float) -> list[Shape]:
    """Stops and assessments of the whole person, in a row under the pain."""
    found = []
    for mark in course.marks:
        if mark.what is Happened.STOP:
            found.append(Shape(cross(days.x(mark.day), y, 4.5), ShapeRole.STOP, 2.6))
        if mark.what is Happened.ASSESSED:
            found.append(Shape(upright(days.x(mark.day), y - 8, y + 8), ShapeRole.LINE, 3))
    return found


def _track(course: Course, track: Track, days: DayScale, top: float) -> list[Shape]:
    most = max(span.amount for span in track.spans) or 1
    bottom = top + TRACK
    found = []
    for span in track.spans:
        left, right = days.edge(span.since), _end(span.until, days)
        high = max(3.0, TRACK * span.amount / most)
        found.append(Shape(box(left, bottom - high, right, bottom), ShapeRole.STEP))
    for hold in course.holds:
        if hold.covers(track.line):
            until = None if hold.until is None else hold.until + timedelta(days=1)
            edges = days.edge(hold.since), top, _end(until, days), bottom
            found.append(Shape(box(*edges), ShapeRole.HELD))
    found += [
        Shape(cross(days.x(mark.day), (top + bottom) / 2, 4.5), ShapeRole.STOP, 2.6)
        for mark in course.marks
        if mark.what is Happened.STOP and mark.line == track.line
    ]
    return found


def _end(day: date | None, days: DayScale) -> float:
    return days.right if day is None or day > days.last else days.edge(day)


def weeks_drawing(weeks: Sequence[WeekDone], words: Mapping[date, str], *, width: float) -> Drawing:
    """Done of planned by week: the planned as an outline, the timed and the ticked within it."""
    most = max([*(max(week.planned, week.done) for week in weeks), 1])
    scale = ValueScale(0, most, TOP, TOP + BARS_HEIGHT)
    room = (width - LEFT - RIGHT) / max(1, len(weeks))
    half = min(22.0, room * 0.36)
    shapes = [Shape(level(LEFT, width - RIGHT, scale.y(at)), ShapeRole.GRID, 1) for at in (0, most)]
    labels = [Label(LEFT - 8, scale.y(at) + 5, str(at), "end") for at in (0, most)]
    for number, week in enumerate(weeks):
        middle = LEFT + room * (number + 0.5)
        left, right = middle - half, middle + half
        shapes += _bar(week, left, right, scale)
        if week.monday in words:
            labels.append(Label(middle, scale.bottom + 20, words[week.monday], "middle"))
    return Drawing(width, scale.bottom + 26, tuple(shapes), tuple(labels))


def _bar(week: WeekDone, left: float, right: float, scale: ValueScale) -> list[Shape]:
    timed, done = scale.y(week.timed), scale.y(week.done)
    found = []
    if week.timed:
        found.append(Shape(box(left, timed, right, scale.bottom), ShapeRole.TIMED))
    if week.ticked:
        found.append(Shape(box(left, done, right, timed), ShapeRole.TICKED, 1))
    if week.planned:
        found.append(
            Shape(box(left, scale.y(week.planned), right, scale.bottom), ShapeRole.PLANNED)
        )
    return found


def pain_keys(words: Mapping[str, str]) -> tuple[LegendRow, ...]:
    """The legend of a pain drawing, 20 units square each, for the kinds that have words."""
    drawn = {
        **{kind.value: (Shape(form(10, 10, size), role),) for kind, form, role, size in _KINDS},
        "usual": (Shape(box(1, 4, 19, 16), ShapeRole.BAND),),
        "stop": (Shape(cross(10, 10, 4.5), ShapeRole.STOP, 2.6),),
        "assessed": (Shape(upright(10, 2, 18), ShapeRole.LINE, 3),),
        "changed": (Shape(upright(10, 1, 19), ShapeRole.CHANGE, 1.2),),
        "dose": (
            Shape(box(1, 11, 10, 17), ShapeRole.STEP),
            Shape(box(10, 5, 19, 17), ShapeRole.STEP),
        ),
        "held": (Shape(box(2, 4, 18, 17), ShapeRole.HELD),),
    }
    return tuple(LegendRow(drawn[kind], said) for kind, said in words.items())


def week_keys(words: Mapping[str, str]) -> tuple[LegendRow, ...]:
    """The legend of the weeks: words for `timed ticked planned`."""
    roles = {"timed": ShapeRole.TIMED, "ticked": ShapeRole.TICKED, "planned": ShapeRole.PLANNED}
    return tuple(
        LegendRow((Shape(box(2, 4, 18, 17), roles[kind]),), said) for kind, said in words.items()
    )
