"""How people get in: staff by password, patients by invitation and then by emailed code."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from goodform.people.access import reader_of
from goodform.people.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs themselves up: the clinic invites."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Closed: accounts are made by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No code and no link to whom nothing is open any more; the page says the same to all."""
        user = User.objects.filter(email=email.lower()).first()
        if user is None or reader_of(user).roles:
            super().send_mail(template_prefix, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the mail, built from the clinic's address: never from the request's host."""
        # `key` carries both parts, as the address does: the account and the token.
        account, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": account, "key": token})
        return f"{settings.ADDRESS}{path}"
