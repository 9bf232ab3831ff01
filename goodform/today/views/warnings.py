"""Help: when to call for help, and whom. Everybody may read it; nobody signs in or sends a form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from goodform.people.access import reader_of
from goodform.people.models import Clinic
from goodform.people.signatures import red_flags_signed
from goodform.safety.country_packs import PACKS
from goodform.today.warning_signs import countries, warning_signs
from goodform.ui.compressing import gzip_page


def _clinic_of(request: HttpRequest) -> tuple[Clinic | None, bool]:
    """The clinic of whoever is signed in, and whether they work there."""
    person = getattr(request.user, "staff", None) or getattr(request.user, "patient", None)
    is_staff = reader_of(request.user).staff is not None
    return (person.clinic if person is not None else None), is_staff


@gzip_page
@require_safe
def warnings(request: HttpRequest) -> HttpResponse:
    """The warning signs with the numbers of the clinic's country, or of the one chosen.

    The clinic's country counts for people of the clinic; without any, no number is shown.
    """
    clinic, is_staff = _clinic_of(request)
    code = clinic.country_pack if clinic else request.GET.get("country", "")
    response = render(
        request,
        "today/help.html",
        {
            "section": "help",
            "signs": warning_signs(code),
            "countries": countries(),
            "chosen": code if code in PACKS else "",
            "may_choose": not (clinic and clinic.country_pack),
            "draft": is_staff and clinic is not None and not red_flags_signed(clinic).stands,
        },
    )
    patch_cache_control(response, private=True, max_age=0)
    return response
