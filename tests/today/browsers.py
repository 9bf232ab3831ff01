"""Browsers without a screen, for the tests of the patient's pages."""

from django.test import Client

from goodform.people.models import User


def signed_in(user: User | None) -> Client:
    """A browser in which this user is signed in."""
    assert user is not None, "this person cannot sign in"
    client = Client()
    client.force_login(user)
    return client
