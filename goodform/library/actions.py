"""Writes of a clinic about an exercise of the library."""

from django.db import transaction

from goodform.audit.actions import record
from goodform.library.models import ExerciseVideo
from goodform.library.video_addresses import video_id
from goodform.people.access import Action
from goodform.people.changed_meanwhile import ChangedMeanwhile
from goodform.people.doors import require
from goodform.people.models import Staff


def video_mark(youtube_id: str) -> str:
    """The mark by which a page says which video was the clinic's when it was made."""
    return youtube_id or "none"


@transaction.atomic
def set_video(*, slug: str, address: str, by: Staff, made_from: str | None = None) -> str:
    """Choose the clinic's video for an exercise by its address; an empty one takes it away.

    Answers the id that is kept. Raises `NotAVideoError` for what names no YouTube video, and
    `ChangedMeanwhile` where the page, by its mark `made_from`, showed another than the one kept.
    """
    require(by, Action.SET_VIDEO, by.clinic_id)
    youtube_id = video_id(address) if address.strip() else ""
    chosen = ExerciseVideo.objects.filter(clinic=by.clinic_id, slug=slug)
    before = chosen.values_list("youtube_id", flat=True).first() or ""
    if youtube_id == before:
        return youtube_id
    if made_from is not None and made_from != video_mark(before):
        raise ChangedMeanwhile("")
    if youtube_id:
        ExerciseVideo.objects.update_or_create(
            clinic_id=by.clinic_id, slug=slug, defaults={"youtube_id": youtube_id}
        )
    else:
        chosen.delete()
    record(
        by=by,
        clinic=by.clinic_id,
        action="set video",
        subject="exercise",
        subject_id=slug,
        youtube_id=youtube_id,
        before=before,
    )
    return youtube_id
