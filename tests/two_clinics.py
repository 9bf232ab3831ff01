"""Two clinics with everything in them, and six kinds of people who ask one of them for things.

Each question leaves the world as it was. What must never be in an answer is written down beside it:
a fault of ours, a name of the other clinic, markup that somebody typed.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone

from goodform.inbox.message_actions import answer_message
from goodform.inbox.writing import send_message
from goodform.outbox.actions import add_address
from goodform.outcomes.actions import give_plan, write_goal
from goodform.people.actions import invite
from goodform.people.models import Patient, Staff, User
from goodform.programmes.actions import save_draft
from goodform.programmes.models import Programme
from goodform.reminders.actions import open_calendar, plan_for
from goodform.reminders.stop_links import token_for
from tests.diary.sending import Phone, a_stop, an_entry
from tests.hostile import MARK
from tests.people import House, in_days
from tests.prescribed import a_programme, usual_lines

OURS = ("Quillfeather", "Vantongeren", "Lastingham", "Oyelowo", "Zephyr", "Ours aches so")
THEIRS = ("Brackenbury", "Wetherspool", "Kestrel", "Theirs aches so")
MAY_BE_DOWN = {"/healthz/worker"}
"""Says 503 where no worker runs, as none does in a test."""


@dataclass
class Asked:
    """One request, as it is said where it went wrong."""

    who: str
    method: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.who} {self.method} {self.path[:150]} {self.what[:150]}"


@dataclass
class World:
    """Two clinics with everything in them, who may come, and what went wrong so far."""

    house: House
    cookies: dict[str, Client]
    kind_values: dict[str, tuple[str, ...]]
    wrong: list[str] = field(default_factory=list)
    asked: int = 0

    def ask(
        self,
        who: str,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        content_type: str = "application/octet-stream",
        what: str = "",
        strict: bool = False,
        **headers: Any,
    ) -> HttpResponseBase | None:
        """The answer, after which the world is as it was; None where there was none.

        `strict` looks for the form's token, as the house does: it reads the body before any view.
        """
        client = Client(enforce_csrf_checks=strict)
        client.cookies.load(self.cookies[who].cookies)
        asked = Asked(who, method, path, what or repr(body[:100]))
        before = transaction.savepoint()
        self.asked += 1
        try:
            answer = client.generic(method, path, body, content_type, **headers)
            content = b"".join(answer) if answer.streaming else answer.content
        except Exception as error:  # whatever it is, it is what we look for
            self.wrong.append(f"{asked}: {type(error).__name__}: {str(error)[:200]}")
            return None
        finally:
            connection.needs_rollback = False
            transaction.savepoint_rollback(before)
        self._judge(asked, answer, content.decode(errors="ignore"))
        return answer

    def _judge(self, asked: Asked, answer: HttpResponseBase, page: str) -> None:
        if answer.status_code >= 500 and asked.path not in MAY_BE_DOWN:
            self.wrong.append(f"{asked}: {answer.status_code}")
        for name in OURS if asked.who == "Charlie" else THEIRS:
            # Whoever holds a secret address is let in, and reads whose it is.
            if name in page and not any(token in asked.path for token in self.kind_values["str"]):
                self.wrong.append(f"{asked}: shows {name}")
        if MARK in page:
            self.wrong.append(f"{asked}: shows markup that was typed")

    def page(self, who: str, path: str) -> str:
        """A page as it is, empty where there is none."""
        answer = self.ask(who, "GET", path)
        if answer is None or answer.status_code != 200 or answer.streaming:
            return ""
        said: str = answer.content.decode(errors="ignore")  # type: ignore[attr-defined]
        return said


def _named(house: House) -> None:
    """Names that stand nowhere else."""
    for person, name in (
        (house.alice, OURS[0]),
        (house.priya, OURS[1]),
        (house.rob, OURS[2]),
        (house.olu, OURS[3]),
        (house.charlie, THEIRS[0]),
        (house.carol, THEIRS[1]),
    ):
        person.name = f"{person.called} {name}"
        person.save()
    for clinic, name in ((house.clinic, OURS[4]), (house.elsewhere, THEIRS[2])):
        clinic.name = f"{name} Back Clinic"
        clinic.save()


def _lived_in(patient: Patient, practitioner: Staff) -> None:
    """A programme, a stop with its hold, case and mails, words both ways, a draft, reminders."""
    given = a_programme(patient, practitioner)
    Phone(patient).send(a_stop(given.clam), an_entry(given.hinge))
    now = timezone.now()
    send_message(patient=patient, message=uuid4(), text="May I swim?", written_at=now, by=patient)
    answer_message(patient=patient, text="You may.", by=practitioner)
    programme = Programme.objects.select_related("patient__clinic").get(patient=patient)
    save_draft(programme=programme, lines=usual_lines()[:2], edits=programme.edits, by=practitioner)
    give_plan(patient=patient, chosen=["pain-last-week", "psfs"], start=in_days(0), by=practitioner)
    write_goal(patient=patient, text="Carry my shopping", by=patient)
    plan_for(patient=patient, prescribed=given.prescriptions)
    open_calendar(patient=patient, by=patient)
    add_address(
        channel="webpush",
        to="https://push.example.org/1",
        facts={"p256dh": "x", "auth": "x"},
        by=patient,
    )


def _rows() -> dict[str, set[UUID]]:
    """Every row that has such an id, by kind."""
    return {
        model.__name__: {
            pk for pk in model._default_manager.values_list("pk", flat=True) if isinstance(pk, UUID)
        }
        for model in apps.get_models()
        if model.__module__.startswith("goodform.")
    }


def _made_since(before: dict[str, set[UUID]]) -> list[str]:
    """One new row of each kind."""
    found = [sorted(rows - before[kind], key=str)[:1] for kind, rows in sorted(_rows().items())]
    return [str(pk) for each in found for pk in each]


def two_clinics(house: House) -> World:
    """Both clinics, lived in."""
    _named(house)
    _lived_in(house.carol, house.charlie)
    theirs = _rows()
    _lived_in(house.alice, house.priya)
    house.alice.assessments.update(findings=OURS[5])
    house.carol.assessments.update(findings=THEIRS[3])
    ours = (str(house.alice.pk), str(house.priya.pk), *_made_since(theirs))
    people = {
        "nobody": None,
        "Alice": house.alice.user,
        "Rob": house.rob.user,
        "Priya": house.priya.user,
        "Olu": house.olu.user,
        "Charlie": house.charlie.user,
    }
    cookies = {}
    for who, user in people.items():
        cookies[who] = Client()
        if isinstance(user, User):
            cookies[who].force_login(user)
    plan = house.alice.reminder_plan
    plan.refresh_from_db()
    tokens = (
        invite(patient=house.alice, by=house.priya),
        token_for(plan.pk),
        str(plan.calendar_token),
    )
    return World(
        house,
        cookies,
        {
            "uuid": ours,
            "slug": ("clam", "email", "webpush", "practitioner"),
            "day": (in_days(-1).isoformat(),),
            "str": tokens,
            "int": ("1",),
            "reset": ("1-set-password",),
        },
    )
