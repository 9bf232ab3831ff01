"""The headers every answer carries: only our own scripts, styles and pictures."""

from collections.abc import Callable, MutableMapping

from django.http import HttpRequest, HttpResponse

SELF = "'self'"
POLICY = {
    "default-src": SELF,
    "script-src": SELF,
    "style-src": SELF,
    "img-src": f"{SELF} data:",
    "font-src": SELF,
    "connect-src": SELF,
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": SELF,
    "frame-ancestors": "'none'",
    "manifest-src": SELF,
    "worker-src": SELF,
}


NO_PERMISSIONS = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
CAMERA_HERE = NO_PERMISSIONS.replace("camera=()", "camera=(self)")
"""For the one page on which a patient may open the camera."""


def policy(**wider: str) -> str:
    """The policy as a header value; `wider` names sources (frame_src=…) one page may add."""
    named = {**POLICY, **{key.replace("_", "-"): value for key, value in wider.items()}}
    return "; ".join(f"{name} {value}" for name, value in named.items())


class SafeHeaders:
    """Puts the policy on every answer that does not carry one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", NO_PERMISSIONS)
        return response


WORKER_OF_THE_MIRROR = "/static/today/mirror/worker."
WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""A worker obeys the policy of its own file: this one reaches nobody but us."""
PARTS_OF_THE_MIRROR = "/mirror/"
FOR_EVER = "max-age=315360000, public, immutable"


def put_headers(headers: MutableMapping[str, str], path: str, url: str) -> None:  # noqa: ARG001
    """Give every static file a policy, since they are answered before any page is.

    What lies in a folder named by its version lives for ever.
    """
    worker = url.startswith(WORKER_OF_THE_MIRROR)
    headers["Content-Security-Policy"] = WORKER_POLICY if worker else policy()
    headers["Permissions-Policy"] = NO_PERMISSIONS
    if url.startswith(PARTS_OF_THE_MIRROR):
        headers["Cache-Control"] = FOR_EVER
