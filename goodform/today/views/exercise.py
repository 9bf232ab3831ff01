"""One exercise, as it was prescribed to this patient: how to do it, how much, when to stop."""

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from goodform.diary.queries import done_on
from goodform.library.queries import video_of
from goodform.people.doors import for_patient
from goodform.people.models import Patient
from goodform.programmes.queries import standing_of
from goodform.programmes.schedule import Done
from goodform.safety.dose import dose_in
from goodform.today.day import row_of
from goodform.today.getting_down import way_down
from goodform.today.history import dose_words
from goodform.today.marking import forms_for, stop_forms_for, words_for_the_device
from goodform.today.may_it_hurt import may_hurt
from goodform.today.queries import prescribed_to
from goodform.today.video_permission import PLAYER, permission_of
from goodform.today.warning_signs import warning_signs
from goodform.ui.compressing import gzip_page
from goodform.ui.safe_headers import policy


@for_patient()
@never_cache
@gzip_page
@ensure_csrf_cookie
@require_safe
def exercise(request: HttpRequest, pk: UUID, *, patient: Patient) -> HttpResponse:
    """The exercise in the version that was prescribed; 404 for anybody else's.

    A patient who may not exercise now is told why on Today instead.
    """
    prescribed = prescribed_to(patient, pk)
    if prescribed is None:
        raise Http404
    standing = standing_of(patient)
    if not standing.open:
        return redirect("today")
    row = prescribed.row
    done = done_on(row.programme, standing.day).get(row.done_as, Done())
    shown = row_of(standing, prescribed, done)
    in_force = row.until_version is None
    due = in_force and row.due_on(standing.day)
    session = uuid4()
    youtube_id = video_of(patient.clinic, row.exercise.exercise.slug)
    permission = permission_of(patient)
    response = render(
        request,
        "today/exercise.html",
        {
            "section": "programme",
            "zone": patient.zone,
            "row": shown,
            "content": row.exercise.content,
            "dose": dose_words(row),
            "may_hurt": may_hurt([row]),
            "paced": dose_in(row),
            "way_down": way_down(row.exercise.content),
            "note": row.note,
            "given_by": row.given_by,
            "in_force": in_force,
            "forms": forms_for(standing, shown, session) if due else (),
            "stop_forms": stop_forms_for(standing, shown, session) if in_force else (),
            "marking_words": words_for_the_device(patient.clinic),
            "youtube_id": youtube_id,
            "permission": permission,
            "player_host": PLAYER,
            "signs": warning_signs(patient.clinic.country_pack),
        },
    )
    if youtube_id and permission.yes:
        response.headers["Content-Security-Policy"] = policy(frame_src=PLAYER)
    return response
