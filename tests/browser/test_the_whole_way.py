"""The stop's whole way: phone, held, mail, inbox, answer, phone, for each way it can begin.

Two practitioners see the case, and an owner oversees it; what a page says is what the rows hold.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, Response, expect
from pytest_django.fixtures import Settings

from goodform.config.working import worker
from goodform.diary.models import Entry, Morning, Session
from goodform.inbox.actions import escalate
from goodform.inbox.models import Alert, Kind, Message, Severity
from goodform.outbox.models import Notification, State
from goodform.people.models import Staff
from goodform.programmes.actions import change_one
from goodform.programmes.models import Hold, Prescription, Programme
from goodform.programmes.queries import given_in
from tests.browser.conftest import Visit, Visitor, in_both_looks
from tests.browser.mat import READY_S, Mat
from tests.browser.offline import reload_from_the_clinic, wait_until_sent
from tests.browser.test_a_day import exercised_yesterday
from tests.people import House, staff
from tests.today.programmes import assessed, give_lines, line_for, load_library

LATE = timedelta(hours=25)
SLOW_MS = 15_000
"""For a machine that also does other work."""
WHY = "Two days of rest, then slowly."
EASIER = "One step back, until it is calm."
WORDS = "Well done for telling us. Ring me if it comes back."


@dataclass
class Riverside:
    """Everybody at a browser of their own, and the mail that has left."""

    visit: Visitor
    house: House
    pat: Staff
    size: dict[str, int]
    scheme: str
    name: str
    shots: list[str] = field(default_factory=list)

    def sits_down(self, person: Staff) -> Visit:
        """Somebody who works here, at a browser."""
        return self.visit(person.user, size=self.size, scheme=self.scheme)

    def shows(self, visiting: Visit, what: str) -> None:
        """The page is accessible and fits; a picture for people to look at."""
        visiting.check_accessible()
        visiting.check_no_sideways_scroll()
        self.shots.append(what)
        number = f"{len(self.shots):02}"
        visiting.screenshot(f"way-{self.name}-{number}-{what}-{self.size['width']}-{self.scheme}")

    def mail_leaves(self) -> dict[str, str]:
        """The worker goes round once; by address, what arrived. It says nothing of a patient."""
        before = len(mail.outbox)
        worker().run_once()
        assert not Notification.objects.filter(due_at__lte=timezone.now()).exclude(state=State.SENT)
        for each in mail.outbox[before:]:
            told = "Archer" if each.to == [self.house.alice.email] else "Alice"
            for private in (told, "hurt", "pain", "lift", "Clam"):
                assert private not in f"{each.subject} {each.body}"
        return {each.to[0]: str(each.body) for each in mail.outbox[before:]}


@pytest.fixture
def pat(house: House) -> Staff:
    """Another practitioner here."""
    return staff(house.clinic, "Pat Roy", practitioner=True)


@pytest.fixture
def clinic(
    visit: Visitor,
    house: House,
    pat: Staff,
    settings: Settings,
    request: pytest.FixtureRequest,
) -> Riverside:
    """Riverside, its mail kept in memory."""
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    asked = getattr(request.node, "callspec", None)
    params = asked.params if asked else {}
    name = re.sub(r"\W+", "-", str(params.get("said") or request.node.originalname.split("_")[2]))
    return Riverside(visit, house, pat, params["size"], params["scheme"], name)


@pytest.fixture
def rows(house: House, pat: Staff) -> list[Prescription]:
    """A side-lying lift that a clam of one times three led up to, and a bridge."""
    load_library()
    assessed(house.alice)
    clam, bridge = give_lines(
        house.alice,
        line_for(house.alice, "clam", sets=1, repetitions=3),
        line_for(house.alice, "glute-bridge", sets=1, repetitions=2, bad_day=True),
    )
    lift = line_for(house.alice, "side-lying-leg-abduction", sets=1, repetitions=2)
    change_one(
        programme=Programme.objects.select_related("patient__clinic").get(patient=house.alice),
        line=replace(lift, line=str(clam.line), replaces=str(clam.pk)),
        by=house.priya,
        why="The clam has become easy.",
    )
    Notification.objects.all().delete()  # that she has a programme is another story
    return given_in(bridge.programme)


def held_now() -> dict[str, str]:
    """By what it is on, the cause of each open hold."""
    names = {row.line: row.exercise.name for row in Prescription.objects.filter(until_version=None)}
    return {
        names.get(hold.line, "everything") if hold.line else "everything": hold.cause
        for hold in Hold.objects.filter(released_at=None)
    }


def opens_from_mail(visiting: Visit, body: str) -> Page:
    """The one address in a mail, opened where this house stands."""
    (path,) = re.findall(r"https?://[^/\s]+(/\S*)", body)
    return visiting.open(path)


def is_post(answer: Response) -> bool:
    """The answer to a form."""
    return answer.request.method == "POST"


@contextmanager
def grumbling(visiting: Visit) -> Iterator[None]:
    """The browser grumbles about an answer that was wanted, perhaps a moment later."""
    with visiting.page.expect_console_message(lambda said: said.type == "error"):
        yield
    visiting.errors.clear()


def case_in(page: Page) -> Locator:
    """The open case."""
    return page.locator("#case")


def opens_the_case(visiting: Visit, headline: str, *, of: str = "") -> Page:
    """From the inbox to Alice's case."""
    page = visiting.open(reverse("inbox") + of)
    page.get_by_role("link", name=headline).first.click()
    expect(case_in(page).get_by_role("heading", name="Alice Archer")).to_be_visible()
    return page


def pat_takes_it_while_priya_looks(
    clinic: Riverside, headline: str, body: str
) -> tuple[Visit, Visit]:
    """Both see the case and press: one has it, and the other is told who."""
    priya, pat = clinic.sits_down(clinic.house.priya), clinic.sits_down(clinic.pat)
    hers = opens_from_mail(priya, body)
    clinic.shows(priya, "inbox")
    hers = opens_the_case(priya, headline)
    his = opens_the_case(pat, headline, of="?of=everyone")
    his.get_by_role("button", name="I have this").click()
    expect(case_in(his).get_by_text("You have this").first).to_be_visible()
    assert Alert.objects.get().acknowledged_by == clinic.pat
    with grumbling(priya), hers.expect_response(is_post) as answered:
        hers.get_by_role("button", name="I have this").click()
    assert answered.value.status == 409
    expect(case_in(hers).get_by_text("Pat Roy has this").first).to_be_visible()
    clinic.shows(priya, "taken-by-another")
    assert Alert.objects.get().acknowledged_by == clinic.pat
    return priya, pat


def it_becomes_late(clinic: Riverside) -> Visit:
    """Nobody took it in time: the owner is mailed, and sees from the mail whose it is."""
    Alert.objects.update(waiting_since=timezone.now() - LATE)
    assert escalate() == 1
    late = clinic.mail_leaves()
    assert set(late) == {"olu@example.org"}
    olu = clinic.sits_down(clinic.house.olu)
    page = opens_from_mail(olu, late["olu@example.org"])
    expect(page.get_by_text("for Priya Nair")).to_be_visible()
    expect(page.get_by_text("Alice")).to_have_count(0)
    clinic.shows(olu, "overseen")
    return olu


def he_writes(clinic: Riverside, pat: Visit) -> None:
    """A message, from the case."""
    page = pat.page
    page.get_by_role("link", name="Write to Alice").click()
    page.get_by_label("Your words").fill(WORDS)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent. Alice gets a mail.")).to_be_visible()
    assert Message.objects.get(staff=clinic.pat).text == WORDS
    arrived = clinic.mail_leaves()
    assert set(arrived) == {"alice@example.org"}
    assert WORDS not in arrived["alice@example.org"]


def she_reads_it(clinic: Riverside, alice: Visit) -> None:
    """Today marks it; it stands there once, and Today marks it no more."""
    page = alice.page
    alice.open(reverse("today"))
    reload_from_the_clinic(page)
    page.get_by_role("link", name="Your clinic wrote to you.").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    clinic.shows(alice, "message")
    assert Message.objects.get(staff=clinic.pat).read_at is not None
    alice.open(reverse("today"))
    expect(page.get_by_role("link", name="Your clinic wrote to you.")).to_have_count(0)


def nobody_is_left_waiting(clinic: Riverside, alert: Alert) -> None:
    """Closed by who answered, nothing on hold, nothing in anybody's inbox; elsewhere never."""
    alert.refresh_from_db()
    assert (alert.resolved_by, alert.acknowledged_by) == (clinic.pat, clinic.pat)
    assert held_now() == {}
    for person in (clinic.house.priya, clinic.pat):
        page = clinic.sits_down(person).open(reverse("inbox") + "?of=everyone")
        expect(page.get_by_role("heading", name="Nobody needs you now")).to_be_visible()
    charlie = clinic.sits_down(clinic.house.charlie)
    expect(charlie.open(reverse("inbox")).get_by_text("Alice")).to_have_count(0)
    with grumbling(charlie):
        charlie.open(reverse("alert", args=[alert.pk]))
    expect(charlie.page.get_by_text("Alice")).to_have_count(0)


def a_session_begins(alice: Visit, *, ask: str, pain: int = 1, path: str | None = None) -> Mat:
    alice.page.clock.install()
    alice.open(path or reverse("player"))
    mat = Mat(alice)
    mat.asks("Before you start")
    mat.pain(pain)
    mat.press("Next")
    mat.asks(ask)
    return mat


LIST = "Is any of these new or worse in the last 2 weeks?"


@in_both_looks
def test_a_stop_is_stepped_back_released_and_answered(
    clinic: Riverside, rows: list[Prescription], size: dict[str, int], scheme: str
) -> None:
    alice = clinic.visit(clinic.house.alice.user, size=size, scheme=scheme)
    mat = a_session_begins(alice, ask=LIST)
    mat.choose("None of these")
    mat.press("Next")
    mat.press("Start")
    mat.lets(READY_S + 2)
    mat.press("Stop, it hurts")
    mat.choose("Hip or groin")
    mat.press("Next")
    mat.pain(6)
    mat.press("Next")
    mat.press("None of these")
    mat.asks("This one is on hold")
    expect(alice.page.get_by_text("Sent to the clinic.")).to_be_visible(timeout=SLOW_MS)
    clinic.shows(alice, "held")
    entry = Entry.objects.get(outcome="stopped")
    assert (entry.prescription, entry.pain, entry.where) == (rows[0], 6, "hip")
    assert held_now() == {"Side-lying leg lift": f"stop:{entry.pk}"}
    alert = Alert.objects.get()
    assert (alert.kind, alert.severity, alert.owner) == (
        Kind.STOP,
        Severity.TODAY,
        clinic.house.priya,
    )
    alice.open(reverse("today"))
    expect(
        alice.page.get_by_text("You told us it hurt today. Priya will look at it.")
    ).to_be_visible()
    clinic.shows(alice, "today-held")
    arrived = clinic.mail_leaves()
    assert set(arrived) == {"priya@example.org"}
    olu = clinic.sits_down(clinic.house.olu)
    overseen = olu.open(reverse("inbox"))
    expect(overseen.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    expect(overseen.get_by_text("1 time, for 1 of 1 patients who exercised")).to_be_visible()
    expect(overseen.get_by_text("Alice")).to_have_count(0)
    clinic.shows(olu, "overseen")
    _priya, pat = pat_takes_it_while_priya_looks(
        clinic, "Stopped Side-lying leg lift", arrived["priya@example.org"]
    )
    said = case_in(pat.page)
    for told in ("Where: Hip or groin", "before 1, then 6", "Mail to Priya Nair: sent"):
        expect(said.get_by_text(told).first).to_be_visible()
    expect(said.get_by_text("Side-lying leg lift is on hold")).to_be_visible()
    pat.page.locator("summary", has_text="Step back to Clam").click()
    dose = pat.page.locator(".dose")
    expect(dose.get_by_label("Sets", exact=True)).to_have_value("1")
    expect(dose.get_by_label("Repetitions", exact=True)).to_have_value("3")
    pat.page.get_by_label("If you did not: why").fill("By phone.")
    pat.page.get_by_label("Why? The patient reads this.").fill(EASIER)
    pat.page.get_by_label("Release the hold, so that the patient may begin").check()
    clinic.shows(pat, "step-back")
    pat.page.get_by_role("button", name="Step back", exact=True).click()
    expect(pat.page.get_by_text("Alice now has Clam, and reads why.")).to_be_visible()
    clinic.shows(pat, "answered")
    now = given_in(rows[0].programme)[0]
    assert (now.exercise.name, now.sets, now.repetitions) == ("Clam", 1, 3)
    he_writes(clinic, pat)
    alice.open(reverse("today"))
    reload_from_the_clinic(alice.page)
    expect(alice.page.get_by_text(EASIER)).to_be_visible()
    expect(alice.page.get_by_text("on hold")).to_have_count(0)
    clinic.shows(alice, "today-answered")
    she_reads_it(clinic, alice)
    nobody_is_left_waiting(clinic, alert)


@in_both_looks
def test_a_red_flag_holds_everything_and_the_owner_sees_who_has_it(
    clinic: Riverside, rows: list[Prescription], size: dict[str, int], scheme: str
) -> None:
    alice = clinic.visit(clinic.house.alice.user, size=size, scheme=scheme)
    mat = a_session_begins(alice, ask=LIST)
    alice.page.locator('input[name="flags"][value="saddle"]').check()
    mat.press("Next")
    mat.asks("Call 999 or go to A&E")
    expect(alice.page.get_by_text("Sent to the clinic.")).to_be_visible(timeout=SLOW_MS)
    clinic.shows(alice, "advice")
    session = Session.objects.get()
    assert (session.red_flags, session.shown) == (["saddle"], "emergency")
    assert held_now() == {"everything": f"red_flags:{session.pk}"}
    alert = Alert.objects.get()
    assert (alert.severity, alert.is_emergency) == (Severity.CALL_NOW, True)
    alice.open(reverse("today"))
    expect(alice.page.get_by_role("link", name="Call 999", exact=True)).to_be_visible()
    arrived = clinic.mail_leaves()
    assert set(arrived) == {"priya@example.org", "rob@example.org", "olu@example.org"}
    olu = clinic.sits_down(clinic.house.olu)
    page = opens_from_mail(olu, arrived["olu@example.org"])
    expect(page.get_by_role("heading", name="Nobody has taken these yet")).to_be_visible()
    expect(page.get_by_text("for Priya Nair")).to_be_visible()
    expect(page.get_by_text("Alice")).to_have_count(0)
    clinic.shows(olu, "overseen")
    _priya, pat = pat_takes_it_while_priya_looks(
        clinic, "Alice Archer", arrived["priya@example.org"]
    )
    olu.page.reload()
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    expect(page.get_by_text("Pat Roy has this since")).to_be_visible()
    clinic.shows(olu, "overseen-taken")
    said = case_in(pat.page)
    expect(said.get_by_text("Alice was shown “Call 999 now”")).to_be_visible()
    expect(said.get_by_text("The whole programme is on hold")).to_be_visible()
    pat.page.locator("summary", has_text="Release the whole programme").click()
    pat.page.get_by_label("Why is it safe to go on? The patient reads this.").fill(WHY)
    clinic.shows(pat, "release")
    pat.page.get_by_role("button", name="Release everything").click()
    expect(pat.page.get_by_text("Alice may do it again from now on.")).to_be_visible()
    he_writes(clinic, pat)
    alice.open(reverse("today"))
    reload_from_the_clinic(alice.page)
    expect(alice.page.get_by_text(WHY).first).to_be_visible()
    expect(alice.page.get_by_role("link", name="Start", exact=True)).to_be_visible()
    expect(alice.page.get_by_text("Please do no exercises")).to_have_count(0)
    clinic.shows(alice, "today-answered")
    she_reads_it(clinic, alice)
    nobody_is_left_waiting(clinic, alert)


MORNINGS = {
    "No, it was worse": (False, "Your back was worse the next morning.", Severity.TODAY),
    "I am not sure": (
        None,
        "You were not sure how your back was the next morning.",
        Severity.THIS_WEEK,
    ),
}


@in_both_looks
@pytest.mark.parametrize("said", MORNINGS)
def test_a_morning_that_nobody_took_reaches_the_owner_and_is_released(
    clinic: Riverside, rows: list[Prescription], said: str, size: dict[str, int], scheme: str
) -> None:
    settled, words, severity = MORNINGS[said]
    exercised_yesterday(rows[1])
    alice = clinic.visit(clinic.house.alice.user, size=size, scheme=scheme)
    page = alice.open(reverse("morning"))
    clinic.shows(alice, "question")
    page.get_by_role("button", name=said).click()
    page.wait_for_url(f"**{reverse('today')}")
    wait_until_sent(page)
    reload_from_the_clinic(page)
    expect(page.get_by_text(f"{words} Priya will look at it.")).to_be_visible()
    clinic.shows(alice, "today-held")
    morning = Morning.objects.get()
    assert (morning.settled, morning.answered) == (settled, True)
    assert held_now() == {"Glute bridge": f"morning:{morning.date.isoformat()}"}
    alert = Alert.objects.get()
    assert (alert.kind, alert.severity) == (Kind.MORNING, severity)
    first = clinic.mail_leaves()
    assert set(first) == {"priya@example.org"}
    olu = it_becomes_late(clinic)
    _priya, pat = pat_takes_it_while_priya_looks(clinic, "Alice Archer", first["priya@example.org"])
    olu.page.reload()
    expect(olu.page.get_by_text("Pat Roy has this since")).to_be_visible()
    case = case_in(pat.page)
    expect(case.get_by_text("Glute bridge is on hold")).to_be_visible()
    expect(case.get_by_text("Mail to Olu Adeyemi: sent")).to_be_visible()
    pat.page.get_by_label("Looked at it, may go on").check()
    pat.page.get_by_label("In your own words").fill("Spoke to her.")
    with grumbling(pat):
        pat.page.get_by_role("button", name="Save and close").click()
    expect(
        case.get_by_text("Still on hold because of this case: Glute bridge").first
    ).to_be_visible()
    clinic.shows(pat, "cannot-close")
    assert Alert.objects.get().resolved_at is None
    pat.page.locator("summary", has_text="Release Glute bridge").click()
    pat.page.get_by_label("Why is it safe to go on? The patient reads this.").fill(WHY)
    pat.page.locator("button", has_text="Release Glute bridge").click()
    expect(pat.page.get_by_text("Alice may do it again from now on.")).to_be_visible()
    he_writes(clinic, pat)
    alice.open(reverse("today"))
    reload_from_the_clinic(page)
    expect(page.get_by_text(WHY)).to_be_visible()
    expect(page.get_by_text(words).locator("visible=true")).to_have_count(0)
    she_reads_it(clinic, alice)
    nobody_is_left_waiting(clinic, alert)


@in_both_looks
def test_bad_day_is_no_day_to_start_and_is_told(
    clinic: Riverside, rows: list[Prescription], size: dict[str, int], scheme: str
) -> None:
    alice = clinic.visit(clinic.house.alice.user, size=size, scheme=scheme)
    page = alice.open(reverse("today"))
    page.get_by_role("link", name="Sore or tired today?").click()
    clinic.shows(alice, "sore")
    page.get_by_role("link", name="Start the short version").click()
    page.wait_for_url("**?short=yes")
    mat = Mat(alice)
    mat.asks("Before you start")
    mat.pain(7)
    mat.press("Next")
    mat.asks(LIST)
    mat.choose("None of these")
    mat.press("Next")
    mat.asks("Not today")
    expect(page.get_by_text("Sent to the clinic.")).to_be_visible(timeout=SLOW_MS)
    clinic.shows(alice, "not-today")
    wait_until_sent(page)
    assert Session.objects.get().pain_before == 7
    alert = Alert.objects.get()
    assert (alert.kind, held_now()) == (Kind.PAIN, {})
    arrived = clinic.mail_leaves()
    assert set(arrived) == {"priya@example.org"}
    alice.open(reverse("today"))
    clinic.shows(alice, "today")
    olu = it_becomes_late(clinic)
    _priya, pat = pat_takes_it_while_priya_looks(
        clinic, "Alice Archer", arrived["priya@example.org"]
    )
    olu.page.reload()
    expect(olu.page.get_by_text("Pat Roy has this since")).to_be_visible()
    clinic.shows(olu, "overseen-taken")
    expect(case_in(pat.page).get_by_text("before 7").first).to_be_visible()
    pat.page.get_by_label("Spoke to them, not an emergency").check()
    pat.page.get_by_label("In your own words").fill("Rang her: a flare, no signs.")
    pat.page.get_by_role("button", name="Save and close").click()
    expect(pat.page.get_by_text("Closed.", exact=True)).to_be_visible()
    he_writes(clinic, pat)
    she_reads_it(clinic, alice)
    nobody_is_left_waiting(clinic, alert)
