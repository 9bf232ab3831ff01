"""For whom a proxy speaks, and that nobody but a proxy of ours speaks for others."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodform.config.environment import Environment, SettingsInvalid
from goodform.config.proxies import HERE, NoProxy, Proxies

TWO = Proxies.read(["10.0.0.7", "2001:db8:1::/48"])
ALICE = "81.2.69.142"


@pytest.mark.parametrize(
    ("peer", "said", "asks"),
    [
        ("10.0.0.7", ALICE, ALICE),
        ("10.0.0.7", f"{ALICE}:50312", ALICE),
        ("10.0.0.7", "[2a02:c7c:1::7]:443", "2a02:c7c:1::7"),
        ("::ffff:10.0.0.7", f"::ffff:{ALICE}", ALICE),
        # What stands left of the first that is no proxy of ours was made up by them.
        ("10.0.0.7", f"1.1.1.1, {ALICE}", ALICE),
        ("10.0.0.7", f"1.1.1.1, {ALICE}, 2001:db8:1::9", ALICE),
        # Nothing that can be read: it was the proxy.
        ("10.0.0.7", "", "10.0.0.7"),
        ("10.0.0.7", "unknown", "10.0.0.7"),
        ("10.0.0.7", f"{ALICE}, <script>", "10.0.0.7"),
        ("10.0.0.7", "10.0.0.7, 10.0.0.7", "10.0.0.7"),
        # Nobody else is asked for whom they speak.
        ("10.0.0.8", ALICE, "10.0.0.8"),
        (ALICE, "9.9.9.9", ALICE),
        ("", ALICE, ""),
    ],
)
def test_who_asks_is_the_first_that_is_no_proxy_of_ours(peer: str, said: str, asks: str) -> None:
    assert TWO.who_asks(peer, said) == asks


@given(st.ip_addresses().map(str), st.text(), st.text())
def test_what_somebody_makes_up_is_never_who_asks(real: str, made_up: str, more: str) -> None:
    if not TWO.trusts(real):
        assert TWO.who_asks(real, made_up) == real
        assert TWO.who_asks("10.0.0.7", f"{made_up},{more},{real}") == TWO.who_asks(
            "10.0.0.7", real
        )


@pytest.mark.parametrize(
    ("said", "proxies"),
    [
        ("", ()),
        ("no", ()),
        ("yes", HERE),
        ("10.0.0.7", ("10.0.0.7",)),
        ("10.0.0.7, 10.1.0.0/24 fd00::/64", ("10.0.0.7", "10.1.0.0/24", "fd00::/64")),
    ],
)
def test_one_setting_names_the_proxies(said: str, proxies: tuple[str, ...]) -> None:
    assert Environment.read({"GOODFORM_BEHIND_PROXY": said}).proxies == proxies


@pytest.mark.parametrize(
    "wrong", ["10.0.0.7/24", "proxy.example.org", "10.0.0.300", "0.0.0.0/0", "::/0", "yes", "*"]
)
def test_a_wrong_proxy_is_named_at_the_start(wrong: str) -> None:
    with pytest.raises(SettingsInvalid) as told:
        Environment.read({"GOODFORM_BEHIND_PROXY": f"10.1.0.0/24 {wrong}"})
    assert "GOODFORM_BEHIND_PROXY" in str(told.value)
    assert repr(wrong) in str(told.value)


def test_half_of_the_internet_is_no_proxy() -> None:
    with pytest.raises(NoProxy, match="strangers"):
        Proxies.read(["128.0.0.0/1"])


def test_a_proxy_that_is_not_named_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    proxies = Proxies.read(["10.0.0.7"])
    with caplog.at_level(logging.WARNING):
        Proxies().tell_of_stranger("10.0.0.9")
        assert not caplog.records
        for peer in ("10.0.0.9", "10.0.0.9", ALICE):
            proxies.tell_of_stranger(peer)
    (told,) = caplog.records
    assert "10.0.0.9" in told.getMessage()
