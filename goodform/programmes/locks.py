"""Why a patient may not exercise. Pure."""

from enum import StrEnum


class Locked(StrEnum):
    """The reason, as a code; the pages say it in words."""

    CLINIC_CLOSED = "clinic_closed"
    ENDED = "ended"
    NOT_ASSESSED = "not_assessed"
    NOT_CLEARED = "not_cleared"
    REVIEW_PASSED = "review_passed"
    NOTHING_GIVEN = "nothing_given"
    HELD = "held"
