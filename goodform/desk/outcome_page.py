"""Outcomes on a practitioner's page: each questionnaire as a chart with its finding in words."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from goodform.outcomes.change import (
    Measured,
    NotCompared,
    OutcomeChange,
    Size,
    WhichWay,
    change,
)
from goodform.outcomes.drawing import (
    NARROW,
    WIDE,
    OutcomeLine,
    outcome_drawing,
    reached_at,
    worthwhile_points,
)
from goodform.outcomes.instrument import Instrument
from goodform.outcomes.models import Sheet
from goodform.ui.charts import (
    Chart,
    Drawing,
    LegendRow,
    NumbersTable,
    Shape,
    ShapeRole,
    circle,
    level,
)


def outcome_charts(sheets: Sequence[Sheet]) -> tuple[Chart, ...]:
    """A chart for each questionnaire that was answered with a score; none for the others."""
    return tuple(
        _chart(file, answered)
        for file, answered in _by_instrument(sheets)
        if any(row.score is not None and row.mark == file.mark for row in answered)
    )


def outcome_lines(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """The finding of each questionnaire in one line, its name before it."""
    return tuple(
        _("%(name)s: %(finding)s") % {"name": file.name, "finding": finding(file, answered)}
        for file, answered in _by_instrument(sheets)
    )


def _by_instrument(sheets: Sequence[Sheet]) -> list[tuple[Instrument, list[Sheet]]]:
    done = sorted((row for row in sheets if row.answered_at), key=lambda row: row.instrument)
    found = []
    for _name, rows in groupby(done, key=lambda row: row.instrument):
        answered = sorted(rows, key=_day)
        if file := answered[-1].file:
            found.append((file, answered))
    return found


def _day(row: Sheet) -> date:
    return row.answered_at.date() if row.answered_at else row.due_on


def _measured(file: Instrument, row: Sheet) -> Measured:
    asked = (
        tuple(f"{key}: {row.asked[key]}" for key in sorted(row.answers)) if file.own_words else ()
    )
    return Measured(row.score, row.mark, asked)


def finding(file: Instrument, answered: Sequence[Sheet]) -> str:
    """From the first answers to the last, in whole sentences."""
    first, last = answered[0], answered[-1]
    if len(answered) == 1:
        return _alone(last)
    found = change(file, _measured(file, first), _measured(file, last))
    if isinstance(found, NotCompared):
        return _not_compared(found, last)
    return " ".join(_sentences(found, first, last))


def _alone(row: Sheet) -> str:
    return _("%(score)s on %(day)s. There is nothing yet to compare it with.") % {
        "score": score_words(row),
        "day": date_format(_day(row), "j F"),
    }


def score_words(row: Sheet) -> str:
    """A score with its group; the profile, or why there is none."""
    if row.profile:
        return row.profile
    if row.score is None:
        return _("No score, too much was left out")
    if row.level:
        return _("%(score)s, %(risk)s risk") % {
            "score": number(row.score),
            "risk": _risk(row.level),
        }
    return number(row.score)


def _risk(level_: str) -> str:
    return {"low": _("low"), "medium": _("medium"), "high": _("high")}.get(level_, level_)


def number(score: float) -> str:
    """A score as it is read: whole, or with what it needs."""
    return number_format(score, 0 if score == int(score) else 1)


def _not_compared(why: NotCompared, last: Sheet) -> str:
    words = {
        NotCompared.ONE_IS_MISSING: _(
            "%(score)s on %(day)s. One of the two has no score, so they are not compared."
        ),
        NotCompared.INSTRUMENT_CHANGED: _(
            "%(score)s on %(day)s. The questionnaire changed since the first time, so they are"
            " not compared."
        ),
        NotCompared.ITEMS_CHANGED: _(
            "%(score)s on %(day)s. Not the same activities were answered, so they are not compared."
        ),
        NotCompared.SCREENING: _("%(score)s on %(day)s. No change is worked out for this one."),
    }
    return words[why] % {"score": score_words(last), "day": date_format(_day(last), "j F")}


def _sentences(found: OutcomeChange, first: Sheet, last: Sheet) -> list[str]:
    words = {
        (WhichWay.SAME, True): _("%(was)s on %(then)s, %(now)s on %(day)s: the same."),
        (WhichWay.BETTER, True): _(
            "%(was)s on %(then)s, %(now)s on %(day)s: better, and worthwhile."
        ),
        (WhichWay.BETTER, False): _(
            "%(was)s on %(then)s, %(now)s on %(day)s: better, by less than is worthwhile."
        ),
        (WhichWay.BETTER, None): _("%(was)s on %(then)s, %(now)s on %(day)s: better."),
        (WhichWay.WORSE, True): _(
            "%(was)s on %(then)s, %(now)s on %(day)s: worse, by as much as matters."
        ),
        (WhichWay.WORSE, False): _(
            "%(was)s on %(then)s, %(now)s on %(day)s: worse, by less than matters."
        ),
        (WhichWay.WORSE, None): _("%(was)s on %(then)s, %(now)s on %(day)s: worse."),
    }
    same = found.way is WhichWay.SAME
    said = [
        words[found.way, True if same else found.worthwhile]
        % {
            "was": number(found.before),
            "then": date_format(_day(first), "j F"),
            "now": number(found.after),
            "day": date_format(_day(last), "j F"),
        }
    ]
    if found.more_than_chance and not same:
        said.append(_("That is more than chance."))
    elif found.more_than_chance is False and not same:
        said.append(_("It may be chance: the measurement error is as large."))
    if found.size:
        said.append(
            {
                Size.SMALL: _("The change is small."),
                Size.MEDIUM: _("The change is of medium size."),
                Size.LARGE: _("The change is large."),
            }[found.size]
        )
    if found.recovered:
        said.append(_("So low a score counts as recovered."))
    if found.is_blind:
        said.append(_("The first score lies where this questionnaire hardly shows a change."))
    return said


def _chart(file: Instrument, answered: Sequence[Sheet]) -> Chart:
    shown = [row for row in answered if row.score is not None and row.mark == file.mark]
    lines = _lines(file, shown[0].score or 0.0) if file.is_compared else []
    return Chart(
        title=file.name,
        finding=finding(file, answered),
        wide=_drawing(file, shown, lines, WIDE),
        narrow=_drawing(file, shown, lines, NARROW),
        legend=(
            LegendRow((Shape(circle(10, 10, 5.0), ShapeRole.SOLID),), _("score")),
            *(LegendRow((Shape(level(1, 19, 10), line.role),), line.words) for line in lines),
        ),
        table=NumbersTable(
            heads=(_("Day"), _("Asked"), _("Score"), _("Answered"), _("How")),
            rows=tuple(map(_row, reversed(answered))),
        ),
    )


def _lines(file: Instrument, first: float) -> list[OutcomeLine]:
    """The two lines, where the file has the numbers; each is drawn to the good side."""
    wanted = (
        (file.chance_points, ShapeRole.CHANGE, _("more than chance")),
        (worthwhile_points(file, first), ShapeRole.LINE, _("worthwhile")),
    )
    return [
        OutcomeLine(at, role, words)
        for points, role, words in wanted
        if points is not None and (at := reached_at(file, first, points)) is not None
    ]


def _drawing(
    file: Instrument, shown: Sequence[Sheet], lines: Sequence[OutcomeLine], width: float
) -> Drawing:
    scores = [(_day(row), row.score or 0.0) for row in shown]
    named = {day: date_format(day, "j M") for day in (scores[0][0], scores[-1][0])}
    return outcome_drawing(file, scores, lines, named, width=width)


def _row(row: Sheet) -> tuple[str, ...]:
    return (
        date_format(_day(row), "j F Y"),
        row.get_moment_display(),
        score_words(row),
        _("%(some)s of %(all)s") % {"some": len(row.answers), "all": len(row.asked)},
        _("from paper") if row.entered_by_id else _("by the patient"),
    )
