"""Web Push: a quiet line on the telephone or computer, by the browser's own push service."""

from goodform.outbox.channels.webpush.transport import WebPushChannel

CHANNEL = WebPushChannel()
