"""How anybody comes in: through one function, and what their session says of it afterwards."""

import time
from dataclasses import asdict, dataclass, replace

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from goodform.people.access import reader_of
from goodform.people.between_steps import forget_halfway
from goodform.people.devices import note_came_in
from goodform.people.models import User

BACKEND = "goodform.people.signed_in.Backend"
"""The backend a session says let its user in. A session of another one is not signed in."""

PROOF = "proof"
DEMO = "the demo"
IDLE_S = 30 * 60
LONGEST_S = 12 * 3600
"""How long staff stay in without doing anything, and at most."""
SEEN_EVERY_S = 60
"""That somebody is still there is written down once a minute."""
FRESH_S = 10 * 60
"""For how long somebody who has just shown who they are may do what cannot be undone."""


@dataclass(frozen=True)
class Proof:
    """A note of what somebody showed to come in: how, one factor or two, when (s since 1970)."""

    how: str
    two: bool
    at: float
    seen_at: float
    fresh_at: float

    @property
    def shown_in_demo(self) -> bool:
        """Whether the demo let them in, where nothing is forced."""
        return settings.DEMO and self.how == DEMO

    def lets_staff_in(self, now: float) -> bool:
        """Whether staff with this are in: two factors, not idle, not since yesterday."""
        if self.shown_in_demo:
            return True
        return self.two and now - self.seen_at < IDLE_S and now - self.at < LONGEST_S

    def is_fresh(self, now: float) -> bool:
        """Whether it was shown just now."""
        return self.shown_in_demo or now - self.fresh_at < FRESH_S


def proof_of(session: SessionBase) -> Proof | None:
    """The note of what was shown in this session; None where nothing was."""
    kept = session.get(PROOF)
    return Proof(**kept) if kept else None


def _keep(session: SessionBase, proof: Proof) -> None:
    session[PROOF] = asdict(proof)


def let_in(request: HttpRequest, user: User, *, how: str, two: bool = False) -> None:
    """Let somebody in, and write it down. `two`: they showed two factors, as staff must.

    Staff who showed one are not in: `people.who_is_in` takes such a session for nobody's.
    """
    login(request, user, backend=BACKEND)
    forget_halfway(request)
    stamp(request.session, user, how=how, two=two)
    note_came_in(request, user, how=how)


def stamp(session: SessionBase, user: User, *, how: str, two: bool) -> None:
    """Write into a session what its user showed just now."""
    now = time.time()
    _keep(session, Proof(how=how, two=two, at=now, seen_at=now, fresh_at=now))
    if reader_of(user).staff is not None and how != DEMO:
        session.set_expiry(IDLE_S)


def prove_anew(session: SessionBase) -> None:
    """Write down that who is in has just shown again who they are."""
    proof, now = proof_of(session), time.time()
    if proof is not None:
        _keep(session, replace(proof, seen_at=now, fresh_at=now))


def note_seen(session: SessionBase, proof: Proof, now: float) -> None:
    """Write down that somebody is still there; the session's end moves on with it."""
    if now - proof.seen_at >= SEEN_EVERY_S:
        _keep(session, replace(proof, seen_at=now))


def is_fresh(session: SessionBase) -> bool:
    """Whether who is in showed just now who they are."""
    proof = proof_of(session)
    return proof is not None and proof.is_fresh(time.time())
