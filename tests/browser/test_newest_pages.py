"""Who did what, who looked, the backups and a week of paper ticks, in a browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from goodform.audit.checking import Flaw, check_and_keep
from goodform.audit.models import AuditRow, RecordCheck
from goodform.desk.who_did_what import acts
from goodform.diary.models import Entry
from goodform.diary.paper_actions import Tick, enter_ticks
from goodform.keeping.actions import name_recipient
from goodform.keeping.models import Backup, BackupOutcome, Recipient
from goodform.library.loading import load
from goodform.people.models import Staff
from goodform.programmes.models import Prescription
from tests.browser.conftest import Visit, Visitor, in_both_looks
from tests.desk.conftest import a_line, assess_for, exercise_files, give_to
from tests.keeping.houses import KeyPair
from tests.people import House, in_days
from tests.today.test_who_looked import opened

FAR = 80
"""More presses of Tab than any of these pages needs."""


def check_the_page(visit: Visit, name: str) -> None:
    visit.screenshot(f"newest-{name}")
    visit.check_accessible()
    visit.check_no_sideways_scroll()


def reach_by_keys(visit: Visit, goal: Locator) -> None:
    """Press Tab from the top of the page until the focus stands there."""
    for _ in range(FAR):
        visit.page.keyboard.press("Tab")
        if goal.evaluate("(element) => element === document.activeElement"):
            return
    pytest.fail(f"Tab never reached {goal}")


@in_both_looks
def test_the_owner_reads_who_did_what(
    visit: Visitor, house: House, size: dict[str, int], scheme: str
) -> None:
    load(exercise_files())
    assess_for(house.alice, house.priya)
    give_to(house.alice, house.priya, a_line(house.alice, "clam"))
    opened(house.priya, house.alice)
    opened(house.charlie, house.carol)
    check_and_keep(house.clinic.pk, now=timezone.now())
    first = AuditRow.objects.filter(clinic_id=house.clinic.pk).order_by("pk")[0]
    RecordCheck.objects.update(why=Flaw.CHANGED, broken_row=first.pk)
    olu = visit(house.olu.user, size=size, scheme=scheme)
    page = olu.open("/clinic/who-did-what/")
    expect(page.get_by_role("alert")).to_contain_text(f"wrong: {first.pk}.")
    rows = AuditRow.objects.filter(clinic_id=house.clinic.pk).order_by("-pk")
    told = [(act.who, str(act.what), act.about or "–") for act in acts(list(rows), house.clinic)]
    lines = page.locator("tbody tr").all()
    assert [tuple(line.locator("td").all_inner_texts()) for line in lines] == told
    expect(page.locator("tbody")).not_to_contain_text(house.charlie.name)
    check_the_page(olu, f"who-did-what-{size['width']}-{scheme}")
    reach_by_keys(olu, page.get_by_role("link", name="Save as a table (CSV)"))


@in_both_looks
def test_alice_reads_who_opened_her_page(
    visit: Visitor, house: House, size: dict[str, int], scheme: str
) -> None:
    opened(house.priya, house.alice)
    opened(house.rob, house.alice)
    opened(house.charlie, house.carol)
    alice = visit(house.alice.user, size=size, scheme=scheme)
    page = alice.open("/today/who-looked")
    looked = Staff.objects.filter(pk__in=[house.priya.pk, house.rob.pk])
    names = sorted(who.called for who in looked)
    expect(page.locator(".points li")).to_have_text(names)
    check_the_page(alice, f"who-looked-{size['width']}-{scheme}")
    reach_by_keys(alice, page.get_by_role("link", name=house.clinic.phone))


@in_both_looks
def test_the_owner_reads_that_the_last_backup_failed(
    visit: Visitor, house: House, size: dict[str, int], scheme: str
) -> None:
    key = KeyPair()
    name_recipient(key=key.public, now=timezone.now())
    Recipient.objects.update(proven_at=timezone.now())
    for hours_ago, outcome, why in (
        (60, BackupOutcome.GOOD, ""),
        (2, BackupOutcome.FAILED, "There is no room left in /backups."),
    ):
        Backup.objects.create(
            began_at=timezone.now() - timedelta(hours=hours_ago),
            outcome=outcome,
            nightly=True,
            file="/backups/goodform-2026-11-27T0215-of-the-whole-house.age" if not why else "",
            keys=key.public,
            rows=4321,
            size=2_000_000 if not why else 0,
            why=why,
        )
    olu = visit(house.olu.user, size=size, scheme=scheme)
    page = olu.open("/clinic/backups/")
    expect(page.locator(".notice").last).to_contain_text("There is no room left in /backups.")
    expect(page.locator("tbody tr")).to_have_count(Backup.objects.count())
    expect(page.locator(".pairs")).to_contain_text("4321 rows")
    expect(page.get_by_text("All is well")).to_have_count(0)
    check_the_page(olu, f"backups-{size['width']}-{scheme}")
    reach_by_keys(olu, page.locator(".page-head a"))


@in_both_looks
def test_rob_ticks_a_week_by_keys(
    visit: Visitor, house: House, size: dict[str, int], scheme: str
) -> None:
    load(exercise_files())
    assess_for(house.alice, house.priya)
    programme = give_to(house.alice, house.priya, a_line(house.alice, "clam"))
    given = Prescription.objects.filter(programme=programme)
    given.update(given_at=timezone.now() - timedelta(days=40))
    monday = in_days(-7) - timedelta(days=in_days(-7).weekday())
    tick = Tick(given[0].pk, "left", 1)
    enter_ticks(patient=house.alice, day=monday, ticks=[tick], by=house.rob)
    rob = visit(house.rob.user, size=size, scheme=scheme)
    address = f"/patients/{house.alice.pk}/ticks/?day={monday.isoformat()}"
    page = rob.open(address)
    expect(page.locator("#sheet input:checked")).to_have_count(1)
    check_the_page(rob, f"paper-ticks-{size['width']}-{scheme}")
    reach_by_keys(rob, page.locator("#sheet input[type=checkbox]").nth(1))
    page.keyboard.press("Space")
    reach_by_keys(rob, page.get_by_role("button", name="Save this week"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 tick added.")).to_be_visible()
    assert Entry.objects.filter(undone_at=None, timing="ticked").count() == 2
    rob.open(address)
    expect(page.locator("#sheet input:checked")).to_have_count(2)
