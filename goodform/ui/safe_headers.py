"""The headers every answer carries: only our own scripts, styles and pictures."""

from collections.abc import Callable

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
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        return response
