"""A patient's report of each exercise lately: seven days as a mat and in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.diary.models import Entry, Outcome
from goodform.diary.queries import TRIED, Mark, week_of
from goodform.inbox.headline import code_words, place_words
from goodform.programmes.models import Prescription, Programme

DAYS = 7
LONGEST_QUOTE = 160
"""Letters of a note that a list quotes. A longer one is not cut: the record has all of it."""
PARTS = {Mark.NOT_DUE: "empty"}
"""A day that is not due looks like one without an entry; the words count only days that were."""


@dataclass(frozen=True)
class Week:
    """Seven parts of a mat, oldest day first, and the same in words.

    `told` is what was said of the last stop; `before` what was recorded of the exercise that stood
    here earlier in the week.
    """

    parts: tuple[str, ...]
    words: str
    told: str = ""
    before: str = ""


def days_until(day: date, count: int = DAYS) -> tuple[date, ...]:
    """So many days, the last of them `day`."""
    return tuple(day - timedelta(days=back) for back in reversed(range(count)))


def weeks_of(programme: Programme, rows: Sequence[Prescription], day: date) -> dict[str, Week]:
    """For each prescription in force, by its line, the week until `day`; two queries."""
    marks = week_of(rows, days_until(day))
    entries = entries_by_line(programme, since=day - timedelta(days=DAYS - 1), until=day)
    return {str(row.line): _week(row, marks[row.pk], entries[row.line]) for row in rows}


def entries_by_line(
    programme: Programme, *, since: date, until: date
) -> Mapping[UUID, list[tuple[Prescription, Entry]]]:
    """The entries recorded and not taken back, oldest first, by line; one query."""
    found: dict[UUID, list[tuple[Prescription, Entry]]] = defaultdict(list)
    for entry in (
        Entry.objects.filter(
            prescription__programme=programme,
            local_date__gte=since,
            local_date__lte=until,
            undone_at=None,
        )
        .select_related("session", "prescription__exercise__exercise")
        .order_by("recorded_at")
    ):
        if entry.prescription is not None:
            found[entry.prescription.line].append((entry.prescription, entry))
    return found


def _week(
    row: Prescription, marks: Sequence[Mark], recorded: Sequence[tuple[Prescription, Entry]]
) -> Week:
    entries = [entry for of, entry in recorded if of.done_as == row.done_as]
    others = [(of, entry) for of, entry in recorded if of.done_as != row.done_as]
    stops = [entry for entry in entries if entry.outcome == Outcome.STOPPED]
    return Week(
        parts=tuple(PARTS.get(mark, mark.value) for mark in marks),
        words=stop_words(stops[-1]) if stops else week_words(marks, entries),
        told=told_words(stops[-1]) if stops else "",
        before=_before_words(others),
    )


def _before_words(recorded: Sequence[tuple[Prescription, Entry]]) -> str:
    """`Before: Side-lying leg lift. Stopped Saturday, pain 2 to 6, hip`; empty for nothing."""
    if not recorded:
        return ""
    last = recorded[-1][0]
    entries = [entry for of, entry in recorded if of.done_as == last.done_as]
    stops = [entry for entry in entries if entry.outcome == Outcome.STOPPED]
    said = [stop_words(stops[-1]), told_words(stops[-1])] if stops else felt_words(entries)
    head = _("Before: %(exercise)s.") % {"exercise": last.exercise.name}
    return f"{head} {', '.join(each for each in said if each)}".strip()


def stop_words(entry: Entry) -> str:
    """`Stopped Saturday, pain 2 to 6`."""
    return _("Stopped %(day)s, %(pain)s") % {
        "day": date_format(entry.local_date, "l"),
        "pain": rise_words(entry.session.pain_before, entry.pain),
    }


def week_words(marks: Sequence[Mark], entries: Sequence[Entry]) -> str:
    """`6 of 7 days, 1 in part, pain 0–2, “easy” 4 times`; says so where nothing came."""
    if not entries:
        return _("No entry in 7 days")
    due = [mark for mark in marks if mark is not Mark.NOT_DUE]
    words = [
        ngettext("%(done)s of %(days)s day", "%(done)s of %(days)s days", len(due))
        % {"done": due.count(Mark.DONE), "days": len(due)}
    ]
    if partly := due.count(Mark.HALF):
        words.append(ngettext("%(count)s in part", "%(count)s in part", partly) % {"count": partly})
    return ", ".join([*words, *felt_words(entries)])


def felt_words(entries: Iterable[Entry]) -> list[str]:
    """How it felt: `pain 0–2`, `“easy” 4 times`; nothing where nobody answered."""
    tried = [entry for entry in entries if entry.outcome in TRIED]
    words = [pain] if (pain := pain_words(entry.pain for entry in tried)) else []
    for difficulty, said in (("easy", _("“easy”")), ("hard", _("“hard”"))):
        if times := sum(entry.difficulty == difficulty for entry in tried):
            words.append(
                ngettext("%(said)s %(times)s time", "%(said)s %(times)s times", times)
                % {"said": said, "times": times}
            )
    return words


def pain_words(pains: Iterable[int | None]) -> str:
    """`pain 1` or `pain 0–2`; empty where nobody answered."""
    answered = [pain for pain in pains if pain is not None]
    if not answered:
        return ""
    low, high = min(answered), max(answered)
    if low == high:
        return _("pain %(pain)s") % {"pain": low}
    return _("pain %(low)s–%(high)s") % {"low": low, "high": high}


def rise_words(before: int | None, pain: int | None) -> str:
    """`pain 2 to 6`, as far as it was answered."""
    if pain is None:
        return _("pain not answered")
    if before is None:
        return _("pain %(pain)s") % {"pain": pain}
    return _("pain %(before)s to %(pain)s") % {"before": before, "pain": pain}


def told_words(entry: Entry) -> str:
    """The patient's ticks and words about a stop: where, which symptoms, in which words."""
    said = [place_words(entry.where)] if entry.where else []
    said += [code_words(code) for code in entry.symptoms]
    if entry.session.note:
        said.append(_quoted(entry.session.note))
    return ", ".join(said)


def _quoted(note: str) -> str:
    if len(note) > LONGEST_QUOTE:
        return _("a long note, whole in the record")
    return f"“{note}”"
