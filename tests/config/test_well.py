"""Is it well, and does every answer carry the headers that keep strangers' scripts out?"""

from unittest.mock import patch

from django.db import OperationalError, connection
from django.test import Client

from goodform.ui.safe_headers import policy
from tests.people import House


def test_it_is_well_once_the_database_answers(db: None, client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_it_says_so_when_the_database_does_not_answer(db: None, client: Client) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "the database does not answer"}


def test_every_answer_lets_only_our_own_scripts_run(house: House, client: Client) -> None:
    for path in ("/account/login/", "/help", "/healthz", "/nowhere"):
        header = client.get(path)["Content-Security-Policy"]
        assert "script-src 'self';" in header, path
        assert "unsafe" not in header, path
        assert "frame-ancestors 'none'" in header, path


def test_a_page_may_widen_one_source_and_no_other() -> None:
    wider = policy(frame_src="https://video.example.org")
    assert wider.startswith(policy())
    assert wider.endswith("frame-src https://video.example.org")


def test_a_page_that_is_not_there_says_what_to_do(db: None, client: Client) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()
