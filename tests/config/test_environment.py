"""The environment is read once, and a wrong value is named with what to do."""

from email.utils import parseaddr
from pathlib import Path

import pytest
from django.core.mail.message import sanitize_address
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize("said", ["https://faß.example.org", "https://βόλος.example.org"])
def test_a_name_that_two_standards_write_differently_is_refused_at_start(said: str) -> None:
    with pytest.raises(SettingsInvalid, match="what its address bar copies"):
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
        ({"GOODFORM_SMTP_TLS": "yes", "GOODFORM_SMTP_PORT": "465"}, "means STARTTLS"),
        ({"GOODFORM_MAIL_FROM": "a@example.org, b@example.org"}, "Write one sender"),
        ({"GOODFORM_MAIL_FROM": "Riverside Clinic"}, "Write one sender"),
        ({"GOODFORM_MAIL_FROM": "Riverside <a@example.org>, Bcc <b@example.org>"}, "one sender"),
        ({"GOODFORM_MAIL_FROM": "A\nBcc: b@example.org <a@example.org>"}, "Write one sender"),
    ],
)
def test_a_wrong_value_says_what_to_do(variables: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsInvalid, match=says):
        Environment.read(variables)


def test_port_465_is_encrypted_from_the_start_and_587_by_starttls() -> None:
    read = Environment.read({"GOODFORM_SMTP_PORT": "465"})
    assert (read.smtp_ssl, read.smtp_tls) == (True, False)
    read = Environment.read({"GOODFORM_SMTP_TLS": "yes"})
    assert (read.smtp_port, read.smtp_ssl, read.smtp_tls) == (587, False, True)


OFFICE = {"GOODFORM_SMTP_HOST": "mail.example.org"}


@pytest.mark.parametrize(
    ("variables", "encrypted"),
    [
        (OFFICE, True),
        ({**OFFICE, "GOODFORM_SMTP_PORT": "25"}, True),
        ({"GOODFORM_SMTP_HOST": "127.0.0.1"}, False),
        ({"GOODFORM_SMTP_HOST": "localhost", "GOODFORM_SMTP_TLS": "no"}, False),
        ({"GOODFORM_SMTP_HOST": "127.0.0.1", "GOODFORM_SMTP_USER": "olu"}, True),
        ({**OFFICE, "GOODFORM_SMTP_PORT": "465"}, True),
        ({}, False),
    ],
)
def test_mail_is_encrypted_wherever_it_or_a_password_could_be_read(
    variables: dict[str, str], encrypted: bool
) -> None:
    read = Environment.read(variables)
    assert (read.smtp_tls or read.smtp_ssl) is encrypted
    assert not (read.smtp_tls and read.smtp_ssl)


@pytest.mark.parametrize(
    "variables", [OFFICE, {"GOODFORM_SMTP_HOST": "127.0.0.1", "GOODFORM_SMTP_USER": "olu"}]
)
def test_mail_that_others_could_read_is_refused_at_start(variables: dict[str, str]) -> None:
    with pytest.raises(SettingsInvalid, match="others could read your patients' mails"):
        Environment.read({**variables, "GOODFORM_SMTP_TLS": "no"})


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("no-reply@example.org", "no-reply@example.org"),
        ("Riverside <no-reply@example.org>", "Riverside <no-reply@example.org>"),
        ("Riverside, Back Clinic <a@example.org>", '"Riverside, Back Clinic" <a@example.org>'),
        ('"Riverside, Clinic" <a@example.org>', '"Riverside, Clinic" <a@example.org>'),
        ("Dr. O'Neill (Back) <a@example.org>", '"Dr. O\'Neill (Back)" <a@example.org>'),
        ("Übungen <a@example.org>", "Übungen <a@example.org>"),
        ("<a@example.org>", "a@example.org"),
        ("", "Goodform <no-reply@example.org>"),
    ],
)
def test_a_sender_is_quoted_right(said: str, read: str) -> None:
    assert Environment.read({"GOODFORM_MAIL_FROM": said}).mail_from == read


@given(st.text(st.characters(exclude_characters="<>\r\n\0", exclude_categories=["Cc", "Cs", "Z"])))
def test_whatever_the_name_a_sender_can_be_written_into_a_mail(name: str) -> None:
    try:
        sender = Environment.read({"GOODFORM_MAIL_FROM": f"{name} <a@example.org>"}).mail_from
    except SettingsInvalid:
        return
    assert parseaddr(sanitize_address(sender, "utf-8"))[1] == "a@example.org"
