"""The library as practitioners read it, and the clinic's own video for an exercise."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from goodform.desk.band import caution_words
from goodform.desk.how_much import how_much
from goodform.desk.page import desk_page
from goodform.desk.prescribing.page import searched
from goodform.library.actions import set_video, video_mark
from goodform.library.exercise_file_rules import UNREVIEWED
from goodform.library.figures import alternative_text
from goodform.library.models import ExerciseVersion, ExerciseVideo
from goodform.library.queries import current_version, prescribable, rung, video_of
from goodform.library.templatetags.library import drawn
from goodform.library.video_addresses import NotAVideoError
from goodform.library.what_it_says import text_of
from goodform.people.access import Action
from goodform.people.changed_meanwhile import ChangedMeanwhile, MadeFrom
from goodform.people.doors import for_staff, may, require
from goodform.people.models import Clinic, Staff
from goodform.people.signatures import Signed, signed_as, standing
from goodform.programmes.how_often import how_often
from goodform.programmes.models import Prescription
from goodform.safety.dose import Dose
from goodform.safety.noticing import Then, consequence_of
from goodform.safety.red_flag_text import red_flag_words, text_name, version_of

LONGEST_SEARCH = 60
SHOWS = {
    "unsigned": gettext_lazy("Not signed"),
    "changed": gettext_lazy("Changed since signed"),
    "signed": gettext_lazy("Signed"),
}
"""How the words of an exercise stand at a clinic."""


class VideoForm(MadeFrom):
    """The address of the clinic's video, as it is copied from YouTube."""

    address = forms.CharField(
        label=gettext_lazy("Your clinic’s video on YouTube"),
        help_text=gettext_lazy(
            "Paste the address. Patients are asked before anything loads from YouTube."
        ),
        max_length=300,
        required=False,
    )


@for_staff()
@never_cache
@require_safe
def exercises(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Every exercise that may be prescribed, with who reviewed it. It names no patient."""
    find = request.GET.get("find", "").replace("\0", "")[:LONGEST_SEARCH]
    words = find.lower().split()
    videos = set(
        ExerciseVideo.objects.filter(clinic=staff.clinic_id).values_list("slug", flat=True)
    )
    signatures = standing(staff.clinic_id)
    rows = [
        {
            "version": version,
            "signed": signed_as(signatures.get(text_of(version), ()), version.content_hash),
            "reviewed": version.content["reviewer"] != UNREVIEWED,
            "has_video": version.exercise.slug in videos,
        }
        for version in prescribable(staff.clinic)
        if all(word in searched(version) for word in words)
    ]
    show = request.GET.get("show", "")
    shown = [row for row in rows if show not in SHOWS or _how_signed(row["signed"]) == show]
    counts = Counter(_how_signed(row["signed"]) for row in rows)
    red_flags = text_name(staff.clinic.country_pack)
    return desk_page(
        request,
        "desk/exercises.html",
        {
            "section": "exercises",
            "rows": shown,
            "find": find,
            "show": show if show in SHOWS else "",
            "shows": [
                ("", _("All"), len(rows)),
                *((code, label, counts[code]) for code, label in SHOWS.items()),
            ],
            "red_flags": signed_as(
                signatures.get(red_flags, ()),
                version_of(red_flag_words(staff.clinic.country_pack)),
            ),
        },
    )


def _how_signed(signed: object) -> str:
    """How the words of an exercise stand at the clinic: a key of `SHOWS`."""
    assert isinstance(signed, Signed)  # noqa: S101
    if signed.stands:
        return "signed"
    return "changed" if signed.earlier else "unsigned"


@for_staff()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exercise_entry(request: HttpRequest, slug: str, *, staff: Staff) -> HttpResponse:
    """One exercise: its words, sources and versions; POST sets the clinic's video."""
    may_choose = may(staff, Action.SET_VIDEO, staff.clinic_id)
    if request.method == "POST":
        require(staff, Action.SET_VIDEO, staff.clinic_id)
    version = current_version(staff.clinic, slug)
    if version is None:
        raise Http404
    kept = video_of(staff.clinic, slug)
    initial = {"address": _address(kept), "made_from": video_mark(kept)}
    form = VideoForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = set_video(slug=slug, by=staff, **form.cleaned_data)
        except ChangedMeanwhile as changed:
            form.carry(video_mark(kept))
            form.add_error(None, str(changed))
            form.add_error(
                "address", _("Saved now: %(value)s") % {"value": _address(kept) or _("nothing")}
            )
        except NotAVideoError:
            form.add_error(
                "address",
                _(
                    "This is not the address of one YouTube video. Open the video there, "
                    "press Share and copy the address."
                ),
            )
        else:
            words = _("Patients may watch it now.") if chosen else _("The video is taken away.")
            messages.success(request, words)
            return redirect("exercise_entry", slug=slug)
    return desk_page(
        request,
        "desk/exercise_entry.html",
        {
            "section": "exercises",
            "form": form,
            "may_choose": may_choose,
            **_facts(version, staff),
        },
        status=422 if form.errors else 200,
    )


def _address(youtube_id: str) -> str:
    return f"https://youtu.be/{youtube_id}" if youtube_id else ""


def _notice(said: Mapping[str, str]) -> tuple[str, str]:
    """The points a patient may tick, and what follows from each."""
    follows = {
        Then.NONE: _("kept in the record"),
        Then.TELL: _("a case for this week"),
        Then.END: _("ends it for the day; a case for this week"),
        Then.HOLD: _("holds the exercise; a case for today"),
    }
    meant = consequence_of(said["code"], listed=True, then=said.get("then"))
    return said["words"], follows[meant.then]


def reading_facts(version: ExerciseVersion, clinic: Clinic) -> dict[str, object]:
    """An exercise as its words are read, and how they are signed at this clinic."""
    content = version.content
    dose = Dose(**content["dose"])
    text = text_of(version)
    return {
        "version": version,
        "content": content,
        "dose": f"{how_much(dose, content['sides'])}, {how_often(dose.times_a_day)}",
        "moving_dose": dose,
        "figure_words": alternative_text(content["picture"], drawn(content["sides"])),
        "cautions": caution_words(content["cautions"]),
        "notices": [_notice(each) for each in content["notice"]],
        "reviewed": content["reviewer"] != UNREVIEWED,
        "signed": signed_as(standing(clinic.pk, [text]).get(text, ()), version.content_hash),
        "easier": rung(version, clinic, harder=False),
        "harder": rung(version, clinic, harder=True),
    }


def _facts(version: ExerciseVersion, staff: Staff) -> dict[str, object]:
    """The facts on the page of an exercise, in plain values."""
    held_by = (
        Prescription.objects.given()
        .filter(programme__patient__clinic=staff.clinic_id, exercise__exercise=version.exercise_id)
        .order_by()
        .values_list("exercise__pk")
        .annotate(n=Count("pk"))
    )
    given: dict[UUID, int] = {row[0]: row[1] for row in held_by}
    versions = ExerciseVersion.objects.filter(exercise=version.exercise_id).order_by("-loaded_at")
    return {
        **reading_facts(version, staff.clinic),
        "versions": [(each, given.get(each.pk, 0)) for each in versions],
        "video": video_of(staff.clinic, version.exercise.slug),
    }
