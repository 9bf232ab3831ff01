"""Sending email: one connection for many mails, and what a mail server's answers mean."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from email.utils import formatdate
from time import monotonic

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _

from goodform.outbox.channel import AddressRefused, ChannelDown, NeverSent, Parcel, TryAgain
from goodform.outbox.channels.email.forms import ChannelForm
from goodform.outbox.kinds import EMAIL
from goodform.outbox.models import Address

OF_THE_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""Enhanced codes (RFC 3463, RFC 7505) by which the address itself is wrong, and nothing of ours."""
BUSY = frozenset({421})
"""The server closes its door to everybody for now."""
HUNG_UP_WITHIN_S = 5.0
"""A connection lost sooner was closed while idle; one lost later is a server that hangs."""


def message_id(parcel: Parcel) -> str:
    """The same for the same message, however often it is sent, so that copies can be told."""
    host = settings.ADDRESS.rpartition("/")[2].partition(":")[0]
    return f"<{parcel.id}@{host}>"


def mail_of(parcel: Parcel) -> EmailMessage:
    """The parcel as a mail: quiet subject, plain text, headers that say who sent it and why."""
    headers = {
        "Message-ID": message_id(parcel),
        "Date": formatdate(localtime=False),
        "Auto-Submitted": "auto-generated",
    }
    if parcel.stop:
        headers["List-Unsubscribe"] = f"<{parcel.stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    reply_to = parcel.chosen.get("reply_to", "")
    return EmailMessage(
        subject=parcel.words.subject,
        body=parcel.words.text,
        to=[parcel.to],
        reply_to=[reply_to] if reply_to else None,
        headers=headers,
    )


class Post:
    """An open connection to the mail server."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self.connection = connection

    def send(self, parcel: Parcel) -> None:
        """Send one mail; a connection that the server closed meanwhile is opened again once.

        A server that falls silent or hangs up on this very mail is that mail's trouble: it waits,
        and the mails behind it are not kept from leaving.
        """
        mail = mail_of(parcel)
        began = monotonic()
        try:
            self._hand_over(mail)
        except smtplib.SMTPServerDisconnected as problem:
            if monotonic() - began > HUNG_UP_WITHIN_S:
                raise self._gave_up(_("The mail server did not answer in time.")) from problem
            self._open_again()
            try:
                self._hand_over(mail)
            except smtplib.SMTPServerDisconnected as again:
                raise self._gave_up(
                    _("The mail server hangs up when it gets this mail.")
                ) from again

    def _open_again(self) -> None:
        self.connection.close()
        open_connection(self.connection)

    def _gave_up(self, why: str) -> TryAgain:
        self.connection.close()
        return TryAgain(why)

    def _hand_over(self, mail: EmailMessage) -> None:
        try:
            self.connection.send_messages([mail])
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPRecipientsRefused as problem:
            _explain_recipient(*next(iter(problem.recipients.values())))
        except smtplib.SMTPSenderRefused as problem:
            raise ChannelDown(
                _(
                    "The mail server refuses our sender address (%(code)s). "
                    "Check GOODFORM_MAIL_FROM."
                )
                % {"code": problem.smtp_code}
            ) from problem
        except smtplib.SMTPResponseException as problem:
            _explain(problem.smtp_code)
            raise NeverSent(
                _("The mail server refuses this mail (%(code)s).") % {"code": problem.smtp_code}
            ) from problem
        except (smtplib.SMTPException, OSError) as problem:
            raise self._gave_up(
                _("The mail server broke off (%(what)s).") % {"what": type(problem).__name__}
            ) from problem
        except ValueError as problem:
            require_sender()
            raise AddressRefused(_("This cannot be written as an email address.")) from problem


def require_sender() -> None:
    """Raise `ChannelDown` where our own sender address cannot be written into a mail."""
    try:
        sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8")
    except ValueError as problem:
        raise ChannelDown(
            _("Our sender address cannot be written. Check GOODFORM_MAIL_FROM.")
        ) from problem


def _explain_recipient(code: int, words: bytes | str) -> None:
    """Raise whose fault a refused recipient is: the address's only where the server says so.

    Anything else is between the mail server and us, or may pass: the mail waits and the owner reads
    why, so that a server set up wrongly for an hour costs nobody their mails.
    """
    _explain(code)
    text = words.decode("ascii", "replace") if isinstance(words, bytes) else words
    enhanced = text.split(maxsplit=1)[0] if text.strip() else ""
    if enhanced in OF_THE_ADDRESS:
        raise AddressRefused(
            _("The mail server says this address does not exist (%(code)s). Check its spelling.")
            % {"code": enhanced}
        )
    raise TryAgain(
        _(
            "The mail server will not take this mail from us (%(code)s). "
            "Check GOODFORM_MAIL_FROM, and whether the server lets us send."
        )
        % {"code": code}
    )


def _explain(code: int) -> None:
    """Raise what a passing trouble means. The server's own words may name a patient."""
    said = {"code": code}
    if code in BUSY:
        raise ChannelDown(_("The mail server is busy (%(code)s).") % said)
    if code < 500:
        raise TryAgain(_("The mail server asks us to try again later (%(code)s).") % said)


def open_connection(connection: BaseEmailBackend) -> None:
    """Open, or hang up and say in our words why not."""
    try:
        with ExitStack() as half_open:
            half_open.callback(_hang_up, connection)
            connection.open()
            half_open.pop_all()
    except smtplib.SMTPAuthenticationError as problem:
        raise ChannelDown(
            _(
                "The mail server refuses our name or password (%(code)s). "
                "Check GOODFORM_SMTP_USER and GOODFORM_SMTP_PASSWORD."
            )
            % {"code": problem.smtp_code}
        ) from problem
    except (smtplib.SMTPNotSupportedError, ssl.SSLError) as problem:
        raise ChannelDown(_not_encrypted_so(problem)) from problem
    except (smtplib.SMTPException, OSError) as problem:
        raise ChannelDown(
            _(
                "The mail server at %(host)s does not answer (%(what)s). "
                "Check GOODFORM_SMTP_HOST and GOODFORM_SMTP_PORT."
            )
            % {"host": settings.EMAIL_HOST, "what": type(problem).__name__}
        ) from problem


def _hang_up(connection: BaseEmailBackend) -> None:
    """Django leaves the line open where the server answered and then refused us."""
    with suppress(smtplib.SMTPException, OSError):
        connection.close()


def _not_encrypted_so(problem: Exception) -> str:
    """The setting to change where the two sides mean different ways to encrypt the line."""
    said = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    if isinstance(problem, ssl.SSLCertVerificationError):
        return (
            _(
                "The certificate of the mail server is not for %(host)s, or nobody we trust signed "
                "it. Check GOODFORM_SMTP_HOST."
            )
            % said
        )
    return (
        _(
            "The mail server at %(host)s does not encrypt this way on port %(port)s. With "
            "GOODFORM_SMTP_TLS=yes use port 587. For port 465 leave GOODFORM_SMTP_TLS out."
        )
        % said
    )


class EmailChannel:
    """Email. A second copy does no harm: it has the same Message-ID."""

    code = EMAIL
    repeatable = True
    senders = 2
    batch = 100
    needs_address = False
    here = ""
    form: type[forms.Form] = ChannelForm

    @property
    def name(self) -> str:
        return _("Email")

    @property
    def about(self) -> Sequence[str]:
        if not settings.EMAIL_HOST:
            return (
                _("No mail server is set. Mails are written into files in the data folder."),
                _("Set GOODFORM_SMTP_HOST where Goodform runs, then start it again."),
            )
        return (
            _("Mails leave by %(host)s, from %(sender)s.")
            % {"host": settings.EMAIL_HOST, "sender": settings.DEFAULT_FROM_EMAIL},
        )

    @property
    def a_minute(self) -> int | None:
        return settings.MAIL_A_MINUTE or None

    def reaches(self, address: Address) -> str:
        return address.to

    @contextmanager
    def open(self) -> Iterator[Post]:
        """A connection to the mail server, closed when the block ends."""
        connection = get_connection(settings.MAIL_TRANSPORT)
        open_connection(connection)
        try:
            yield Post(connection)
        finally:
            connection.close()
