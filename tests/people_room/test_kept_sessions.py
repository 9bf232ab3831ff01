"""Sessions are read by a statement of their own, and end as Django's do."""

from django.utils import timezone

from goodform.people.kept_sessions import SESSION, SessionStore


def test_a_session_that_ended_is_not_read(db: None) -> None:
    session = SessionStore()
    session["who"] = "Alice"
    session.create()
    key = session.session_key
    assert SessionStore(key)["who"] == "Alice"
    assert SESSION.all(key=key, now=session.get_expiry_date()) == []
    SessionStore(key).flush()
    assert SESSION.all(key=key, now=timezone.now()) == []
    assert "who" not in SessionStore(key)
