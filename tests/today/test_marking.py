"""Marking an exercise done, and stopping, without JavaScript; and the page that follows a stop."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goodform.diary.models import Entry, Session
from goodform.inbox.models import Alert
from goodform.people.models import Patient
from goodform.programmes.models import Hold, Prescription
from tests.people import House
from tests.today.browsers import signed_in
from tests.today.programmes import prescribe


def form(row: Prescription, **changes: str) -> dict[str, str]:
    """The fields the form of one side sends."""
    return {
        "programme": str(row.programme_id),
        "programme_version": "1",
        "prescription": str(row.pk),
        "side": "both",
        "session": str(uuid4()),
        "entry": str(uuid4()),
        "outcome": "done",
        **changes,
    }


@pytest.fixture
def bridge(alice: Patient) -> Prescription:
    """A glute bridge, and a clam beside it."""
    return prescribe(alice, "glute-bridge", "clam")[0]


def test_done_is_kept_and_shown(alice: Patient, bridge: Prescription) -> None:
    client = signed_in(alice.user)
    answer = client.post(reverse("mark_done"), form(bridge, pain="1"))
    assert answer.headers["Location"] == reverse("today")
    entry = Entry.objects.get()
    assert (entry.outcome, entry.pain, entry.timing) == ("done", 1, "ticked")
    assert entry.local_date == timezone.localdate()
    assert "1 of 2 done" in client.get(reverse("today")).content.decode()


def test_the_form_on_the_page_is_the_form_that_is_taken(
    alice: Patient, bridge: Prescription
) -> None:
    client = signed_in(alice.user)
    page = client.get(reverse("today")).content.decode()
    first = page.split("data-mark")[1].split("</form>")[0]
    fields = {
        part.split('name="')[1].split('"')[0]: part.split('value="')[1].split('"')[0]
        for part in first.split("<input")
        if 'type="hidden"' in part
    }
    client.post(reverse("mark_done"), {**fields, "outcome": "done"})
    assert Entry.objects.get().prescription == bridge


def test_no_pain_ticked_is_no_answer(alice: Patient, bridge: Prescription) -> None:
    signed_in(alice.user).post(reverse("mark_done"), form(bridge))
    assert Entry.objects.get().pain is None


def test_sent_twice_it_is_kept_once(alice: Patient, bridge: Prescription) -> None:
    client = signed_in(alice.user)
    same = form(bridge, pain="1")
    for _again in range(2):
        assert client.post(reverse("mark_done"), same).status_code == 302
    assert (Session.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_pain_of_eight_does_not_just_save(alice: Patient, bridge: Prescription) -> None:
    client = signed_in(alice.user)
    same = form(bridge, pain="8")
    answer = client.post(reverse("mark_done"), same)
    assert answer.headers["Location"] == reverse("told", args=[same["entry"]])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Thank you for telling us." in page
    assert "Glute bridge is on hold. Leave it out until Priya has looked." in page
    assert Alert.objects.filter(patient=alice, kind="pain").count() == 1


def test_a_stop_holds_tells_and_asks(alice: Patient, bridge: Prescription) -> None:
    client = signed_in(alice.user)
    same = form(bridge, outcome="stopped")
    answer = client.post(reverse("mark_done"), same)
    page = " ".join(client.get(answer.headers["Location"]).content.decode().split())
    assert "Stopped. Well done for listening to your body." in page
    assert "Your clinic has been told. We answer within 1 working day." in page
    assert "tel:01632960123" in page
    assert "Where does it hurt?" in page
    assert Hold.objects.filter(line=bridge.line, released_at=None).exists()
    assert Alert.objects.filter(patient=alice, kind="stop").count() == 1
    today = client.get(reverse("today")).content.decode()
    assert "You told us it hurt today. Priya will look at it." in today


@pytest.mark.parametrize(
    ("ticked", "advice"),
    [
        ("chest_pain", "Call 999 or go to A&amp;E"),
        ("numb_leg", "Phone NHS 111, or ask your GP for an urgent visit today"),
        ("dizzy", "Phone us today"),
    ],
)
def test_the_answers_after_a_stop_lock_everything_and_say_whom_to_call(
    alice: Patient, bridge: Prescription, ticked: str, advice: str
) -> None:
    client = signed_in(alice.user)
    same = form(bridge, outcome="stopped")
    client.post(reverse("mark_done"), same)
    address = reverse("told", args=[same["entry"]])
    client.post(address, {"symptoms": [ticked], "where": "low_back", "pain": "7"})
    page = client.get(address).content.decode()
    assert f"</svg> {advice}</h2>" in page or f">{advice}</h2>" in page
    assert "Please do no exercises for now." in page
    entry = Entry.objects.get()
    assert (entry.symptoms, entry.where, entry.pain) == ([ticked], "low_back", 7)
    assert "Please do no exercises for now" in client.get(reverse("today")).content.decode()


def test_pressed_by_mistake_is_written_down_and_releases_nothing(
    alice: Patient, bridge: Prescription
) -> None:
    client = signed_in(alice.user)
    same = form(bridge, outcome="stopped")
    client.post(reverse("mark_done"), same)
    address = reverse("told", args=[same["entry"]])
    client.post(address, {"by_mistake": "yes"})
    assert Entry.objects.get().undone_at is not None
    assert "You told us it was pressed by mistake." in client.get(address).content.decode()
    assert Hold.objects.filter(line=bridge.line, released_at=None).exists()
    mistake = "You pressed Stop today, and told us it was a mistake. Priya will look at it."
    pages = (reverse("today"), reverse("exercise", args=[bridge.pk]))
    for each in pages:
        assert mistake in client.get(each).content.decode()
    client.post(reverse("mark_done"), form(bridge, outcome="stopped"))
    for each in pages:
        page = client.get(each).content.decode()
        assert "You told us it hurt today. Priya will look at it." in page
        assert mistake not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"side": "sideways"},
        {"side": ""},
        {"prescription": "not-an-id"},
        {"pain": "11"},
        {"pain": "-1"},
        {"pain": "٣"},
        {"outcome": "perfect"},
        {"entry": "\x00"},
    ],
)
def test_what_cannot_be_kept_is_said(
    alice: Patient, bridge: Prescription, wrong: dict[str, str]
) -> None:
    answer = signed_in(alice.user).post(reverse("mark_done"), form(bridge, **wrong))
    assert answer.status_code == 400
    assert "We could not keep this" in answer.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"pain": "11"}, {"side": "sideways"}, {"prescription": "x"}, {"entry": "x"}]
)
def test_a_stop_is_kept_whatever_else_is_wrong(
    alice: Patient, bridge: Prescription, wrong: dict[str, str]
) -> None:
    client = signed_in(alice.user)
    answer = client.post(reverse("mark_done"), form(bridge, outcome="stopped", **wrong))
    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200
    assert Entry.objects.get().outcome == "stopped"
    assert Hold.objects.filter(released_at=None).exists()
    assert Alert.objects.filter(patient=alice).exists()


@pytest.mark.parametrize("session", ["", "x", "../../x"])
def test_a_form_without_its_number_is_not_found(
    alice: Patient, bridge: Prescription, session: str
) -> None:
    answer = signed_in(alice.user).post(reverse("mark_done"), form(bridge, session=session))
    assert answer.status_code == 404


def test_nobody_marks_or_reads_for_somebody_else(house: House) -> None:
    (bridge,) = prescribe(house.alice, "glute-bridge")
    same = form(bridge, outcome="stopped")
    signed_in(house.alice.user).post(reverse("mark_done"), same)
    address = reverse("told", args=[same["entry"]])
    for person in (house.priya, house.rob, house.olu, house.charlie):
        client = signed_in(person.user)
        assert client.get(address).status_code == 404
        assert client.post(reverse("mark_done"), form(bridge)).status_code == 404
    carol = signed_in(house.carol.user)
    assert carol.get(address).status_code == 404
    assert carol.post(address, {"by_mistake": "yes"}).status_code == 404
    assert carol.post(reverse("mark_done"), form(bridge)).status_code == 400
    assert carol.post(reverse("mark_done"), {**same, "entry": str(uuid4())}).status_code == 404
    assert Client().post(reverse("mark_done"), form(bridge)).status_code == 302
    assert Client().get(reverse("told", args=[UUID(int=1)])).status_code == 302
    assert Entry.objects.count() == 1


def test_a_form_from_another_site_is_refused(alice: Patient, bridge: Prescription) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert alice.user is not None
    strict.force_login(alice.user)
    assert strict.post(reverse("mark_done"), form(bridge)).status_code == 403
    assert not Entry.objects.exists()
