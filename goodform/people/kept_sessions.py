"""Where it is kept who is signed in: Django's own table, read by a statement written once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from goodform.fast.prepared import Prepared
from goodform.people.device_model import Device

SESSION = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now)[:1],
    key=Session._meta.get_field("session_key"),
    now=Session._meta.get_field("expire_date"),
)


class SessionStore(db.SessionStore):
    """Django's sessions; one that ended is not there any more, for this request already."""

    def _get_session_from_db(self) -> Session | None:
        found = SESSION.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found

    def cycle_key(self) -> None:
        """A new key, as after a new password; the device that this is goes with it."""
        before = self.session_key
        super().cycle_key()
        if before:
            Device.objects.filter(session_key=before).update(session_key=self.session_key)
