"""Invariants: nothing but a practitioner's release ends a hold; no stop without an alert."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from goodform.diary.models import Entry, Session
from goodform.inbox.answer_actions import resolve
from goodform.inbox.models import Alert, AlertTelling, Closing
from goodform.people.models import Patient
from goodform.programmes.actions import release
from goodform.programmes.models import Hold, Prescription, Programme
from tests.diary.sending import Phone, a_document, an_entry, iso
from tests.people import House, a_house
from tests.prescribed import Given, a_programme, an_exercise, give_lines, line_of

PAINS = st.none() | st.integers(0, 10)
OUTCOMES = st.sampled_from(["done", "partly", "skipped", "stopped"])
SYMPTOMS = st.lists(st.sampled_from(["dizzy", "numb_leg", "nonsense"]), max_size=2, unique=True)


class ADay(RuleBasedStateMachine):
    """Alice sends, resends and corrects; Priya gives, releases and closes, in any order."""

    house: House
    programme: Given

    @initialize()
    def begin(self) -> None:
        self.run = transaction.atomic()
        self.run.__enter__()
        self.house = a_house()
        self.programme = a_programme(self.house.alice, self.house.priya)
        self.sent: list[tuple[UUID, dict[str, Any]]] = []
        self.held: dict[UUID, UUID | None] = {}
        self.released: set[UUID] = set()
        self.closed: set[UUID] = set()

    def teardown(self) -> None:
        """Leave nothing of one run for the next."""
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    def _take(self, session: UUID, document: dict[str, Any]) -> None:
        Phone(self.house.alice, session).take(document)
        self.sent.append((session, document))

    @rule(outcome=OUTCOMES, symptoms=SYMPTOMS, pain=PAINS, before=PAINS, which=st.integers(0, 2))
    def send(self, outcome: str, symptoms: list[str], pain: int | None, **said: Any) -> None:
        rows = Prescription.objects.filter(programme=self.programme.programme).order_by("pk")
        entry = an_entry(
            rows[said["which"] % len(rows)], outcome=outcome, symptoms=symptoms, pain=pain
        )
        self._take(uuid4(), a_document(entry, pain_before=said["before"]))

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 50))
    def resend(self, which: int) -> None:
        session, document = self.sent[which % len(self.sent)]
        before = (Entry.objects.count(), Alert.objects.count(), Hold.objects.count())
        Phone(self.house.alice, session).take(document)
        assert before == (Entry.objects.count(), Alert.objects.count(), Hold.objects.count())

    @precondition(lambda self: self.sent)
    @rule(which=st.integers(0, 50), outcome=OUTCOMES, pain=PAINS, undo=st.booleans())
    def correct(self, which: int, outcome: str, pain: int | None, undo: bool) -> None:
        session, document = self.sent[which % len(self.sent)]
        now = timezone.now() + timedelta(seconds=len(self.sent))
        entry = {
            **document["entries"][0],
            "outcome": outcome,
            "pain": pain,
            "undone_at": iso(now) if undo else None,
        }
        self._take(session, {**document, "entries": [entry], "sent_at": iso(now)})

    @rule(sets=st.integers(1, 5))
    def change_dose(self, sets: int) -> None:
        clam = line_of(
            an_exercise("clam", "Clam", sides="each"),
            line=str(self.programme.clam.line),
            sets=sets,
        )
        hinge = line_of(an_exercise("hip-hinge", "Hip hinge"), line=str(self.programme.hinge.line))
        give_lines(self.house.alice, self.house.priya, [clam, hinge])

    @precondition(lambda self: self.held)
    @rule(which=st.integers(0, 50))
    def release_one(self, which: int) -> None:
        row, line = sorted(self.held.items())[which % len(self.held)]
        programme = Programme.objects.get(pk=self.programme.programme.pk)
        release(programme=programme, line=line, reason="Looked at it.", by=self.house.priya)
        self.released |= {each for each, held in self.held.items() if held == line}
        self.released.add(row)

    @rule(which=st.integers(0, 50))
    def close_one(self, which: int) -> None:
        waiting = list(Alert.objects.open())
        if waiting:
            alert = waiting[which % len(waiting)]
            resolve(alert=alert, outcome=Closing.SPOKE, what_was_done="Rang.", by=self.house.priya)
            self.closed.add(alert.pk)

    @invariant()
    def nothing_but_a_release_ends_a_hold(self) -> None:
        for hold in Hold.objects.all():
            assert (hold.released_at is not None) == (hold.pk in self.released)
            if hold.released_at is None:
                self.held[hold.pk] = hold.line
        self.held = {pk: line for pk, line in self.held.items() if pk not in self.released}

    @invariant()
    def nothing_but_a_practitioner_closes_a_case(self) -> None:
        closed = Alert.objects.exclude(resolved_at=None).values_list("pk", flat=True)
        assert set(closed) == self.closed

    @invariant()
    def no_stop_without_a_hold_and_an_alert(self) -> None:
        for entry in Entry.objects.filter(outcome="stopped").select_related("prescription"):
            assert AlertTelling.objects.filter(cause=f"stop:{entry.pk}").exists()
            assert Hold.objects.filter(cause=f"stop:{entry.pk}").exists()

    @invariant()
    def every_hold_has_told_somebody(self) -> None:
        for hold in Hold.objects.all():
            kind, _, of = hold.cause.partition("+")[0].partition(":")
            causes = [hold.cause.partition("+")[0]]
            session = Session.objects.filter(pk=of).first() if kind == "stop" else None
            if session is not None:
                causes = [f"stop:{entry.pk}" for entry in session.entries.all()]
            assert AlertTelling.objects.filter(cause__in=causes).exists()

    @invariant()
    def there_is_one_open_case_a_patient_line_and_kind(self) -> None:
        places = [alert.place for alert in Alert.objects.open().select_related("prescription")]
        assert len(places) == len(set(places))


class TestAlways(TestCase):
    """Whatever happens, in whatever order."""

    def test_holds_and_alerts_last_until_a_practitioner_ends_them(self) -> None:
        run_state_machine_as_test(
            ADay, settings=settings(max_examples=12, stateful_step_count=12, deadline=None)
        )

    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(
            st.tuples(OUTCOMES, PAINS, st.sampled_from([None, "easy", "hard"])),
            min_size=2,
            max_size=4,
        ),
        st.permutations(range(4)),
    )
    def test_what_is_kept_and_held_does_not_depend_on_the_order_of_sending(
        self, words: list[tuple[str, int | None, str | None]], order: list[int]
    ) -> None:
        house = a_house()
        alice = a_programme(house.alice, house.priya)
        carol = a_programme(house.carol, house.charlie)
        now = timezone.now()
        documents = [
            {
                "outcome": outcome,
                "pain": pain,
                "difficulty": difficulty,
                "sent_at": iso(now - timedelta(minutes=10 - number)),
            }
            for number, (outcome, pain, difficulty) in enumerate(words)
        ]
        turned = [documents[n] for n in order if n < len(documents)]
        assert _kept(house.alice, alice, documents) == _kept(house.carol, carol, turned)


def _kept(patient: Patient, programme: Given, documents: list[dict[str, Any]]) -> object:
    """The entry kept of one told in these words, one after the other, and what it held."""
    phone = Phone(patient)
    entry = an_entry(programme.hinge)
    entry["recorded_at"] = iso(timezone.now() - timedelta(hours=1))
    for words in documents:
        said = {key: word for key, word in words.items() if key != "sent_at"}
        phone.take(a_document({**entry, **said}, pain_before=2, sent_at=words["sent_at"]))
    row = Entry.objects.get(session=phone.session)
    holds = Hold.objects.filter(programme=programme.programme)
    return (
        (row.outcome, row.pain, row.difficulty, row.stamps),
        sorted(each.cause.partition(":")[0] for each in holds),
    )
