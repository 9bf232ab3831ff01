"""The brief: a patient in one minute, exceptions first. Facts to decide by, and no advice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.desk.course import last_entry_words, pain_finding, weeks_finding
from goodform.desk.outcome_page import outcome_lines
from goodform.diary.choices import Difficulty
from goodform.diary.course.days import Course, FeltOn
from goodform.diary.course.finding import highest
from goodform.inbox.headline import headline
from goodform.inbox.models import Alert, Message
from goodform.inbox.told import gravest_facts
from goodform.outcomes.models import Sheet
from goodform.programmes.models import Assessment
from goodform.programmes.schedule import local_day

WORST = 3
"""Exercises that go worst: so many fit beside what else is read in a minute."""
MOST_CASES = 8
"""Cases that a brief names, the open ones first; the inbox has them all."""
MOST_QUESTIONS = 3
"""Unread messages that a brief quotes whole; the conversation has them all."""
REVIEW_SOON_DAYS = 14
"""Days before the review from which on it is something to decide."""


@dataclass(frozen=True)
class WorstExercise:
    """An exercise that hurt, was stopped or was too hard, and how."""

    exercise: str
    words: str


@dataclass(frozen=True)
class HowMany:
    """How many there are of what is named only in part: cases since the last visit, all open ones,
    and messages that nobody has read."""

    told: int
    still_open: int
    unread: int


@dataclass(frozen=True)
class ToldAndAnswered:
    """A case since the last visit: its line, and how it was answered or that it was not."""

    told: str
    answered: str
    is_open: bool


@dataclass(frozen=True)
class Brief:
    """The page a practitioner reads before the door opens."""

    since: str
    last_entry: str
    exceptions: tuple[str, ...]
    done: str
    worst: tuple[WorstExercise, ...]
    cases: tuple[ToldAndAnswered, ...]
    more_cases: int
    pain: str
    outcomes: tuple[str, ...]
    questions: tuple[str, ...]
    to_decide: tuple[str, ...]


def visited_on(assessment: Assessment | None) -> date:
    """The day of the last visit: that of the newest assessment; without one, as far as there is."""
    return assessment.assessed_on if assessment else date.min


def brief_of(
    course: Course,
    *,
    today: date,
    zone: str,
    assessment: Assessment | None,
    alerts: Sequence[Alert],
    unread: Sequence[Message],
    many: HowMany,
    sheets: Sequence[Sheet] = (),
) -> Brief:
    """The brief of a course since the last visit; `alerts` are those since then or still open."""
    held = _held(course)
    return Brief(
        since=_since_words(assessment, course.first),
        last_entry=last_entry_words(course.last_entry, course.last),
        exceptions=tuple(_exceptions(held, many)),
        done=weeks_finding(course.weeks),
        worst=worst_of(course.felt),
        cases=tuple(_told(each, zone) for each in alerts),
        more_cases=many.told - len(alerts),
        pain=pain_finding(course),
        outcomes=outcome_lines(sheets),
        questions=tuple(each.text for each in unread),
        to_decide=tuple(_to_decide(held, many, assessment, today)),
    )


def _since_words(assessment: Assessment | None, first: date) -> str:
    day = date_format(first, "j F")
    if assessment is None:
        return _("Since %(day)s, not assessed yet") % {"day": day}
    return _("Since %(name)s assessed on %(day)s") % {
        "name": assessment.practitioner.name,
        "day": day,
    }


def _held(course: Course) -> tuple[str, ...]:
    """The exercises on hold now, each since when."""
    names = {span.row.line: span.exercise for span in course.doses}
    return tuple(
        _("%(what)s on hold since %(day)s")
        % {
            "what": _("Everything")
            if hold.line is None
            else names.get(hold.line, _("An exercise")),
            "day": date_format(hold.since, "j F"),
        }
        for hold in course.holds
        if hold.until is None
    )


def _exceptions(held: Iterable[str], many: HowMany) -> Iterable[str]:
    n = many.still_open
    if n:
        yield ngettext("%(n)s case is open", "%(n)s cases are open", n) % {"n": n}
    yield from dict.fromkeys(held)
    if many.unread:
        n = many.unread
        yield ngettext("%(n)s message is unread", "%(n)s messages are unread", n) % {"n": n}


def worst_of(felt: Iterable[FeltOn]) -> tuple[WorstExercise, ...]:
    """At most three exercises: those stopped most, then too hard most, then with most pain."""
    by_name: dict[str, list[FeltOn]] = defaultdict(list)
    for each in felt:
        by_name[each.exercise or _("Exercise not known")].append(each)
    graded = []
    for name, of in by_name.items():
        stops = sum(each.times for each in of if each.stopped)
        hard = sum(each.times for each in of if each.difficulty == Difficulty.HARD)
        pain = highest(each.pain for each in of)
        if stops or hard or pain:
            graded.append(
                ((-stops, -hard, -(pain or 0), name), name, _worst_words(stops, hard, pain))
            )
    return tuple(WorstExercise(name, words) for _rank, name, words in sorted(graded)[:WORST])


def _worst_words(stops: int, hard: int, pain: int | None) -> str:
    words = []
    if stops:
        words.append(ngettext("stopped once", "stopped %(n)s times", stops) % {"n": stops})
    if hard:
        words.append(ngettext("too hard once", "too hard %(n)s times", hard) % {"n": hard})
    if pain is not None:
        words.append(_("highest pain %(pain)s") % {"pain": pain})
    return ", ".join(words)


def _told(alert: Alert, zone: str) -> ToldAndAnswered:
    return ToldAndAnswered(
        told=_("%(day)s: %(told)s")
        % {
            "day": _day(alert.happened_at, zone),
            "told": headline(alert.kind, gravest_facts(alert)),
        },
        answered=_answer(alert, zone),
        is_open=alert.resolved_at is None,
    )


def _answer(alert: Alert, zone: str) -> str:
    if alert.resolved_at is None:
        return _("not answered yet")
    words = {
        "day": _day(alert.resolved_at, zone),
        "how": alert.get_outcome_display(),
        "what": alert.what_was_done,
    }
    if not alert.what_was_done:
        return _("%(day)s: %(how)s") % words
    return _("%(day)s: %(how)s. %(what)s") % words


def _day(moment: datetime, zone: str) -> str:
    return date_format(local_day(moment, zone), "j F")


def _to_decide(
    held: Sequence[str],
    many: HowMany,
    assessment: Assessment | None,
    today: date,
) -> Iterable[str]:
    if many.still_open:
        yield _("How is each open case answered?")
    if held:
        yield _("May what is on hold go on, and at which dose?")
    if many.unread:
        yield _("What do you answer to what they wrote?")
    if assessment is None:
        yield _("May they exercise, and until when?")
    elif not assessment.cleared:
        yield _("May they exercise now? The last assessment did not clear them.")
    elif (assessment.review_by - today).days <= REVIEW_SOON_DAYS:
        yield _("The programme is to be reviewed by %(day)s: as it is, or changed?") % {
            "day": date_format(assessment.review_by, "j F")
        }


def more_cases_words(n: int) -> str:
    """The line below the cases that are named."""
    return ngettext("And %(n)s more case", "And %(n)s more cases", n) % {"n": n}


def as_text(brief: Brief, name: str) -> str:
    """The brief as plain lines, for the clinic's own notes."""
    lines = [
        f"{name}. {brief.since}. {brief.last_entry}.",
        *brief.exceptions,
        brief.done,
        brief.pain,
        *brief.outcomes,
    ]
    lines += [f"{each.exercise}: {each.words}" for each in brief.worst]
    lines += [f"{each.told} – {each.answered}" for each in brief.cases]
    if brief.more_cases:
        lines.append(more_cases_words(brief.more_cases))
    lines += [f"“{each}”" for each in brief.questions]
    lines += [f"? {each}" for each in brief.to_decide]
    return "\n".join(lines)
