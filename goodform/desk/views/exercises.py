"""The library as practitioners read it, and the clinic's own video for an exercise."""

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
from goodform.desk.dose_words import how_much
from goodform.desk.page import desk_page
from goodform.desk.prescribing.page import searched
from goodform.library.actions import set_video, video_mark
from goodform.library.exercise_file_rules import UNREVIEWED
from goodform.library.models import ExerciseVersion, ExerciseVideo
from goodform.library.queries import current_version, prescribable, rung, video_of
from goodform.library.video_addresses import NotAVideoError
from goodform.people.access import Action
from goodform.people.changed_meanwhile import ChangedMeanwhile, MadeFrom
from goodform.people.doors import for_staff, may, require
from goodform.people.models import Staff
from goodform.programmes.dose_words import how_often
from goodform.programmes.models import Prescription
from goodform.safety.dose import Dose
from goodform.safety.noticing import Then, consequence_of

LONGEST_SEARCH = 60


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
    rows = [
        {
            "version": version,
            "reviewed": version.content["reviewer"] != UNREVIEWED,
            "has_video": version.exercise.slug in videos,
        }
        for version in prescribable(staff.clinic)
        if all(word in searched(version) for word in words)
    ]
    return desk_page(
        request,
        "desk/exercises.html",
        {"section": "exercises", "rows": rows, "find": find},
    )


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
    """What the patient may tick, and what follows from it."""
    follows = {
        Then.NONE: _("kept in the record"),
        Then.TELL: _("a case for this week"),
        Then.END: _("ends it for the day; a case for this week"),
        Then.HOLD: _("holds the exercise; a case for today"),
    }
    meant = consequence_of(said["code"], listed=True, then=said.get("then"))
    return said["words"], follows[meant.then]


def _facts(version: ExerciseVersion, staff: Staff) -> dict[str, object]:
    """What the page of an exercise shows, in plain values."""
    content = version.content
    dose = Dose(**content["dose"])
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
        "version": version,
        "content": content,
        "dose": f"{how_much(dose, content['sides'])}, {how_often(dose.times_a_day)}",
        "cautions": caution_words(content["cautions"]),
        "notices": [_notice(each) for each in content["notice"]],
        "reviewed": content["reviewer"] != UNREVIEWED,
        "easier": rung(version, staff.clinic, harder=False),
        "harder": rung(version, staff.clinic, harder=True),
        "versions": [(each, given.get(each.pk, 0)) for each in versions],
        "video": video_of(staff.clinic, version.exercise.slug),
    }
