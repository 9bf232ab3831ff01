"""Reading a text in full and signing it for the clinic: an exercise, or the warning signs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from goodform.desk.page import desk_page
from goodform.desk.signing_page import LINE_WORDS, TextToSign, signing_page
from goodform.desk.views.exercises import reading_facts
from goodform.library.queries import current_version
from goodform.library.what_it_says import text_of, version_words
from goodform.people.access import Action
from goodform.people.doors import for_staff, require
from goodform.people.models import Staff
from goodform.safety.country_packs import PACKS
from goodform.safety.red_flag_text import red_flag_words, text_name, version_of


@for_staff()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_exercise(request: HttpRequest, slug: str, *, staff: Staff) -> HttpResponse:
    """An exercise in full, what changed since it was signed, and the signature."""
    version = current_version(staff.clinic, slug)
    if version is None:
        raise Http404
    if request.method == "POST":
        require(staff, Action.SIGN_TEXT, staff.clinic_id)
    text = TextToSign(text_of(version), version.content_hash, version_words(version.content))
    page = signing_page(request, text, staff=staff)
    if page.done:
        return redirect("sign_exercise", slug=slug)
    return desk_page(
        request,
        "desk/sign_exercise.html",
        {"section": "exercises", "page": page, **reading_facts(version, staff.clinic)},
        status=422 if page.wrong else 200,
    )


@for_staff()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_red_flags(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """The warning signs and numbers of the clinic's country, and the signature."""
    if request.method == "POST":
        require(staff, Action.SIGN_TEXT, staff.clinic_id)
    code = staff.clinic.country_pack
    words = red_flag_words(code)
    page = signing_page(request, TextToSign(text_name(code), version_of(words), words), staff=staff)
    if page.done:
        return redirect("sign_red_flags")
    return desk_page(
        request,
        "desk/sign_red_flags.html",
        {
            "section": "exercises",
            "page": page,
            "country": _(PACKS[code].name) if code in PACKS else "",
            "lines": [(LINE_WORDS[key], line) for key, line in words],
        },
        status=422 if page.wrong else 200,
    )
