"""Email, by the mail server this house is told of."""

from goodform.outbox.channels.email.transport import EmailChannel

CHANNEL = EmailChannel()
