"""The link in every reminder: whoever holds it may stop or put off that plan, and nothing else.

It is signed, not secret lore: it names a plan, shows no name, and opens no page of the patient's.
It ends some months after the mail it came in: an old mailbox that somebody else reads one day
switches nothing off.
"""

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

GOOD_FOR = timedelta(days=90)
"""Longer than any mail program keeps its own button, and than anybody waits to press it."""
_SIGNER = TimestampSigner(salt="goodform.reminders.stop", sep=".")


class LinkBroken(LookupError):
    """A link that this house never made, or that lost a part on its way."""


class LinkOld(LinkBroken):
    """A link of this house whose time is over: a newer mail has one that works."""


def token_for(plan: UUID) -> str:
    """The token of a plan's links, good from now on."""
    return _SIGNER.sign(plan.hex)


def plan_in(token: str) -> UUID:
    """The plan a token names, or `LinkBroken`."""
    try:
        return UUID(hex=_SIGNER.unsign(token, max_age=GOOD_FOR))
    except SignatureExpired as problem:
        raise LinkOld("a link of this house, and too old") from problem
    except (BadSignature, ValueError) as problem:
        raise LinkBroken("not a link of this house, or not all of it") from problem
