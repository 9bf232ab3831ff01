"""A case in the words of a practitioner: the facts, what was shown, how long ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodform.diary.choices import Difficulty, DoneSide, Outcome, Timing, Why
from goodform.inbox.evidence import Evidence
from goodform.inbox.headline import code_words, held_words, place_words
from goodform.safety.country_packs import PACKS
from goodform.safety.decision import REASON_WORDS, Advice, ReasonCode
from goodform.safety.signs import SIGNS


@dataclass(frozen=True)
class Facts:
    """The patient's ticks, what was on the list and not ticked, and everything else told."""

    ticked: tuple[str, ...]
    not_ticked: tuple[str, ...]
    told: tuple[str, ...]
    quote: str
    why: str


def facts_in_words(evidence: Evidence, notices: Sequence[tuple[str, str]] = ()) -> Facts:
    """The evidence in words; `notices` are the exercise's own things to notice, by code."""
    names = dict(notices)
    noticed = [names.get(code, code) for code in evidence.noticed]
    ticked = [code_words(code) for code in (*evidence.red_flags, *evidence.symptoms)]
    return Facts(
        ticked=(*ticked, *noticed),
        not_ticked=tuple(_(sign.words) for sign in SIGNS if sign.code not in evidence.red_flags)
        if evidence.red_flags
        else (),
        told=tuple(each for each in _told(evidence) if each),
        quote=evidence.note,
        why=_why(evidence),
    )


def new_in(facts: Facts, before: Facts) -> Facts:
    """The part of these facts that differs from the ones told before them."""
    return Facts(
        ticked=tuple(each for each in facts.ticked if each not in before.ticked),
        not_ticked=() if before.not_ticked else facts.not_ticked,
        told=tuple(each for each in facts.told if each not in before.told),
        quote="" if facts.quote == before.quote else facts.quote,
        why="" if facts.why == before.why else facts.why,
    )


def _told(facts: Evidence) -> list[str]:
    return [
        _written(facts),
        _exercise(facts),
        _label(Outcome, facts.outcome),
        _pain(facts),
        _("Where: %(place)s") % {"place": place_words(facts.where)} if facts.where else "",
        _("Reason: %(reason)s") % {"reason": _label(Why, facts.reason)} if facts.reason else "",
        _amount(facts),
        _label(Difficulty, facts.difficulty),
        _label(Timing, facts.timing),
        _("The next morning it had not settled") if facts.settled is False else "",
        _("Was not sure how the back was the next morning")
        if facts.because in (ReasonCode.NOT_SURE, ReasonCode.MORNING_UNANSWERED)
        else "",
        _days(facts),
        _held(facts),
        _("Review was due %(day)s") % {"day": _day(facts.due_on)} if facts.due_on else "",
        _("Said later that it was pressed by mistake") if facts.undone_at else "",
        _("One of more than are counted here. The record has all of them.")
        if "too_many" in facts.flags
        else "",
    ]


def _label(choices: type[Outcome | Why | Difficulty | Timing | DoneSide], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _written(facts: Evidence) -> str:
    if not facts.written:
        return ""
    codes = "; ".join(code_words(code) for code in facts.written)
    return _("Words found in the message, not ticked: %(codes)s") % {"codes": codes}


def _exercise(facts: Evidence) -> str:
    side = f", {_label(DoneSide, facts.side).lower()}" if facts.side not in {"", "both"} else ""
    return f"{facts.exercise}{side}" if facts.exercise else ""


def _pain(facts: Evidence) -> str:
    parts = (
        (_("before %(pain)s"), facts.pain_before),
        (_("then %(pain)s"), facts.pain),
        (_("after %(pain)s"), facts.pain_after),
        (_("usual %(pain)s"), facts.usual_pain),
    )
    said = [words % {"pain": pain} for words, pain in parts if pain is not None]
    return _("Pain: %(said)s") % {"said": ", ".join(said)} if said else ""


def _amount(facts: Evidence) -> str:
    parts = (
        (_("%(done)s of %(asked)s sets"), facts.sets_done, facts.sets_target),
        (
            _("%(done)s of %(asked)s repetitions"),
            facts.repetitions_done,
            None if facts.time_target_s else facts.repetitions_target,
        ),
        (_("%(done)s of %(asked)s s held"), facts.hold_done_s, facts.hold_target_s),
        (_("%(done)s of %(asked)s s done"), facts.time_done_s, facts.time_target_s),
    )
    return ", ".join(
        words % {"done": done, "asked": asked}
        for words, done, asked in parts
        if done is not None and asked
    )


def _days(facts: Evidence) -> str:
    if facts.days is None:
        return ""
    return ngettext("No entry for %(n)s day", "No entry for %(n)s days", facts.days) % {
        "n": facts.days
    }


def _held(facts: Evidence) -> str:
    if not facts.held_since:
        return ""
    said = _("On hold since %(day)s, and no case about it is open: %(what)s")
    return said % {"day": _day(facts.held_since), "what": held_words(facts)}


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), "j F Y")


def _why(facts: Evidence) -> str:
    """The rule's reason with its numbers; without numbers that it needs, nothing."""
    if facts.because not in REASON_WORDS:
        return ""
    try:
        return _(REASON_WORDS[ReasonCode(facts.because)]) % facts.numbers
    except KeyError:
        return ""


def advice_words(advice: str, country_pack: str) -> str:
    """The advice the patient was given, with the numbers of the clinic's country."""
    pack = PACKS.get(country_pack)
    if advice == Advice.EMERGENCY and pack:
        return _("Call %(number)s now") % {"number": pack.emergency_number}
    if advice == Advice.URGENT_TODAY and pack and pack.urgent_number:
        return _("Get advice today: call %(number)s or an urgent GP") % {
            "number": pack.urgent_number
        }
    if advice == Advice.URGENT_TODAY:
        return _("Get advice today from an urgent GP")
    if advice == Advice.CLINIC_TODAY:
        return _("Phone the clinic today")
    return _("Tell the clinic") if advice else ""


def age_words(age: timedelta) -> str:
    """`12 min`, `3 hours`, `2 days`; at least one minute: nobody says that 0 min have passed."""
    minutes = max(1, int(age.total_seconds() // 60))
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


def moment_words(moment: datetime, now: datetime) -> str:
    """`08:31 today`, else `14 November, 08:31`; both moments in the zone to be shown."""
    if moment.date() == now.date():
        return _("%(time)s today") % {"time": date_format(moment, "H:i")}
    return date_format(moment, _("j F, H:i"))
