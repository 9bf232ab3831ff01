"""Which exercise stood on a line when. A line is a place in the programme, not an exercise.

A step on the ladder puts another exercise on the same line. What was done, felt, stopped or
released belongs to the exercise that stood there then.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from goodform.programmes.models import Hold, Prescription


class OnLine:
    """The exercises of some lines over time; every row of them, each with its exercise."""

    def __init__(self, rows: Iterable[Prescription]) -> None:
        self._rows: dict[UUID, list[Prescription]] = defaultdict(list)
        for row in sorted(rows, key=lambda each: (each.given_at, each.since_version)):
            self._rows[row.line].append(row)

    def at(self, line: UUID, moment: datetime) -> Prescription | None:
        """The exercise that stood there then; the first for an earlier moment of a wrong clock."""
        rows = self._rows.get(line, [])
        return next(
            (row for row in reversed(rows) if row.given_at <= moment), next(iter(rows), None)
        )

    def now(self, line: UUID) -> Prescription | None:
        """The exercise given there last."""
        return next(reversed(self._rows.get(line, [])), None)

    def other_then(self, line: UUID, moment: datetime) -> str:
        """The name of the exercise that stood there then, where another one does now."""
        then, now = self.at(line, moment), self.now(line)
        if then is None or now is None or then.done_as == now.done_as:
            return ""
        return then.exercise.name


def names_on_hold(holds: Iterable[Hold]) -> dict[UUID, tuple[str, str]]:
    """For each hold on a line, what stands there now and, where it was another, what stood then.

    A step on the ladder keeps its hold: it says of the new exercise what the old one did. One
    query; none where nothing is held.
    """
    held = {each.pk: (each.line, each.opened_at) for each in holds if each.line is not None}
    if not held:
        return {}
    rows = Prescription.objects.filter(line__in={line for line, _since in held.values()})
    story = OnLine(rows.select_related("exercise__exercise").defer("exercise__content"))
    return {
        pk: (now.exercise.name, story.other_then(line, since))
        for pk, (line, since) in held.items()
        if (now := story.now(line)) is not None
    }
