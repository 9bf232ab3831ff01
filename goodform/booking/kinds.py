"""The kinds of message this room sends. Pure."""

from goodform.outbox.kinds import WAITED_FOR, MessageKind

VISIT_BOOKED = MessageKind("visit_booked")
"""A time was booked, or another one chosen: what now holds."""
VISIT_CANCELLED = MessageKind("visit_cancelled")
VISIT_REMINDER = MessageKind("visit_reminder")
REQUEST_CODE = MessageKind("request_code")
"""To an address nobody knows, which is why nothing is of a lower rank."""
REQUEST_DECLINED = MessageKind("request_declined")
REQUEST_RUN_OUT = MessageKind("request_run_out")
VISIT_OFFER = MessageKind("visit_offer", rank=WAITED_FOR)
"""A time that somebody gave up, held for who waits."""

WHILE_BOOKED = (VISIT_BOOKED, VISIT_REMINDER)
"""Kinds that are true only as long as the appointment stands at the time they name."""
