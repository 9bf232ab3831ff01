"""The kept pages and files of a phone without a network, and until when.

Only what was prescribed to the person who is signed in, and what anybody may read.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from goodform.diary.models import Entry
from goodform.diary.queries import TRIED, last_day_exercised, morning_question, today_of
from goodform.people.models import Patient
from goodform.programmes.models import Assessment
from goodform.programmes.queries import LAST_ASSESSMENT
from goodform.safety.country_packs import PACKS
from goodform.today.video_permission import permission_of

ROOMS = ("today/", "library/")
"""Rooms whose static files a patient's pages use, all of them."""
SHARED = (
    "ui/brand.svg",
    "ui/css/tokens.css",
    "ui/css/components.css",
    "ui/css/patient.css",
    "ui/css/print.css",
    "ui/js/busy-button.mjs",
    "ui/js/stepper.mjs",
    "ui/vendor/fonts/atkinson-hyperlegible-next-latin-400-normal.woff2",
    "ui/vendor/fonts/atkinson-hyperlegible-next-latin-700-normal.woff2",
)
NOT_KEPT = (".png", ".md")
"""Icons of an installed app are the phone's own business, words for developers are not."""


@dataclass(frozen=True)
class Page:
    """A page to keep: its address, where its copy is fetched, and whether locks close it.

    `stays`: it says nothing of what was prescribed or done, and is kept when the rest is let go.
    """

    url: str
    source: str
    locks: bool
    stays: bool = False

    def as_json(self) -> dict[str, object]:
        """As the service worker reads it."""
        return {
            "url": self.url,
            "from": self.source,
            "locks": self.locks,
            "stays": self.stays,
        }


PAGES = (
    ("today", "kept_today", True),
    ("player", "kept_player", True),
    ("morning", "kept_morning", True),
    ("sore", "sore", True),
    ("programme", "programme", True),
    ("diary", "diary", False),
    ("on_this_phone", "on_this_phone", False),
    ("help", "help", False),
    ("long_ago", "long_ago", False),
)
"""Name of the page, name of what stands in for it without a network, whether locks close it."""
STAY = frozenset({"on_this_phone", "help", "long_ago"})
"""The pages left on a phone that nobody heard of for two weeks: whom to call, unsent work."""


@cache
def static_names() -> tuple[str, ...]:
    """The static files of a patient's pages, by name. Read once: they change with a release."""
    found = {
        name.replace("\\", "/")
        for finder in finders.get_finders()
        for name, _storage in finder.list([])
    }
    ours = {name for name in found if name.startswith(ROOMS) and not name.endswith(NOT_KEPT)}
    return tuple(sorted(ours | set(SHARED)))


def files() -> list[str]:
    """Their addresses, which name their content where the house is served for real."""
    return [static(name) for name in static_names()]


def _templates() -> Iterator[Path]:
    for room in ("today", "ui", "library"):
        yield from sorted((settings.PACKAGE / room / "templates").rglob("*.html"))


@cache
def release() -> str:
    """A name for this state of files and templates: another content is another release."""
    total = hashlib.sha256()
    for name in static_names():
        path = finders.find(name)
        total.update(name.encode() + (Path(path).read_bytes() if path else b""))
    for template in _templates():
        total.update(template.read_bytes())
    return total.hexdigest()[:16]


def signed_out() -> str:
    """The page for somebody who signed out without a network."""
    return f"{reverse('no_network')}?left=yes"


def open_pages() -> list[str]:
    """The pages anybody may read without a network: when to get help, whatever the country."""
    advice = reverse("help")
    countries = (f"{advice}?country={code}" for code in PACKS)
    return [reverse("no_network"), signed_out(), advice, *countries]


def doors() -> list[str]:
    """Where people come and go: what begins like this signs somebody in or out."""
    names = ("account_login", "account_logout", "account_signup")
    return [*map(reverse, names), reverse("invitation", args=["-"]).removesuffix("-/")]


def _named(name: str) -> str | None:
    """The address of a page; None where no room answers to that name."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def kept_pages(prescriptions: list[dict[str, Any]], *, locked: bool) -> list[Page]:
    """The pages of one person. A locked programme leaves Today, which says why, and open ones."""
    pages = [
        Page(url, source, locks, stays=name in STAY)
        for name, stand_in, locks in PAGES
        if (url := _named(name)) and (source := _named(stand_in))
        if not locked or not locks or name == "today"
    ]
    exercises = [] if locked else [reverse("exercise", args=[row["id"]]) for row in prescriptions]
    return pages + [Page(url, url, locks=True) for url in exercises]


def contact_of(patient: Patient) -> dict[str, Any]:
    """The server's words to a phone each time they meet. At most thirteen queries.

    `stamp` names the state of everything that is kept: another stamp, and copies are fetched anew.
    """
    told = today_of(patient, every_day=True)
    day = date.fromisoformat(told["date"])
    asked = morning_question(patient, day)
    locked = told["programme"]["locked"] is not None
    pages = kept_pages(told["prescriptions"], locked=locked) if patient.may_come_in else []
    assessment = LAST_ASSESSMENT.first(patient=patient.pk)
    return {
        **told,
        "person": str(patient.pk),
        "usual_pain": assessment.usual_pain if assessment else None,
        "last_done": _last_done(patient, day),
        "morning": asked.isoformat() if asked else None,
        "pages": [page.as_json() for page in pages],
        "release": release(),
        "stamp": _stamp(patient, told, pages, assessment),
    }


def _last_done(patient: Patient, before: date) -> dict[str, Any] | None:
    """The last day before this one with exercises, and which they were."""
    about = last_day_exercised(patient, before)
    if about is None:
        return None
    done = Entry.objects.filter(
        session__patient=patient,
        local_date=about,
        outcome__in=TRIED,
        undone_at=None,
        prescription__isnull=False,
    )
    ids = done.order_by().values_list("prescription", flat=True).distinct()
    return {
        "date": about.isoformat(),
        "prescriptions": sorted(map(str, ids)),
    }


def _stamp(
    patient: Patient, told: dict[str, Any], pages: list[Page], assessment: Assessment | None
) -> str:
    clinic, practitioner = patient.clinic, patient.practitioner
    rows = [
        {key: value for key, value in row.items() if key != "done_today"}
        for row in told["prescriptions"]
    ]
    shown = [
        release(),
        get_language(),
        told["programme"],
        [told["review_by"], str(assessment.pk) if assessment else None],
        rows,
        [asdict(page) for page in pages],
        [clinic.name, clinic.phone, clinic.booking_url, clinic.hours, clinic.reply_promise],
        [clinic.country_pack, practitioner.name, patient.name, permission_of(patient).yes],
        [practitioner.called, patient.called],
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]
