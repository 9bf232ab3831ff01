"""A compressed page is the same page, and its length says nothing about what is in it."""

import gzip

from django.http import HttpRequest, HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from goodform.ui.compressing import gzip_page, squeezed
from tests.people import House
from tests.prescribed import a_programme

PAGE = b"<p>The same words again and again.</p>" * 50


def answered(page: bytes, accepts: str, **headers: str) -> HttpResponse:
    """The answer to somebody who takes pages in these forms."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    answer = gzip_page(lambda _request: HttpResponse(page, headers=headers))(request)
    assert isinstance(answer, HttpResponse)
    return answer


@given(st.binary(max_size=5000))
def test_what_is_squeezed_comes_out_as_it_was(words: bytes) -> None:
    assert gzip.decompress(squeezed(words)) == words


def test_it_is_compressed_for_whoever_takes_it_so() -> None:
    answer = answered(PAGE, "br, gzip", ETag='"one"')
    assert gzip.decompress(answer.content) == PAGE
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["ETag"] == 'W/"one"'
    assert answer["Vary"] == "Accept-Encoding"


def test_nobody_gets_what_they_do_not_take_and_no_short_page_grows() -> None:
    assert answered(PAGE, "identity").content == PAGE
    assert answered(PAGE, "identity")["Vary"] == "Accept-Encoding"
    assert answered(b"short", "gzip").content == b"short"
    assert answered(PAGE, "gzip", **{"Content-Encoding": "br"}).content == PAGE


def test_its_length_is_of_chance() -> None:
    assert len({len(answered(PAGE, "gzip").content) for _ in range(50)}) > 5


def test_today_comes_compressed_and_whole(house: House) -> None:
    a_programme(house.alice, house.priya)
    client = Client()
    assert house.alice.user is not None
    client.force_login(house.alice.user)
    answer = client.get("/today", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).rstrip().endswith(b"</html>")
