"""Whether pain allows starting, going on, and doing it again: the two pain rules as a table.

Pain is 0 to 10. `usual` is the usual pain of the assessment. An unanswered pain is None and never
0. The numbers are our defaults, to be confirmed by a clinician; a practitioner may tighten them by
a lower ceiling and can never loosen them. Where `pain_before` was not answered, pain is compared
with the usual pain.

The ceiling of 5 and the rise of 3 come from knee and Achilles care (mykneecap TREK; Silbernagel
2007); for backs they are an extrapolation, which is why `monitored` is the practitioner's choice.
A "bad day" version passes the same rules: it is for tiredness, not for a flare.
"""

from dataclasses import dataclass
from enum import StrEnum

from goodform.safety.decision import (
    Advice,
    AlertKind,
    AlertNeeded,
    Decision,
    HowSoon,
    Reason,
    ReasonCode,
    Verdict,
)
from goodform.safety.translatable import gettext_noop as _


class PainPolicy(StrEnum):
    """Which of the two pain rules holds for a prescription."""

    PAIN_FREE = "pain_free"
    MONITORED = "monitored"


class MorningAnswer(StrEnum):
    """How the back was the morning after. ACHE: the muscles ache and the back does not."""

    UNANSWERED = "unanswered"
    SETTLED = "yes"
    ACHE = "ache"
    UNSURE = "not sure"
    WORSE = "worse"


DAYS_ASKED = 2
"""How many days after an exercise the morning after it is asked about."""
LOWEST_PAIN, HIGHEST_PAIN = 0, 10
HIGHEST_CEILING = 5
RISE_THAT_FORBIDS_START = 2
RISE_THAT_HOLDS_DURING = 2
ENDS_IN_A_ROW_TOLD = 3
RISE_THAT_HOLDS_AFTER = {PainPolicy.PAIN_FREE: 2, PainPolicy.MONITORED: 3}

PAIN_OUT_OF_RANGE = _("Give pain as a whole number from 0, no pain, to 10, the worst.")
CEILING_OUT_OF_RANGE = _("Choose a pain ceiling from 0 to 5. It can be lower than 5, never higher.")


class PainOutOfRangeError(ValueError):
    """A pain, or a ceiling, that is not on its scale. The message says what to give."""


@dataclass(frozen=True, slots=True)
class PainRule:
    """The facts the rules need: usual pain, the policy, and the ceiling.

    Raises PainOutOfRangeError for a usual pain outside 0–10 and a ceiling outside 0–5.
    """

    usual: int
    policy: PainPolicy = PainPolicy.PAIN_FREE
    ceiling: int = HIGHEST_CEILING

    def __post_init__(self) -> None:
        check_pain(self.usual)
        check_ceiling(self.ceiling)

    @property
    def start_limit(self) -> int:
        """The lowest pain with which nobody starts."""
        return min(self.usual + RISE_THAT_FORBIDS_START, self.ceiling + 1)

    @property
    def can_start(self) -> bool:
        """Whether somebody with just their usual pain may start at all."""
        return self.usual < self.start_limit


def check_pain(pain: int) -> None:
    """Refuse a pain that is not a whole number from 0 to 10."""
    if isinstance(pain, bool) or not isinstance(pain, int):
        raise PainOutOfRangeError(PAIN_OUT_OF_RANGE)
    if not LOWEST_PAIN <= pain <= HIGHEST_PAIN:
        raise PainOutOfRangeError(PAIN_OUT_OF_RANGE)


def check_ceiling(ceiling: int) -> None:
    """Refuse a ceiling that would loosen the rule."""
    if isinstance(ceiling, bool) or not isinstance(ceiling, int):
        raise PainOutOfRangeError(CEILING_OUT_OF_RANGE)
    if not LOWEST_PAIN <= ceiling <= HIGHEST_CEILING:
        raise PainOutOfRangeError(CEILING_OUT_OF_RANGE)


def before_session(rule: PainRule, *, pain: int | None) -> Decision:
    """Whether to start. The same under both policies; without an answer, ask first."""
    if pain is None:
        return Decision(Verdict.ASK_FIRST, Reason(ReasonCode.UNANSWERED, usual=rule.usual))
    check_pain(pain)
    if pain < rule.start_limit:
        return Decision(Verdict.START, _within(rule, pain))
    reason = Reason(
        ReasonCode.TOO_SORE_TO_START, pain=pain, usual=rule.usual, limit=rule.start_limit
    )
    return _told(Verdict.NOT_TODAY, reason, AlertKind.PAIN)


def during_exercise(rule: PainRule, *, pain_before: int | None, pain: int | None) -> Decision:
    """Whether an exercise may go on with this pain, felt while doing it."""
    before = _compared_with(rule, pain_before)
    if pain is None:
        return _unanswered(rule)
    check_pain(pain)
    if pain > rule.ceiling:
        return _told(Verdict.HOLD_EXERCISE, _above_ceiling(rule, pain_before, pain), AlertKind.PAIN)
    if rule.policy is PainPolicy.MONITORED:
        return Decision(Verdict.GO_ON, _within(rule, pain, pain_before))
    limit = min(rule.usual, before) + RISE_THAT_HOLDS_DURING
    if pain >= limit:
        reason = _rise(ReasonCode.ROSE_TOO_FAR, rule, pain_before, pain, limit)
        return _told(Verdict.HOLD_EXERCISE, reason, AlertKind.PAIN)
    if pain > before:
        reason = _rise(ReasonCode.ROSE, rule, pain_before, pain, before + 1)
        return Decision(Verdict.END_EXERCISE, reason, advice=Advice.TELL_CLINIC)
    return Decision(Verdict.GO_ON, _within(rule, pain, pain_before))


def ended_again(in_a_row: int) -> Decision | None:
    """Decide where pain ended one exercise in so many sessions in a row.

    Each end alone holds nothing; at every third the clinic looks this week.
    """
    if in_a_row == 0 or in_a_row % ENDS_IN_A_ROW_TOLD:
        return None
    reason = Reason(ReasonCode.ENDED_AGAIN, limit=in_a_row)
    return Decision(Verdict.END_EXERCISE, reason, AlertNeeded(AlertKind.PAIN, HowSoon.THIS_WEEK))


def after_session(rule: PainRule, *, pain_before: int | None, pain: int | None) -> Decision:
    """Whether what was done in the session is held, by the pain straight after it."""
    before = _compared_with(rule, pain_before)
    if pain is None:
        return _unanswered(rule)
    check_pain(pain)
    if pain > rule.ceiling:
        reason = _above_ceiling(rule, pain_before, pain)
        return _told(Verdict.HOLD_WHAT_WAS_DONE, reason, AlertKind.PAIN)
    limit = before + RISE_THAT_HOLDS_AFTER[rule.policy]
    if pain >= limit:
        reason = _rise(ReasonCode.ROSE_TOO_FAR, rule, pain_before, pain, limit)
        return _told(Verdict.HOLD_WHAT_WAS_DONE, reason, AlertKind.PAIN)
    return Decision(Verdict.GO_ON, _within(rule, pain, pain_before))


def next_morning(rule: PainRule, *, answer: MorningAnswer, pain: int | None = None) -> Decision:
    """Whether what was done that day is held, by the answer asked before the next Start.

    A back that is as it usually is holds nothing, however much it usually hurts: whether that
    forbids a start is asked before the start. Who was not sure holds what was done, and the clinic
    looks this week. Unanswered holds nothing and is never settled: the start's questions still
    gate. `monitored` also needs pain back at usual. Give a pain only if it is that morning's.
    """
    highest = rule.usual
    if rule.policy is PainPolicy.PAIN_FREE:
        highest = max(highest, rule.start_limit - 1)
    if pain is not None:
        check_pain(pain)
    if answer is MorningAnswer.WORSE or (pain is not None and pain > highest):
        reason = Reason(ReasonCode.NOT_SETTLED, pain=pain, usual=rule.usual, limit=highest + 1)
        return _told(Verdict.HOLD_WHAT_WAS_DONE, reason, AlertKind.MORNING)
    if answer is MorningAnswer.UNSURE:
        reason = Reason(ReasonCode.NOT_SURE, pain=pain, usual=rule.usual)
        alert = AlertNeeded(AlertKind.MORNING, HowSoon.THIS_WEEK)
        return Decision(Verdict.HOLD_WHAT_WAS_DONE, reason, alert, Advice.TELL_CLINIC)
    if answer is MorningAnswer.UNANSWERED:
        reason = Reason(ReasonCode.MORNING_UNANSWERED, pain=pain, usual=rule.usual)
        return Decision(Verdict.ASK_FIRST, reason)
    return Decision(Verdict.START, Reason(ReasonCode.WITHIN_RANGE, pain=pain, usual=rule.usual))


def _compared_with(rule: PainRule, pain_before: int | None) -> int:
    """The pain that a later pain is compared with: never 0 for want of an answer."""
    if pain_before is None:
        return rule.usual
    check_pain(pain_before)
    return pain_before


def _told(action: Verdict, reason: Reason, kind: AlertKind) -> Decision:
    """A decision that the clinic looks at today and the patient tells the clinic about."""
    return Decision(action, reason, AlertNeeded(kind, HowSoon.TODAY), Advice.TELL_CLINIC)


def _unanswered(rule: PainRule) -> Decision:
    return Decision(Verdict.GO_ON, Reason(ReasonCode.UNANSWERED, usual=rule.usual))


def _within(rule: PainRule, pain: int, before: int | None = None) -> Reason:
    return Reason(
        ReasonCode.WITHIN_RANGE, pain=pain, before=before, usual=rule.usual, ceiling=rule.ceiling
    )


def _above_ceiling(rule: PainRule, before: int | None, pain: int) -> Reason:
    return Reason(
        ReasonCode.ABOVE_CEILING,
        pain=pain,
        before=before,
        usual=rule.usual,
        ceiling=rule.ceiling,
        limit=rule.ceiling + 1,
    )


def _rise(code: ReasonCode, rule: PainRule, before: int | None, pain: int, limit: int) -> Reason:
    """A rise above the pain before; said of the usual pain where "before" was not answered."""
    if before is None:
        return Reason(ReasonCode.ABOVE_USUAL, pain=pain, usual=rule.usual, limit=limit)
    return Reason(code, pain=pain, before=before, usual=rule.usual, limit=limit)
