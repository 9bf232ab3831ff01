"""The link in every reminder: whoever holds it may stop or put off that plan, and nothing else.

It is signed, not secret lore: it names a plan, shows no name, and opens no page of the patient's.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="goodform.reminders.stop", sep=".")


class LinkBroken(LookupError):
    """A link that this house never made, or that lost a part on its way."""


def token_for(plan: UUID) -> str:
    """The token of a plan's links."""
    return _SIGNER.sign(plan.hex)


def plan_in(token: str) -> UUID:
    """The plan a token names, or `LinkBroken`."""
    try:
        return UUID(hex=_SIGNER.unsign(token))
    except (BadSignature, ValueError) as problem:
        raise LinkBroken("not a link of this house, or not all of it") from problem
