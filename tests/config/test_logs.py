"""The log is lines of JSON in UTC, with an id for each request and nothing of anybody's health."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
import structlog
from django.core.handlers.exception import response_for_exception
from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from goodform.config.logs import RequestIds, formatter, logging_by
from goodform.people.actions import invite
from goodform.reminders.actions import open_calendar
from goodform.reminders.stop_links import token_for
from tests.people import House
from tests.reminders.plans import a_plan, two_exercises

CANARY = "canary-of-the-mine"


@contextmanager
def the_log() -> Iterator[io.StringIO]:
    """Everything that is written down while the block lasts, however little it matters."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_says_when_by_utc_how_grave_and_by_whom() -> None:
    with the_log() as written:
        logging.getLogger("goodform.test").warning("%s of %s", 3, "four\nlines")
    [line] = lines(written)
    assert (line["event"], line["level"], line["logger"]) == (
        "3 of four\nlines",
        "warning",
        "goodform.test",
    )
    at = datetime.fromisoformat(line["at"])
    assert at.utcoffset() == datetime.now(UTC).utcoffset()


@pytest.mark.parametrize(
    "error",
    [
        ValueError(CANARY),
        DataError(f"DETAIL: Failing row contains ({CANARY})"),
        KeyError(CANARY),
        SMTPRecipientsRefused({CANARY: (550, b"no")}),
    ],
)
def test_an_error_is_told_by_kind_and_place_and_not_by_its_words(error: Exception) -> None:
    with the_log() as written:
        try:
            try:
                raise error
            except Exception as cause:
                raise RuntimeError(CANARY) from cause
        except RuntimeError:
            logging.getLogger("goodform.test").exception("it broke")
    assert CANARY not in written.getvalue()
    [line] = lines(written)
    first, came_from = line["error"]
    assert first["kind"] == "RuntimeError"
    assert type(error).__qualname__ in came_from["kind"]
    assert "test_an_error_is_told_by_kind" in came_from["at"][-1]


@pytest.mark.parametrize(
    "error", [OperationalError("no such table"), FileNotFoundError(2, "No such file")]
)
def test_what_the_machine_says_of_itself_is_kept(error: Exception) -> None:
    with the_log() as written:
        logging.getLogger("goodform.test").error("it broke", exc_info=error)
    assert "o such" in lines(written)[0]["error"][0]["words"]


def secrets_of(house: House) -> dict[str, str]:
    """Every address that lets somebody in, by the secret that stands in it."""
    two_exercises(house.alice, house.priya)
    plan = a_plan(house.alice)
    open_calendar(patient=house.alice, by=house.alice)
    plan.refresh_from_db()
    invitation = invite(patient=house.alice, by=house.priya)
    stop = token_for(plan.pk)
    return {
        invitation: f"/in/{invitation}/",
        stop: f"/reminders/stop/{stop}",
        str(plan.calendar_token): f"/calendar/{plan.calendar_token}.ics",
        "1-a-secret-key": "/account/password/reset/key/1-a-secret-key/",
    }


def test_no_secret_of_an_address_is_in_the_log_whatever_goes_wrong(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    secrets = secrets_of(house)
    with the_log() as written:
        for path in secrets.values():
            client.get(path)
            client.put(path)
            client.post(path, headers={"referer": f"https://evil.example.org{path}"})
            client.get(f"{path}/x", headers={"referer": f"http://testserver{path}"})
            client.get(path, headers={"host": "evil.example.org"})
        monkeypatch.setattr("django.test.client.ClientHandler.get_response", _breaks)
        for path in secrets.values():
            client.get(path)
    said = written.getvalue()
    assert not [secret for secret in secrets if secret in said]
    assert "evil" not in said
    routes = {line.get("route") for line in lines(written)}
    assert {"in/<str:token>/", "calendar/<str:token>.ics"} <= routes


def _breaks(_handler: object, request: HttpRequest) -> HttpResponse:
    try:
        raise ValueError(request.path)
    except ValueError as error:
        return response_for_exception(request, error)


def through(answer: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    return RequestIds(answer)(RequestFactory().get("/help", headers={"x-request-id": CANARY}))


def test_each_request_has_an_id_of_ours_in_its_lines_and_in_its_answer() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        logging.getLogger("goodform.test").warning("hello")
        return HttpResponse()

    with the_log() as written:
        answers = [through(view), through(view)]
    ids = [answer["X-Request-ID"] for answer in answers]
    assert len(set(ids)) == 2
    found = lines(written)
    assert [line["request"] for line in found if line["event"] == "hello"] == ids
    assert any(line["event"].startswith("GET help 200 in ") for line in found)
    assert CANARY not in written.getvalue()
    assert structlog.contextvars.get_contextvars() == {}


def test_libraries_do_not_write_down_the_addresses_they_call() -> None:
    levels = {name: said["level"] for name, said in logging_by("DEBUG")["loggers"].items()}
    assert levels["urllib3"] == "ERROR"
    assert levels["django.db.backends"] == "WARNING"
