"""Every address there is, out of the resolver: a new one joins by itself."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def walk(patterns: list[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Every address as (name, route)."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or route, route


ADDRESSES = sorted(walk(get_resolver().url_patterns))
