"""Whom a search at the desk means: who is in care here, and who is no longer."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from goodform.desk.why_ended import ended_words
from goodform.people.models import Patient

Asker = AbstractBaseUser | AnonymousUser
Gone = tuple[Patient, tuple[str, ...]]

FOUND_AT_MOST = 20
GONE_SHOWN = 10
"""How many of those no longer here a search names; their own page has all."""
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class PeopleFound:
    """Who was meant by what was typed, by name; `gone` are those whose care ended, with why.

    `more` says that there are more in care than are named.
    """

    find: str = ""
    patients: tuple[Patient, ...] = ()
    more: bool = False
    gone: tuple[Gone, ...] = ()


def who_is_it(user: Asker, *, find: str, chosen: UUID | None = None) -> PeopleFound:
    """Whom `find` means, or the one that was chosen already. Two queries; one for a choice."""
    words = find.replace("\0", "").strip()[:LONGEST_SEARCH]
    if chosen is not None:
        rows = Patient.objects.visible_to(user).filter(pk=chosen, ended_at=None)
        return PeopleFound(words, tuple(rows.select_related("clinic")))
    if not words:
        return PeopleFound()
    shown = in_care(user, words).select_related("clinic").order_by("name", "pk")
    named = list(shown[: FOUND_AT_MOST + 1])
    return PeopleFound(
        words,
        tuple(named[:FOUND_AT_MOST]),
        more=len(named) > FOUND_AT_MOST,
        gone=no_longer_here(user, words),
    )


def in_care(user: Asker, words: str) -> "QuerySet[Patient]":
    """Patients in care by these words; who is here twice is found by either record, as one."""
    found = Patient.objects.visible_to(user).found_by(words)
    led_to = found.exclude(merged_into=None).values("merged_into")
    patients = Patient.objects.visible_to(user).filter(ended_at=None)
    return patients.filter(Q(pk__in=found.values("pk")) | Q(pk__in=led_to))


def no_longer_here(user: Asker, words: str) -> tuple[Gone, ...]:
    """Of those found, whose care ended, with why; not those who are shown as somebody else."""
    found = Patient.objects.visible_to(user).found_by(words)
    ended = found.exclude(ended_at=None).filter(merged_into=None)
    rows = ended.select_related("clinic", "ended_by").order_by("-ended_at", "pk")[:GONE_SHOWN]
    return tuple((patient, ended_words(patient)) for patient in rows)


def names_to_choose(patients: Iterable[Patient]) -> list[tuple[str, str]]:
    """Ids with `Alice Archer, born 3 March 1984`, for a form."""
    said = _("%(name)s, born %(born)s")
    return [
        (str(each.pk), said % {"name": each.name, "born": date_format(each.born, "j F Y")})
        for each in patients
    ]
