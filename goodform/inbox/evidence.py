"""The facts an alert rests on, as they were. Pure; kept as plain JSON in the alert's row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from goodform.inbox.what_a_patient_says import EntryWords


@dataclass(frozen=True, kw_only=True)
class Evidence(EntryWords):
    """The facts behind an alert, with the words on the exercise where it is about one.

    `because` is the code of the rule's reason (`safety.decision.ReasonCode`) and `numbers` what the
    rule used; `advice` is what the rule gives, `shown` what stood on the patient's screen; `held`
    names the exercises on hold. Times are ISO 8601, days ISO dates. Only what was known goes into
    the row.
    """

    because: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)
    advice: str = ""
    shown: str = ""
    session: str = ""
    entry: str = ""
    happened_at: str = ""
    local_date: str = ""
    zone: str = ""
    exercise: str = ""
    programme_version: int | None = None
    red_flags: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    noticed_words: tuple[str, ...] = ()
    pain_before: int | None = None
    pain_after: int | None = None
    usual_pain: int | None = None
    settled: bool | None = None
    sets_target: int | None = None
    repetitions_target: int | None = None
    hold_target_s: int | None = None
    time_target_s: int | None = None
    undone_at: str = ""
    flags: tuple[str, ...] = ()
    note: str = ""
    days: int | None = None
    due_on: str = ""
    held: tuple[str, ...] = ()
    held_since: str = ""
    everything_held: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, without what was not known."""
        known = {
            name: value for name, value in asdict(self).items() if value not in (None, "", (), {})
        }
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in known.items()
        }


_NAMES = {each.name for each in fields(Evidence)}


def from_json(facts: Mapping[str, Any]) -> Evidence:
    """The facts of an alert's row; what an older Goodform wrote and this one does not know is left.

    Lists come back as tuples.
    """
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in facts.items()
        if name in _NAMES
    }
    return Evidence(**known)
