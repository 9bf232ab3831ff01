"""Hostile input of strangers, broken phones, scanners: values, bodies, headers, path parts."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from uuid import UUID

MARK = "<b id=hostile>"
"""Stands in a page only where what was typed came out unescaped."""

TEXTS = (
    "a\0b",
    "\0",
    "9" * 400,
    "1" + "0" * 5000,
    "-1",
    "1e400",
    "NaN",
    "²",
    "٣",
    "99999999999",
    "2147483648",
    "9223372036854775808",
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "2026-02-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "24:00",
    "🦵🏽\u200d🔥",
    "\u202egnihton\u202c \u200b\ufeff",
    "مرحبا",
    MARK + "'\";--%s{0}{{ x }}",
    str(UUID(int=0)),
    "x" * 20_000,
    "../../etc/passwd",
    "=1+1",
    "a@b.c\r\nBcc: x@example.org",
    "[" * 2000,
    " \t\n ",
    "",
)
"""Text of a form's field or a query."""
HUGE = "y" * 1_050_000
RAW = (b"%ED%A0%80", b"%FF%FE", b"%00", b"%", b"%F0%9F", b"a;b&c=d;;&&==", b"=" * 50)
"""Query strings and bodies as bytes that no browser writes: halves of letters and of signs."""

VALUES: tuple[Any, ...] = (
    *TEXTS[:22],
    None,
    True,
    False,
    -1,
    0.5,
    10**400,
    -(10**400),
    1e308,
    2**31,
    2**63,
    [],
    {},
    [[[[[1]]]]],
    ["a\0b", "\ud800"],
    [{}],
    [None, 1, "x"],
    {"a": {"b": [1]}},
    "\ud800",
    list(range(1000)),
)
"""Values in a JSON document where something else was asked for."""

JSON_BODIES = (
    b"",
    b"null",
    b"[]",
    b"3",
    b'"text"',
    b"NaN",
    b'{"a": NaN, "b": Infinity}',
    b"{",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\0",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"1" * 6000,
    b'{"sent_at": ' + b"1" * 6000 + b"}",
    b'{"a": 1, "a": 2, "entries": {}, "entries": []}',
    b'{"entries": "many", "red_flags": 7, "keys": []}',
    "\ufeff{}".encode(),
    "{}".encode("utf-16"),
)

TYPES = (
    "application/json",
    "application/json; charset=nonsense",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nonsense",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\xff",
    "multipart/form-data; boundary=x",
    "text/plain",
    "x" * 5000,
    "",
)

HEADERS: tuple[dict[str, str], ...] = (
    {"HTTP_ACCEPT_LANGUAGE": "xx-" + "a" * 8000},
    {"HTTP_ACCEPT_LANGUAGE": "*;q=9,,;;q=" + "9" * 400},
    {"HTTP_ACCEPT_ENCODING": "gzip;q=NaN, br;q=" + "9" * 400, "HTTP_ACCEPT": "\xff/\xfe;q=x"},
    {"HTTP_COOKIE": "sessionid=\xff\xfe; csrftoken=" + "z" * 4000 + "; messages=W10:x:y"},
    {"HTTP_COOKIE": ";;==;" + "a=b;" * 2000},
    {"HTTP_COOKIE": "django_language=../../x; sessionid=a\0b; messages=\xed\xa0\x80"},
    {"HTTP_REFERER": "http://[::1", "HTTP_ORIGIN": "null"},
    {"HTTP_REFERER": "https://testserver/\xff", "HTTP_ORIGIN": "http://[bad"},
    {"HTTP_HOST": "evil.example.org"},
    {"HTTP_HOST": "testserver:99999999"},
    {"HTTP_X_FORWARDED_FOR": "9" * 4000, "HTTP_X_FORWARDED_PROTO": "https,http,\xff"},
    {"REMOTE_ADDR": "not an address"},
    {"REMOTE_ADDR": "fe80::1%eth0"},
    {"REMOTE_ADDR": ""},
    {"HTTP_USER_AGENT": "\xf0\x9f" * 20_000},
    {"HTTP_RANGE": "bytes=9-1,--5", "HTTP_IF_MODIFIED_SINCE": "Mon, 99 Foo 0001 99:99:99 GMT"},
    {"HTTP_IF_NONE_MATCH": '"' * 999, "HTTP_IF_UNMODIFIED_SINCE": "9" * 400},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1", "HTTP_HX_TARGET": "\xff"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"},
    {"CONTENT_LENGTH": "²"},
    {"CONTENT_LENGTH": "-1"},
    {"CONTENT_LENGTH": "9" * 5000},
    {"CONTENT_LENGTH": "x"},
)

PARTS: dict[str, tuple[str, ...]] = {
    "uuid": (
        str(UUID(int=0)),
        str(UUID(int=2**128 - 1)),
        str(UUID(int=7)).upper(),
        "x",
        "%00",
    ),
    "slug": ("x", "-" * 3000, "clam%00", "%F0%9F%A6%B5", "__proto__"),
    "day": (
        "0001-01-01",
        "9999-12-31",
        "0000-00-00",
        "2026-02-31",
        "2099-01-01",
        quote("٢٠٢٦-١١-١٦"),
    ),
    "reset": ("0-x", "zzzzzzzzzzzzzzzz-set-password", "1-%00", "1-%ED%A0%80", "1-" + "x" * 5000),
    "str": ("x", "%00", "%ED%A0%80", "a%00b", "%F0%9F%A6%B5", "x" * 7000, "..", "%0d%0aX:y", "x-x"),
}
"""Values in a blank of an address where an id was asked for."""
RESET = r"(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)"
"""The one blank that is written as a pattern."""


def filled(route: str, kind_values: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """A route, each time with another value in all its blanks; once where it has none."""
    route = route.removesuffix("$").replace("^", "").replace(RESET, "<reset:reset>")
    kinds = [blank.partition(">")[0].partition(":")[0] for blank in route.split("<")[1:]]
    if not kinds:
        yield "/" + route
        return
    most = max(len(kind_values[kind]) for kind in kinds)
    for number in range(most):
        path = route
        for kind in kinds:
            before, _less, rest = path.partition("<")
            values = kind_values[kind]
            path = before + values[number % len(values)] + rest.partition(">")[2]
        yield "/" + path


class Form:
    """A form of a page: where it goes, and the values it would send as it stands."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.fields: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []

    def sends(self, button: tuple[str, str] | None) -> dict[str, list[str]]:
        """The fields sent by this button, or without one."""
        if button is None:
            return dict(self.fields)
        return {**self.fields, button[0]: [button[1]]}


class Forms(HTMLParser):
    """The forms of a page that are sent by POST."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__()
        self.path = path
        self.found: list[Form] = []
        self.queries: list[tuple[str, str]] = []
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form, or something in it that is sent."""
        said = {key: value or "" for key, value in attrs}
        if tag == "a":
            there = urlsplit(said.get("href", ""))
            self.queries += [(there.path or self.path, name) for name, _ in parse_qsl(there.query)]
        elif tag == "form":
            self._form(said)
        elif tag in {"input", "select", "textarea", "button"} and said.get("name"):
            self._field(tag, said)

    def _form(self, said: dict[str, str]) -> None:
        form = Form(said.get("action") or self.path)
        if said.get("method", "").lower() == "post":
            self.found.append(form)
        if "id" in said:
            self._by_id[said["id"]] = form
        self._open = form

    def _field(self, tag: str, said: dict[str, str]) -> None:
        form = self._by_id.get(said.get("form", "")) or self._open
        if form is None:
            return
        name, value = said["name"], said.get("value", "")
        if form not in self.found:
            self.queries.append((form.action, name))
        if tag == "button":
            form.buttons.append((name, value))
        elif said.get("type") in {"checkbox", "radio"}:
            form.fields.setdefault(name, [])
            if "checked" in said:
                form.fields[name].append(value)
        else:
            form.fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        """The end of a form."""
        if tag == "form":
            self._open = None


def mutated(document: Any) -> Iterator[Any]:
    """A document with one hostile value after another at every place in it."""
    for number, path in enumerate(_places(document)):
        yield _with(document, path, VALUES[number * 7 % len(VALUES)])
        if number % 3 == 0:
            yield _without(document, path)
    if isinstance(document, dict):
        for value in VALUES[::2]:
            yield dict.fromkeys(document, value)


def _places(document: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(document, dict):
        inside = list(document.items())
    elif isinstance(document, list):
        inside = list(enumerate(document))
    else:
        return
    for key, value in inside:
        yield (*before, key)
        yield from _places(value, (*before, key))


def _with(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    copy = list(document) if isinstance(document, list) else dict(document)
    copy[path[0]] = _with(document[path[0]], path[1:], value)
    return copy


def _without(document: Any, path: tuple[Any, ...]) -> Any:
    copy = list(document) if isinstance(document, list) else dict(document)
    if len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _without(document[path[0]], path[1:])
    return copy


def as_json(document: Any) -> bytes:
    """A document as a hostile device writes it: any number, and halves of letters."""
    return json.dumps(document).encode()
