"""The environment is read once, and a wrong value is named with what to do."""

from pathlib import Path

import pytest

from goodform.config.environment import Environment, SettingsInvalid


def test_with_nothing_said_it_serves_this_machine_only() -> None:
    read = Environment.read({})
    assert read.address == "http://127.0.0.1:8000"
    assert set(read.hosts) == {"127.0.0.1", "localhost", "[::1]"}
    assert not read.demo
    assert read.mail_transport.endswith("filebased.EmailBackend")


def test_a_clinic_on_the_open_net_names_its_address() -> None:
    read = Environment.read(
        {"GOODFORM_ADDRESS": "https://exercises.example.org/", "GOODFORM_DATA": "~/goodform"}
    )
    assert "exercises.example.org" in read.hosts
    assert read.data == Path("~/goodform").expanduser().resolve()


@pytest.mark.parametrize(
    ("said", "address", "host"),
    [
        (
            "https://Übung.example.org",
            "https://xn--bung-zra.example.org",
            "xn--bung-zra.example.org",
        ),
        ("https://EXERCISES.example.org:8443/", "https://exercises.example.org:8443", None),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]"),
    ],
)
def test_an_address_is_kept_as_browsers_send_it(said: str, address: str, host: str | None) -> None:
    read = Environment.read({"GOODFORM_ADDRESS": said})
    assert read.address == address
    assert (host or "exercises.example.org") in read.hosts


@pytest.mark.parametrize(
    "said",
    [
        "https://",
        "https://olu:secret@example.org",
        "https://olu@example.org",
        "https://example.org/?next=1",
        "https://example.org/#today",
        "https://example.org:99999",
        "https://example.org:0",
        "https://exam ple.org",
        "https://a..example.org",
        "https://[::1",
        "ftp://example.org",
    ],
)
def test_an_address_that_no_link_can_be_made_of_is_refused_at_start(said: str) -> None:
    with pytest.raises(SettingsInvalid, match="Write the address people type"):
        Environment.read({"GOODFORM_ADDRESS": said})


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"GOODFORM_ADDRESS": "exercises.example.org"}, "Write the address people type"),
        ({"GOODFORM_ADDRESS": "https://example.org/clinic"}, "Write the address people type"),
        ({"GOODFORM_DEMO": "perhaps"}, "Write yes or no"),
        (
            {"GOODFORM_DEMO": "yes", "GOODFORM_ADDRESS": "https://example.org"},
            "it runs on 127.0.0.1 only",
        ),
        ({"DATABASE_URL": "mysql://there"}, "postgres:// or sqlite://"),
        ({"GOODFORM_SMTP_PORT": "mail"}, "whole number"),
        ({"GOODFORM_LOG": "loud"}, "debug, info or warning"),
    ],
)
def test_a_wrong_value_says_what_to_do(variables: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says):
        Environment.read(variables)
