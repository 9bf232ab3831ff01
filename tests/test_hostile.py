"""Every address, asked with what strangers, scanners and broken phones send.

Each address, each form of each page and each JSON door is asked with hostile queries, path parts,
bodies and headers, as each kind of reader. Never is the answer our fault, never does a name of
the other clinic stand in it, never does typed markup come out as markup. A new address, form or
door is asked as soon as it exists. What is tried where is the same in every run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit
from zlib import crc32

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone

from goodform.diary.models import Session
from tests.addresses import ADDRESSES
from tests.config.test_logs import CANARY, the_log
from tests.diary.sending import a_document, a_stop, an_entry
from tests.hostile import (
    HEADERS,
    HUGE,
    JSON_BODIES,
    PARTS,
    RAW,
    TEXTS,
    TYPES,
    Form,
    Forms,
    as_json,
    filled,
    mutated,
)
from tests.people import House, in_days
from tests.two_clinics import World, two_clinics

JSON = "application/json"
Said = Mapping[str, str | list[str]]


@pytest.fixture
def world(house: House) -> World:
    """Both clinics, lived in."""
    return two_clinics(house)


MOST_BODIES = 8
"""Of those that a form could be sent with; others for each form, the same in every run."""
FOUND: dict[str, tuple[int, str]] = {}
"""For each route which of its ways to be filled in leads somewhere, and whom: found once a run."""
INSIDERS = ("Priya", "Alice", "Olu", "Rob", "nobody")


@dataclass(frozen=True)
class Address:
    """An address as it really is, and somebody who gets in there."""

    route: str
    path: str
    who: str

    def some(self, things: tuple[Any, ...], most: int, *also: str) -> Iterator[Any]:
        """A few of these, always the same for this address, and other ones for the next."""
        start = crc32(repr((self.route, also)).encode())
        step = max(1, len(things) // most)
        for number in range(min(most, len(things))):
            yield things[(start + number * step) % len(things)]


def addresses(world: World) -> list[Address]:
    """Every address of the house, each filled in so that somebody is let in where that can be."""
    return [_address(world, route) for _name, route in ADDRESSES]


def _address(world: World, route: str) -> Address:
    paths = list(filled(route, world.kind_values))
    if route not in FOUND:
        FOUND[route] = next(
            (
                (number, who)
                for number, path in enumerate(paths)
                for who in INSIDERS
                if _is_there(world, who, path)
            ),
            (0, "nobody"),
        )
    number, who = FOUND[route]
    return Address(route, paths[number], who)


def _is_there(world: World, who: str, path: str) -> bool:
    answer = world.ask(who, "GET", path, what="as it is")
    return answer is not None and answer.status_code in {200, 405, 410, 422}


def _queries(world: World, every: list[Address]) -> dict[str, list[str]]:
    """The queries pages ask each other in their addresses: by path, and all of it under "*"."""
    found: dict[str, list[str]] = {"*": ["next"]}
    for each in every:
        page = Forms(world.page(each.who, each.path), each.path)
        for path, name in page.queries:
            for key in (path, "*"):
                if name not in found.setdefault(key, []):
                    found[key].append(name)
    return found


def test_no_query_and_no_part_of_an_address_is_our_fault(world: World) -> None:
    every = addresses(world)
    names = _queries(world, every)
    for each in every:
        own = names.get(each.path)
        for text in each.some(TEXTS, 8 if own else 3):
            query = urlencode(dict.fromkeys(own or names["*"], text), errors="surrogatepass")
            world.ask(each.who, "GET", each.path, QUERY_STRING=query, what=f"?{query[:100]}")
        for raw in each.some(RAW, 2):
            query = "&".join(f"{name}={raw.decode()}" for name in names["*"])
            world.ask(each.who, "GET", each.path, QUERY_STRING=query, what=f"?{query[:100]}")
        if "<" in each.route or "(?P" in each.route:
            for path in filled(each.route, PARTS):
                world.ask(each.who, "GET", path)
                world.ask(each.who, "POST", path)
    _nothing_went_wrong(world)


def test_every_reader_is_answered_everywhere(world: World) -> None:
    for each in addresses(world):
        for who in world.cookies:
            for method in ("GET", "POST"):
                world.ask(who, method, each.path)
        for method in ("HEAD", "PUT", "DELETE"):
            world.ask(each.who, method, each.path)
    _nothing_went_wrong(world)


def _forms(world: World) -> Iterator[tuple[str, Form]]:
    """Every form of every page, once a role that is shown it."""
    seen = set()
    for each in addresses(world):
        for who in world.cookies:
            if who == "Charlie":
                continue
            for form in Forms(world.page(who, each.path), each.path).found:
                same = (form.action, frozenset(form.fields), who == "nobody")
                if same not in seen:
                    seen.add(same)
                    yield who, form


def _bodies(form: Form) -> Iterator[tuple[str, Said]]:
    """The bodies sent in place of what the page would send."""
    buttons: list[tuple[str, str] | None] = [*_one_of_a_kind(form.buttons), None]
    turn = count(_place_of(urlsplit(form.action).path))
    for button in buttons:
        sent = form.sends(button)
        yield "as it is", sent
        for text in _turned(TEXTS, next(turn), 5):
            yield (
                f"all {text[:40]!r}",
                {**dict.fromkeys(sent, text), **dict([button] if button else [])},
            )
        for name in sent:
            for text in _turned(TEXTS, next(turn), 3):
                yield f"{name}={text[:40]!r}", {**sent, name: text}
        for name in _turned(tuple(sent), next(turn), 4):
            yield f"no {name}", {key: value for key, value in sent.items() if key != name}
            yield f"{name} twice", {**sent, name: [*sent[name], "x", "7"]}
    yield "nothing", {}
    yield "far too much", dict.fromkeys(form.fields, HUGE)
    yield "two thousand fields", {f"x{number}": "1" for number in range(2001)}


def _place_of(path: str) -> int:
    """A number for an address, whatever ids stand in it."""
    try:
        return crc32(resolve(path).route.encode())
    except Resolver404:
        return 0


def _one_of_a_kind(buttons: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One button of each verb: `up:3` and `up:4` are one kind."""
    return list(
        {(name, value.partition(":")[0]): (name, value) for name, value in buttons}.values()
    )


def _turned(things: tuple[Any, ...], start: int, most: int) -> Iterator[Any]:
    for number in range(min(most, len(things))):
        yield things[(start * 5 + number * 7) % len(things)]


def test_no_form_is_our_fault(world: World) -> None:
    for who, form in _forms(world):
        path = urlsplit(form.action).path
        bodies = list(_bodies(form))
        step = len(bodies) // MOST_BODIES + 1
        for what, said in bodies[_place_of(path) % step :: step]:
            body = urlencode(said, doseq=True, errors="surrogatepass").encode()
            _form(world, who, path, body, what)
        for raw in RAW[len(form.fields) % 3 :: 3]:
            body = b"&".join(name.encode() + b"=" + raw for name in form.fields)
            _form(world, who, path, body, repr(raw))
    _nothing_went_wrong(world)


def _form(world: World, who: str, path: str, body: bytes, what: str) -> None:
    world.ask(
        who, "POST", path, body=body, content_type="application/x-www-form-urlencoded", what=what
    )


def test_a_word_typed_into_every_field_is_in_no_line_of_the_log(world: World) -> None:
    told = f"{CANARY} in the left knee"
    with the_log() as written:
        for who, form in _forms(world):
            path = urlsplit(form.action).path
            for button in [*_one_of_a_kind(form.buttons), None]:
                typed = dict.fromkeys(form.fields, told)
                for said in (typed, {**form.sends(button), **_texts_of(form, told)}):
                    sent = {**said, **dict([button] if button else [])}
                    _form(world, who, path, urlencode(sent, doseq=True).encode(), "the canary")
        for each in addresses(world):
            for method in ("PUT", "POST"):
                if not _is_a_door(world, each, method):
                    continue
                for document in _documents(world):
                    for said in (_all_texts(document, told), dict.fromkeys(document, told)):
                        body = as_json(said)
                        world.ask("Alice", method, each.path, body=body, content_type=JSON)
    assert CANARY not in written.getvalue()
    assert '"route"' in written.getvalue(), "nothing was written down at all"
    _nothing_went_wrong(world)


def _texts_of(form: Form, told: str) -> dict[str, str]:
    """The empty or free texts of a form, filled in with what is told."""
    return {
        name: told
        for name, values in form.fields.items()
        if name != "csrfmiddlewaretoken" and not any(values)
    }


def _all_texts(document: Any, told: str) -> Any:
    """A document as a device sends it, with free text wherever it had any."""
    if isinstance(document, dict):
        return {
            key: told if key in {"note", "text", "where"} else _all_texts(value, told)
            for key, value in document.items()
        }
    return [_all_texts(each, told) for each in document] if isinstance(document, list) else document


def test_no_document_of_a_device_is_our_fault(world: World) -> None:
    documents = _documents(world)
    for each in addresses(world):
        for method in ("PUT", "POST", "DELETE"):
            if not _is_a_door(world, each, method):
                continue
            for body in JSON_BODIES:
                world.ask("Alice", method, each.path, body=body, content_type=JSON)
            for document in documents:
                body = as_json(document)
                taken = world.ask("Alice", method, each.path, body=body, content_type=JSON)
                if taken is not None and taken.status_code in {200, 201}:
                    for said in mutated(document):
                        world.ask("Alice", method, each.path, body=as_json(said), content_type=JSON)
    _nothing_went_wrong(world)


def _is_a_door(world: World, each: Address, method: str) -> bool:
    """Whether devices speak JSON there."""
    answer = world.ask("Alice", method, each.path, body=b"{}", content_type=JSON)
    return (
        answer is not None
        and JSON in answer.get("Content-Type", "")
        and (answer.status_code != 405)
    )


def _documents(world: World) -> list[dict[str, Any]]:
    """The documents of a device at one door or another."""
    prescription = str(
        Session.objects.filter(patient=world.house.alice).get().entries.all()[0].prescription_id
    )
    now = timezone.now().isoformat()
    return [
        a_document(
            an_entry(prescription, noticed=["wobble"]),
            a_stop(prescription, symptoms=["numbness"], where="knee", reason="pain"),
            day=in_days(0).isoformat(),
            shown="",
            programme_version=1,
        ),
        {"settled": False, "pain": 4, "sent_at": now, "clock_offset_s": 0, "muscle": None},
        {"text": "May I swim?", "written_at": now, "sent_at": now, "clock_offset_s": 0.5},
        {"endpoint": "https://push.example.org/2", "keys": {"p256dh": "x", "auth": "y"}},
    ]


def test_no_header_is_our_fault(world: World) -> None:
    for each in addresses(world):
        for headers in each.some(HEADERS, 3):
            what = str(headers)
            world.ask(each.who, "GET", each.path, what=what, **headers)
            if "CONTENT_LENGTH" not in headers:
                world.ask(each.who, "POST", each.path, what=what, strict=True, **headers)
        for number, content_type in enumerate(each.some(TYPES, 2, "type")):
            body = b'--x\r\nContent-Disposition: form-data; name="do"\r\n\r\n\0\r\n--x'
            world.ask(
                each.who,
                "POST",
                each.path,
                body=body,
                content_type=content_type,
                what=f"as {content_type[:60]}",
                strict=number == 0,
            )
    _nothing_went_wrong(world)


def _nothing_went_wrong(world: World) -> None:
    assert not world.wrong, "\n".join(dict.fromkeys(world.wrong))
    assert world.asked > len(ADDRESSES)
