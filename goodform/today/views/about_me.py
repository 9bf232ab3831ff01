"""All that is kept about a patient: for them to read, and to take home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.audit.actions import record
from goodform.keeping.about_somebody import clock_of, everything_about
from goodform.keeping.take_home import take_home
from goodform.people.ceilings import Ceiling, count, wait_s
from goodform.people.doors import for_patient, freshly
from goodform.people.models import Patient
from goodform.people.turned_away import TooOften

EXPORTS = Ceiling("files of everything about somebody", 10, 3600)


@for_patient()
@never_cache
@require_safe
def about_me(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Section by section: what there is, why, and until when; and who they are, word by word."""
    grouped: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for each in everything_about(patient):
        grouped.setdefault((each.why, each.until), []).append((each.about, len(each.rows)))
    clock = clock_of(patient)
    return render(
        request,
        "today/about_me.html",
        {
            "section": "today",
            "patient": patient,
            "groups": [(why, until, parts) for (why, until), parts in grouped.items()],
            "until": date_format(clock.until, "j F Y"),
            "by_order": bool(clock.holds),
        },
    )


@for_patient()
@never_cache
@freshly
@require_http_methods(["GET", "HEAD", "POST"])
def about_me_file(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """All of it as one file, for who has just shown who they are; written down in the record."""
    if request.method != "POST":
        # Led back from there: the button is pressed once more.
        return redirect("about_me")
    counted = (EXPORTS, str(patient.pk))
    if not count(counted):
        raise TooOften(_("You saved this many times already."), seconds=wait_s(counted))
    record(
        by=patient,
        clinic=patient.clinic_id,
        action="took everything home",
        subject="patient",
        subject_id=patient.pk,
    )
    now = timezone.now()
    answer = HttpResponse(take_home(patient, now=now), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="about-me-{now:%Y-%m-%d}.zip"'
    return answer
