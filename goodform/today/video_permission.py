"""Whether a patient lets a provider's player into the page. Without a yes, nothing is asked."""

from dataclasses import dataclass
from datetime import datetime

from goodform.people.models import Consent, Patient

YOUTUBE = "video:youtube"
"""The purpose of the consent: the provider is part of it, so a yes to one is no yes to another."""
WORDING = "video-youtube-1"
"""The version of the words in `today/video_words.html`. New words, new version, asked again."""
PLAYER = "https://www.youtube-nocookie.com"


@dataclass(frozen=True)
class Permission:
    """The newest answer. `yes` is None where nobody was asked, or a yes was taken back."""

    yes: bool | None
    at: datetime | None
    wording: str


def permission_of(patient: Patient) -> Permission:
    """The patient's last word about videos from YouTube, in today's words; one query."""
    row = Consent.objects.filter(patient=patient, purpose=YOUTUBE).order_by("-at", "-pk").first()
    if row is None or row.withdrawn_at is not None or row.wording != WORDING:
        return Permission(yes=None, at=None, wording=WORDING)
    return Permission(yes=row.given, at=row.at, wording=row.wording)
