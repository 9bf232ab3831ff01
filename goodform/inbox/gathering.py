"""Which case a telling belongs to: one open case a patient, line and kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from goodform.inbox.evidence import Evidence
from goodform.inbox.models import Alert, AlertTelling, Kind, Severity
from goodform.people.models import Patient
from goodform.programmes.causes import CauseKind, cause_of, is_about, nth
from goodform.programmes.models import Prescription
from goodform.safety.decision import Advice


@dataclass(frozen=True)
class Told:
    """One thing that the clinic must see, and what it rests on.

    `anew`: a sign that joins what was told before; where that was closed, it needs a case again.
    `held_again`: what it holds was released before, and is on hold again.
    """

    kind: Kind
    severity: Severity
    cause: str
    evidence: Evidence
    happened_at: datetime
    prescription: Prescription | None = None
    anew: bool = False
    held_again: bool = False

    @property
    def gravity(self) -> tuple[int, bool]:
        """As `Alert.gravity`."""
        return int(self.severity), self.evidence.advice != Advice.EMERGENCY

    @property
    def place(self) -> tuple[str, UUID | None]:
        """As `Alert.place`."""
        return self.kind, self.prescription.line if self.prescription else None

    @property
    def holds_too(self) -> str:
        """Hold in the name of its session whatever a stop holds beyond its own exercise."""
        session = self.evidence.session
        stopped = session and is_about(self.cause, CauseKind.STOP)
        return cause_of(CauseKind.STOP, session) if stopped else ""


@dataclass
class Growing:
    """A case with what is added to it now. `again` counts what it was not told of before."""

    alert: Alert
    made: bool = False
    graver: bool = False
    held_again: bool = False
    again: int = 0
    rows: list[AlertTelling] = field(default_factory=list)

    @property
    def wakes(self) -> bool:
        """Whether somebody must look, or look again: not for the answers to what was told."""
        return bool(self.again) or self.graver or self.held_again

    @property
    def open(self) -> bool:
        """Whether nobody has closed it."""
        return self.alert.resolved_at is None

    def add(self, told: Told, *, at: datetime, new: bool) -> None:
        """Add a telling, `new` or about something that was told before."""
        row = AlertTelling(
            alert=self.alert,
            cause=told.cause,
            holds_too=told.holds_too,
            severity=told.severity,
            prescription=told.prescription,
            facts=told.evidence.as_json(),
            happened_at=told.happened_at,
            at=at,
        )
        self.rows.append(row)
        self.again += new
        self.held_again |= told.held_again
        if self.open and told.gravity < self.alert.gravity:
            self.graver = True
            self.alert.kind, self.alert.severity = told.kind, told.severity
            self.alert.is_emergency |= told.evidence.advice == Advice.EMERGENCY


class Gathering:
    """The cases of a patient, locked, and what is being added to each of them."""

    def __init__(self, patient: Patient, causes: Sequence[str], cases: Iterable[Alert]) -> None:
        self.patient = patient
        ordered = sorted(cases, key=lambda case: (case.gravity, case.raised_at))
        self.cases = {case.pk: Growing(case) for case in ordered}
        self.by_place: dict[tuple[str, UUID | None], Growing] = {}
        for each in self.cases.values():
            if each.open:
                self.by_place.setdefault(each.alert.place, each)
        self.said: dict[str, list[tuple[Growing, dict[str, Any]]]] = {}
        rows = AlertTelling.objects.filter(alert__in=self.cases, cause__in=causes)
        for alert, cause, facts in rows.order_by("pk").values_list("alert", "cause", "facts"):
            self.said.setdefault(cause, []).append((self.cases[alert], facts))

    def add(self, told: Told, *, at: datetime) -> Alert:
        """Add a telling to its case, or to a new one; what was said before changes nothing."""
        earlier = self.said.setdefault(told.cause, [])
        homes = [case for case, _facts in earlier]
        home = next((case for case in homes if case.open), homes[-1] if homes else None)
        graver = home is not None and told.gravity < home.alert.gravity
        facts = told.evidence.as_json()
        if home is not None and not graver and any(facts == known for _case, known in earlier):
            return home.alert
        case, new = self._case_for(told, home, graver=graver, at=at)
        before = case.alert.place
        case.add(told, at=at, new=new)
        if case.alert.place != before and self.by_place.get(before) is case:
            del self.by_place[before]
            self.by_place[case.alert.place] = case
        earlier.append((case, facts))
        return case.alert

    def _case_for(
        self, told: Told, home: Growing | None, *, graver: bool, at: datetime
    ) -> tuple[Growing, bool]:
        """The case, and whether this is news to it.

        What is told of again stays with its case, unless that was closed and this is graver: a
        closed case is not opened again. What turned into another kind joins the case of that kind.
        """
        there = self.by_place.get(told.place)
        if home is not None and home.open:
            moves = graver and told.kind != home.alert.kind and there is not None
            return (there, True) if moves and there is not None else (home, False)
        if home is not None and not (graver or told.anew):
            return home, False
        if there is None:
            there = self._new(told, at)
            self.by_place[told.place] = self.cases[there.alert.pk] = there
        return there, True

    def _new(self, told: Told, at: datetime) -> Growing:
        number = len({case.alert.pk for case, _facts in self.said[told.cause]}) + 1
        keeper = self.patient.practitioner
        return Growing(
            Alert(
                clinic_id=self.patient.clinic_id,
                patient=self.patient,
                prescription=told.prescription,
                kind=told.kind,
                severity=told.severity,
                is_emergency=told.evidence.advice == Advice.EMERGENCY,
                evidence=told.evidence.as_json(),
                cause=told.cause if number == 1 else nth(told.cause, number),
                times=0,
                raised_at=at,
                happened_at=told.happened_at,
                last_at=told.happened_at,
                waiting_since=at,
                owner=keeper if keeper.active else None,
            ),
            made=True,
        )
