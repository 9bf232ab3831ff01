"""Every static file carries a policy, and the mirror's worker a narrow one of its own."""

import pytest

from goodform.ui.safe_headers import WORKER_POLICY, policy, put_headers

pytestmark = pytest.mark.pure


def headers_of(url: str) -> dict[str, str]:
    """The headers of a file at this address."""
    headers: dict[str, str] = {}
    put_headers(headers, "", url)
    return headers


def test_every_file_has_the_policy_of_the_house_and_may_nothing() -> None:
    found = headers_of("/static/ui/css/patient.0123.css")
    assert found["Content-Security-Policy"] == policy()
    assert "camera=()" in found["Permissions-Policy"]
    assert "Cache-Control" not in found


def test_the_worker_may_run_wasm_and_reach_home_and_nothing_else() -> None:
    found = headers_of("/static/today/mirror/worker.0123456789ab.mjs")
    assert found["Content-Security-Policy"] == WORKER_POLICY
    assert WORKER_POLICY == (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
    )


def test_what_lies_under_its_version_is_kept_for_ever() -> None:
    found = headers_of("/mirror/0123/pyodide.asm.wasm")
    assert "immutable" in found["Cache-Control"]
    assert found["Content-Security-Policy"] == policy()
