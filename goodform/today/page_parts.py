"""Today as it is put together: parts drawn once for all who read the same, with gaps for the rest.

What each part depends on is read afresh for every page and said to it here, whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from goodform.fast.drawn_once import drawn
from goodform.people.models import Clinic
from goodform.programmes.queries import Standing
from goodform.today.day import Day, Row, RowState
from goodform.today.marking import NO_ID, MarkForm, words_for_the_device
from goodform.today.may_it_hurt import may_hurt
from goodform.today.queries import Prescribed
from goodform.today.warning_signs import warning_signs


@dataclass(frozen=True)
class ClinicWords:
    """A page's words on the clinic, by the names the model has for it."""

    name: str
    phone: str
    booking_url: str
    reply_promise: str
    is_demo: bool


@dataclass(frozen=True)
class PageAddress:
    """Where the reader is: all that the bar asks of a request."""

    path: str


@dataclass(frozen=True)
class PageMessage:
    """A message for the reader's next page."""

    level_tag: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class ChosenBy:
    """Who chose the exercises."""

    name: str
    title: str


@dataclass(frozen=True)
class Looked:
    """From which day to which an assessment holds."""

    assessed_on: date
    review_by: date


@dataclass(frozen=True)
class Carer:
    """Who looks after the patient, by first name."""

    called: str


@dataclass(frozen=True)
class TodayPage:
    """All that Today says to one patient now."""

    standing: Standing
    day: Day
    prescribed: Sequence[Prescribed]
    greeting: str
    left: str
    next_day: date | None
    forms: Sequence[Sequence[MarkForm]]


def today_page(request: HttpRequest, page: TodayPage, token: str) -> SafeString:
    """The whole page; `token` is what its forms are known by."""
    clinic = page.standing.patient.clinic
    words = _words_of(clinic)
    messages = tuple(PageMessage(each.level_tag, str(each)) for each in get_messages(request))
    return drawn(
        "today/today.html",
        {
            "section": "today",
            "request": PageAddress(request.path),
            "messages": messages,
            "clinic": words,
            "signs": warning_signs(clinic.country_pack),
            "device_words": _device_words(words, get_language() or ""),
            "quiet": False,
            "anything_due": bool(page.day.rows),
            "new_message": any(each.unread for each in page.prescribed),
            "asked": any(each.asked for each in page.prescribed),
        },
        {
            "reader.patient": page.standing.patient.pk,
            "zone": page.standing.patient.zone,
            "hero": _hero(page),
            "so_far": _so_far(page.day),
            "may_hurt": may_hurt([each.row for each in page.prescribed]),
            "listed": _list(page, token),
            "from_clinic": _from_clinic(page, words),
        },
    )


def _words_of(clinic: Clinic) -> ClinicWords:
    return ClinicWords(
        name=clinic.name,
        phone=clinic.phone,
        booking_url=clinic.booking_url,
        reply_promise=clinic.reply_promise,
        is_demo=clinic.is_demo,
    )


@lru_cache(maxsize=128)
def _device_words(clinic: ClinicWords, language: str) -> SafeString:  # noqa: ARG001  # is in the key
    return json_script(words_for_the_device(clinic), "marking-words")


def _hero(page: TodayPage) -> SafeString:
    following = page.day.next
    return drawn(
        "today/hero.html",
        {
            "next": following and replace(following, id=NO_ID),
            "anything_counted": bool(page.day.counted),
            "anything_due": bool(page.day.rows),
            "next_day": None if following else page.next_day,
        },
        {"greeting": page.greeting, "left": page.left},
    )


def _so_far(day: Day) -> SafeString:
    parts = day.parts
    return drawn("today/so_far.html", {"done": day.done, "all": len(parts), "parts": parts}, {})


def _list(page: TodayPage, token: str) -> SafeString:
    others = bool(page.day.left)
    rows = zip(page.day.rows, page.forms, strict=True)
    return SafeString("".join(_listed(row, forms, token, others=others) for row, forms in rows))


def _listed(row: Row, forms: Sequence[MarkForm], token: str, *, others: bool) -> SafeString:
    return drawn(
        "today/listed.html",
        {
            "row": replace(row, id=NO_ID),
            "may_mark": bool(forms),
            "others_left": others and row.state is RowState.HELD,
        },
        {"row.id": row.id, "forms": SafeString("".join(_form(form, token) for form in forms))},
    )


def _form(form: MarkForm, token: str) -> SafeString:
    return drawn(
        "today/mark_form.html",
        {"form": _shape(form.side, form.words, only_stop=form.only_stop)},
        {
            "csrf_token": token,
            "form.programme": form.programme,
            "form.programme_version": form.programme_version,
            "form.prescription": form.prescription,
            "form.session": form.session,
            "form.entry": form.entry,
        },
    )


@lru_cache(maxsize=64)
def _shape(side: str, words: str, *, only_stop: bool) -> MarkForm:
    """A form of nobody's."""
    return MarkForm(NO_ID, NO_ID, 0, side, words, NO_ID, NO_ID, only_stop=only_stop)


def _from_clinic(page: TodayPage, clinic: ClinicWords) -> SafeString:
    by = page.prescribed[-1].row.given_by if page.prescribed else None
    assessment = page.standing.assessment
    return drawn(
        "today/from_clinic.html",
        {
            "clinic": clinic,
            "practitioner": Carer(page.standing.patient.practitioner.called),
            "chosen_by": ChosenBy(by.name, by.title) if by else None,
            "assessment": Looked(assessment.assessed_on, assessment.review_by)
            if assessment
            else None,
        },
        {},
    )
