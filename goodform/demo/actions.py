"""Making the demo clinic, and making it anew while nobody has used it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from itertools import count

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from goodform.audit.actions import SOFTWARE, only_looked, played_at
from goodform.audit.models import AuditRow
from goodform.demo import cast
from goodform.demo.appointments import make_diary
from goodform.demo.clearing import clear
from goodform.demo.days import DemoLine, Sitting, at, entry, ordinary_days, sitting
from goodform.demo.models import Made
from goodform.diary.actions import take_session
from goodform.diary.parsing import session_from
from goodform.inbox.actions import raise_due
from goodform.inbox.models import Alert, AlertStep, AlertTelling
from goodform.library.queries import current_version
from goodform.people.models import Clinic, Patient, Staff, User
from goodform.programmes.actions import assess, give, save_draft
from goodform.programmes.drafting import Line, new_line
from goodform.programmes.models import Assessment, Hold, Prescription, Programme
from goodform.programmes.queries import given_in
from goodform.programmes.schedule import local_day, sides_due

ASSESSED_AT = time(10, 20)


class RealClinicHere(RuntimeError):
    """This database holds a clinic that is no demo; the demo would let anybody in."""


def prepare_demo(say: Callable[[str], object] = str) -> None:
    """Make the demo, or make it anew where its day has passed and nobody has used it.

    `say` tells whoever waits that it takes a while.

    A demo that somebody has used is kept as it is; only a review that has passed is renewed, so
    that the demo never locks.
    """
    if Clinic.objects.filter(is_demo=False).exists():
        raise RealClinicHere(
            "This database holds a real clinic. Start Goodform without GOODFORM_DEMO, "
            "or set GOODFORM_DATA to another folder for the demo."
        )
    made = Made.objects.select_related("clinic").first()
    today = local_day(timezone.now(), str(cast.CLINIC["zone"]))
    if made is None:
        say("Preparing the demo clinic …")
        _make(today)
    elif made.on != today and _last_row(made.clinic) == made.last_row:
        say("Preparing the demo clinic for today …")
        with transaction.atomic():
            clear(made.clinic)
            _make(today)
    elif made.on != today:
        _renew(made.clinic, today)


def _last_row(clinic: Clinic) -> int:
    """The last thing that a person did; looking changes nothing, and rules act by themselves."""
    done = AuditRow.objects.filter(clinic_id=clinic.pk).exclude(
        Q(actor_id=SOFTWARE.audit_id) | only_looked()
    )
    return int(done.aggregate(last=Max("id"))["last"] or 0)


def _renew(clinic: Clinic, today: date) -> None:
    for patient in Patient.objects.filter(clinic=clinic).exclude(name=cast.MAUREEN.name):
        last = Assessment.objects.filter(patient=patient).select_related("practitioner").first()
        if last is not None and last.cleared and last.review_by < today:
            assess(
                patient=patient,
                by=last.practitioner,
                findings=last.findings,
                cautions=last.cautions,
                usual_pain=last.usual_pain,
                cleared=True,
                review_by=today + timedelta(days=28),
            )


@transaction.atomic
def _make(today: date) -> None:
    clinic = Clinic.objects.create(**cast.CLINIC)
    staff = {part.role: _employ(clinic, part) for part in cast.STAFF}
    _play_all(_admission(staff["practitioner"], somebody, today) for somebody in cast.EVERYBODY)
    by_name = {each.name: each for each in Patient.objects.filter(clinic=clinic)}
    people = {each.name: by_name[each.name] for each in cast.EVERYBODY}
    make_diary(clinic, staff, people, today)
    raise_due()
    Made.objects.create(clinic=clinic, on=today, last_row=_last_row(clinic))


@dataclass(frozen=True)
class DemoMoment:
    """Something that happened at a moment; `play` does it, and answers what it led to."""

    at: datetime
    play: Callable[[], Iterable["DemoMoment"]]


def _play_all(scenes: Iterable[DemoMoment]) -> None:
    """Play scenes in the order of their days, so that the record reads as if kept then."""
    number = count()
    waiting = [(each.at, next(number), each) for each in scenes]
    heapify(waiting)
    while waiting:
        moment, _number, scene = heappop(waiting)
        with played_at(moment):
            for each in scene.play():
                heappush(waiting, (each.at, next(number), each))


def _employ(clinic: Clinic, part: cast.Part) -> Staff:
    return Staff.objects.create(
        clinic=clinic,
        user=User.objects.create_user(part.email),
        name=part.name,
        title=part.title,
        is_practitioner=part.role == "practitioner",
        is_reception=part.role == "reception",
        is_owner=part.role == "owner",
    )


def _admission(priya: Staff, somebody: cast.Somebody, today: date) -> DemoMoment:
    """A patient as the clinic would have admitted them, and then their days since."""
    day = today - timedelta(days=somebody.assessed_days_ago)
    moment = at(day, priya.clinic.zone, ASSESSED_AT)

    def play() -> list[DemoMoment]:
        patient = _admit(priya, somebody)
        if not somebody.given:
            return []
        programme = _assess_and_give(patient, priya, somebody, moment)
        sittings = [*_days_of(patient, programme, somebody, today)]
        if somebody.name == cast.ALICE.name:
            sittings += _what_happened_to_alice(patient, today)
        if somebody.name == cast.DANIEL.name:
            sittings.append(_what_happened_to_daniel(patient))
        return [_scene(patient, each) for each in sittings]

    return DemoMoment(moment, play)


def _scene(patient: Patient, sitting: Sitting) -> DemoMoment:
    def play() -> list[DemoMoment]:
        _play(patient, sitting)
        return []

    return DemoMoment(_received(sitting), play)


def _admit(priya: Staff, somebody: cast.Somebody) -> Patient:
    email = f"{somebody.name.split(maxsplit=1)[0].lower()}@example.org"
    return Patient.objects.create(
        clinic=priya.clinic,
        practitioner=priya,
        user=User.objects.create_user(email) if somebody.given else None,
        name=somebody.name,
        born=somebody.born,
        email=email,
        phone=somebody.phone,
        zone=priya.clinic.zone,
    )


def _assess_and_give(
    patient: Patient, priya: Staff, somebody: cast.Somebody, moment: datetime
) -> Programme:
    review_by = moment.date() + timedelta(days=somebody.assessed_days_ago + somebody.review_in_days)
    assess(
        patient=patient,
        by=priya,
        findings=somebody.findings,
        cautions=somebody.cautions,
        usual_pain=somebody.usual_pain,
        cleared=True,
        review_by=max(review_by, local_day(timezone.now(), patient.zone)),
    )
    lines = [_line(priya, given) for given in somebody.given]
    programme = save_draft(
        programme=patient.programme, lines=lines, edits=patient.programme.edits, by=priya
    )
    programme = give(programme=programme, edits=programme.edits, by=priya)
    # Today a review that has passed lets nobody give anything; then it had not passed.
    Assessment.objects.filter(patient=patient).update(
        assessed_on=moment.date(), made_at=moment, review_by=review_by
    )
    Programme.objects.filter(pk=programme.pk).update(given_at=moment, changed_at=moment)
    Prescription.objects.filter(programme=programme).update(given_at=moment)
    return programme


def _days_of(
    patient: Patient, programme: Programme, somebody: cast.Somebody, today: date
) -> Iterator[Sitting]:
    return ordinary_days(
        programme.pk,
        _asked(programme),
        days=somebody.days,
        last_day_ago=somebody.last_day_ago,
        pain=somebody.pain,
        usual=somebody.usual_pain,
        today=today,
        zone=patient.zone,
    )


def _line(priya: Staff, given: cast.Given) -> Line:
    version = current_version(priya.clinic, given.slug)
    if version is None:
        raise LookupError(f"{given.slug} is not in the library; load it before the demo.")
    content = version.content
    line = new_line(
        version=version.pk,
        slug=given.slug,
        sides=content["sides"],
        dose={**content["dose"], **given.dose},
    )
    return Line(
        **{
            **line.as_json(),
            "anchor": given.anchor,
            "note": given.note,
            "weekdays": given.weekdays,
            "caution_reason": given.caution_reason,
            "form_checked": True,
        }
    )


def _asked(programme: Programme) -> list[DemoLine]:
    return [
        DemoLine(
            id=row.pk,
            side=row.side,
            sets=row.sets,
            repetitions=row.repetitions,
            hold_s=row.hold_s,
            time_s=row.time_s,
            weekdays=row.weekdays,
        )
        for row in given_in(programme)
    ]


def _received(one: Sitting) -> datetime:
    return one.at + timedelta(minutes=15)


def _play(patient: Patient, one: Sitting) -> None:
    """Send a session as the patient's phone would have sent it then."""
    received = _received(one)
    take_session(
        patient=patient,
        session=one.id,
        document=session_from(one.document, one.id),
        received_at=received,
        by=patient,
    )
    Alert.objects.filter(patient=patient, raised_at__gt=received).update(
        raised_at=received, waiting_since=received, mailed_at=received
    )
    AlertTelling.objects.filter(alert__patient=patient, at__gt=received).update(at=received)
    AlertStep.objects.filter(alert__patient=patient, at__gt=received).update(at=received)
    Hold.objects.filter(programme__patient=patient, opened_at__gt=received).update(
        opened_at=received
    )


def _what_happened_to_alice(alice: Patient, today: date) -> Iterator[Sitting]:
    """Two days ago the hip hinge hurt; since then she leaves it out."""
    programme = alice.programme
    hinge = given_in(programme)[-1]
    asked = _asked(programme)
    moment = at(today - timedelta(days=2), alice.zone)
    stopped = entry(
        asked[-1],
        "both",
        moment + timedelta(minutes=9),
        outcome="stopped",
        reason="pain",
        where="Sharp, low on the left, when I came up.",
        pain=6,
        sets_done=1,
        repetitions_done=3,
        difficulty=None,
    )
    done = [
        entry(each, side, moment, pain=1) for each in asked[:2] for side in sides_due(each.side)
    ]
    yield sitting(programme.pk, moment, alice.zone, [*done, stopped], pain_before=2)
    rest = [each for each in asked if each.id != hinge.pk]
    for days_ago, exercises in ((1, rest), (0, rest[:1])):
        moment = at(today - timedelta(days=days_ago), alice.zone)
        if moment + timedelta(minutes=15) > timezone.now():
            continue
        entries = [
            entry(each, side, moment, pain=1, difficulty="easy")
            for each in exercises
            for side in sides_due(each.side)
        ]
        yield sitting(programme.pk, moment, alice.zone, entries, pain_before=2)


def _what_happened_to_daniel(daniel: Patient) -> Sitting:
    """Twelve minutes ago he ticked two red flags."""
    return sitting(
        daniel.programme.pk,
        timezone.now() - timedelta(minutes=27),
        daniel.zone,
        [],
        red_flags=["peeing", "saddle"],
        pain_before=6,
        note="",
    )
