"""Sentences for a device about an entry, each one the patient can act on, and what stays said
of it for both who told it and who reads it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_PHONE = gettext_lazy("Phone us, so that we can put it right.")

SENTENCES = {
    "entries_malformed": gettext_lazy("We could not read your exercises."),
    "entry_malformed": gettext_lazy("We could not read this."),
    "id_malformed": gettext_lazy("This came without its number."),
    "id_clash": gettext_lazy("This came under a number that was used before. It is kept."),
    "prescription_malformed": gettext_lazy("We could not tell which exercise this was."),
    "prescription_not_yours": gettext_lazy("This exercise is not one of yours."),
    "side_unknown": gettext_lazy("We could not tell which side this was."),
    "side_not_prescribed": gettext_lazy("You did this on a side we did not ask for."),
    "outcome_unknown": gettext_lazy("We could not tell how this ended."),
    "reason_unknown": gettext_lazy("We could not tell the reason."),
    "where_malformed": gettext_lazy("We could not read where it hurt."),
    "where_cut": gettext_lazy("Where it hurt was too long. We kept the first part."),
    "noticed_malformed": gettext_lazy("We could not read what you noticed."),
    "sets_out_of_range": gettext_lazy("The number of sets cannot be right."),
    "repetitions_out_of_range": gettext_lazy("The number of times cannot be right."),
    "hold_out_of_range": gettext_lazy("The number of seconds cannot be right."),
    "time_out_of_range": gettext_lazy("The time you took cannot be right."),
    "pain_out_of_range": gettext_lazy("Pain goes from 0, none, to 10, the worst."),
    "difficulty_unknown": gettext_lazy("We could not tell how hard it was."),
    "timing_unknown": gettext_lazy("We could not tell if this was timed or ticked."),
    "time_malformed": gettext_lazy("We could not tell when this was."),
    "time_clamped": gettext_lazy("Your phone's clock was ahead. We used the time it reached us."),
    "clock_unsure": gettext_lazy("Your phone's clock looks wrong. Please check its date."),
    "day_malformed": gettext_lazy("We could not tell which day this was."),
    "shown_unknown": gettext_lazy("We could not tell what advice you were shown."),
    "zone_unknown": gettext_lazy("We could not tell your time zone."),
    "superseded": gettext_lazy(
        "This exercise has changed since. What you did stays with the one you had."
    ),
    "ended": gettext_lazy("This exercise is no longer on your list. What you did is kept."),
    "held": gettext_lazy("This exercise is on hold. Please wait until we have looked at it."),
    "locked": gettext_lazy("Please check with us first, before you do more exercises."),
    "too_old_to_correct": gettext_lazy(
        "This is more than 7 days old. What we had stays; your change is noted beside it."
    ),
    "too_many": gettext_lazy(
        "This is more than one session holds. Your clinic sees that there was more."
    ),
    "camera_impossible": gettext_lazy("What the mirror told cannot be. We kept this as timed."),
    "camera_unknown": gettext_lazy("We do not know this mirror's version. We kept this as timed."),
    "camera_not_allowed": gettext_lazy("The mirror is not allowed here. We kept this as timed."),
    "settled_malformed": gettext_lazy("We could not read if your back had settled."),
}
"""One sentence a code."""


REMARKS = {
    "superseded": gettext_lazy("done as it was before a change"),
    "ended": gettext_lazy("no longer on the list when we heard of it"),
    "held": gettext_lazy("on hold when we heard of it"),
    "locked": gettext_lazy("locked when we heard of it"),
}
"""Changes between doing and hearing of it: a phone may have been offline."""


def remarks_on(flags: Iterable[str]) -> tuple[str, ...]:
    """The remarks for an entry's flags; flags about its form say nothing to a reader."""
    told = set(flags)
    return tuple(str(words) for code, words in REMARKS.items() if code in told)


def sentence_of(code: str, *, refused: bool = False) -> str:
    """The sentence for a code; a refused entry also says whom to ask."""
    sentence = str(SENTENCES.get(code, SENTENCES["entry_malformed"]))
    if not refused:
        return sentence
    return _("%(sentence)s %(phone)s") % {"sentence": sentence, "phone": str(_PHONE)}
