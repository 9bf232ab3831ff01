"""The fields in which people type names, addresses and numbers."""

import pytest
from django import forms

from goodform.ui.typed_fields import AddressField


@pytest.mark.parametrize(
    "typed",
    ["Alice@Example.org", " alice@example.org ", "alice @ example.org", "alice@example.org\u200b"],
)
def test_an_address_is_kept_as_it_reaches_somebody(typed: str) -> None:
    assert AddressField().clean(typed) == "alice@example.org"


@pytest.mark.parametrize("typed", ["alice archer@example.org", "alice@exam ple.org", "alice"])
def test_an_address_with_a_blank_is_asked_about_and_never_made_another(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="Please write an email address"):
        AddressField(error_messages={"invalid": "Please write an email address"}).clean(typed)
