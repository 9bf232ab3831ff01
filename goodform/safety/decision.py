"""A safety rule's decision: all that happens now, who is told, and why."""

from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum

from goodform.safety.translatable import gettext_noop as _


class Verdict(StrEnum):
    """A consequence now, from mildest to gravest. Each includes stopping what came before.

    A hold lasts until a practitioner releases it. HOLD_WHAT_WAS_DONE holds every exercise of the
    session, or the day, that the answer is about.
    """

    START = "start"
    GO_ON = "go_on"
    ASK_FIRST = "ask_first"
    END_EXERCISE = "end_exercise"
    NOT_TODAY = "not_today"
    HOLD_EXERCISE = "hold_exercise"
    HOLD_WHAT_WAS_DONE = "hold_what_was_done"
    HOLD_PROGRAMME = "hold_programme"


FROM_MILD_TO_GRAVE = tuple(Verdict)
HOLDS = frozenset({Verdict.HOLD_EXERCISE, Verdict.HOLD_WHAT_WAS_DONE, Verdict.HOLD_PROGRAMME})


class AlertKind(StrEnum):
    """Why the clinic must look."""

    RED_FLAG = "red_flag"
    STOP = "stop"
    PAIN = "pain"
    MORNING = "morning"
    NOTICED = "noticed"
    WROTE = "wrote"


class HowSoon(IntEnum):
    """How soon the clinic must look. The lowest number comes first."""

    CALL_NOW = 1
    TODAY = 2
    THIS_WEEK = 3


class Advice(StrEnum):
    """Whom the patient is told to turn to, from mildest to gravest; the words are in templates."""

    TELL_CLINIC = "tell_clinic"
    CLINIC_TODAY = "clinic_today"
    URGENT_TODAY = "urgent_today"
    EMERGENCY = "emergency"


def gravest_advice(first: Advice, *others: Advice) -> Advice:
    """The gravest of several."""
    return max((first, *others), key=tuple(Advice).index)


@dataclass(frozen=True, slots=True)
class AlertNeeded:
    """The alert that the clinic must receive."""

    kind: AlertKind
    severity: HowSoon


class ReasonCode(StrEnum):
    """Why a rule decided as it did."""

    WITHIN_RANGE = "within_range"
    UNANSWERED = "unanswered"
    TOO_SORE_TO_START = "too_sore_to_start"
    ABOVE_CEILING = "above_ceiling"
    ROSE = "rose"
    ROSE_TOO_FAR = "rose_too_far"
    ABOVE_USUAL = "above_usual"
    ENDED_AGAIN = "ended_again"
    NOT_SETTLED = "not_settled"
    NOT_SURE = "not_sure"
    MORNING_UNANSWERED = "morning_unanswered"
    NOTICED = "noticed"
    STOPPED = "stopped"
    ALWAYS_STOP = "always_stop"
    RED_FLAG = "red_flag"
    WROTE = "wrote"


REASON_WORDS: dict[ReasonCode, str] = {
    ReasonCode.WITHIN_RANGE: _("Pain within the agreed range."),
    ReasonCode.UNANSWERED: _("The pain question was not answered."),
    ReasonCode.TOO_SORE_TO_START: _(
        "Pain of %(pain)s before starting. Usual is %(usual)s; from %(limit)s there is no start."
    ),
    ReasonCode.ABOVE_CEILING: _("Pain of %(pain)s, above the ceiling of %(ceiling)s."),
    ReasonCode.ROSE: _("Pain went from %(before)s to %(pain)s."),
    ReasonCode.ROSE_TOO_FAR: _(
        "Pain of %(pain)s, from %(before)s before. Usual is %(usual)s; from %(limit)s it is held."
    ),
    ReasonCode.ABOVE_USUAL: _(
        "Pain of %(pain)s, above the usual %(usual)s. Pain before was not answered."
    ),
    ReasonCode.ENDED_AGAIN: _("Pain rose and ended this exercise in %(limit)s sessions in a row."),
    ReasonCode.NOT_SETTLED: _("Not settled the next morning."),
    ReasonCode.NOT_SURE: _("Was not sure how the back was the next morning."),
    ReasonCode.MORNING_UNANSWERED: _("The next-morning question was not answered."),
    ReasonCode.NOTICED: _("The patient noticed something that the exercise asks to be told of."),
    ReasonCode.STOPPED: _("The patient pressed “Stop, it hurts”."),
    ReasonCode.ALWAYS_STOP: _("A symptom that always stops the whole programme."),
    ReasonCode.RED_FLAG: _("A red flag."),
    ReasonCode.WROTE: _("A message has words that may mean a warning sign."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, with the numbers the rule used (None where a number played no part).

    `before` is the pain answered before; `limit` is the pain from which this reason holds; `codes`
    are symptoms and red flags, by their codes.
    """

    code: ReasonCode
    pain: int | None = None
    before: int | None = None
    usual: int | None = None
    ceiling: int | None = None
    limit: int | None = None
    codes: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The sentence for practitioners, to be translated and then filled with `numbers`."""
        return REASON_WORDS[self.code]

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers used, by name."""
        return {name: value for name, value in asdict(self).items() if isinstance(value, int)}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one rule. A hold, or a day without exercise, always carries an alert."""

    action: Verdict
    reason: Reason
    alert: AlertNeeded | None = None
    advice: Advice | None = None

    def __post_init__(self) -> None:
        if self.alert is None and (self.holds or self.action is Verdict.NOT_TODAY):
            raise ValueError(
                f"{self.action} without an alert: the clinic must be told of every hold"
            )

    @property
    def holds(self) -> bool:
        """Whether something is now on hold until a practitioner releases it."""
        return self.action in HOLDS

    @property
    def gravity(self) -> tuple[int, int, int]:
        """Sorts decisions from mild to grave: by action, then alert, then advice."""
        return (
            FROM_MILD_TO_GRAVE.index(self.action),
            -self.alert.severity if self.alert else -len(HowSoon) - 1,
            tuple(Advice).index(self.advice) if self.advice else -1,
        )


def gravest(first: Decision, *others: Decision) -> Decision:
    """The gravest of several decisions; the earliest of equals."""
    return max((first, *others), key=lambda decision: decision.gravity)
