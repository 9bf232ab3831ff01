"""Whom to believe when they say for whom they speak: the proxies of this house, and nobody else."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

HERE = ("127.0.0.0/8", "::1/128")
"""A proxy on this machine."""
WIDEST = {4: 8, 6: 16}
"""The fewest bits of a network of proxies: a wider one would believe half of the internet."""
SAYS_FOR_OTHERS = ("forwarded", "x-forwarded-", "x-real-ip")
"""How the headers begin that only a proxy may set."""

log = logging.getLogger(__name__)

Address = IPv4Address | IPv6Address


class NoProxy(ValueError):
    """A text that is no address or network a proxy could have; the message says why."""


def _network(said: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(said)
    except ValueError as problem:
        raise NoProxy(f"{said!r} is no address and no network ({problem})") from problem
    if network.prefixlen < WIDEST[network.version]:
        raise NoProxy(f"{said!r} is so wide that strangers would be believed, too")
    return network


def _address(said: str) -> Address | None:
    """One address as proxies write it, with or without a port; None for anything else."""
    text = said.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


@dataclass
class Proxies:
    """The networks whose word is taken. Without any, everybody speaks for themselves."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    _strange: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, said: Iterable[str]) -> "Proxies":
        """The proxies of these addresses and networks; `NoProxy` names the first wrong one."""
        return cls(tuple(_network(each) for each in said))

    def trusts(self, peer: str) -> bool:
        """Whether what this address says about others is believed."""
        address = _address(peer)
        return address is not None and self._has(address)

    def _has(self, address: Address) -> bool:
        return any(address in network for network in self.networks)

    def who_asks(self, peer: str, forwarded_for: str) -> str:
        """Who is behind the proxies, read from the nearest hop outwards.

        The first that is no proxy of ours is who asks: what stands further left, they wrote.
        """
        asks = _address(peer)
        if asks is None or not self._has(asks):
            return peer
        for hop in reversed(forwarded_for.split(",")):
            address = _address(hop)
            if address is None:
                break
            asks = address
            if not self._has(asks):
                break
        return str(asks)

    def tell_of_stranger(self, peer: str) -> None:
        """Say once, where there are proxies, that another one speaks for people here."""
        if not self.networks or self._strange:
            return
        self._strange.add(peer)
        log.warning(
            "%s says for whom it asks and is not among the proxies of GOODFORM_BEHIND_PROXY, so it "
            "is not believed. Is it yours? Then name its address there.",
            peer,
        )


def is_said_for_others(header: str) -> bool:
    """Whether only a proxy may set this header (its name in small letters)."""
    return header.startswith(SAYS_FOR_OTHERS)
