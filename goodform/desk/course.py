"""The course on a practitioner's page: charts, each with its finding in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.desk.how_much import how_much
from goodform.diary.course.days import (
    Course,
    CourseChange,
    CourseMark,
    DayOfPain,
    DoseSpan,
    Happened,
    HowChanged,
    Pain,
    WeekDone,
)
from goodform.diary.course.drawing import (
    NARROW,
    WIDE,
    AxisDay,
    Track,
    axis_days,
    pain_drawing,
    pain_keys,
    tracks_of,
    week_keys,
    weeks_drawing,
)
from goodform.diary.course.finding import (
    DAYS_EITHER_SIDE,
    Compared,
    Direction,
    compared,
    usual_range,
)
from goodform.ui.charts import Chart, Drawing, NumbersTable

WEEKS_CHOSEN = (2, 6, 12, 26)
"""How far back a course can be looked at."""
USUAL_WEEKS = 6
QUIET_DAYS = 4
"""Days without an entry from which on the page says so loudly."""
_NAMED = {WIDE: 7, NARROW: 4}


@dataclass(frozen=True)
class CoursePage:
    """The charts of a course, and how fresh they are."""

    weeks: int
    last_entry: str
    is_old: bool
    charts: tuple[Chart, ...]


def first_day(today: date, weeks: int) -> date:
    """The Monday on which a course of so many weeks begins, this week counted."""
    return today - timedelta(days=today.weekday(), weeks=weeks - 1)


def weeks_asked(said: str) -> int:
    """How many weeks an address asks for; six for anything that is not offered."""
    return next((weeks for weeks in WEEKS_CHOSEN if said == str(weeks)), USUAL_WEEKS)


def course_page(course: Course, *, weeks: int) -> CoursePage:
    """The charts of a course; none of pain where nobody answered, none of weeks without a plan."""
    course = course.since_it_began()
    charts = [pain_chart(course)] if course.pain else []
    if any(week.planned or week.done for week in course.weeks):
        charts.append(weeks_chart(course))
    return CoursePage(
        weeks=weeks,
        last_entry=last_entry_words(course.last_entry, course.last),
        is_old=course.last_entry is None or (course.last - course.last_entry).days >= QUIET_DAYS,
        charts=tuple(charts),
    )


def last_entry_words(last_entry: date | None, today: date) -> str:
    """`Last entry 9 days ago`."""
    if last_entry is None:
        return _("No entry yet")
    days = (today - last_entry).days
    if days <= 0:
        return _("Last entry today")
    return ngettext("Last entry yesterday", "Last entry %(days)s days ago", days) % {"days": days}


def pain_chart(course: Course) -> Chart:
    """Pain by day above, the doses below."""
    tracks = tracks_of(course.doses, _dose_words(course.doses))
    return Chart(
        title=_("Pain and dose"),
        finding=pain_finding(course),
        wide=_pain_drawing(course, tracks, WIDE),
        narrow=_pain_drawing(course, tracks, NARROW),
        legend=pain_keys(_pain_key_words(course)),
        table=_pain_table(course),
    )


def _pain_drawing(course: Course, tracks: Sequence[Track], width: float) -> Drawing:
    named = axis_days(course.first, course.last, most=_NAMED[width])
    axis = [AxisDay(day, date_format(day, "j M")) for day in named]
    return pain_drawing(course, tracks, axis, width=width)


def _dose_words(doses: Sequence[DoseSpan]) -> dict[tuple[UUID, str], str]:
    """The exercise with its newest dose, short enough for a phone."""
    return {span.row.done_as: f"{span.exercise}, {how_much(span.dose, 'none')}" for span in doses}


def pain_finding(course: Course) -> str:
    """Pain before and after the newest change of dose, or of the last two weeks; it only dates."""
    answers = course.answers(Pain.DURING)
    changes = course.last_changes
    if changes:
        found = compared(answers, changes[0].day)
        return _("%(change)s: %(pain)s") % {
            "change": _change_words(changes),
            "pain": _compared_words(found),
        }
    since = course.last - timedelta(days=DAYS_EITHER_SIDE - 1)
    return _("Two weeks ago and since: %(pain)s") % {
        "pain": _compared_words(compared(answers, since))
    }


def _change_words(changes: Sequence[CourseChange]) -> str:
    """`Clam, dose down on 3 November`; only how many where several lines changed that day."""
    day = date_format(changes[0].day, "j F")
    if len(changes) > 1:
        return _("%(count)s changes on %(day)s") % {"count": len(changes), "day": day}
    words = {
        HowChanged.UP: _("%(exercise)s, dose up on %(day)s"),
        HowChanged.DOWN: _("%(exercise)s, dose down on %(day)s"),
        HowChanged.OTHERWISE: _("%(exercise)s, changed on %(day)s"),
        HowChanged.ADDED: _("%(exercise)s, new on %(day)s"),
        HowChanged.TAKEN_OFF: _("%(exercise)s, taken off on %(day)s"),
        HowChanged.REPLACED: _("%(exercise)s in place of another on %(day)s"),
    }
    return words[changes[0].moved] % {"exercise": changes[0].exercise, "day": day}


def _compared_words(found: Compared) -> str:
    words = {
        Direction.TOO_FEW: _(
            "not enough answers yet to compare pain while exercising (%(n)s and %(m)s answers)."
        ),
        Direction.SAME: _(
            "pain while exercising about the same, %(was)s before and %(now)s after"
            " (%(n)s and %(m)s answers)."
        ),
        Direction.LOWER: _(
            "pain while exercising %(was)s before and %(now)s after (%(n)s and %(m)s answers)."
        ),
    }
    return words.get(found.direction, words[Direction.LOWER]) % {
        "was": _number(found.before),
        "now": _number(found.after),
        "n": found.answers_before,
        "m": found.answers_after,
    }


def _number(median: float | None) -> str:
    """A median of whole numbers: whole, or a half."""
    return "" if median is None else number_format(median, 0 if median == int(median) else 1)


def _pain_key_words(course: Course) -> dict[str, str]:
    """Words for what is drawn, and for nothing else."""
    marked = {mark.what for mark in course.marks}
    words = {
        Pain.DURING.value: (_("while exercising, the highest"), course.answers(Pain.DURING)),
        Pain.BEFORE.value: (_("before"), course.answers(Pain.BEFORE)),
        Pain.AFTER.value: (_("after"), course.answers(Pain.AFTER)),
        Pain.NEXT_MORNING.value: (_("next morning"), course.answers(Pain.NEXT_MORNING)),
        "usual": (
            _("usual range: the middle half of 28 days"),
            usual_range(course.answers(Pain.BEFORE), course.last),
        ),
        "stop": (_("stopped"), Happened.STOP in marked),
        "assessed": (_("assessed"), Happened.ASSESSED in marked),
        "changed": (_("programme changed"), Happened.CHANGED in marked),
        "dose": (_("dose, a step higher is more"), course.doses),
        "held": (_("on hold"), course.holds),
    }
    return {kind: said for kind, (said, there) in words.items() if there}


def _pain_table(course: Course) -> NumbersTable:
    marks: dict[date, list[str]] = {}
    for mark in course.marks:
        marks.setdefault(mark.day, []).append(_mark_words(mark))
    told = {each.day: each for each in course.pain}
    days = sorted({*told, *marks}, reverse=True)
    return NumbersTable(
        heads=(
            _("Day"),
            _("Before"),
            _("While exercising"),
            _("After"),
            _("Next morning"),
            _("What happened"),
        ),
        rows=tuple(
            (
                date_format(day, "D j F"),
                *_pains(told.get(day, DayOfPain(day))),
                ", ".join(marks.get(day, ())),
            )
            for day in days
        ),
    )


def _pains(day: DayOfPain) -> tuple[str, ...]:
    answers = (day.before, day.during, day.after, day.next_morning)
    return tuple("–" if pain is None else str(pain) for pain in answers)


def _mark_words(mark: CourseMark) -> str:
    if mark.what is Happened.STOP and mark.exercise:
        return _("stopped: %(exercise)s") % {"exercise": mark.exercise}
    words = {
        Happened.STOP: _("stopped"),
        Happened.HELD: _("put on hold"),
        Happened.CHANGED: _("programme changed"),
        Happened.ASSESSED: _("assessed"),
    }
    return words[mark.what]


def weeks_chart(course: Course) -> Chart:
    """Done of planned by week."""
    return Chart(
        title=_("Done of planned, by week"),
        finding=weeks_finding(course.weeks),
        wide=_weeks_drawing(course.weeks, WIDE),
        narrow=_weeks_drawing(course.weeks, NARROW),
        legend=week_keys(
            {
                "timed": _("timed in the guided session"),
                "ticked": _("ticked by the patient"),
                "planned": _("planned"),
            }
        ),
        table=NumbersTable(
            heads=(_("Week from"), _("Timed"), _("Ticked"), _("Done of planned")),
            rows=tuple(map(_week_row, reversed(course.weeks))),
        ),
    )


def weeks_finding(weeks: Sequence[WeekDone]) -> str:
    """`38 of 52 rounds done: 30 timed, 8 ticked.`"""
    return _("%(done)s of %(planned)s rounds done: %(timed)s timed, %(ticked)s ticked.") % {
        "done": sum(week.done for week in weeks),
        "planned": sum(week.planned for week in weeks),
        "timed": sum(week.timed for week in weeks),
        "ticked": sum(week.ticked for week in weeks),
    }


def _weeks_drawing(weeks: Sequence[WeekDone], width: float) -> Drawing:
    mondays = [week.monday for week in weeks]
    named = axis_days(mondays[0], mondays[-1], most=_NAMED[width])
    return weeks_drawing(weeks, {day: date_format(day, "j M") for day in named}, width=width)


def _week_row(week: WeekDone) -> tuple[str, ...]:
    done = _("%(done)s of %(planned)s") % {"done": week.done, "planned": week.planned}
    return date_format(week.monday, "j F"), str(week.timed), str(week.ticked), done
