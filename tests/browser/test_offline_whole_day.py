"""All of a day in aeroplane mode: the morning question, a guided session with a stop, a mark; told
later, and read by the practitioner once, on the right day, with the right side."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from goodform.diary.models import Entry, Morning, Session
from goodform.inbox.models import Alert
from goodform.programmes.models import Hold, Prescription
from tests.browser.conftest import DESKTOP, PHONE, Visitor
from tests.browser.mat import CLAM_S, HOLD_S, READY_S, Mat, rows
from tests.browser.offline import aeroplane_mode, documents, open_once, wait_until_sent
from tests.people import House
from tests.today.test_start import did

__all__ = ["rows"]

ANSWERING_S = 46


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_a_day_with_a_stop_is_done_offline_and_read_once_on_its_day_with_its_side(
    visit: Visitor, house: House, rows: list[Prescription], size: dict[str, int], scheme: str
) -> None:
    knee, clam = rows
    today = timezone.now().astimezone(ZoneInfo("Europe/London")).date()
    did(clam, today - timedelta(days=1))
    visiting = visit(house.alice.user, size=size, scheme=scheme)
    page = open_once(visiting)
    name = f"offline-day-{size['width']}-{scheme}"
    with aeroplane_mode(visiting):
        page.clock.install()
        visiting.open(reverse("today"))
        visiting.screenshot(f"{name}-1-today")
        page.locator("[data-start] a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("was your back as it")
        visiting.check_no_sideways_scroll()
        visiting.screenshot(f"{name}-2-morning")
        page.get_by_role("button", name="Yes, as it usually is").click()
        page.wait_for_url("**" + reverse("player"))
        mat = Mat(visiting)
        mat.answers_the_questions_before()
        mat.lets(READY_S + 2 * HOLD_S + 12)
        expect(page.locator("ol.sides [aria-current=step]")).to_have_text("Right side")
        visiting.screenshot(f"{name}-3-work")
        mat.press("Stop, it hurts")
        mat.press("Skip this question")
        mat.pain(7)
        mat.press("Next")
        mat.press("None of these")
        mat.asks("This one is on hold")
        expect(page.get_by_text("The clinic does not know yet.")).to_be_visible()
        visiting.screenshot(f"{name}-4-stopped")
        page.close(run_before_unload=False)
        visiting.page = page = page.context.new_page()
        page.clock.install()
        visiting.open(reverse("player"))
        mat = Mat(visiting)
        mat.asks("This one is on hold")
        mat.press("Go on with the others")
        mat.lets(CLAM_S + ANSWERING_S)
        mat.asks("One last question")
        mat.pain(2)
        mat.press("Finish")
        mat.asks("That is all for now. Well done.")
        visiting.screenshot(f"{name}-5-done")
        visiting.open(reverse("today"))
        expect(page.get_by_text("Your clinic does not know yet that it hurt.")).to_be_visible()
        expect(page.locator(f"#row-{knee.pk} [data-held-note]")).to_be_visible()
        expect(page.locator(f"#row-{clam.pk} [data-done]")).to_be_visible()
        visiting.check_accessible()
        visiting.check_no_sideways_scroll()
        visiting.screenshot(f"{name}-6-today-after")
        visiting.open(reverse("on_this_phone"))
        expect(page.get_by_text("Knee to chest, right side, Stopped, it hurt")).to_be_visible()
        expect(page.locator("[data-lines] li", has_text="How your back was")).to_be_visible()
        visiting.check_no_sideways_scroll()
        visiting.screenshot(f"{name}-7-on-this-phone")
        assert len(documents(page)) == 2
        assert Session.objects.count() == 1
        assert not Morning.objects.exists()

    visiting.open(reverse("today"))
    wait_until_sent(page)
    page.reload()
    visiting.screenshot(f"{name}-8-sent")
    assert Morning.objects.get().settled is True
    told = Entry.objects.filter(local_date=today).values_list("prescription", "side", "outcome")
    assert sorted(told, key=str) == sorted(
        [
            (knee.pk, "left", "done"),
            (knee.pk, "right", "stopped"),
            (clam.pk, "left", "done"),
            (clam.pk, "right", "done"),
        ],
        key=str,
    )
    assert Hold.objects.filter(released_at=None).get().line == knee.line
    alert = Alert.objects.get(patient=house.alice)

    desk = visit(house.priya.user, size=DESKTOP, scheme=scheme)
    desk.open(reverse("inbox"))
    expect(desk.page.locator(".queue .item").filter(has_text="Alice Archer")).to_have_count(1)
    desk.open(reverse("alert", args=[alert.pk]))
    expect(desk.page.get_by_text("Knee to chest, right").first).to_be_visible()
    desk.screenshot(f"{name}-9-alert")
    desk.open(reverse("record", args=[house.alice.pk]))
    sitting = desk.page.locator(".sitting").filter(has_text=date_format(today, "l j F Y"))
    expect(sitting).to_have_count(1)
    expect(sitting.locator("tr", has_text="Stopped, it hurt")).to_contain_text("right")
    desk.screenshot(f"{name}-10-record")
