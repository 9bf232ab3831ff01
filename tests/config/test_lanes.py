"""Who takes a thread next: each kind keeps one, each device has one, and no wait is for ever."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack

import pytest

from goodform.config.lanes import Lanes, NoTurn, RequestKind, lane_of


def in_a_loop(story: Coroutine[object, object, None]) -> None:
    """Run it in a thread of its own: a browser test before this one leaves its event loop here."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(story)).result()


def test_an_address_says_which_lane_it_is() -> None:
    assert lane_of("/api/sessions/1") is RequestKind.DEVICE
    assert lane_of("/healthz/worker") is RequestKind.HEALTH
    assert lane_of("/today") is RequestKind.PAGE
    assert lane_of("/apiary") is RequestKind.PAGE


async def _wait_a_while() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_devices_do_not_take_the_last_turn_of_a_waiting_page() -> None:
    async def story() -> None:
        lanes, order = Lanes(threads=2), list[str]()

        async def ask(lane: RequestKind, name: str) -> None:
            async with lanes.turn(lane, name):
                order.append(name)

        async with AsyncExitStack() as first, AsyncExitStack() as second:
            await first.enter_async_context(lanes.turn(RequestKind.DEVICE, "a"))
            await second.enter_async_context(lanes.turn(RequestKind.DEVICE, "b"))
            waiting = [
                asyncio.ensure_future(ask(RequestKind.DEVICE, "c")),
                asyncio.ensure_future(ask(RequestKind.PAGE, "page")),
                asyncio.ensure_future(ask(RequestKind.DEVICE, "d")),
            ]
            await _wait_a_while()
            assert not order
            await first.aclose()
            await asyncio.gather(*waiting)
        assert order == ["page", "c", "d"]

    in_a_loop(story())


def test_a_device_waits_behind_itself_and_others_go_past_it() -> None:
    async def story() -> None:
        lanes, order = Lanes(threads=4), list[str]()

        async def ask(name: str) -> None:
            async with lanes.turn(RequestKind.DEVICE, name):
                order.append(name)

        async with lanes.turn(RequestKind.DEVICE, "a"):
            again = asyncio.ensure_future(ask("a"))
            await _wait_a_while()
            await ask("b")
            assert order == ["b"]
        await again
        assert order == ["b", "a"]

    in_a_loop(story())


def test_who_waited_for_too_long_is_told_and_nobody_waits_for_them() -> None:
    async def story() -> None:
        lanes = Lanes(threads=2, patience_s=0.01)
        async with lanes.turn(RequestKind.PAGE):
            with pytest.raises(NoTurn):
                async with lanes.turn(RequestKind.PAGE):
                    pass
        async with lanes.turn(RequestKind.PAGE):
            pass

    in_a_loop(story())


def test_a_mistake_gives_the_turn_back() -> None:
    async def story() -> None:
        lanes = Lanes(threads=2)
        with pytest.raises(ValueError, match="mistake"):
            async with lanes.turn(RequestKind.PAGE):
                raise ValueError("mistake")
        async with lanes.turn(RequestKind.PAGE):
            pass

    in_a_loop(story())


def test_who_is_called_off_while_waiting_or_just_as_they_are_let_in_keeps_no_turn() -> None:
    async def story() -> None:
        lanes = Lanes(threads=2)

        async def ask() -> None:
            async with lanes.turn(RequestKind.PAGE):
                pass

        async with AsyncExitStack() as first:
            await first.enter_async_context(lanes.turn(RequestKind.PAGE))
            waiting, let_in = asyncio.ensure_future(ask()), asyncio.ensure_future(ask())
            await _wait_a_while()
            waiting.cancel()
            await _wait_a_while()
            await first.aclose()
            let_in.cancel()
        for each in (waiting, let_in):
            with pytest.raises(asyncio.CancelledError):
                await each
        await ask()

    in_a_loop(story())
