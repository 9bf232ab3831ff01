"""The server's part in a phone that does without it."""

import gzip
import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from goodform.people.models import Patient
from goodform.programmes.actions import hold, release
from goodform.programmes.models import Prescription
from goodform.today import offline
from goodform.ui.static_files import as_it_travels
from tests.people import House, in_days
from tests.today.browsers import signed_in
from tests.today.programmes import (
    assessed,
    give_lines,
    line_for,
    lines_now,
    load_library,
    prescribe,
)

STATIC = Path(__file__).parents[3] / "goodform" / "today" / "static"


def contact(patient: Patient) -> dict[str, object]:
    """The server's words to this patient's phone."""
    answer = signed_in(patient.user).get(reverse("contact_api"))
    assert answer.status_code == 200
    said: dict[str, object] = answer.json()
    return said


def urls(said: dict[str, object]) -> list[str]:
    """The pages that are to be kept."""
    pages = said["pages"]
    assert isinstance(pages, list)
    return [page["url"] for page in pages]


# ── The worker ─────────────────────────────────────────────────────────────────────────────


def test_the_worker_is_served_to_anybody_over_the_whole_site(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    house = json.loads(answer.content.decode().split("start(", 1)[1].rsplit(")", 1)[0])
    assert house["release"] == offline.release()
    assert "/static/today/offline/page.mjs" in house["files"]


def test_the_worker_knows_every_door(client: Client) -> None:
    """Whoever signs in may be somebody else: this phone forgets whom it kept pages for."""
    doors = offline.doors()
    for name in ("account_login", "account_logout", "account_confirm_login_code"):
        assert reverse(name).startswith(tuple(doors))
    assert reverse("invitation", args=["a-token"]).startswith(tuple(doors))
    assert not reverse("today").startswith(tuple(doors))
    assert not reverse("session_api", args=[uuid4()]).startswith(tuple(doors))


def test_who_signs_out_without_a_network_is_told_so(client: Client) -> None:
    assert offline.signed_out() in offline.open_pages()
    assert "You are signed out on this phone" in client.get(offline.signed_out()).content.decode()
    assert "You are signed out" not in client.get(reverse("no_network")).content.decode()


def test_every_file_that_a_module_imports_is_kept() -> None:
    kept = set(offline.static_names())
    for name in kept:
        path = finders.find(name)
        assert path, f"{name} is named and not there"
        if not name.endswith(".mjs"):
            continue
        for imported in re.findall(
            r'^(?:import|export)\b.*from "(\.[^"]+)"', Path(path).read_text(), re.M
        ):
            target = (Path(path).parent / imported).resolve()
            assert str(target.relative_to(STATIC)) in kept or "ui/" in str(target)


def test_another_content_is_another_release(monkeypatch: pytest.MonkeyPatch) -> None:
    before = offline.release()
    monkeypatch.setattr(offline, "static_names", lambda: ("ui/brand.svg",))
    offline.release.cache_clear()
    try:
        assert offline.release() != before
    finally:
        offline.release.cache_clear()


def test_the_script_of_what_is_kept_stays_small() -> None:
    files = sorted((STATIC / "today" / "offline").glob("*.mjs"))
    texts = [as_it_travels(file.read_text()).encode() for file in files]
    assert sum(len(gzip.compress(text)) for text in texts) < 29_000


# ── The installed app ──────────────────────────────────────────────────────────────────────


def test_the_manifest_starts_at_today_and_its_icons_are_there(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    said = answer.json()
    assert said["start_url"] == reverse("today")
    for icon in said["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))
    assert {icon.get("purpose") for icon in said["icons"]} >= {"any", "maskable"}


def test_without_a_network_the_page_names_nobody(client: Client, house: House) -> None:
    words = client.get(reverse("no_network")).content.decode()
    assert "There is no network" in words
    assert house.clinic.name not in words


# ── Contact ────────────────────────────────────────────────────────────────────────────────


def test_a_stranger_is_told_to_sign_in_and_staff_find_nothing(client: Client, house: House) -> None:
    assert client.get(reverse("contact_api")).status_code == 401
    for user in (house.priya.user, house.charlie.user):
        assert signed_in(user).get(reverse("contact_api")).status_code == 404


def test_only_what_was_prescribed_is_kept(house: House) -> None:
    mine = prescribe(house.alice, "clam", "glute-bridge")
    load_library()
    assessed(house.carol)
    theirs = give_lines(house.carol, line_for(house.carol, "hip-hinge"))
    kept = urls(contact(house.alice))
    assert {reverse("exercise", args=[row.pk]) for row in mine} <= set(kept)
    assert reverse("exercise", args=[theirs[0].pk]) not in kept
    assert {reverse("today"), reverse("player"), reverse("help")} <= set(kept)


def test_every_page_that_is_named_is_there(alice: Patient) -> None:
    prescribe(alice, "clam")
    browser = signed_in(alice.user)
    pages = contact(alice)["pages"]
    assert isinstance(pages, list)
    for page in pages:
        answer = browser.get(page["from"])
        assert answer.status_code == 200, page
        text = answer.content.decode()
        assert 'id="offline"' in text, page
        needed = re.findall(r'(?:src|href)="([^"]+\.(?:css|m?js))"', text)
        assert set(needed) <= set(offline.files()), page


def test_the_phone_is_told_the_release(alice: Patient) -> None:
    prescribe(alice, "clam")
    assert contact(alice)["release"] == offline.release()


def test_what_is_kept_goes_over_the_wire_compressed(alice: Patient) -> None:
    """A quarter of the bytes; and nothing of what a request says is repeated beside a secret."""
    prescribe(alice, "clam", "glute-bridge")
    browser = signed_in(alice.user)
    pages = contact(alice)["pages"]
    assert isinstance(pages, list)
    for address in [*(page["from"] for page in pages), reverse("contact_api")]:
        said = browser.get(address, {"q": "a-strangers-guess"}, HTTP_ACCEPT_ENCODING="gzip")
        assert said.headers["Content-Encoding"] == "gzip", address
        assert "a-strangers-guess" not in gzip.decompress(said.content).decode(), address
    for address in (*offline.open_pages(), reverse("service_worker")):
        said = Client().get(address, HTTP_ACCEPT_ENCODING="gzip")
        assert said.headers["Content-Encoding"] == "gzip", address


def test_exercises_of_other_weekdays_are_kept_as_well(alice: Patient) -> None:
    load_library()
    assessed(alice)
    today = timezone.localdate().isoweekday()
    another = str(today % 7 + 1)
    [row] = give_lines(alice, line_for(alice, "clam", weekdays=another))
    said = contact(alice)
    assert reverse("exercise", args=[row.pk]) in urls(said)
    kept = signed_in(alice.user).get(reverse("kept_today")).content.decode()
    assert f'data-weekdays="{another}"' in kept


def test_contact_costs_few_queries(
    alice: Patient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    prescribe(alice, "clam", "glute-bridge", "hip-hinge")
    browser = signed_in(alice.user)
    with django_assert_max_num_queries(14):
        browser.get(reverse("contact_api"))


def test_what_a_page_shows_has_a_stamp_that_changes_with_it(alice: Patient) -> None:
    [row] = prescribe(alice, "clam")
    stamps = [contact(alice)["stamp"]]
    assert contact(alice)["stamp"] == stamps[0]
    changed = [
        line.__class__(**{**line.as_json(), "sets": 5, "form_checked": True})
        for line in lines_now(alice)
    ]
    give_lines(alice, *changed)
    stamps.append(contact(alice)["stamp"])
    alice.clinic.phone = "01632 960999"
    alice.clinic.save()
    stamps.append(contact(Patient.objects.get(pk=alice.pk))["stamp"])
    assert len(set(stamps)) == 3
    assert Prescription.objects.get(pk=row.pk).until_version is not None


def test_a_hold_and_its_release_change_the_stamp(alice: Patient) -> None:
    [row] = prescribe(alice, "clam")
    before = contact(alice)["stamp"]
    programme = row.programme
    hold(
        programme=programme,
        line=row.line,
        reason="stopped",
        cause="entry:1",
        at=timezone.now(),
        by=alice,
    )
    assert contact(alice)["stamp"] != before
    release(programme=programme, line=row.line, reason="Looked at it", by=alice.practitioner)
    assert contact(alice)["stamp"] == before


def test_past_review_only_the_reason_and_the_help_are_kept(alice: Patient) -> None:
    prescribe(alice, "clam")
    assessed(alice, review_by=in_days(-1))
    said = contact(alice)
    assert set(urls(said)) == {
        url
        for name in ("today", "on_this_phone", "help", "diary", "long_ago")
        if (url := offline._named(name))
    }
    kept = signed_in(alice.user).get(reverse("kept_today")).content.decode()
    assert "Check with us first" in kept
    assert "data-kept-rows" not in kept


def test_the_day_of_a_phone_and_its_session_hold_everything_given(alice: Patient) -> None:
    rows = prescribe(alice, "clam", "glute-bridge")
    browser = signed_in(alice.user)
    page = browser.get(reverse("kept_player")).content.decode()
    data = json.loads(re.search(r'<script id="player-data"[^>]*>(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert {each["id"] for each in data["today"]["prescriptions"]} == {str(row.pk) for row in rows}
    assert all(each["weekdays"] for each in data["today"]["prescriptions"])
    assert data["person"] == str(alice.pk)


@pytest.mark.parametrize("name", ["kept_today", "kept_player", "kept_morning", "on_this_phone"])
def test_outsiders_find_no_copies(house: House, name: str) -> None:
    prescribe(house.alice, "clam")
    assert signed_in(house.charlie.user).get(reverse(name)).status_code == 404
    anybody = Client().get(reverse(name))
    assert anybody.status_code == 302
    assert reverse("account_login") in anybody.headers["Location"]


def test_this_phone_names_the_patients_own_exercises_only(house: House) -> None:
    [mine] = prescribe(house.alice, "clam")
    assessed(house.carol)
    [theirs] = give_lines(house.carol, line_for(house.carol, "hip-hinge"))
    page = signed_in(house.alice.user).get(reverse("on_this_phone")).content.decode()
    assert str(mine.pk) in page
    assert str(theirs.pk) not in page


def test_a_morning_after_is_told_with_what_was_done(alice: Patient) -> None:
    prescribe(alice, "clam")
    said = contact(alice)
    assert said["last_done"] is None
    assert said["morning"] is None
