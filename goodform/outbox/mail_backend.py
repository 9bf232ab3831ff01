"""Django's mail API: what is sent through it becomes a row, and leaves like everything else.

An invitation or a code to sign in is a credential: it is kept sealed, and forgotten once sent.
"""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.utils import timezone

from goodform.outbox.actions import enqueue
from goodform.outbox.kinds import EMAIL, READY_MADE
from goodform.outbox.sealing import seal
from goodform.people.models import Clinic


class ThroughTheOutbox(BaseEmailBackend):
    """Puts each mail into the outbox, in the transaction of whoever sends it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One row for each recipient of each mail; answers how many mails there were."""
        for mail in email_messages:
            for recipient in mail.recipients():
                _enqueue(mail, recipient)
        return len(email_messages)


def _enqueue(mail: EmailMessage, recipient: str) -> None:
    if mail.attachments:
        raise ValueError("Mail through the outbox is plain text without attachments.")
    sealed = seal({"subject": str(mail.subject), "body": str(mail.body)})
    enqueue(
        clinic=_clinic_of(recipient),
        kind=READY_MADE,
        channel=EMAIL,
        to=recipient,
        dedupe_key=f"{READY_MADE.code}:{uuid4()}",
        due_at=timezone.now(),
        facts={"sealed": sealed},
    )


def _clinic_of(address: str) -> Clinic | None:
    """Whose mail it is, so that its owner sees it if it cannot be sent."""
    return Clinic.objects.filter(
        Q(patients__email=address)
        | Q(staff__user__email=address)
        | Q(patients__user__email=address)
    ).first()
