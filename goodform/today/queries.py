"""Reads of a patient's pages, in few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Now

from goodform.diary.queries import lines_by_mistake
from goodform.fast.prepared import Prepared
from goodform.inbox.models import Message
from goodform.outcomes.models import Sheet
from goodform.people.models import Patient
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.queries import WhyHeld, held_of
from goodform.safety.decision import ReasonCode
from goodform.today.news import LastRelease, released_of
from goodform.today.why_held import BY_MISTAKE


@dataclass(frozen=True)
class Prescribed:
    """A prescription with its exercise, the hold on it, and the last release, if there is one."""

    row: Prescription
    held: WhyHeld | None
    released: LastRelease | None = None
    unread: bool = False
    asked: bool = False


def _open_holds(field: str) -> Subquery:
    """A field of the oldest open hold on the line, or on the whole programme."""
    return Subquery(
        Hold.objects.filter(
            Q(line=OuterRef("line")) | Q(line=None),
            programme=OuterRef("programme"),
            released_at=None,
        )
        .order_by("opened_at")
        .values(field)[:1]
    )


_ANOTHER_THEN = Prescription.objects.filter(
    line=OuterRef("line"), superseded_by__given_at__gt=OuterRef("released_at")
).exclude(exercise__exercise__slug=OuterRef(OuterRef("exercise__exercise__slug")))
"""Inside a hold of the same line: whether another exercise stood there when it was released."""


def _last_release(field: str) -> Subquery:
    """A field of the newest release of this exercise here, or of everything, which counts first."""
    return Subquery(
        Hold.objects.filter(
            (Q(line=OuterRef("line")) & ~Exists(_ANOTHER_THEN)) | Q(line=None),
            programme=OuterRef("programme"),
            released_at__isnull=False,
        )
        .order_by("-released_at", F("line").asc(nulls_first=True))
        .values(field)[:1]
    )


HELD_REASON, HELD_SINCE = _open_holds("reason"), _open_holds("opened_at")
HELD_ON = Subquery(
    Prescription.objects.filter(line=OuterRef("line"), given_at__lte=OuterRef("held_since"))
    .order_by("-given_at")
    .values("exercise__name")[:1]
)
"""The exercise on the line when it was held."""
RELEASED_AT, RELEASE_REASON = _last_release("released_at"), _last_release("release_reason")
RELEASED_LINE = _last_release("line")
"""Made once: a query is read from them, never written to them."""

UNREAD = Message.objects.filter(staff__isnull=False, read_at=None)
"""The clinic's messages that its patient has not opened."""

ASKED = Sheet.objects.filter(answered_at=None, due_on__lte=Now())
"""Questionnaires that wait for their patient; a day begins with that of Greenwich."""

IN_FORCE = Prepared(
    lambda programme: (
        Prescription.objects.filter(programme=programme)
        .given()
        .select_related("exercise__exercise", "given_by")
        .annotate(
            held_reason=HELD_REASON,
            held_since=HELD_SINCE,
            held_on=HELD_ON,
            released_at=RELEASED_AT,
            release_reason=RELEASE_REASON,
            released_line=RELEASED_LINE,
            unread=Exists(UNREAD.filter(patient=OuterRef("programme__patient"))),
            asked=Exists(ASKED.filter(patient=OuterRef("programme__patient"))),
        )
        .order_by("order")
    ),
    programme=Programme._meta.get_field("id"),
)


def prescribed_in(programme: Programme) -> list[Prescribed]:
    """The prescriptions in force, in order; one query, two where a stop holds something."""
    rows = IN_FORCE.all(programme=programme.pk)
    waits = tuple(row.exercise.name for row in rows if held_of(row))
    found = [
        Prescribed(
            row,
            held_of(row),
            released_of(row, waits),
            unread=vars(row)["unread"],
            asked=vars(row)["asked"],
        )
        for row in rows
    ]
    return _said_to_be_mistakes(programme, found)


def _said_to_be_mistakes(programme: Programme, found: Iterable[Prescribed]) -> list[Prescribed]:
    """The same; what waits for a stop that was pressed by mistake says that."""
    rows = list(found)
    stopped = {each.row.line for each in rows if _stopped(each)}
    if not stopped:
        return rows
    lines = lines_by_mistake(programme, stopped)
    return [
        replace(each, held=replace(each.held, reason=BY_MISTAKE))
        if each.held and _stopped(each) and each.row.line in lines
        else each
        for each in rows
    ]


def _stopped(each: Prescribed) -> bool:
    return each.held is not None and each.held.reason == ReasonCode.STOPPED


def has_unread(patient: Patient) -> bool:
    """Whether the clinic wrote something that this patient has not opened; one query."""
    return UNREAD.filter(patient=patient).exists()


def prescribed_to(patient: Patient, pk: UUID) -> Prescribed | None:
    """One of the patient's own prescriptions, in force or earlier, as it was prescribed."""
    row = (
        Prescription.objects.filter(programme__patient=patient, pk=pk)
        .select_related("exercise__exercise", "given_by", "programme")
        .annotate(held_reason=HELD_REASON, held_since=HELD_SINCE, held_on=HELD_ON)
        .first()
    )
    if row is None:
        return None
    (found,) = _said_to_be_mistakes(row.programme, [Prescribed(row, held_of(row))])
    return found
