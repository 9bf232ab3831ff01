"""Whatever is taken for a push service is one, to everybody who reads the address."""

from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from goodform.outbox.channels.webpush.endpoint import NoPushService, endpoint_of

KNOWN = [
    "https://fcm.googleapis.com/fcm/send/dX9:APA91bH-_x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl_-x=",
    "https://web.push.apple.com/QGu3-x_A",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYA%2bx%2fa%3d",
]


@pytest.mark.parametrize("said", KNOWN)
def test_the_push_services_of_browsers_are_known(said: str) -> None:
    assert endpoint_of(said) == said


@pytest.mark.parametrize(
    "said",
    [
        r"https://127.0.0.1\.push.apple.com/x",
        "https://127.0.0.1/.push.apple.com",
        "https://127.0.0.1#.push.apple.com/x",
        "https://127.0.0.1?.push.apple.com/x",
        "https://127.0.0.1%2f.push.apple.com/x",
        "https://127.0.0.1@web.push.apple.com/x",
        "https://web.push.apple.com@127.0.0.1/x",
        "https://web.push.apple.com:8443/x",
        "https://web.push.apple.com:/x",
        "https://web.push.apple.com./x",
        "https://.push.apple.com/x",
        "https://-.push.apple.com/x",
        "https://xpush.apple.com/x",
        "https://push.apple.com.example.org/x",
        "https://web.push.apple.com",
        "https://web.push.apple.com/a/../b",
        "https://web.push.apple.com/x#y",
        "https://web.push.apple.com/x\n",
        " https://web.push.apple.com/x",
        "https://web.push.\u00adapple.com/x",
        "https://web.push.apple\u3002com/x",
        "HTTPS://web.push.apple.com/x",
        "https:\\\\web.push.apple.com/x",
        "//web.push.apple.com/x",
        "",
    ],
)
def test_what_only_looks_like_one_is_none(said: str) -> None:
    with pytest.raises(NoPushService):
        endpoint_of(said)


signs = [*r"\/@:?#.%&=;[] -_", "\t", "\n", "\u3002", "\u00ad", "//", "..", "%2f", "%5c", ":443"]
hosts = [*settings.PUSH_SERVICES, "127.0.0.1", "[::1]", "localhost", "web", "https://"]
pieces = st.sampled_from(hosts + signs)
near = st.lists(pieces | st.text(max_size=3), max_size=9).map("".join)


def is_known(host: str | None) -> bool:
    return any(host == each or str(host).endswith(f".{each}") for each in settings.PUSH_SERVICES)


@given(
    st.one_of(near, near.map("https://{}".format), near.map("https://web.push.apple.com/{}".format))
)
def test_all_who_read_an_endpoint_find_the_same_known_host(said: str) -> None:
    try:
        endpoint = endpoint_of(said)
    except NoPushService:
        return
    assert endpoint == said
    called = requests.Request("POST", endpoint).prepare().url
    assert called is not None
    for address in (endpoint, called):
        one, other = urlsplit(address), parse_url(address)
        assert one.scheme == other.scheme == "https"
        assert one.hostname == other.host
        assert is_known(one.hostname)
        assert one.port is other.port is None
        assert one.username is other.auth is None
