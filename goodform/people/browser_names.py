"""The name of a browser on the list of devices: a closed list of words, for people. Pure."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_BROWSERS: Sequence[tuple[str, str]] = (
    # The order counts: most of them also say that they are Chrome and Safari.
    ("SamsungBrowser", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES: Sequence[tuple[str, str]] = (
    ("iPhone", gettext_noop("an iPhone")),
    ("iPad", gettext_noop("an iPad")),
    ("Android", gettext_noop("an Android phone or tablet")),
    ("Windows", gettext_noop("a Windows computer")),
    ("Macintosh", gettext_noop("a Mac")),
    ("CrOS", gettext_noop("a Chromebook")),
    ("Linux", gettext_noop("a Linux computer")),
)


def _first(signs: Sequence[tuple[str, str]], said: str) -> str:
    return next((name for sign, name in signs if sign in said), "")


def browser_name(said: str) -> str:
    """A name by what the browser says of itself; both parts may be unknown.

    >>> browser_name("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18 Safari/604")
    'Safari on an iPhone'
    """
    browser, machine = _first(_BROWSERS, said), _first(_MACHINES, said)
    words = {"browser": browser or _("A browser"), "machine": _(machine) if machine else ""}
    return _("%(browser)s on %(machine)s") % words if machine else words["browser"]
