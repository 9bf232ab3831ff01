"""The environment of this Goodform, checked before anything starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from goodform.config.proxies import HERE, NoProxy, Proxies

ENCRYPTED_PORT = 465
"""Where mail servers speak TLS from the first byte, without STARTTLS."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*")
_BOX = r"[^\s@<>,;:()\"]+@[^\s@<>,;:()\"]+"
_SENDER = re.compile(rf"(?P<bare>{_BOX})|(?P<name>[^<>\r\n\0]*)<(?P<boxed>{_BOX})>")
_MEANS_MORE = frozenset('()<>[]:;@\\,."')
_TWO_NAMES = frozenset("ßς\u200c\u200d")
"""Letters that Python writes as others do not: browsers would go to somebody else's host."""
NAMES = (
    "GOODFORM_ADDRESS",
    "GOODFORM_OLD_ADDRESSES",
    "GOODFORM_DATA",
    "GOODFORM_BACKUPS",
    "DATABASE_URL",
    "GOODFORM_SECRET_KEY",
    "GOODFORM_OLD_SECRET_KEYS",
    "GOODFORM_DEMO",
    "GOODFORM_PLAIN",
    "GOODFORM_BEHIND_PROXY",
    "GOODFORM_SMTP_HOST",
    "GOODFORM_SMTP_PORT",
    "GOODFORM_SMTP_USER",
    "GOODFORM_SMTP_PASSWORD",
    "GOODFORM_SMTP_TLS",
    "GOODFORM_MAIL_FROM",
    "GOODFORM_MAIL_A_MINUTE",
    "GOODFORM_LOG",
    "GOODFORM_METRICS_FOR",
)
"""Every variable there is."""
_YES, _NO = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class SettingsInvalid(ValueError):
    """A variable has a value that Goodform cannot use; the message says which and what to do."""


def _flag(variables: Mapping[str, str], name: str) -> bool:
    said = variables.get(name, "").strip().lower()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise SettingsInvalid(f"{name} is {said!r}. Write yes or no.")


def _number(variables: Mapping[str, str], name: str, default: int) -> int:
    said = variables.get(name, "").strip()
    if not said:
        return default
    if not said.isdigit():
        raise SettingsInvalid(f"{name} is {said!r}. Write a whole number.")
    return int(said)


def _proxies(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The networks of the proxies: this machine for yes, none for no, else those that are named."""
    name = "GOODFORM_BEHIND_PROXY"
    said = variables.get(name, "").replace(",", " ").split()
    if len(said) <= 1 and (not said or said[0].lower() in _YES | _NO):
        return HERE if _flag(variables, name) else ()
    try:
        Proxies.read(said)
    except NoProxy as problem:
        raise SettingsInvalid(
            f"{name}: {problem}. Write yes where the proxy is on this machine, or the addresses "
            "of your proxies, such as 10.0.0.7 or 10.0.0.0/24."
        ) from problem
    return tuple(said)


def _readers(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The networks that may read the gauges; this machine's own where none is named."""
    name = "GOODFORM_METRICS_FOR"
    said = variables.get(name, "").replace(",", " ").split()
    try:
        return tuple(str(ip_network(each)) for each in said) or HERE
    except ValueError as problem:
        raise SettingsInvalid(
            f"{name}: {problem}. Write addresses and networks, such as 10.0.0.7 10.1.0.0/24."
        ) from problem


def _folder(variables: Mapping[str, str], name: str) -> Path | None:
    said = variables.get(name, "")
    return Path(said).expanduser().resolve() if said else None


def _sender(said: str) -> str:
    """One sender, its name quoted where it holds a sign that means something in a mail's head."""
    found = _SENDER.fullmatch(said.strip())
    if found is None:
        raise SettingsInvalid(
            f"GOODFORM_MAIL_FROM is {said!r}. Write one sender, such as "
            "Riverside Clinic <no-reply@example.org>."
        )
    name = (found["name"] or "").strip()
    if not name:
        return found["boxed"] or found["bare"]
    quoted = len(name) > 1 and name[0] == name[-1] == '"'
    if not quoted and not set(name).isdisjoint(_MEANS_MORE):
        name = '"{}"'.format(re.sub(r'([\\"])', r"\\\1", name))
    return f"{name} <{found['boxed']}>"


def _address(said: str, of: str = "GOODFORM_ADDRESS") -> tuple[str, str]:
    """Scheme, host and port as browsers send them, and the host alone; umlauts as `xn--`."""
    try:
        parts = urlsplit(said.strip())
        name, port = parts.hostname or "", parts.port
        ascii_name = name if ":" in name else name.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        ascii_name, port = "", None
    else:
        if not _TWO_NAMES.isdisjoint(name):
            raise SettingsInvalid(
                f"{of} is {said!r}. This name has a letter that is written in two ways "
                "as xn--. Open it in a browser and write here what its address bar copies."
            )
        if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
            ascii_name = ""
    if not _HOST.fullmatch(ascii_name) or parts.scheme not in {"http", "https"} or port == 0:
        raise SettingsInvalid(
            f"{of} is {said!r}. Write the address people type, without a user, "
            "path or question mark, such as https://exercises.example.org."
        )
    host = f"[{ascii_name}]" if ":" in ascii_name else ascii_name
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}", host


def is_loopback(host: str) -> bool:
    """Whether this names the machine itself, on which nobody else listens to the line."""
    return host.lower() in {*LOOPBACK, "::1"} or host.startswith("127.")


def _starttls(variables: Mapping[str, str], port: int) -> bool:
    """Whether the line to the mail server is encrypted by STARTTLS.

    Unless something else is said it is, wherever a password or a mail would leave this machine.
    """
    said = variables.get("GOODFORM_SMTP_TLS", "").strip()
    asked = _flag(variables, "GOODFORM_SMTP_TLS")
    host, user = variables.get("GOODFORM_SMTP_HOST", ""), variables.get("GOODFORM_SMTP_USER", "")
    if port == ENCRYPTED_PORT:
        if asked:
            raise SettingsInvalid(
                "GOODFORM_SMTP_TLS means STARTTLS, and port 465 does not speak it: there the line "
                "is encrypted from the start. Leave GOODFORM_SMTP_TLS out, or use port 587."
            )
        return False
    open_to_others = bool(user) or bool(host and not is_loopback(host))
    if said and not asked and open_to_others:
        raise SettingsInvalid(
            "GOODFORM_SMTP_TLS is no, and others could read your patients' mails or the password "
            "on their way. Leave GOODFORM_SMTP_TLS out, or use port 465."
        )
    return asked or open_to_others


@dataclass(frozen=True)
class Environment:
    """The variables Goodform reads. Nothing else in the environment changes what it does."""

    data: Path | None
    backups: Path | None
    database_url: str
    secret_key: str
    old_secret_keys: tuple[str, ...]
    demo: bool
    plain: bool
    address: str
    old_addresses: tuple[str, ...]
    hosts: tuple[str, ...]
    proxies: tuple[str, ...]
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_tls: bool
    mail_from: str
    mail_a_minute: int
    log_level: str
    metrics_for: tuple[str, ...]

    @property
    def smtp_ssl(self) -> bool:
        """Whether the line to the mail server is encrypted from its first byte."""
        return self.smtp_port == ENCRYPTED_PORT

    @property
    def mail_transport(self) -> str:
        """How mail leaves: by SMTP where a server is named, else into files in the data folder."""
        kind = "smtp" if self.smtp_host else "filebased"
        return f"django.core.mail.backends.{kind}.EmailBackend"

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> "Environment":
        """Read and check the variables; `SettingsInvalid` names the first one that is wrong."""
        address, host = _address(variables.get("GOODFORM_ADDRESS", "http://127.0.0.1:8000"))
        old = [
            _address(each, of="GOODFORM_OLD_ADDRESSES")
            for each in variables.get("GOODFORM_OLD_ADDRESSES", "").split()
        ]
        demo = _flag(variables, "GOODFORM_DEMO")
        if demo and host not in LOOPBACK:
            raise SettingsInvalid(
                "GOODFORM_DEMO is on, but GOODFORM_ADDRESS is not on this machine. "
                "The demo signs anybody in; it runs on 127.0.0.1 only."
            )
        database_url = variables.get("DATABASE_URL", "")
        if database_url and urlsplit(database_url).scheme not in {
            "sqlite",
            "postgres",
            "postgresql",
        }:
            raise SettingsInvalid(
                "DATABASE_URL must begin with postgres:// or sqlite://. "
                "Leave it out to use SQLite in the data folder."
            )
        level = variables.get("GOODFORM_LOG", "WARNING").upper()
        if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise SettingsInvalid(f"GOODFORM_LOG is {level!r}. Write debug, info or warning.")
        smtp_port = _number(variables, "GOODFORM_SMTP_PORT", 587)
        return cls(
            data=_folder(variables, "GOODFORM_DATA"),
            backups=_folder(variables, "GOODFORM_BACKUPS"),
            database_url=database_url,
            secret_key=variables.get("GOODFORM_SECRET_KEY", ""),
            old_secret_keys=tuple(variables.get("GOODFORM_OLD_SECRET_KEYS", "").split()),
            demo=demo,
            plain=_flag(variables, "GOODFORM_PLAIN"),
            address=address,
            old_addresses=tuple(each for each, _host in old),
            hosts=tuple(dict.fromkeys((*LOOPBACK, host, *(name for _each, name in old)))),
            proxies=_proxies(variables),
            smtp_host=variables.get("GOODFORM_SMTP_HOST", ""),
            smtp_port=smtp_port,
            smtp_user=variables.get("GOODFORM_SMTP_USER", ""),
            smtp_password=variables.get("GOODFORM_SMTP_PASSWORD", ""),
            smtp_tls=_starttls(variables, smtp_port),
            mail_from=_sender(
                variables.get("GOODFORM_MAIL_FROM", "") or "Goodform <no-reply@example.org>"
            ),
            mail_a_minute=_number(variables, "GOODFORM_MAIL_A_MINUTE", 0),
            log_level=level,
            metrics_for=_readers(variables),
        )
