"""Which red-flag questions to ask today: often enough to be safe, seldom enough to be read."""

from datetime import date
from enum import StrEnum

from goodform.safety.pain_rules import check_pain

DAYS_BETWEEN_WHOLE_LISTS = 7


class Questions(StrEnum):
    """The whole list with "none of these", or the one question "anything new since?"."""

    WHOLE_LIST = "whole_list"
    ONE_QUESTION = "one_question"


def questions_today(
    *, today: date, last_whole_list: date | None, pain: int | None, usual: int
) -> Questions:
    """The whole list weekly and whenever pain is above usual; one question otherwise.

    Dates are the patient's own local dates. An unanswered pain, and a last list dated after today,
    are reasons to ask everything.
    """
    check_pain(usual)
    if last_whole_list is None or pain is None:
        return Questions.WHOLE_LIST
    check_pain(pain)
    if pain > usual:
        return Questions.WHOLE_LIST
    days_since = (today - last_whole_list).days
    if 0 <= days_since < DAYS_BETWEEN_WHOLE_LISTS:
        return Questions.ONE_QUESTION
    return Questions.WHOLE_LIST
